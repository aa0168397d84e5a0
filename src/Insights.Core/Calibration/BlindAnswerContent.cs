using Insights.Core.Gaps;
using Insights.Privacy;

namespace Insights.Core.Calibration;

/// <summary>What somebody answers without knowing what was decided.</summary>
public sealed record BlindAnswerContent
{
    /// <summary>How they would answer the gap; null where they are not sure.</summary>
    public Resolution? Answer { get; init; }

    /// <summary>How clear they find the report, 1 to 5; null where they do not say.</summary>
    public int? Clarity { get; init; }

    /// <summary>How well they find it can be acted on, 1 to 5; null where they do not say.</summary>
    public int? Actionability { get; init; }

    /// <summary>Why they answer so.</summary>
    public required GuardedText Why { get; init; }

    /// <summary>They knew what was decided, so their answer is not blind and counts in no figure.</summary>
    public bool KnewDecision { get; init; }
}
