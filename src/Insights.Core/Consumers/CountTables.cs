using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Privacy;

namespace Insights.Core.Consumers;

/// <summary>Turns exact counts into what may be published of them. Knows no database and keeps no exact count.</summary>
internal sealed class CountTables(SmallCountRule rule)
{
    private readonly List<FeedCount> _counts = [];

    /// <summary>What may be published.</summary>
    public IReadOnlyList<FeedCount> Counts => _counts;

    /// <summary>A table of areas and kinds. Cells that are no parts of one sum, because a thing may stand in several, are published without sums.</summary>
    public void AddByKind(CountSubject subject, IEnumerable<(string? Area, GapKind? Kind, long Count)> exact, bool summed = true) =>
        Add(subject, [.. exact], (count, kind) => count with { Kind = kind }, summed);

    /// <summary>A table of areas and severities.</summary>
    public void AddBySeverity(CountSubject subject, IEnumerable<(string? Area, Severity? Severity, long Count)> exact) =>
        Add(subject, [.. exact], (count, severity) => count with { Severity = severity }, summed: true);

    private void Add<T>(CountSubject subject, List<(string? Area, T? Column, long Count)> exact, Func<FeedCount, T?, FeedCount> named, bool summed) where T : struct, Enum
    {
        List<string?> areas = [.. exact.Select(e => e.Area).Distinct().OrderBy(a => a is null).ThenBy(a => a, StringComparer.Ordinal)];
        List<T?> columns = [.. Enum.GetValues<T>().Select(value => (T?)value), .. exact.Any(e => e.Column is null) ? [(T?)null] : Array.Empty<T?>()];
        var cells = new long[areas.Count, columns.Count];
        foreach (var (area, column, count) in exact)
            cells[areas.IndexOf(area), columns.IndexOf(column)] += count;
        var table = SmallCountTable.Of(cells, rule);

        for (var row = 0; row < areas.Count; row++)
        {
            for (var column = 0; column < columns.Count; column++)
                _counts.Add(named(Of(subject, CountScope.Cell, table[row, column]) with { Area = areas[row] }, columns[column]));
        }

        if (!summed)
            return;
        _counts.AddRange(areas.Select((area, row) => Of(subject, CountScope.Area, table.Rows[row]) with { Area = area }));
        _counts.AddRange(columns.Select((column, at) => named(Of(subject, CountScope.Column, table.Columns[at]), column)));
        _counts.Add(Of(subject, CountScope.Total, table.Total));
    }

    private static FeedCount Of(CountSubject subject, CountScope scope, SmallCount count) => new(subject, scope) { Count = count.Value, Suppressed = count.Suppressed };

    private static FeedCount Of(CountSubject subject, CountScope scope, SmallCountMargin margin) => Of(subject, scope, margin.Count) with { AtLeast = margin.AtLeast, AtMost = margin.AtMost };
}
