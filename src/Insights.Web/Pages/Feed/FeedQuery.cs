using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Web.Pages.Shared;

namespace Insights.Web.Pages.Feed;

/// <summary>Which stretch of the feed was asked for, as it stands in its address.</summary>
public sealed record FeedQuery(FeedEventType? Type, GapKind? Kind, string? Area, Severity? Severity, string? After)
{
    public static FeedQuery Read(IQueryCollection query) => new(
        Codes.Parse<FeedEventType>(query["type"]),
        Codes.Parse<GapKind>(query["kind"]),
        Text(query["area"]),
        Codes.Parse<Severity>(query["severity"]),
        Text(query["after"]));

    public bool Filters => Type is not null || Kind is not null || Area is not null || Severity is not null;

    public FeedFilter? Filter => !Filters ? null : new FeedFilter
    {
        Types = Type is { } type ? [type] : null,
        Kinds = Kind is { } kind ? [kind] : null,
        Areas = Area is null ? null : [Area],
        Severities = Severity is { } severity ? [severity] : null,
    };

    /// <summary>The filter as it stands in an address.</summary>
    public IReadOnlyList<(string Name, string Value)> Asked =>
    [
        .. new[]
        {
            ("type", Type is { } type ? Codes.Of(type) : null),
            ("kind", Kind is { } kind ? Codes.Of(kind) : null),
            ("area", Area),
            ("severity", Severity is { } severity ? Codes.Of(severity) : null),
        }.Where(f => f.Item2 is not null).Select(f => (f.Item1, f.Item2!)),
    ];

    /// <summary>The address of this question, continued after a cursor or at the newest events.</summary>
    public string At(string? cursor)
    {
        (string Name, string Value)[] all = [.. Asked, .. cursor is null ? [] : new[] { ("after", cursor) }];
        return all.Length == 0 ? "/feed" : $"/feed?{string.Join('&', all.Select(f => $"{f.Name}={Uri.EscapeDataString(f.Value)}"))}";
    }

    private static string? Text(string? value) => value is { Length: > 0 and <= 64 } ? value : null;
}
