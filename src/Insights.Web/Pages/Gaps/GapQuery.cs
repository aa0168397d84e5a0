using System.Globalization;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Policies;
using Insights.Core.Queue;
using Insights.Web.Pages.Shared;

namespace Insights.Web.Pages.Gaps;

/// <summary>What a list of gaps was asked for, as it stands in its address.</summary>
public sealed record GapQuery
{
    /// <summary>What stands for the person who asks, and for nobody, in place of an owner.</summary>
    internal const string Me = "me", Nobody = "none";

    /// <summary>What waits for triage: what is new or in it and not put off, what is due soonest first.</summary>
    public static GapQuery Triage { get; } = new()
    {
        Filter = new GapFilter { States = [GapState.New, GapState.Triage], Snoozed = false },
        Order = GapOrder.DueFirst,
    };

    public GapFilter Filter { get; init; } = new();

    public GapOrder Order { get; init; } = GapOrder.LastActivity;

    public GapKey? After { get; init; }

    public static GapQuery Read(IQueryCollection query)
    {
        var owner = query["owner"].ToString();
        return new()
        {
            Filter = new GapFilter
            {
                Text = query["q"].ToString().Trim() is { Length: > 0 and <= GapFilter.LongestText } text ? text : null,
                States = Many<GapState>("state"),
                Kinds = Many<GapKind>("kind"),
                Severities = Many<Severity>("severity"),
                Resolutions = Many<Resolution>("answer"),
                Areas = Codes("area"),
                Clauses = Codes("clause"),
                Labels = Codes("label"),
                Regions = Codes("region"),
                Languages = Codes("language"),
                Surfaces = Codes("surface"),
                Mine = query["mine"] == "yes" || owner == Me,
                Unowned = owner == Nobody,
                OwnerId = PublicIds.ParseOrNull<PersonId>(owner)?.Value,
                DueBefore = Day("due"),
                OpenedFrom = Day("openedFrom"),
                OpenedTo = Day("openedTo"),
                ActiveFrom = Day("activeFrom"),
                ActiveTo = Day("activeTo"),
                MinReports = int.TryParse(query["reports"], NumberStyles.None, CultureInfo.InvariantCulture, out var least) && least > 0 ? least : null,
                Late = Either("late"),
                HasQuestion = Either("question"),
                Regressed = Either("regressed"),
                Snoozed = Either("snoozed"),
            },
            Order = Shared.Codes.Parse<GapOrder>(query["order"]) ?? GapOrder.LastActivity,
            After = KeyOf(query["after"]),
        };

        IReadOnlyList<TEnum>? Many<TEnum>(string name) where TEnum : struct, Enum =>
            query[name].Take(GapFilter.MostValues).Select(Shared.Codes.Parse<TEnum>).OfType<TEnum>().Distinct().ToList() is { Count: > 0 } values ? values : null;

        IReadOnlyList<string>? Codes(string name) =>
            query[name].Take(GapFilter.MostValues).OfType<string>().Where(c => c.Length is > 0 and <= 64).Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } values ? values : null;

        DateOnly? Day(string name) => DateOnly.TryParseExact(query[name], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

        bool? Either(string name) => query[name].ToString() switch { "yes" => true, "no" => false, _ => null };
    }

    /// <summary>The same question without codes that no list holds: like any other choice, one that does not exist is none, and does not come back in the links of the page.</summary>
    internal GapQuery Among(PolicyCatalogueView lists, IReadOnlyList<LabelView> labels) => this with
    {
        Filter = Filter with
        {
            Areas = Known(Filter.Areas, lists.Areas.Select(c => c.Code)),
            Regions = Known(Filter.Regions, lists.Regions.Select(c => c.Code)),
            Languages = Known(Filter.Languages, lists.Languages.Select(c => c.Code)),
            Surfaces = Known(Filter.Surfaces, lists.Surfaces.Select(c => c.Code)),
            Clauses = Known(Filter.Clauses, lists.Clauses.Select(c => c.Code)),
            Labels = Known(Filter.Labels, labels.Select(l => l.Code)),
        },
    };

    /// <summary>What it asks, name by name, as it stands in addresses and forms.</summary>
    public IEnumerable<(string Name, string Value)> Parts()
    {
        IEnumerable<(string Name, string? Value)> parts =
        [
            ("q", Filter.Text),
            .. Each("state", Filter.States?.Select(s => Codes.Of(s))),
            .. Each("kind", Filter.Kinds?.Select(k => Codes.Of(k))),
            .. Each("severity", Filter.Severities?.Select(s => Codes.Of(s))),
            .. Each("area", Filter.Areas), .. Each("clause", Filter.Clauses), .. Each("label", Filter.Labels),
            .. Each("answer", Filter.Resolutions?.Select(r => Codes.Of(r))),
            .. Each("region", Filter.Regions), .. Each("language", Filter.Languages), .. Each("surface", Filter.Surfaces),
            ("mine", Filter.Mine ? "yes" : null),
            ("owner", Filter.Unowned ? Nobody : Filter.OwnerId),
            ("due", Day(Filter.DueBefore)), ("late", Either(Filter.Late)),
            ("openedFrom", Day(Filter.OpenedFrom)), ("openedTo", Day(Filter.OpenedTo)), ("activeFrom", Day(Filter.ActiveFrom)), ("activeTo", Day(Filter.ActiveTo)),
            ("reports", Filter.MinReports?.ToString(CultureInfo.InvariantCulture)),
            ("question", Either(Filter.HasQuestion)), ("regressed", Either(Filter.Regressed)), ("snoozed", Either(Filter.Snoozed)),
            ("order", Order is GapOrder.LastActivity ? null : Codes.Of(Order)),
            ("after", After is { } after ? string.Create(CultureInfo.InvariantCulture, $"{after.Value}.{after.Number}") : null),
        ];
        return parts.Where(p => p.Value is not null).Select(p => (p.Name, p.Value!));
    }

    /// <summary>The same question without anything that somebody may have typed, so that it may stand in a header.</summary>
    public GapQuery Chosen => new()
    {
        Filter = new GapFilter
        {
            States = Filter.States,
            Kinds = Filter.Kinds,
            Severities = Filter.Severities,
            Resolutions = Filter.Resolutions,
            Mine = Filter.Mine,
            Unowned = Filter.Unowned,
            Late = Filter.Late,
            HasQuestion = Filter.HasQuestion,
            Regressed = Filter.Regressed,
            Snoozed = Filter.Snoozed,
        },
        Order = Order,
    };

    /// <summary>The number of the gap that is shown beside the list; null for none.</summary>
    public static long? ShownIn(IQueryCollection query) =>
        query["gap"].FirstOrDefault(g => g is ['G', '-', ..]) is [_, _, .. { Length: > 0 and <= 8 } number] && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var shown) ? shown : null;

    /// <summary>The address of this question on a page, with a gap beside the list.</summary>
    public string On(string page, long shown) => string.Create(CultureInfo.InvariantCulture, $"{On(page)}{(Parts().Any() ? '&' : '?')}gap=G-{shown}");

    /// <summary>The address of this question on a page.</summary>
    public string On(string page) => string.Join('&', Parts().Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value)}")) is { Length: > 0 } parts ? $"{page}?{parts}" : page;

    public GapQuery Following(GapView last) => this with { After = GapKey.Of(last, Order) };

    /// <summary>The same question for these states, from the start.</summary>
    public GapQuery In(params IReadOnlyList<GapState> states) => this with { Filter = Filter with { States = states.Count == 0 ? null : states }, After = null };

    private static IEnumerable<(string Name, string? Value)> Each(string name, IEnumerable<string>? values) => (values ?? []).Select(v => (name, (string?)v));

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Either(bool? value) => value switch { true => "yes", false => "no", null => null };

    private static List<string>? Known(IReadOnlyList<string>? asked, IEnumerable<string> known) =>
        asked?.Intersect(known, StringComparer.Ordinal).ToList() is { Count: > 0 } values ? values : null;

    private static GapKey? KeyOf(string? text) =>
        text?.Split('.') is [var value, var number]
        && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var v)
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            ? new GapKey(v, n) : null;
}
