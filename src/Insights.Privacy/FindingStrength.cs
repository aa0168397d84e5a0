namespace Insights.Privacy;

/// <summary>What a finding does to a text that someone tries to store.</summary>
public enum FindingStrength
{
    /// <summary>Evidence is too weak to refuse: the writer is told and may go on.</summary>
    Warn,

    /// <summary>The text is refused as a whole and nothing of it is kept.</summary>
    Block,
}
