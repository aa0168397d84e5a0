using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Insights.Browser.Tests.Screens;

/// <summary>A list of gaps that is worked through by keys, with one of them beside it.</summary>
internal sealed class DeskScreen(IPage page)
{
    /// <summary>The line that says what became of a key.</summary>
    public ILocator Said => page.Locator("[data-desk-said]");

    /// <summary>The acts that are unfolded.</summary>
    public ILocator Opened => page.Locator("[data-key][open]");

    public ILocator Row(string gap) => page.Locator($"[data-row='{gap}']");

    public ILocator Title(string gap) => Row(gap).Locator(".row-title");

    /// <summary>The button that sends what a key opened.</summary>
    public ILocator Send(string key) => page.Locator($"[data-key='{key}'] button[type=submit]:not([name=as])");

    /// <summary>Opens a list at whose top this gap stands, and goes there by a key.</summary>
    public async Task StartAsync(string list, string gap)
    {
        await page.GotoAsync(list);
        await page.Keyboard.PressAsync("j");
        await Expect(Title(gap)).ToBeFocusedAsync();
        await Expect(page.Locator("[data-pane]")).ToHaveAttributeAsync("data-pane", gap);
    }

    /// <summary>The focus is on a row, or on what says that there is none.</summary>
    public Task AssertOnARowAsync() => Expect(page.Locator("[data-row] .row-title:focus, [data-pane]:focus")).ToHaveCountAsync(1);
}
