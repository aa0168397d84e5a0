namespace Insights.Core.Metrics;

/// <summary>What is counted or measured to see whether feedback gets better. Never of a person.</summary>
public enum Metric
{
    /// <summary>How well reports can be understood, in the eyes of the policy team.</summary>
    Clarity,

    /// <summary>How well reports can be worked with, in the eyes of the policy team.</summary>
    Actionability,

    /// <summary>How much of what its kind asks for a report says.</summary>
    Completeness,

    /// <summary>How long gaps wait until a triage lead takes them on.</summary>
    Acknowledge,

    /// <summary>How long gaps wait until a policy owner takes them on.</summary>
    Assess,

    /// <summary>How long gaps wait until a decision is approved.</summary>
    Decide,

    /// <summary>How long it takes until what was decided is carried out.</summary>
    Implement,

    /// <summary>Links that were undone.</summary>
    ReversedLinks,

    /// <summary>Reports whose author found the known gap while filing.</summary>
    DuplicatesAtFiling,

    /// <summary>What model teams did with decisions.</summary>
    Receipts,

    /// <summary>Gaps that come back after they were decided.</summary>
    Recurrence,

    /// <summary>Reports that were filed, by kind.</summary>
    ReportsFiled,

    /// <summary>Gaps that are open now, by clause and severity.</summary>
    OpenGaps,
}

/// <summary>What is said about the values of a cohort.</summary>
public enum MeasureKind
{
    /// <summary>The middle value.</summary>
    Median,

    /// <summary>The middle value, and the one that nine in ten stay within; what is not finished counts as long as it was seen.</summary>
    MedianOfTimes,

    /// <summary>The mean.</summary>
    Mean,
}

/// <summary>A metric in words: what is asked, of what, and over what.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Asks">The question it answers.</param>
/// <param name="Cohort">What puts an item into a week or month.</param>
/// <param name="Kind">What is said about its values; null where it has none.</param>
/// <param name="Measured">The values, in words.</param>
/// <param name="Unit">The unit of the values.</param>
/// <param name="Counted">The numerator of its share; null where it has none.</param>
/// <param name="OutOf">The denominator of its share.</param>
public sealed record MetricDefinition(
    string Name, string Asks, string Cohort, MeasureKind? Kind = null, string? Measured = null, string? Unit = null, string? Counted = null, string? OutOf = null)
{
    private const string Filed = "reports that were filed; those withdrawn or purged since are left out";
    private const string Steps = "of 5 steps";

    /// <summary>The metrics that have figures, in the order of the page.</summary>
    public static IReadOnlyList<Metric> Indicators { get; } = [.. Enum.GetValues<Metric>().Where(m => m is not (Metric.ReportsFiled or Metric.OpenGaps))];

    public static MetricDefinition Of(Metric metric) => metric switch
    {
        Metric.Clarity => Rated("Clarity", "Can a report be understood without asking?"),
        Metric.Actionability => Rated("Actionability", "Can a report be decided as it is?"),
        Metric.Completeness => new(
            "Completeness", "Do reports say what their kind asks for?", "the report was filed",
            MeasureKind.Median, "how much of what its kind asks for a report says", "%", "reports in which nothing is missing", Filed),
        Metric.Acknowledge => Timed("Time to acknowledge", "How long until a triage lead takes a gap on?"),
        Metric.Assess => Timed("Time to assess", "How long until a policy owner takes a gap on?"),
        Metric.Decide => Timed("Time to decide", "How long until a decision is approved?"),
        Metric.Implement => Timed("Time to carry out", "How long until a decision is carried out and verified?"),
        Metric.ReversedLinks => new(
            "Reversed links", "How often is a link taken back?", "the link was made",
            Counted: "links whose operation was undone and not done again", OutOf: "links made by linking, merging or grouping, by people or by the product"),
        Metric.DuplicatesAtFiling => new(
            "Duplicates found at filing", "Do authors find the known gap while they write?", "the report was filed",
            Counted: "reports whose author said at filing that a known gap is the same", OutOf: Filed),
        Metric.Receipts => new(
            "Receipts per decision", "Do model teams use what was decided?", "the decision was approved",
            MeasureKind.Mean, "receipts that stand about the gap, given while the decision held", "receipts", "decisions with at least one receipt", "decisions that were approved"),
        Metric.Recurrence => new(
            "Recurrence after resolution", "Do gaps stay answered?", "the decision was approved",
            Counted: $"decisions after which, within {FollowUpDays} days and while they held, a report of the gap was filed or the gap was opened again",
            OutOf: $"decisions approved at least {FollowUpDays} days ago; younger ones are not judged yet"),
        Metric.ReportsFiled => new("Reports filed", "What is reported?", "the report was filed", OutOf: Filed),
        Metric.OpenGaps => new("Open gaps", "Where does policy leave most open?", "the gap was opened", OutOf: "gaps that are neither decided nor declined, as they stand now"),
    };

    /// <summary>So long after its approval a decision is watched for recurrence.</summary>
    public const int FollowUpDays = 90;

    private static MetricDefinition Rated(string name, string asks) => new(
        name, asks, "the report was filed", MeasureKind.Median, "the mean step that the policy team gave the newest rated revision of a report", Steps, "reports that were rated", Filed);

    private static MetricDefinition Timed(string name, string asks) => new(
        name, asks, "the clock started", MeasureKind.MedianOfTimes, "working days on which the clock ran; what is not done yet counts as long as it has run", "working days",
        "steps that were done by their day", "steps that were done, or whose day has passed; those still in time are not judged yet");
}
