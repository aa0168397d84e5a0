using System.Text.Json;
using Insights.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Insights.Browser.Tests;

/// <summary>
/// What holds on every page, whoever looks: light on a desktop, dark on a phone. The colours hang on nothing but
/// light and dark and the places of things on nothing but the width, so two looks meet all four.
/// </summary>
[Collection(Reading.Name)]
public sealed class EveryPageTests(Stage stage) : BrowserTest(stage)
{
    /// <summary>Where to keep a picture of every page; nothing is kept when this is not set.</summary>
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("INSIGHTS_PICTURES");

    public static TheoryData<string> Names => [.. Places.All.Keys];

    [BrowserTheory]
    [MemberData(nameof(Names))]
    public async Task Every_page_is_accessible_titled_and_as_wide_as_the_screen(string name)
    {
        var place = Places.All[name];
        var page = (await VisitAsync(place.Persona)).Page;
        await page.AddInitScriptAsync("for (const type of ['pointerdown', 'keydown', 'input']) addEventListener(type, e => { window.firstInput ??= e.timeStamp; }, { capture: true });");
        await place.GoAsync(page);

        await Expect(page).ToHaveTitleAsync(new System.Text.RegularExpressions.Regex("^(Error: )?.+ – Insights$"));
        await AssertLightAndStillAsync(page);
        await AssertSkipLinkWorksAsync(page);
        Assert.Empty(await page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('a[href^=\"#\"]')].map(a => a.getAttribute('href')).filter(href => !document.getElementById(href.slice(1)))"));
        await KeepPictureAsync(page, name, Look.Desktop, ColorScheme.Light);
        await Axe.PutIntoAsync(page);
        await Axe.AssertAllAsync(page);
        if (Pictures is not null)
            await ShowAsync(page, name, Look.Desktop, ColorScheme.Dark);
        await ShowAsync(page, name, Look.Phone, ColorScheme.Dark);
        await Axe.AssertLookAsync(page);
        if (Pictures is not null)
            await ShowAsync(page, name, Look.Phone, ColorScheme.Light);

        await AssertAsWideAsTheScreenAsync(page);
    }

    [BrowserFact]
    public async Task A_page_that_arrives_slowly_is_shown_once_all_of_it_is_here()
    {
        var page = (await VisitAsync("auditor")).Page;
        var line = await page.Context.NewCDPSessionAsync(page);
        await line.SendAsync("Network.enable");
        // Not made smaller on the way, so that the style is here before half of the page is.
        await line.SendAsync("Network.setExtraHTTPHeaders", new() { ["headers"] = new Dictionary<string, string> { ["Accept-Encoding"] = "identity" } });
        await line.SendAsync("Network.emulateNetworkConditions", new() { ["offline"] = false, ["latency"] = 0, ["downloadThroughput"] = 80_000, ["uploadThroughput"] = 80_000 });
        await page.GotoAsync("/insights");
        var times = await page.EvaluateAsync<double[]>("""
            async () => {
              const paint = await new Promise(done => new PerformanceObserver(list => done(list.getEntries()[0])).observe({ type: 'paint', buffered: true }));
              const [page] = performance.getEntriesByType('navigation'), [style] = performance.getEntriesByType('resource').filter(e => e.name.includes('.css'));
              return [style.responseEnd, page.responseEnd, paint.startTime];
            }
            """);
        Assert.True(times[0] < times[1] && times[1] <= times[2], string.Join(", ", times));
    }

    [BrowserFact]
    public async Task The_accessibility_check_can_fail()
    {
        var page = (await VisitAsync(null)).Page;
        await page.GotoAsync("/sign-in");
        await page.Locator("h1").EvaluateAsync("heading => heading.appendChild(document.createElement('button'))");
        await Axe.PutIntoAsync(page);
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => Axe.AssertAllAsync(page));
        await page.Locator("h1 button").EvaluateAsync("button => button.remove()");
        await Axe.AssertAllAsync(page);
        await page.Locator(".lead").EvaluateAsync("lead => { lead.style.color = '#ddd'; }");
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => Axe.AssertAllAsync(page));
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => Axe.AssertLookAsync(page));
    }

    private static async Task ShowAsync(IPage page, string name, Look look, ColorScheme colours)
    {
        await page.SetViewportSizeAsync(look.Width, look.Height);
        await page.EmulateMediaAsync(new() { ColorScheme = colours });
        await KeepPictureAsync(page, name, look, colours);
    }

    /// <summary>At most 150 KB with everything it loads, 60 KB of it script, and nothing moves unless somebody moves it.</summary>
    private static async Task AssertLightAndStillAsync(IPage page)
    {
        var seen = await page.EvaluateAsync<JsonElement>("""
            async () => {
              // What a script asked for later replaced a part of the page and is none of it.
              const loaded = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
                .filter(e => !['xmlhttprequest', 'fetch', 'beacon'].includes(e.initiatorType));
              const bytes = those => those.reduce((sum, e) => sum + e.decodedBodySize, 0);
              let shift = 0;
              // What opens at a press may move the rest, however long a busy machine takes to show it.
              new PerformanceObserver(list => { for (const e of list.getEntries()) if (e.startTime < (window.firstInput ?? Infinity)) shift += e.value; }).observe({ type: 'layout-shift', buffered: true });
              await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
              return [bytes(loaded), bytes(loaded.filter(e => e.initiatorType === 'script')), shift];
            }
            """);
        Assert.InRange(seen[0].GetDouble(), 1, 150 * 1024);
        Assert.InRange(seen[1].GetDouble(), 1, 60 * 1024);
        Assert.InRange(seen[2].GetDouble(), 0, 0.05);
    }

    private static async Task AssertSkipLinkWorksAsync(IPage page)
    {
        var skip = page.GetByRole(AriaRole.Link, new() { Name = "Skip to main content" });
        // After a refusal the focus starts at the summary; elsewhere the first Tab meets the link.
        if (await page.EvaluateAsync<bool>("() => document.activeElement === document.body"))
            await page.Keyboard.PressAsync("Tab");
        else
            await skip.FocusAsync();
        await Expect(skip).ToBeFocusedAsync();
        await Expect(skip).ToBeInViewportAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("main")).ToBeFocusedAsync();
    }

    private static async Task KeepPictureAsync(IPage page, string name, Look look, ColorScheme colours)
    {
        if (Pictures is not null)
            await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{name} {look.Width} {colours}.png"), FullPage = true });
    }
}
