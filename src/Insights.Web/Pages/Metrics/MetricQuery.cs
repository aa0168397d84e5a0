using System.Globalization;
using Insights.Core.Gaps;
using Insights.Core.Metrics;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Web.Pages.Shared;

namespace Insights.Web.Pages.Metrics;

/// <summary>What the figures were asked for, as it stands in an address.</summary>
/// <param name="Filter">Over which time and of what.</param>
/// <param name="Cohort">Only this week or month.</param>
/// <param name="Part">Only this part of the items.</param>
/// <param name="Cell">Open gaps of this clause and severity only.</param>
/// <param name="After">The last item read.</param>
/// <param name="Unread">What is no day.</param>
public sealed record MetricQuery(MetricFilter Filter, string? Cohort, MetricPart? Part, HeatCell? Cell, MetricItemKey? After, IReadOnlyList<Refusal> Unread)
{
    public const string Address = "/insights";

    /// <summary>What stands in an address for a clause or severity that there is none of.</summary>
    private const string None = "none";

    public static MetricQuery Read(IQueryCollection query, PolicyCatalogueView? lists)
    {
        var unread = new List<Refusal>();
        var filter = new MetricFilter
        {
            From = Day("from"),
            To = Day("to"),
            Area = query["area"].ToString() is { Length: > 0 } area && lists?.Areas.Any(a => a.Code == area) is not false ? area : null,
            Kind = Codes.Parse<GapKind>(query["kind"]),
        };
        return new MetricQuery(
            filter,
            query["cohort"].ToString() is { Length: > 0 and <= 8 } cohort ? cohort : null,
            Codes.Parse<MetricPart>(query["part"]),
            CellOf(query["clause"].ToString(), query["severity"].ToString(), lists),
            KeyOf(query["after"]),
            unread);

        DateOnly? Day(string name)
        {
            if (query[name].ToString() is not { Length: > 0 } text)
                return null;
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                return day;
            unread.Add(Refusal.Of(RefusalCode.Malformed, "Name a day, as in 2026-01-31.", name));
            return null;
        }
    }

    /// <summary>The overview of the same period.</summary>
    public string Overview => On(Address, Parts(Filter));

    /// <summary>The list behind a number of this period.</summary>
    public string ListOf(Metric metric, string? cohort = null, MetricPart? part = null, GapKind? kind = null) =>
        On(PageOf(metric), [.. Parts(kind is null ? Filter : Filter with { Kind = kind }), .. Of("cohort", cohort), .. Of("part", CodeOf(part))]);

    /// <summary>The gaps of a cell: among the gaps where their filter can say it, and else in the list behind the metric.</summary>
    public string ListOf(OpenCount cell) => cell is { Clause: { } clause, Severity: { } severity }
        ? On("/gaps", [.. OpenStates, .. Of("area", Filter.Area), .. Of("kind", Filter.Kind is { } kind ? Codes.Of(kind) : null), ("clause", clause), ("severity", Codes.Of(severity))])
        : On(PageOf(Metric.OpenGaps), [.. Parts(Filter), ("clause", cell.Clause ?? None), ("severity", cell.Severity is { } said ? Codes.Of(said) : None)]);

    public string Csv(Metric metric) => On($"{PageOf(metric)}.csv", Parts(Filter));

    /// <summary>The same list, continued after an item.</summary>
    public string Following(Metric metric, MetricItemView? last) => On(PageOf(metric),
    [
        .. Parts(Filter), .. Of("cohort", Cohort), .. Of("part", CodeOf(Part)),
        .. Cell is null ? [] : new[] { ("clause", Cell.Clause ?? None), ("severity", Cell.Severity is { } said ? Codes.Of(said) : None) },
        .. Of("after", last is null ? null : MetricItemKey.Of(last) is var key ? string.Create(CultureInfo.InvariantCulture, $"{key.At}.{key.Number}") : null),
    ]);

    /// <summary>The filter as a form shows it.</summary>
    public FormInput Form(IReadOnlyList<Refusal> refusals) => new("", FormValues.Of(Parts(Filter).Select(p => (p.Name, (string?)p.Value))), refusals);

    public static string PageOf(Metric metric) => $"{Address}/{Codes.Of(metric)}";

    private static IEnumerable<(string Name, string Value)> OpenStates => Enum.GetValues<GapState>().Except(Transitions.Settled).Where(s => s is not GapState.Declined).Select(s => ("state", Codes.Of(s)));

    private static IEnumerable<(string Name, string Value)> Parts(MetricFilter filter) =>
        [.. Of("from", Day(filter.From)), .. Of("to", Day(filter.To)), .. Of("area", filter.Area), .. Of("kind", filter.Kind is { } kind ? Codes.Of(kind) : null)];

    private static IEnumerable<(string Name, string Value)> Of(string name, string? value) => value is null ? [] : [(name, value)];

    private static string On(string page, IEnumerable<(string Name, string Value)> parts) =>
        string.Join('&', parts.Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value)}")) is { Length: > 0 } query ? $"{page}?{query}" : page;

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? CodeOf(MetricPart? part) => part is { } named ? Codes.Of(named) : null;

    private static HeatCell? CellOf(string clause, string severity, PolicyCatalogueView? lists)
    {
        var said = Codes.Parse<Severity>(severity);
        var known = clause == None || lists?.Clauses.Any(c => c.Code == clause) is true;
        return known && (severity == None || said is not null) ? new HeatCell(clause == None ? null : clause, said) : null;
    }

    private static MetricItemKey? KeyOf(string? text) =>
        text?.Split('.') is [var at, var number]
        && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var a)
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            ? new MetricItemKey(a, n) : null;
}
