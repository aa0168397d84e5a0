using Microsoft.Playwright;

namespace Insights.Browser.Tests.Screens;

/// <summary>The feed as a model team reads it.</summary>
internal sealed class FeedScreen(IPage page)
{
    public ILocator Tail => page.Locator("[data-tail-state]");

    public ILocator RowOf(string what, string gap) =>
        page.Locator($"[data-events] tr:has(th:text-is('{what}')):has(td:text-is('{gap}'))");

    public async Task OpenAsync() => await page.GotoAsync("/feed");
}
