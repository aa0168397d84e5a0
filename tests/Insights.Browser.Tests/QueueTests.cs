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
        // Unlike each other, or the engine proposes the two as one gap.
        var title = script ? "May a shift lead confirm what a night shift began?" : "Who answers for a queue that two teams share?";
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
        await DecideAsync(page, gap, number);

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
            await TypeAsync(page, page.Locator($"[id='{move}-{field}']"), keys);

        await GoToAsync(page, gap.FormOf(move).Locator("button[type=submit]:not([name=as])").Last);
        await page.Keyboard.PressAsync("Enter");
        await Expect(gap.State).ToHaveTextAsync(then);
    }

    /// <summary>Follows the link to the page of the decision, writes it and proposes it.</summary>
    private static async Task DecideAsync(IPage page, GapScreen gap, string number)
    {
        await GoToAsync(page, page.Locator($"#moves a[href='/gaps/{number}/decision']"));
        await page.Keyboard.PressAsync("Enter");
        // The first answer there is says that a policy changes, and so has to say which clause does.
        await TypeAsync(page, page.GetByLabel("How is the gap answered?"), "ArrowDown");
        await TypeAsync(page, page.Locator("summary", new() { HasText = "What some answers demand" }), "Enter");
        await TypeAsync(page, page.GetByLabel("Clause that changes"), "ArrowDown");
        await TypeAsync(page, page.GetByLabel("Facts relied on"), "Two shifts answered it in two ways.");
        await TypeAsync(page, page.GetByLabel("Clause it rests on"), "ArrowDown");
        await TypeAsync(page, page.GetByLabel("How the ground leads to the answer"), "Whoever began it says so in the record, and the shift lead confirms.");
        await TypeAsync(page, page.GetByLabel("What else was weighed"), "Waiting for the morning was rejected.");
        await TypeAsync(page, page.GetByLabel("Machines in the detection"), "ArrowDown");
        await TypeAsync(page, page.GetByLabel("Machines in the decision"), "ArrowDown");
        await TypeAsync(page, page.GetByLabel("Holds from"), Day(7));
        await TypeAsync(page, page.GetByLabel("Look at it again by"), Day(200));
        await TypeAsync(page, page.Locator("button[value=propose]"), "Enter");
        await Expect(gap.State).ToHaveTextAsync("In review");
    }

    private static async Task TypeAsync(IPage page, ILocator field, string keys)
    {
        await GoToAsync(page, field);
        if (keys is "ArrowDown" or "Space" or "Enter")
            await page.Keyboard.PressAsync(keys);
        else
            await page.Keyboard.TypeAsync(keys);
    }

    private static async Task SwitchAsync(IPage page, string persona)
    {
        // Signing in again would end the session that other windows of the first person share.
        await page.Context.ClearCookiesAsync();
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
