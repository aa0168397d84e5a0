using Insights.Browser.Tests.Screens;
using Insights.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Insights.Browser.Tests;

/// <summary>Work done with the keyboard alone.</summary>
[Collection(Acting.Name)]
public sealed class KeyboardTests(Stage stage) : BrowserTest(stage)
{
    private const int Far = 200;

    [BrowserFact]
    public async Task A_report_can_be_filed_with_the_keyboard_alone()
    {
        var page = await AsAsync("specialist-c");
        var form = new FilingForm(page);
        await page.GotoAsync("/");
        await GoToAsync(page, page.GetByRole(AriaRole.Link, new() { Name = "File a report" }).First);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("h1")).ToHaveTextAsync("File a report");

        await GoToAsync(page, form.Ambiguity);
        await page.Keyboard.PressAsync("Space");
        await GoToAsync(page, form.Title);
        await page.Keyboard.TypeAsync("May a moderator act alone at night?");
        await GoToAsync(page, form.Question);
        await page.Keyboard.TypeAsync("The clause asks for two people, and at night there is one.");
        await GoToAsync(page, form.Send);
        await page.Keyboard.PressAsync("Enter");

        await Expect(form.Problem).ToBeFocusedAsync();
        await AssertFocusShowsAsync(page);
        await GoToAsync(page, form.Problem.GetByRole(AriaRole.Link).First);
        await page.Keyboard.PressAsync("Enter");
        await AssertFocusShowsAsync(page);
        await GoToAsync(page, form.NoCase);
        await page.Keyboard.TypeAsync("Found in a roster.");
        await GoToAsync(page, form.Attested);
        await page.Keyboard.PressAsync("Space");
        await GoToAsync(page, form.Send);
        await page.Keyboard.PressAsync("Space");

        await form.NumberAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("May a moderator act alone at night?");
    }

    [BrowserFact]
    public async Task A_gap_can_be_claimed_with_the_keyboard_alone()
    {
        var report = await new FilingForm(await AsAsync("specialist-c")).FileAsync("May a roster name one person only?");
        var page = await AsAsync("triage-lead-b");
        var gap = new GapScreen(page, await new TriageDesk(page).OpenGapAsync(report));
        await gap.OpenAsync();

        await GoToAsync(page, page.Locator("summary", new() { HasText = "Claim this gap" }));
        await page.Keyboard.PressAsync("Enter");
        await AssertFocusShowsAsync(page);
        await GoToAsync(page, gap.FormOf("claim").Locator("button[type=submit]:not([name=as]):visible"));
        await page.Keyboard.PressAsync("Enter");
        await Expect(gap.Problem).ToBeFocusedAsync();
        await AssertFocusShowsAsync(page);

        await GoToAsync(page, gap.FormOf("claim").GetByLabel("Severity"));
        await page.Keyboard.PressAsync("ArrowDown");
        await GoToAsync(page, gap.FormOf("claim").GetByLabel("I looked at the look-alikes"));
        await page.Keyboard.PressAsync("Space");
        await GoToAsync(page, gap.FormOf("claim").Locator("button[type=submit]:not([name=as]):visible"));
        await page.Keyboard.PressAsync("Enter");
        await Expect(gap.State).ToHaveTextAsync("In triage");
    }

    /// <summary>Presses Tab until the focus is there; every stop on the way must be seen.</summary>
    private static async Task GoToAsync(IPage page, ILocator target)
    {
        for (var i = 0; i < Far; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            await AssertFocusShowsAsync(page);
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
                return;
        }

        Assert.Fail($"Tab does not reach {target}.");
    }

    /// <summary>The focus is outlined and on the screen. Scrolling there, and what a script puts above it, may take a moment.</summary>
    private static async Task AssertFocusShowsAsync(IPage page)
    {
        var hidden = await page.EvaluateAsync<string?>(
            """
            async () => {
              const look = () => {
                const at = document.activeElement;
                // Past the last element the focus is with the browser itself.
                if (at === document.body) return null;
                const style = getComputedStyle(at), box = at.getBoundingClientRect();
                const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
                const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth && box.width > 1;
                return outlined && inside ? null : `outlined: ${outlined}, inside: ${inside}, ${box.top} of ${innerHeight}: ${at.outerHTML.slice(0, 200)}`;
              };
              const patience = performance.now() + 30000;
              while (look() && performance.now() < patience) await new Promise(requestAnimationFrame);
              return look();
            }
            """);
        Assert.Null(hidden);
    }
}
