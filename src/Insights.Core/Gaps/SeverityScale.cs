namespace Insights.Core.Gaps;

/// <summary>Severity as harm times reach, in four steps.</summary>
public static class SeverityScale
{
    /// <summary>Harm weighs twice as much as reach: severe harm in a single case is already high.</summary>
    public static Severity Of(Harm harm, Reach reach) => ((2 * (int)harm) + (int)reach) switch
    {
        >= 8 => Severity.Critical,
        >= 5 => Severity.High,
        >= 3 => Severity.Medium,
        _ => Severity.Low,
    };

    public static Severity? Of(Harm? harm, Reach? reach) => harm is { } h && reach is { } r ? Of(h, r) : null;
}
