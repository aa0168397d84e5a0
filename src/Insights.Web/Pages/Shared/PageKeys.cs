namespace Insights.Web.Pages.Shared;

/// <summary>The keys of pages that have some of their own, as they are listed. Letters move and open; only digits open a decision.</summary>
internal static class PageKeys
{
    public static IReadOnlyList<(string Key, string Does)> Queue =>
    [
        ("J", Texts.T("Next gap")),
        ("K", Texts.T("Gap before")),
        (Texts.T("Enter"), Texts.T("Open the gap's page")),
        ("1", Texts.T("Take it on: claim a new gap, accept one in triage")),
        ("2", Texts.T("It is a duplicate")),
        ("3", Texts.T("Decline it")),
        ("Q", Texts.T("Ask the reporter")),
        ("A", Texts.T("Give it to somebody")),
        ("H", Texts.T("Put it off for me")),
        ("X", Texts.T("Choose it for a change of several")),
        (Texts.T("Esc"), Texts.T("From the preview back to the list")),
    ];

    public static IReadOnlyList<(string Key, string Does)> Filing => [("S", Texts.T("On a look-alike: it is the same gap, so join it and send"))];
}
