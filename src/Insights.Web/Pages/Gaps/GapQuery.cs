using System.Globalization;
using Insights.Core.Gaps;
using Insights.Web.Pages.Shared;

namespace Insights.Web.Pages.Gaps;

/// <summary>What a list of gaps was asked for, as it stands in its address.</summary>
public sealed record GapQuery
{
    public IReadOnlyList<GapState> States { get; init; } = [];

    public GapKind? Kind { get; init; }

    public Severity? Severity { get; init; }

    public string? Area { get; init; }

    public bool Mine { get; init; }

    public bool Late { get; init; }

    public GapOrder Order { get; init; } = GapOrder.LastActivity;

    public GapKey? After { get; init; }

    public static GapQuery Read(IQueryCollection query) => new()
    {
        States = [.. query["state"].Select(Codes.Parse<GapState>).OfType<GapState>().Distinct()],
        Kind = Codes.Parse<GapKind>(query["kind"]),
        Severity = Codes.Parse<Severity>(query["severity"]),
        Area = query["area"].ToString() is { Length: > 0 and <= 64 } area ? area : null,
        Mine = query["mine"] == "yes",
        Late = query["late"] == "yes",
        Order = Codes.Parse<GapOrder>(query["order"]) ?? GapOrder.LastActivity,
        After = KeyOf(query["after"]),
    };

    public GapFilter Filter => new()
    {
        States = States.Count > 0 ? States : null,
        Kinds = Kind is { } kind ? [kind] : null,
        Severities = Severity is { } severity ? [severity] : null,
        Areas = Area is null ? null : [Area],
        Mine = Mine,
        Late = Late,
    };

    /// <summary>The address of this question on a page.</summary>
    public string On(string page)
    {
        var parts = States.Select(s => $"state={Codes.Of(s)}").ToList();
        if (Kind is { } kind)
            parts.Add($"kind={Codes.Of(kind)}");
        if (Severity is { } severity)
            parts.Add($"severity={Codes.Of(severity)}");
        if (Area is not null)
            parts.Add($"area={Uri.EscapeDataString(Area)}");
        if (Mine)
            parts.Add("mine=yes");
        if (Late)
            parts.Add("late=yes");
        if (Order is not GapOrder.LastActivity)
            parts.Add($"order={Codes.Of(Order)}");
        if (After is { } after)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"after={after.LastActivityAt.UtcTicks}.{after.Number}"));
        return parts.Count == 0 ? page : $"{page}?{string.Join('&', parts)}";
    }

    public GapQuery Following(GapView last) => this with { After = new GapKey(last.LastActivityAt, last.Number) };

    private static GapKey? KeyOf(string? text) =>
        text?.Split('.') is [var ticks, var number]
        && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var t) && t <= DateTimeOffset.MaxValue.UtcTicks
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            ? new GapKey(new DateTimeOffset(t, TimeSpan.Zero), n) : null;
}
