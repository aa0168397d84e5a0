using Insights.Browser.Tests.Screens;
using Insights.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Insights.Browser.Tests;

/// <summary>The policy team's week: one gap all the way with the keyboard alone, and several at once.</summary>
[Collection(Acting.Name)]
public sealed class QueueTests(Stage stage) : BrowserTest(stage)
{
    private const int Far = 250;

    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_gap_goes_from_new_to_closed_with_the_keyboard_alone_with_script_and_without(bool script)
    {
        var title = $"May a shift lead confirm what a night shift began, script {script}?";
        var report = await new FilingForm(await AsAsync("specialist-c")).FileAsync(title);
        var number = await new TriageDesk(await AsAsync("triage-lead-b")).OpenGapAsync(report);
        var page = await AsAsync("triage-lead-a", new Look(1280, script));
        var gap = new GapScreen(page, number);

        await page.GotoAsync("/gaps?state=new&order=newest");
        await GoToAsync(page, page.Locator($"a.row-title[href='/gaps/{number}']"));
        if (script)
        {
            // The keys of the list lead away and back again, and choose.
            await page.Keyboard.PressAsync("j");
            await page.Keyboard.PressAsync("x");
            await Expect(page.Locator("input[name=gap]").Nth(1)).ToBeCheckedAsync();
            await page.Keyboard.PressAsync("k");
        }

        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("h1")).ToHaveTextAsync(title);
        await MoveAsync(page, gap, "claim", "In triage", ("severity", "ArrowDown"), ("duplicatesChecked", "Space"));

        await SwitchAsync(page, "policy-owner-a");
        await gap.OpenAsync();
        await MoveAsync(page, gap, "accept", "Being assessed", ("kind", "ArrowDown"), ("area", "ArrowDown"));
        await MoveAsync(page, gap, "propose", "In review",
            ("record-resolution", "ArrowDown"), ("record-facts", "Two shifts answered it in two ways."), ("record-groundClause", "ArrowDown"),
            ("record-explanation", "Whoever began it says so in the record, and the shift lead confirms."), ("record-alternatives", "Waiting for the morning was rejected."),
            ("record-effectiveOn", Day(7)), ("record-reviewBy", Day(200)), ("record-automation", "ArrowDown"));

        await SwitchAsync(page, "policy-approver-a");
        await gap.OpenAsync();
        await MoveAsync(page, gap, "approve", "Decided");

        await SwitchAsync(page, "policy-owner-a");
        await gap.OpenAsync();
        await MoveAsync(page, gap, "implement", "Being carried out", ("plan", "The roster says it from now on."), ("planNotNeeded", "Space"));
        await MoveAsync(page, gap, "close", "Closed", ("verificationNote", "Ten nights were read and agreed."));
    }

    [BrowserFact]
    public async Task Several_gaps_are_chosen_looked_at_changed_as_one_and_taken_back_as_one_without_script()
    {
        var page = await AsAsync("triage-lead-a", Look.WithoutScript);
        await page.GotoAsync("/gaps?state=triage&order=oldest");
        var numbers = new List<string>();
        foreach (var row in (await page.Locator(".row-pick").AllAsync()).Take(2))
        {
            await row.GetByRole(AriaRole.Checkbox).CheckAsync();
            numbers.Add(await row.Locator(".key").InnerTextAsync());
        }

        await page.GetByLabel("With the chosen gaps").SelectOptionAsync("decline");
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Change 2 gaps");
        var look = page.GetByRole(AriaRole.Button, new() { Name = "Look at what it would do" });
        await look.ClickAsync();
        await Expect(page.Locator("#problem")).ToContainTextAsync("Give a reason.");

        await page.GetByLabel("Reason").FillAsync("The clause answers it as it stands.");
        await page.GetByLabel("Who takes it on").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await look.ClickAsync();
        await Expect(page.Locator("#preview tbody tr")).ToHaveCountAsync(2);
        await page.GetByRole(AriaRole.Button, new() { Name = "Decline them: all 2" }).ClickAsync();
        await Expect(page.Locator("#said")).ToContainTextAsync("It is done, as O-");

        await page.GetByRole(AriaRole.Button, new() { Name = "Undo O-" }).First.ClickAsync();
        await Expect(page.Locator("#said")).ToContainTextAsync("is undone");
        foreach (var number in numbers)
        {
            await page.GotoAsync($"/gaps/{number}");
            await Expect(new GapScreen(page, number).State).ToHaveTextAsync("In triage");
        }
    }

    /// <summary>Opens the form of a move, fills it and sends it.</summary>
    private static async Task MoveAsync(IPage page, GapScreen gap, string move, string then, params (string Field, string Keys)[] typed)
    {
        await GoToAsync(page, page.Locator($"details.move:has(form[action$='/moves/{move}']) > summary"));
        await page.Keyboard.PressAsync("Enter");
        foreach (var (field, keys) in typed)
        {
            await GoToAsync(page, page.Locator($"[id='{move}-{field}']"));
            if (keys is "ArrowDown" or "Space")
                await page.Keyboard.PressAsync(keys);
            else
                await page.Keyboard.TypeAsync(keys);
        }

        await GoToAsync(page, gap.FormOf(move).Locator("button[type=submit]").Last);
        await page.Keyboard.PressAsync("Enter");
        await Expect(gap.State).ToHaveTextAsync(then);
    }

    private static async Task SwitchAsync(IPage page, string persona)
    {
        await GoToAsync(page, page.GetByRole(AriaRole.Link, new() { Name = "Switch", Exact = true }));
        await page.Keyboard.PressAsync("Enter");
        await GoToAsync(page, page.Locator($"button[name=handle][value='{persona}']"));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".who-name")).ToHaveTextAsync(persona);
    }

    private static async Task GoToAsync(IPage page, ILocator target)
    {
        for (var i = 0; i < Far; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
                return;
        }

        Assert.Fail($"Tab does not reach {target}.");
    }

    /// <summary>A day as it is typed into its field: month, day, year.</summary>
    private static string Day(int fromNow) =>
        TimeProvider.System.GetUtcNow().AddDays(fromNow).ToString("MMddyyyy", System.Globalization.CultureInfo.InvariantCulture);
}
