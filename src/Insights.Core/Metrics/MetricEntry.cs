using Insights.Core.Data;
using Insights.Core.Gaps;

namespace Insights.Core.Metrics;

/// <summary>One item of a metric: what its figures are made of, and what the list behind them shows.</summary>
/// <param name="At">What puts it into its cohort.</param>
/// <param name="Number">Human number of the report or gap it is about.</param>
/// <param name="Value">Its value; null where it has none.</param>
/// <param name="Finished">Whether the value is final, and not only what was seen so far.</param>
/// <param name="Counted">Whether it is in the numerator; null where it is not judged, and not in the denominator either.</param>
/// <param name="Operation">Human number of the operation it is about.</param>
internal readonly record struct MetricEntry(DateTimeOffset At, long Number, double? Value = null, bool Finished = true, bool? Counted = null, long? Operation = null)
{
    /// <summary>The kind of its report or gap.</summary>
    public GapKind? Kind { get; init; }

    /// <summary>The policy area of its report or gap.</summary>
    public string? Area { get; init; }

    /// <summary>The clause and severity of an open gap.</summary>

    public HeatCell? Cell { get; init; }
}

/// <summary>A clause and a severity.</summary>
/// <param name="Clause">The clause; null where none fits.</param>
/// <param name="Severity">The severity; null where it was not said yet.</param>
public sealed record HeatCell(string? Clause, Severity? Severity);

/// <summary>What is looked at: the database and a period.</summary>
internal sealed record MetricScope(InsightsDb Db, DateTimeOffset Start, DateTimeOffset End, DateTimeOffset Now)
{
    public bool Holds(DateTimeOffset at) => at >= Start && at < End;
}
