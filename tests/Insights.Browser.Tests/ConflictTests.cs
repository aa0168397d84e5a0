using Insights.Browser.Tests.Screens;
using Insights.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Insights.Browser.Tests;

/// <summary>Two people on one gap at the same time.</summary>
[Collection(Acting.Name)]
public sealed class ConflictTests(Stage stage) : BrowserTest(stage)
{
    [BrowserFact]
    public async Task The_second_of_two_leads_who_claim_a_gap_is_told_how_it_stands_now()
    {
        var (first, second) = await TwoLeadsAsync("May a reviewer reopen what a colleague closed?", claimed: false);
        await first.FillClaimAsync();
        await second.FillClaimAsync();
        await first.MoveAsync("claim");
        await second.SendAsync("claim");

        await Expect(second.Problem).ToContainTextAsync("Somebody changed this since you read it.");
        await Expect(second.Merge).ToContainTextAsync("triage-lead-a claimed the gap");
        await Expect(second.State).ToHaveTextAsync("In triage");
        await Expect(second.Timeline).ToContainTextAsync("triage-lead-a claimed the gap");
    }

    [BrowserFact]
    public async Task Words_typed_for_a_move_that_is_gone_are_shown_to_be_copied()
    {
        const string Words = "Which of the two versions of the clause did the team have before it?";
        var (first, second) = await TwoLeadsAsync("May a reviewer confirm what a colleague began?", claimed: true);
        await second.FillQuestionAsync(Words);
        await first.AskAsync("Was the finding confirmed by a second person?");
        await second.SendAsync("ask");

        await Expect(second.Merge).ToContainTextAsync("triage-lead-a asked a reporter");
        await Expect(second.State).ToHaveTextAsync("Waiting for an answer");
        await Expect(second.Words).ToContainTextAsync(Words);
    }

    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_owners_write_one_decision_and_nothing_that_either_typed_is_lost(bool script)
    {
        var look = script ? Look.Desktop : Look.WithoutScript;
        var (one, other) = (await AsAsync("policy-owner-a", look), await AsAsync("policy-owner-b", look));
        var gap = await AssessedAsync(one, script ? "Interim restriction outlasts the measure itself" : "One breach, four accounts");
        var (first, second) = (new DecisionScreen(one, gap), new DecisionScreen(other, gap));
        await first.OpenAsync();
        await second.OpenAsync();
        await first.FillAsync("The measure ends with the appeal.");
        // With the module it saves by itself.
        if (script)
            await Expect(first.Saved).ToContainTextAsync("Saved");
        else
            await first.SaveAsync();

        await second.Facts.FillAsync("Three teams ended it on three days.");
        await second.SaveAsync();

        await Expect(second.Merge).ToContainTextAsync("policy-owner-a saved the draft");
        await Expect(second.Merge).ToContainTextAsync("How the ground leads to the answer");
        await Expect(second.Facts).ToHaveValueAsync("Three teams ended it on three days.");
        await Expect(second.Explanation).ToHaveValueAsync("The measure ends with the appeal.");
        await second.ProposeAsync();
        await Expect(second.Problem).ToContainTextAsync("Say which holds.");
        await second.ChooseAsync("facts", "yours");
        await second.ProposeAsync();

        await Expect(other.Locator("#said")).ToHaveTextAsync($"{gap} has moved on.");
        await Expect(other.Locator("#decisions")).ToContainTextAsync("Three teams ended it on three days.");
        await Expect(other.Locator("#decisions")).ToContainTextAsync("The measure ends with the appeal.");
        // Who began it and looks away finds what is theirs gone into the record, and is told so.
        await first.SaveAsync();
        await Expect(first.Problem).ToContainTextAsync("Somebody changed this since you read it.");
        await Expect(first.Merge).ToContainTextAsync("policy-owner-b proposed a decision");
        await Expect(first.Explanation).ToHaveValueAsync("The measure ends with the appeal.");
    }

    [BrowserFact]
    public async Task A_report_amended_in_two_tabs_asks_about_the_fields_both_changed()
    {
        var author = await VisitAsync("specialist-c", Look.WithoutScript);
        var report = await new FilingForm(author.Page).FileAsync("May a roster be changed by night?");
        var (here, there) = (author.Page, await author.Page.Context.NewPageAsync());
        await here.GotoAsync($"/reports/{report}/amend");
        await there.GotoAsync($"/reports/{report}/amend");
        await AmendAsync(there, "May a roster be changed at night?", "The question, said again.");
        await Expect(there.Locator("#said")).ToContainTextAsync("is amended");

        await AmendAsync(here, "May a roster change by night?", null);

        await Expect(here.Locator("#merge")).ToContainTextAsync("specialist-c amended a report");
        await Expect(new FilingForm(here).Title).ToHaveValueAsync("May a roster change by night?");
        await Expect(new FilingForm(here).Question).ToHaveValueAsync("The question, said again.");
        await here.Locator("#merge-report-title-theirs").CheckAsync();
        await here.GetByRole(AriaRole.Button, new() { Name = "Amend the report" }).ClickAsync();
        await Expect(here.Locator("h1")).ToHaveTextAsync("May a roster be changed at night?");
    }

    private static async Task AmendAsync(IPage page, string title, string? question)
    {
        var form = new FilingForm(page);
        await form.Title.FillAsync(title);
        if (question is not null)
            await form.Question.FillAsync(question);
        await page.GetByLabel("Why do you amend it?").FillAsync("It was not clear.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Amend the report" }).ClickAsync();
    }

    /// <summary>Number of the gap of the demo with this title.</summary>
    private static async Task<string> AssessedAsync(IPage page, string title)
    {
        await page.GotoAsync("/gaps?state=assessing");
        return (await page.GetByRole(AriaRole.Link, new() { Name = title }).First.GetAttributeAsync("href"))!.Split('/')[^1];
    }

    private async Task<(GapScreen First, GapScreen Second)> TwoLeadsAsync(string title, bool claimed)
    {
        var report = await new FilingForm(await AsAsync("specialist-c")).FileAsync(title);
        var one = await AsAsync("triage-lead-a");
        var gap = await new TriageDesk(one).OpenGapAsync(report);
        var (first, second) = (new GapScreen(one, gap), new GapScreen(await AsAsync("triage-lead-b"), gap));
        if (claimed)
            await first.ClaimAsync();
        await first.OpenAsync();
        await second.OpenAsync();
        return (first, second);
    }
}
