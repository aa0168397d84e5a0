using Insights.Core.Consumers;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Web.Pages.Shared;

namespace Insights.Web.Pages.Consumers;

/// <summary>A filter of the feed as a form: lists to tick, and codes separated by commas.</summary>
internal static class FilterForm
{
    public static FeedFilter Read(FormValues form) => new()
    {
        Types = Ticked<FeedEventType>(form, "types"),
        Kinds = Ticked<GapKind>(form, "kinds"),
        Areas = form.Each("areas") is { Count: > 0 } areas ? areas : null,
        Severities = Ticked<Severity>(form, "severities"),
        States = Ticked<GapState>(form, "states"),
        Clauses = Typed(form, "clauses"),
        Labels = Typed(form, "labels"),
        Languages = Typed(form, "languages"),
        Regions = Typed(form, "regions"),
        Surfaces = Typed(form, "surfaces"),
    };

    public static FormValues Of(ConsumerView consumer) => FormValues.Of(
    [
        ("name", consumer.Name.Value),
        ("ownerId", consumer.OwnerId.Value),
        .. Each("types", consumer.Filter.Types),
        .. Each("kinds", consumer.Filter.Kinds),
        .. (consumer.Filter.Areas ?? []).Select(a => ("areas", (string?)a)),
        .. Each("severities", consumer.Filter.Severities),
        .. Each("states", consumer.Filter.States),
        ("clauses", Line(consumer.Filter.Clauses)),
        ("labels", Line(consumer.Filter.Labels)),
        ("languages", Line(consumer.Filter.Languages)),
        ("regions", Line(consumer.Filter.Regions)),
        ("surfaces", Line(consumer.Filter.Surfaces)),
    ]);

    /// <summary>What a filter asks for, in words, one line a list.</summary>
    public static IReadOnlyList<(string What, string Values)> Said(FeedFilter filter) =>
    [
        .. new (string, string?)[]
        {
            (Texts.T("Events"), Said(filter.Types?.Select(v => Words.Of(v)))),
            (Texts.T("Kinds"), Said(filter.Kinds?.Select(v => Words.Of(v)))),
            (Texts.T("Policy areas"), Line(filter.Areas)),
            (Texts.T("Clauses"), Line(filter.Clauses)),
            (Texts.T("Severities"), Said(filter.Severities?.Select(v => v.ToString()))),
            (Texts.T("States"), Said(filter.States?.Select(v => Words.Of(v)))),
            (Texts.T("Labels"), Line(filter.Labels)),
            (Texts.T("Languages"), Line(filter.Languages)),
            (Texts.T("Regions"), Line(filter.Regions)),
            (Texts.T("Surfaces"), Line(filter.Surfaces)),
        }.Where(l => l.Item2 is not null).Select(l => (l.Item1, l.Item2!)),
    ];

    private static List<T>? Ticked<T>(FormValues form, string name) where T : struct, Enum =>
        form.Each(name).Select(Codes.Parse<T>).OfType<T>().Distinct().ToList() is { Count: > 0 } values ? values : null;

    private static string[]? Typed(FormValues form, string name) =>
        form[name]?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } values ? values : null;

    private static IEnumerable<(string, string?)> Each<T>(string name, IReadOnlyList<T>? values) where T : struct, Enum => (values ?? []).Select(v => (name, (string?)Codes.Of(v)));

    private static string? Line(IReadOnlyList<string>? values) => values is null ? null : string.Join(", ", values);

    private static string? Said(IEnumerable<string>? values) => values is null ? null : string.Join(", ", values);
}
