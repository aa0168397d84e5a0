using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Pipeline;

namespace Insights.Core.Gaps;

/// <summary>Order of a list of gaps. Where two are alike in it, the older gap comes first, unless said otherwise.</summary>
public enum GapOrder
{
    /// <summary>What changed last comes first; of two, the newer gap.</summary>
    LastActivity,

    /// <summary>The newest gap comes first.</summary>
    Newest,

    /// <summary>What waits longest comes first.</summary>
    Oldest,

    /// <summary>What is due soonest comes first; what is not timed comes last.</summary>
    DueFirst,

    /// <summary>The most severe comes first; what was not said yet comes last.</summary>
    Severity,

    /// <summary>What most reports stand in comes first.</summary>
    MostReports,
}

/// <summary>Which gaps, of those that stand by themselves. Every list that is given must hold the gap's value, and everything given must hold.</summary>
public sealed record GapFilter
{
    /// <summary>Longest list of values.</summary>
    public const int MostValues = 50;

    /// <summary>Longest text to look for.</summary>
    public const int LongestText = 200;

    /// <summary>Words that occur in the gap, its decision records, its reports or its remarks, as far as the caller may read them: the gaps that hold most of the words, out of the best 500 places.</summary>
    public string? Text { get; init; }

    /// <summary>States.</summary>
    public IReadOnlyList<GapState>? States { get; init; }

    /// <summary>Kinds.</summary>
    public IReadOnlyList<GapKind>? Kinds { get; init; }

    /// <summary>Severities.</summary>
    public IReadOnlyList<Severity>? Severities { get; init; }

    /// <summary>Policy areas.</summary>
    public IReadOnlyList<string>? Areas { get; init; }

    /// <summary>Policy clauses.</summary>
    public IReadOnlyList<string>? Clauses { get; init; }

    /// <summary>Codes of labels; one of them is enough.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>Answers.</summary>
    public IReadOnlyList<Resolution>? Resolutions { get; init; }

    /// <summary>Regions of its reports.</summary>
    public IReadOnlyList<string>? Regions { get; init; }

    /// <summary>Languages of its reports.</summary>
    public IReadOnlyList<string>? Languages { get; init; }

    /// <summary>Surfaces of its reports.</summary>
    public IReadOnlyList<string>? Surfaces { get; init; }

    /// <summary>Only what the caller answers for.</summary>
    public bool Mine { get; init; }

    /// <summary>Only what nobody answers for.</summary>
    public bool Unowned { get; init; }

    /// <summary>Only what this person answers for.</summary>
    public string? OwnerId { get; init; }

    /// <summary>Only what is due before this day.</summary>
    public DateOnly? DueBefore { get; init; }

    /// <summary>Whether the day it was due has passed.</summary>
    public bool? Late { get; init; }

    /// <summary>Opened on this day or later.</summary>
    public DateOnly? OpenedFrom { get; init; }

    /// <summary>Opened on this day or earlier.</summary>
    public DateOnly? OpenedTo { get; init; }

    /// <summary>Last active on this day or later.</summary>
    public DateOnly? ActiveFrom { get; init; }

    /// <summary>Last active on this day or earlier.</summary>
    public DateOnly? ActiveTo { get; init; }

    /// <summary>At least so many reports stand in it.</summary>
    public int? MinReports { get; init; }

    /// <summary>Whether a question to one of its reporters is open.</summary>
    public bool? HasQuestion { get; init; }

    /// <summary>Whether it came back after it was closed.</summary>
    public bool? Regressed { get; init; }

    /// <summary>Whether the caller has put it off for themselves, and nothing has happened on it since.</summary>
    public bool? Snoozed { get; init; }

    internal void Check(Check check)
    {
        check.Text(Text, LongestText, required: false, "filter", "text");
        check.Id<PersonId>(OwnerId, required: false, "filter", "ownerId");
        IReadOnlyList<string>?[] lists = [Areas, Clauses, Labels, Regions, Languages, Surfaces];
        foreach (var code in lists.SelectMany(list => (list ?? []).Take(MostValues)))
            check.Code(code, required: true, "filter");
        int?[] counts = [.. lists.Select(l => l?.Count), States?.Count, Kinds?.Count, Severities?.Count, Resolutions?.Count];
        check.Must(counts.All(c => c is null or <= MostValues), RefusalCode.OutOfRange, "At most 50 values of a kind.", "filter");
    }
}

/// <summary>A page of gaps, by keyset: continue after the last one of the page before. Answered where everything it may ask for is known.</summary>
/// <param name="Filter">Which gaps; without it, all.</param>
/// <param name="Order">In which order.</param>
/// <param name="First">How many at most, 1 to 100.</param>
/// <param name="After">The key of the last gap read.</param>
[Requires(Permission.ReadGaps)]
public sealed record GapList(GapFilter? Filter, GapOrder Order, int First, GapKey? After) : IQuery<Page<GapView>>, IChecked
{
    public void Check(Check check)
    {
        check.Must(First is >= 1 and <= Page<GapView>.MaxSize, RefusalCode.OutOfRange, "Ask for 1 to 100 gaps.", "first");
        check.Must(After is null || (After.Value >= 0 && After.Value <= GapKey.Most(Order)), RefusalCode.Malformed, "This is no place in this order.", "after");
        Filter?.Check(check);
    }
}

/// <summary>How many gaps a filter lets through.</summary>
[Requires(Permission.ReadGaps)]
public sealed record GapCount(GapFilter? Filter) : IQuery<int>, IChecked
{
    public void Check(Check check) => Filter?.Check(check);
}

/// <summary>How many gaps a filter lets through in each state, whatever states it names itself.</summary>
[Requires(Permission.ReadGaps)]
public sealed record GapCountByState(GapFilter? Filter) : IQuery<Dictionary<GapState, int>>, IChecked
{
    public void Check(Check check) => Filter?.Check(check);
}

/// <summary>The place of a gap in an order: what orders it, then its number.</summary>
/// <param name="Value">Milliseconds of the last activity, the day it is due, its severity or its reports, as the order asks.</param>
/// <param name="Number">Its human number.</param>
public sealed record GapKey(long Value, long Number)
{
    /// <summary>The day of what is not timed: behind every other.</summary>
    internal static readonly DateOnly Untimed = DateOnly.MaxValue;

    internal static long Most(GapOrder order) => order switch
    {
        GapOrder.DueFirst => Untimed.DayNumber,
        GapOrder.LastActivity => DateTimeOffset.MaxValue.ToUnixTimeMilliseconds(),
        _ => int.MaxValue,
    };

    public static GapKey Of(GapView gap, GapOrder order) => new(
        order switch
        {
            GapOrder.LastActivity => gap.LastActivityAt.ToUnixTimeMilliseconds(),
            GapOrder.DueFirst => (gap.DueOn ?? Untimed).DayNumber,
            GapOrder.Severity => gap.Severity is { } severity ? (int)severity + 1 : 0,
            GapOrder.MostReports => gap.ReportCount,
            GapOrder.Newest or GapOrder.Oldest => 0,
        },
        gap.Number);
}
