using Insights.Browser.Tests.Screens;
using Insights.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Insights.Browser.Tests;

/// <summary>What its author sees and does once a report is filed.</summary>
[Collection(Acting.Name)]
public sealed class ReporterTests(Stage stage) : BrowserTest(stage)
{
    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_question_reaches_the_author_and_the_answer_brings_the_gap_back(bool script)
    {
        const string Question = "Did both teams read the same version of the clause?";
        const string Answer = "Yes, both worked with the newest version of it.";
        var look = new Look(script ? 360 : 1280, script);
        var author = await AsAsync("specialist-b", look);
        var report = await new FilingForm(author).FileAsync($"May two teams share one finding {(script ? "across regions" : "across languages")}?");
        var lead = await AsAsync("triage-lead-a", look);
        var gap = new GapScreen(lead, await new TriageDesk(lead).OpenGapAsync(report));
        await gap.ClaimAsync();
        await gap.AskAsync(Question);
        await Expect(gap.State).ToHaveTextAsync("Waiting for an answer");

        await author.GotoAsync("/reports");
        await Expect(author.Locator(".row", new() { HasText = report })).ToContainTextAsync(Question);
        await author.GotoAsync($"/reports/{report}");
        await author.GetByLabel("Your answer").FillAsync(Answer);
        await author.GetByRole(AriaRole.Button, new() { Name = "Send the answer" }).ClickAsync();
        await Expect(author.Locator("#said")).ToHaveTextAsync($"Your answer about {report} is sent.");

        await gap.OpenAsync();
        await Expect(gap.State).ToHaveTextAsync("In triage");
        await Expect(gap.Timeline).ToContainTextAsync(Answer);
    }

    [BrowserFact]
    public async Task An_amendment_is_a_new_revision_and_the_first_can_still_be_read()
    {
        var author = await AsAsync("specialist-b");
        var form = new FilingForm(author);
        var report = await form.FileAsync("Which record proves that a notice was read?");
        await author.GetByRole(AriaRole.Link, new() { Name = "Amend it" }).ClickAsync();
        await Expect(form.Title).ToHaveValueAsync("Which record proves that a notice was read?");
        await form.Title.FillAsync("Which record proves that a notice was received?");
        await author.GetByLabel("Why do you amend it?").FillAsync("Receipt is what the clause asks for.");
        await author.GetByRole(AriaRole.Button, new() { Name = "Amend the report" }).ClickAsync();

        await Expect(author.Locator("#said")).ToHaveTextAsync($"{report} is amended.");
        await Expect(author.Locator("h1")).ToHaveTextAsync("Which record proves that a notice was received?");
        await Expect(author.Locator("main")).ToContainTextAsync("revision 2");
        await Expect(author.Locator("summary", new() { HasText = "Revision 1" })).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task A_withdrawn_report_says_so_and_offers_nothing_more()
    {
        var author = await AsAsync("specialist-b");
        var report = await new FilingForm(author).FileAsync("Does a closed appeal count as history?");
        await author.Locator("summary", new() { HasText = "Withdraw it" }).ClickAsync();
        await author.GetByRole(AriaRole.Button, new() { Name = "Withdraw the report" }).ClickAsync();
        await Expect(author.Locator("#problem")).ToBeVisibleAsync();
        await author.GetByLabel("Why do you withdraw it?").FillAsync("A colleague filed the same question with better words.");
        await author.GetByRole(AriaRole.Button, new() { Name = "Withdraw the report" }).ClickAsync();

        await Expect(author.Locator("#said")).ToHaveTextAsync($"{report} is withdrawn.");
        await Expect(author.Locator(".facts")).ToContainTextAsync("Withdrawn");
        await Expect(author.GetByRole(AriaRole.Link, new() { Name = "Amend it" })).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task The_reason_of_a_decline_is_told_to_the_author()
    {
        const string Reason = "The clause answers this; a difference of two reviewers goes to the quality team.";
        var author = await AsAsync("specialist-b");
        var report = await new FilingForm(author).FileAsync("Do two reviewers have to agree about a rating?");
        var lead = await AsAsync("triage-lead-a");
        var gap = new GapScreen(lead, await new TriageDesk(lead).OpenGapAsync(report));
        await gap.ClaimAsync();
        await gap.DeclineAsync(Reason);

        await author.GotoAsync("/reports");
        await Expect(author.Locator(".row", new() { HasText = report })).ToContainTextAsync(Reason);
        await author.GotoAsync($"/reports/{report}");
        await Expect(author.Locator("main")).ToContainTextAsync(Reason);
    }

    [BrowserFact]
    public async Task A_second_report_can_be_linked_to_the_gap_of_the_first()
    {
        var author = await AsAsync("specialist-c");
        var form = new FilingForm(author);
        var first = await form.FileAsync("Who confirms that a translation is faithful?");
        var second = await form.FileAsync("Is a machine's translation enough to confirm a meaning?");
        var lead = await AsAsync("triage-lead-b");
        var desk = new TriageDesk(lead);
        var gap = await desk.OpenGapAsync(first);
        await desk.LinkAsync(second, gap);

        await lead.GotoAsync($"/gaps/{gap}");
        await Expect(lead.Locator("#members .row")).ToHaveCountAsync(2);
        await Expect(lead.Locator("#members")).ToContainTextAsync("The same clause and the same question.");
    }
}
