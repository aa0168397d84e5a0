using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Insights.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Insights.Browser.Tests;

/// <summary>What holds on every page, whoever looks, in light and dark, on a desktop and on a phone.</summary>
[Collection(Reading.Name)]
public sealed class EveryPageTests(Stage stage) : BrowserTest(stage)
{
    /// <summary>Where to keep a picture of every page; nothing is kept when this is not set.</summary>
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("INSIGHTS_PICTURES");

    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
    };

    public static TheoryData<string> Names => [.. Places.All.Keys];

    [BrowserTheory]
    [MemberData(nameof(Names))]
    public async Task Every_page_is_accessible_titled_and_as_wide_as_the_screen(string name)
    {
        var place = Places.All[name];
        var page = (await VisitAsync(place.Persona)).Page;
        await place.GoAsync(page);

        await Expect(page).ToHaveTitleAsync(new System.Text.RegularExpressions.Regex("^(Error: )?.+ – Insights$"));
        await AssertSkipLinkWorksAsync(page);
        foreach (var width in new[] { Look.Desktop.Width, Look.Phone.Width })
        {
            await page.SetViewportSizeAsync(width, 800);
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await page.EmulateMediaAsync(new() { ColorScheme = scheme });
                await KeepPictureAsync(page, $"{name} {width} {scheme}");
                await AssertAccessibleAsync(page, $"{width} {scheme}");
            }
        }

        await page.SetViewportSizeAsync(320, 640);
        var (inside, wide) = (await page.EvaluateAsync<int>("() => document.documentElement.clientWidth"), await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        Assert.Equal(inside, wide);
    }

    [BrowserFact]
    public async Task The_accessibility_check_can_fail()
    {
        var page = (await VisitAsync(null)).Page;
        await page.GotoAsync("/sign-in");
        await page.Locator("h1").EvaluateAsync("heading => heading.appendChild(document.createElement('button'))");
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => AssertAccessibleAsync(page, "broken"));
    }

    /// <summary>With everything unfolded, so that nothing hides from the check.</summary>
    private static async Task AssertAccessibleAsync(IPage page, string look)
    {
        await page.EvaluateAsync("() => document.querySelectorAll('details').forEach(d => { d.open = true; })");
        var result = await page.RunAxe(Rules);
        Assert.NotEmpty(result.Passes);
        Assert.Empty(result.Violations.SelectMany(v => v.Nodes.Select(n => $"{look}: {v.Id} at {n.Target}: {n.Html}")));
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

    private static async Task KeepPictureAsync(IPage page, string name)
    {
        if (Pictures is not null)
            await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, name.Replace(' ', '-').Replace(",", "", StringComparison.Ordinal) + ".png"), FullPage = true });
    }
}
