using Insights.Browser.Tests.Screens;
using Insights.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Insights.Browser.Tests;

/// <summary>A reporter and the policy team stay in contact about a report.</summary>
[Collection(Acting.Name)]
public sealed class ContactTests(Stage stage) : BrowserTest(stage)
{
    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_happens_to_a_report_is_told_to_its_author_who_reads_it_answers_and_marks_it_as_read(bool script)
    {
        var look = new Look(script ? 375 : 1280, script);
        var author = await AsAsync("specialist-f", look);
        var report = await new FilingForm(author).FileAsync($"Which clause holds for a shared device {(script ? "at home" : "at school")}?");
        var lead = await AsAsync("triage-lead-b", look);
        var gap = await new TriageDesk(lead).OpenGapAsync(report);
        await lead.GotoAsync($"/gaps/{gap}");
        await Expect(lead.GetByLabel("The policy team only", new() { Exact = true })).ToBeCheckedAsync();
        await lead.GetByLabel("Write a remark").FillAsync("It looks like the one about shared households.");
        await lead.GetByRole(AriaRole.Button, new() { Name = "Write it" }).ClickAsync();
        await Expect(lead.Locator("#timeline .tag", new() { HasText = "Policy team only" })).ToBeVisibleAsync();
        await lead.GetByLabel("Write a remark").FillAsync("We look at it this week.");
        await lead.GetByLabel("The policy team and the reporters", new() { Exact = true }).CheckAsync();
        await lead.GetByRole(AriaRole.Button, new() { Name = "Write it" }).ClickAsync();
        await Expect(lead.Locator("#timeline .tag", new() { HasText = "Reporters read it" })).ToBeVisibleAsync();

        var line = author.Locator(".row.unread", new() { HasText = gap });
        // Who is to know is noted every two seconds.
        for (var i = 0; i < 20 && !(await line.AllInnerTextsAsync()).Any(t => t.Contains("2 changes", StringComparison.Ordinal)); i++)
        {
            await Task.Delay(500);
            await author.GotoAsync("/notifications?unread=1");
        }

        await Expect(line).ToContainTextAsync("Somebody wrote a remark, the newest of 2 changes");
        await author.GotoAsync($"/reports/{report}");
        await Expect(author.Locator("#outcome")).ToContainTextAsync("It waits for a triage lead to take its gap on");
        await Expect(author.Locator("#conversation")).ToContainTextAsync("We look at it this week.");
        await Expect(author.Locator("#conversation")).Not.ToContainTextAsync("shared households");
        await author.GetByLabel("Add a remark").FillAsync("A second case came in today.");
        await author.GetByRole(AriaRole.Button, new() { Name = "Write it" }).ClickAsync();
        await Expect(author.Locator("#conversation li").Last).ToContainTextAsync("A second case came in today.");

        await author.GotoAsync("/notifications?unread=1");
        await line.GetByRole(AriaRole.Button, new() { Name = "Mark as read" }).ClickAsync();
        await Expect(author.Locator("#said")).ToHaveTextAsync("It is marked as read.");
        await Expect(line).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task A_report_is_rated_and_a_gap_is_watched()
    {
        var author = await AsAsync("specialist-f");
        var report = await new FilingForm(author).FileAsync("Does a closed account keep its history of appeals?");
        var lead = await AsAsync("triage-lead-b");
        await lead.GotoAsync($"/reports/{report}");
        await lead.Locator("#ratings summary").ClickAsync();
        foreach (var step in new[] { "one reading is enough", "it names the clause", "one case", "it can be assessed as it is" })
            await lead.GetByRole(AriaRole.Radio, new() { NameRegex = new($"– {step}$") }).CheckAsync();
        await lead.GetByRole(AriaRole.Button, new() { Name = "Rate the report" }).ClickAsync();
        await Expect(lead.Locator("#said")).ToHaveTextAsync($"{report} is rated. Its author reads it.");
        await author.GotoAsync($"/reports/{report}");
        await Expect(author.Locator("#ratings")).ToContainTextAsync("5 of 5 one reading is enough");
        await Expect(author.Locator("#ratings")).Not.ToContainTextAsync("triage-lead-b");

        await author.GotoAsync("/gaps/G-2");
        await author.GetByRole(AriaRole.Button, new() { Name = "Watch it" }).ClickAsync();
        await Expect(author.Locator("#said")).ToHaveTextAsync("You watch G-2 from now on.");
        await author.GotoAsync("/notifications/watched");
        await Expect(author.Locator(".row", new() { HasText = "G-2" })).ToBeVisibleAsync();
    }
}
