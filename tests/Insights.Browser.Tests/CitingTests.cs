using Insights.Browser.Tests.Screens;
using Insights.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Insights.Browser.Tests;

/// <summary>What comes once a gap is closed: another report that its decision answers, and a mistake to put right.</summary>
[Collection(Acting.Name)]
public sealed class CitingTests(Stage stage) : BrowserTest(stage)
{
    [BrowserFact]
    public async Task Without_script_a_decision_is_cited_its_gap_stays_closed_and_an_approver_brings_it_back_on_record()
    {
        var author = await AsAsync("specialist-b", Look.WithoutScript);
        var report = await new FilingForm(author).FileAsync("Does a school year count as a pattern of sign-ups?");
        var lead = await AsAsync("triage-lead-a", Look.WithoutScript);
        await lead.GotoAsync("/gaps?state=closed");
        var number = await lead.Locator(".row .key").First.InnerTextAsync();
        await new TriageDesk(lead).LinkAsync(report, number, cites: true);

        var gap = new GapScreen(lead, number);
        await gap.OpenAsync();
        await Expect(gap.State).ToHaveTextAsync("Closed");
        await Expect(lead.Locator("#members .row", new() { HasText = report })).ToContainTextAsync("Decided already");
        await author.GotoAsync($"/reports/{report}");
        await Expect(author.Locator("main")).ToContainTextAsync($"This was decided already. Version 1 of the decision record of {number} answers it");

        var approver = await AsAsync("policy-approver-a", Look.WithoutScript);
        await approver.GotoAsync($"/gaps/{number}");
        await approver.Locator("#bypass > summary").ClickAsync();
        await approver.GetByLabel("Move it to").SelectOptionAsync("triage");
        await approver.Locator("#bypass").GetByLabel("Reason").FillAsync("It was closed before the effect was verified.");
        await approver.GetByRole(AriaRole.Button, new() { Name = "Bypass the workflow" }).ClickAsync();
        await Expect(approver.Locator("#said")).ToHaveTextAsync($"{number} is moved past the workflow, and that is on record.");
        await Expect(approver.Locator("#timeline li", new() { HasText = "moved it past the workflow" })).ToContainTextAsync("Bypass");
        await Expect(approver.Locator("#clocks")).ToContainTextAsync("Round 1: Done");
    }

    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_specialist_finds_the_decision_that_answers_a_case_and_files_the_report_with_it(bool script)
    {
        var page = await AsAsync("specialist-b", Look.Phone with { Script = script });
        await page.GotoAsync("/gaps");
        await page.GetByRole(AriaRole.Link, new() { Name = "Precedents", Exact = true }).ClickAsync();
        await page.GetByLabel("Words").FillAsync("corroboration setting conduct");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();
        var card = page.Locator("article", new() { HasText = "Second source confirms the setting, not the conduct" });
        await Expect(card).ToContainTextAsync("Cited by 1 later decision");
        await card.GetByRole(AriaRole.Link, new() { Name = "It answers my case" }).ClickAsync();

        var form = new FilingForm(page);
        var answers = page.GetByLabel("The decision of G-22 answers my case");
        await Expect(answers).ToBeCheckedAsync();
        await form.FillAsync("Does a second statement about the place corroborate the conduct?");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save draft" }).ClickAsync();
        await Expect(answers).ToBeCheckedAsync();
        await form.Attested.CheckAsync();
        await form.SendAsync();

        await Expect(page.Locator("main")).ToContainTextAsync("This was decided already. Version 1 of the decision record of G-22 answers it");
    }
}
