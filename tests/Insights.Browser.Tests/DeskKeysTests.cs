using System.Globalization;
using Insights.Browser.Tests.Screens;
using Insights.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Insights.Browser.Tests;

/// <summary>The keys of the queue that lead into a form: what each opens, what is said once it is sent, and what takes it back.</summary>
[Collection(Acting.Name)]
public sealed class DeskKeysTests(Stage stage) : BrowserTest(stage)
{
    private const string NewestNew = "/triage?state=new&snoozed=no&order=newest";

    /// <summary>Every key that would do something outside a field.</summary>
    private const string Typed = "2qahu13cxjks?/";

    private static readonly string[] Keys = ["2", "q", "a", "h"];

    private static readonly string[] Modifiers = ["Control", "Alt", "Meta"];

    [BrowserFact]
    public async Task A_duplicate_joins_its_look_alike_by_keys_and_one_key_takes_it_back()
    {
        var other = await OpenGapAsync("Which lighthouse keeper countersigns a harbour logbook?");
        var gap = await OpenGapAsync("Which lighthouse keeper countersigns the harbour logbook?");
        var page = await AsAsync("triage-lead-a");
        var desk = new DeskScreen(page);
        await desk.StartAsync(NewestNew, gap);

        await page.Keyboard.PressAsync("2");
        var into = page.GetByRole(AriaRole.Radio, new() { Name = $"{other} Which lighthouse keeper" });
        await Expect(into).ToBeFocusedAsync();
        await Expect(into).ToBeCheckedAsync();
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator("#duplicate-reason")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Both ask who signs after the keeper.");
        await page.Keyboard.PressAsync("Enter");
        await Expect(desk.Said).ToHaveTextAsync($"{gap} is a duplicate: its reports stand in the other gap now. Press U to undo.");
        await Expect(desk.Row(gap)).ToHaveCountAsync(0);
        await Expect(desk.Row(other)).ToContainTextAsync("2 reports");
        await desk.AssertOnARowAsync();

        await page.Keyboard.PressAsync("u");
        await Expect(desk.Said).ToContainTextAsync("is undone");
        await Expect(desk.Title(gap)).ToBeFocusedAsync();
        await Expect(desk.Row(other)).ToContainTextAsync("1 report");
    }

    [BrowserFact]
    public async Task A_question_goes_to_a_reporter_by_keys_and_no_key_takes_it_back()
    {
        var gap = await OpenGapAsync("May a beekeeper be named in a swarm notice?");
        await new GapScreen(await AsAsync("triage-lead-b"), gap).ClaimAsync();
        var page = await AsAsync("triage-lead-a");
        var desk = new DeskScreen(page);
        await desk.StartAsync("/triage?state=triage&order=newest", gap);

        await page.Keyboard.PressAsync("q");
        await Expect(page.Locator("#ask-askedReport")).ToBeFocusedAsync();
        await Expect(page.Locator("#ask-askedReport")).Not.ToHaveValueAsync("");
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator("#ask-question")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Which notice do you mean, quarterly or any?");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(Day(10));
        await desk.Send("q").PressAsync("Enter");
        await Expect(desk.Said).ToHaveTextAsync($"The question about {gap} is sent. It cannot be taken back: its reporter has it.");
        await Expect(desk.Row(gap)).ToHaveCountAsync(0);
        await desk.AssertOnARowAsync();

        await Expect(page.Locator(".said-act")).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("u");
        await page.GotoAsync($"/gaps/{gap}");
        await Expect(new GapScreen(page, gap).State).ToHaveTextAsync("Waiting for an answer");
    }

    [BrowserFact]
    public async Task A_gap_is_given_to_somebody_by_keys_and_one_key_takes_it_back()
    {
        var gap = await OpenGapAsync("Does a snow route count as a closed road?");
        var page = await AsAsync("triage-lead-a");
        var desk = new DeskScreen(page);
        await desk.StartAsync("/gaps?state=new&order=newest", gap);
        await page.Keyboard.PressAsync("a");
        await Expect(desk.Said).ToHaveTextAsync($"{gap} does not allow that as it stands.");
        await Expect(desk.Title(gap)).ToBeFocusedAsync();

        await new GapScreen(await AsAsync("triage-lead-b"), gap).ClaimAsync();
        await desk.StartAsync("/gaps?state=triage&order=newest", gap);
        var owner = page.Locator("#assign-personId");
        // The letter of a key must not choose the first person whose name begins with it.
        await owner.Locator("option").Last.EvaluateAsync("option => { option.textContent = `a name before ${option.textContent}`; }");

        await page.Keyboard.PressAsync("a");
        await Expect(owner).ToBeFocusedAsync();
        await Expect(owner).ToHaveValueAsync("");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Tab");
        await Expect(desk.Send("a")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(desk.Said).ToHaveTextAsync($"Who answers for {gap} has changed. Press U to undo.");
        await Expect(desk.Row(gap)).ToContainTextAsync("triage-lead-a");
        await desk.AssertOnARowAsync();

        await page.Keyboard.PressAsync("u");
        await Expect(desk.Said).ToContainTextAsync("is undone");
        await Expect(desk.Title(gap)).ToBeFocusedAsync();
        await Expect(desk.Row(gap)).ToContainTextAsync("triage-lead-b");
    }

    [BrowserFact]
    public async Task A_gap_is_put_off_by_keys_and_one_key_brings_it_back()
    {
        var gap = await OpenGapAsync("May an orchard map show a neighbour's well?");
        var page = await AsAsync("triage-lead-a");
        var desk = new DeskScreen(page);
        await desk.StartAsync(NewestNew, gap);

        await page.Keyboard.PressAsync("h");
        await Expect(page.Locator("#snooze-until")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(Day(10));
        await page.Keyboard.PressAsync("Enter");
        await Expect(desk.Said).ToHaveTextAsync($"{gap} is out of your queue until then, or until something happens on it. Press U to undo.");
        await Expect(desk.Row(gap)).ToHaveCountAsync(0);
        await desk.AssertOnARowAsync();

        await page.Keyboard.PressAsync("u");
        await Expect(desk.Said).ToHaveTextAsync($"{gap} is back in your queue.");
        await Expect(desk.Title(gap)).ToBeFocusedAsync();
    }

    [BrowserFact]
    public async Task Typed_in_a_field_a_key_is_a_letter_and_opens_and_undoes_nothing()
    {
        var gap = await OpenGapAsync("Which ferry counts as the last of a day?");
        var page = await AsAsync("triage-lead-a");
        var desk = new DeskScreen(page);
        await desk.StartAsync("/gaps?state=new&order=newest", gap);
        await page.Keyboard.PressAsync("h");
        await page.Keyboard.TypeAsync(Day(10));
        await page.Keyboard.PressAsync("Enter");
        await Expect(desk.Said).ToContainTextAsync("Press U to undo");
        await desk.AssertOnARowAsync();
        await page.Keyboard.PressAsync("h");
        await Expect(page.Locator("#snooze-until")).ToBeFocusedAsync();

        // In a field of the list, and in one beside it that a key has just led to.
        var (words, reason) = (page.Locator("main [name=q]").First, page.Locator("#duplicate-reason"));
        await page.Locator("[data-key='2'] > summary").ClickAsync();
        foreach (var field in new[] { words, reason })
        {
            await field.FocusAsync();
            await page.Keyboard.TypeAsync(Typed);
            await Expect(field).ToHaveValueAsync(Typed);
            await Expect(field).ToBeFocusedAsync();
        }

        await Expect(desk.Opened).ToHaveCountAsync(2);
        await Expect(page.Locator("#keys")).ToBeHiddenAsync();
        await Expect(page.Locator(".said-act")).ToHaveCountAsync(1);
        await Expect(desk.Said).ToContainTextAsync("Press U to undo");
    }

    [BrowserFact]
    public async Task With_a_modifier_a_key_is_the_browsers_and_opens_nothing()
    {
        var gap = await OpenGapAsync("Is a kite festival a public gathering?");
        var page = await AsAsync("triage-lead-a");
        var desk = new DeskScreen(page);
        await desk.StartAsync(NewestNew, gap);
        foreach (var (modifier, key) in Modifiers.SelectMany(m => Keys.Select(k => (m, k))))
            await page.Keyboard.PressAsync($"{modifier}+{key}");

        await Expect(desk.Title(gap)).ToBeFocusedAsync();
        await Expect(desk.Opened).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("h");
        await Expect(desk.Opened).ToHaveCountAsync(1);
    }

    [BrowserFact]
    public async Task Whoever_switched_single_keys_off_opens_nothing_by_one_until_they_are_on_again()
    {
        var gap = await OpenGapAsync("May a choir list name its youngest voice?");
        var page = await AsAsync("triage-lead-b");
        var desk = new DeskScreen(page);
        await page.GotoAsync("/settings");
        await page.GetByLabel("Single keys as shortcuts").SelectOptionAsync("no");
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep it so" }).ClickAsync();
        await Expect(page.Locator("#said")).ToHaveTextAsync("Your settings are kept.");
        try
        {
            await page.GotoAsync($"/triage?state=new&order=newest&gap={gap}");
            await desk.Title(gap).FocusAsync();
            foreach (var key in Keys)
                await page.Keyboard.PressAsync(key);
            await Expect(desk.Title(gap)).ToBeFocusedAsync();
            await Expect(desk.Opened).ToHaveCountAsync(0);
            await Expect(desk.Said).ToBeEmptyAsync();
        }
        finally
        {
            await page.GotoAsync("/settings");
            await page.GetByRole(AriaRole.Button, new() { Name = "Back to the organisation’s settings" }).ClickAsync();
        }

        await desk.StartAsync(NewestNew, gap);
        await page.Keyboard.PressAsync("h");
        await Expect(desk.Opened).ToHaveCountAsync(1);
    }

    /// <summary>A day as it is typed into its field: month, day, year.</summary>
    private static string Day(int fromNow) => TimeProvider.System.GetUtcNow().AddDays(fromNow).ToString("MMddyyyy", CultureInfo.InvariantCulture);
}
