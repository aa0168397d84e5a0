namespace Insights.Web.Pages.Shared;

/// <summary>The keys of pages that have some of their own, as they are listed. Letters move and open; only digits open a decision.</summary>
internal static class PageKeys
{
    public static IReadOnlyList<(string Key, string Does)> Queue { get; } =
    [
        ("J", "Next gap"),
        ("K", "Gap before"),
        ("Enter", "Open the gap's page"),
        ("1", "Take it on: claim a new gap, accept one in triage"),
        ("2", "It is a duplicate"),
        ("3", "Decline it"),
        ("Q", "Ask the reporter"),
        ("A", "Give it to somebody"),
        ("H", "Put it off for me"),
        ("X", "Choose it for a change of several"),
        ("Esc", "From the preview back to the list"),
    ];

    public static IReadOnlyList<(string Key, string Does)> Filing { get; } = [("S", "On a look-alike: it is the same gap, so join it and send")];
}
