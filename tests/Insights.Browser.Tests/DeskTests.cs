using Insights.Browser.Tests.Screens;
using Insights.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Insights.Browser.Tests;

/// <summary>The queue by keys, and a report that joins by one.</summary>
[Collection(Acting.Name)]
public sealed class DeskTests(Stage stage) : BrowserTest(stage)
{
    [BrowserFact]
    public async Task A_lead_claims_declines_and_undoes_by_keys_and_the_focus_stays_on_a_row()
    {
        var gap = await OpenGapAsync("Who reads a hand-over note that nobody signed?");
        var page = await AsAsync("triage-lead-a");
        var desk = new DeskScreen(page);
        await page.GotoAsync("/triage?state=new&order=newest");
        // Answered at once, and without a sentence that would come into the way of the one about a decision.
        var looked = await page.RunAndWaitForResponseAsync(() => page.Keyboard.PressAsync("j"), r => r.Url.Contains("/desk/look", StringComparison.Ordinal));
        Assert.Equal(200, looked.Status);
        Assert.DoesNotContain("insights-said", await looked.HeaderValueAsync("set-cookie") ?? "", StringComparison.Ordinal);
        await Expect(desk.Title(gap)).ToBeFocusedAsync();
        Assert.Equal(1, await page.Locator("[data-row] :is(a, input):not([tabindex='-1'])").CountAsync());
        await Expect(page.Locator("[data-held]")).ToContainTextAsync("Others see that you are looking at it");

        await page.Keyboard.PressAsync("1");
        await Expect(page.Locator("#claim-severity")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("Enter");
        await Expect(desk.Said).ToHaveTextAsync($"{gap} is claimed. You answer for it now. Press U to undo.");
        await Expect(desk.Row(gap)).ToHaveCountAsync(0);
        await desk.AssertOnARowAsync();

        await page.GotoAsync("/triage?state=triage&order=newest");
        await page.Keyboard.PressAsync("j");
        await Expect(desk.Title(gap)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("3");
        await page.Locator("#decline-destination").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await page.Locator("#decline-reason").FillAsync("The clause answers it as it stands.");
        await desk.Send("3").PressAsync("Enter");
        await Expect(desk.Said).ToHaveTextAsync($"{gap} is declined. Press U to undo.");
        await Expect(desk.Row(gap)).ToHaveCountAsync(0);
        await desk.AssertOnARowAsync();

        await page.Keyboard.PressAsync("u");
        await Expect(desk.Said).ToContainTextAsync("is undone");
        await Expect(desk.Title(gap)).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("?");
        await Expect(page.Locator("#keys")).ToBeVisibleAsync();
        await Axe.PutIntoAsync(page);
        await Axe.AssertAllAsync(page);
        await page.Keyboard.PressAsync("Escape");
        await Expect(desk.Title(gap)).ToBeFocusedAsync();
    }

    [BrowserFact]
    public async Task Without_a_connection_and_after_a_refusal_the_row_and_every_word_stay()
    {
        var gap = await OpenGapAsync("Who answers when two rosters name two people?");
        var page = await AsAsync("triage-lead-a");
        var desk = new DeskScreen(page);
        await page.GotoAsync("/triage?state=new&order=newest");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("1");
        await page.Locator("#claim-severity").SelectOptionAsync("high");

        var send = desk.Send("1");
        await page.Context.SetOfflineAsync(true);
        await send.PressAsync("Enter");
        await Expect(desk.Said).ToContainTextAsync("No connection, so nothing is done.");
        await Expect(send).ToBeFocusedAsync();
        await page.Context.SetOfflineAsync(false);

        // Nobody said that the look-alikes were looked at.
        await send.PressAsync("Enter");
        await Expect(page.Locator("[data-pane] #problem")).ToBeFocusedAsync();
        await Expect(desk.Row(gap)).ToHaveCountAsync(1);
        await Expect(page.Locator("#claim-severity")).ToHaveValueAsync("high");

        // Somebody else was faster, and looked at it while this page did.
        var other = await AsAsync("triage-lead-b");
        await other.GotoAsync($"/triage?state=new&gap={gap}#pane");
        await Expect(other.Locator("[data-held]")).ToContainTextAsync("triage-lead-a is looking at it");
        await new GapScreen(other, gap).ClaimAsync();
        await page.Locator("#claim-duplicatesChecked").CheckAsync();
        await send.PressAsync("Enter");
        await Expect(page.Locator("[data-pane] #problem")).ToContainTextAsync("Somebody changed this");
        await Expect(page.Locator("[data-pane] #merge")).ToContainTextAsync("triage-lead-b");
    }

    [BrowserFact]
    public async Task Where_single_keys_are_off_none_is_offered_and_every_link_is_a_stop()
    {
        var page = await AsAsync("triage-lead-a");
        await page.RouteAsync("**/triage*", async route =>
        {
            var answer = await route.FetchAsync();
            await route.FulfillAsync(new() { Response = answer, Body = (await answer.TextAsync()).Replace("<body", "<body data-single-keys=\"off\"", StringComparison.Ordinal) });
        });
        await page.GotoAsync("/triage");
        await page.Locator("a.row-title").First.FocusAsync();
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("x");
        await page.Keyboard.PressAsync("?");

        await Expect(page.Locator("a.row-title").First).ToBeFocusedAsync();
        await Expect(page.Locator("[data-row] input:checked")).ToHaveCountAsync(0);
        await Expect(page.Locator("#keys")).ToBeHiddenAsync();
        await Expect(page.Locator("[data-keys-hint]:visible")).ToHaveCountAsync(0);
        Assert.Equal(0, await page.Locator("[data-row] [tabindex='-1']").CountAsync());
    }

    [BrowserFact]
    public async Task A_draft_outlives_its_window_and_one_key_joins_a_decided_gap_without_a_kind()
    {
        var page = await AsAsync("specialist-d");
        var form = new FilingForm(page);
        await form.OpenAsync();
        await form.Title.FillAsync("When is an edited recording substantially altered");
        // Gone before the draft's own clock has run.
        var draft = page.GetByRole(AriaRole.Link, new() { Name = "When is an edited recording substantially altered" }).First;
        await page.GotoAsync("/reports?state=draft");
        for (var i = 0; i < 10 && await draft.CountAsync() == 0; i++)
            await page.ReloadAsync();
        await draft.ClickAsync();
        await Expect(form.Title).ToHaveValueAsync("When is an edited recording substantially altered");

        await page.GetByRole(AriaRole.Radio, new() { Name = "I am not sure" }).CheckAsync();
        await form.Question.FillAsync("Two teams answer it differently, and the clause supports both.");
        await form.NoCase.FillAsync("Seen while comparing earlier decisions.");
        await form.Attested.CheckAsync();
        await Expect(page.Locator("[data-alikes] h3").First).ToContainTextAsync("Alike in");
        var alike = page.Locator(".alike:has([data-join])").First;
        var gap = await alike.Locator("a.key").InnerTextAsync();
        await alike.Locator("a.key").FocusAsync();
        await page.Keyboard.PressAsync("s");

        await form.NumberAsync();
        await Expect(page.Locator("main")).ToContainTextAsync($"Part of {gap}");
    }
}
