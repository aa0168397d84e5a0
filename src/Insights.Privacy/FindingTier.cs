namespace Insights.Privacy;

/// <summary>How much a finding proves. Where findings overlap, the stronger tier names the type.</summary>
public enum FindingTier
{
    /// <summary>The value proves itself, by its format or a checksum; blocks.</summary>
    A,

    /// <summary>A shape that words around it explain, or that nothing around it explains away; blocks.</summary>
    B,

    /// <summary>A guess from soft evidence, such as a capitalised word after a title; warns.</summary>
    C,
}
