using System.Globalization;
using Insights.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Insights.Browser.Tests;

/// <summary>A round from its opening to the report that its disagreement leads to.</summary>
[Collection(Acting.Name)]
public sealed class CalibrationTests(Stage stage) : BrowserTest(stage)
{
    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_people_answer_a_decided_gap_blind_and_their_disagreement_becomes_a_report(bool script)
    {
        var look = Look.Phone with { Script = script };
        var about = script ? "Old, unused account becomes active once another is closed" : "Glossary of the wrong language shown for mixed exchanges";
        var title = script ? "Old accounts, read anew" : "Old accounts, read once more";
        var lead = await AsAsync("calibration-lead", look);
        await lead.GotoAsync("/calibration");
        await lead.GetByRole(AriaRole.Link, new() { Name = "Open a round" }).ClickAsync();
        await lead.GetByLabel("What is it for?").FillAsync(title);
        var gapNumber = (await lead.Locator("label", new() { HasText = about }).InnerTextAsync()).Split(' ')[0];
        await lead.GetByLabel(about).CheckAsync();
        await lead.GetByLabel("triage-lead-b").CheckAsync();
        await lead.GetByLabel("specialist-d").CheckAsync();
        await lead.GetByLabel("triage-lead-a").CheckAsync();
        await lead.GetByLabel("Last day for answers").FillAsync(DateTime.UtcNow.AddDays(5).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await lead.GetByRole(AriaRole.Button, new() { Name = "Open the round" }).ClickAsync();
        await Expect(lead.Locator("#said")).ToHaveTextAsync("The round is open. Those who are asked are told.");
        var round = new Uri(lead.Url).AbsolutePath;

        await AnswerAsync(await AsAsync("triage-lead-b", look), title, "Policy changed", "The clause is about registering, and this is none.");
        var specialist = await AsAsync("specialist-d", look);
        await AnswerAsync(specialist, title, "Guidance clarified", "Reactivating has the same effect as registering.");
        await Expect(specialist.Locator("main")).ToContainTextAsync("You have answered all that is yours.");
        await Expect(specialist.Locator("main")).Not.ToContainTextAsync("The clause is about registering, and this is none.");

        await lead.GotoAsync(round);
        await Expect(lead.Locator("table", new() { HasText = "triage-lead-b" })).ToContainTextAsync("1");
        await lead.GetByRole(AriaRole.Button, new() { Name = "Close the round" }).ClickAsync();
        await Expect(lead.Locator("#said")).ToHaveTextAsync("The round is closed. What was answered is below.");

        await specialist.GotoAsync(round);
        var gap = specialist.Locator("#gap-1");
        await Expect(gap).ToContainTextAsync("Answers differ");
        await Expect(gap).ToContainTextAsync("Policy changed");
        await Expect(gap).Not.ToContainTextAsync("triage-lead-b");
        await gap.GetByRole(AriaRole.Button, new() { Name = "File a gap from this disagreement" }).ClickAsync();
        await Expect(specialist.Locator("#said")).ToContainTextAsync("is begun from the disagreement. Look it over and file it.");
        await Expect(specialist.Locator("[name=report-title]")).ToHaveValueAsync($"Reviewers answer {gapNumber} in different ways");
        await Expect(specialist.Locator("[name=report-readings-0-outcome]")).ToHaveValueAsync("Policy changed");

        await specialist.GotoAsync(round);
        await Expect(gap).ToContainTextAsync("Followed by R-");
        await specialist.GoBackAsync();
        await Expect(specialist.Locator("[name=report-title]")).ToHaveValueAsync($"Reviewers answer {gapNumber} in different ways");
    }

    private static async Task AnswerAsync(IPage page, string round, string answer, string why)
    {
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Link, new() { Name = "to answer, blind" }).ClickAsync();
        await page.Locator(".row", new() { HasText = round }).GetByRole(AriaRole.Link).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep my answer" }).ClickAsync();
        await Expect(page.Locator("#problem")).ToContainTextAsync("Say how you would answer it, or that you are not sure.");
        await page.GetByLabel(answer).CheckAsync();
        await page.GetByLabel("Why?").FillAsync(why);
        await page.GetByLabel("4 – it can be assessed as it is").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep my answer" }).ClickAsync();
        await Expect(page.Locator("#said")).ToContainTextAsync("Your answer is kept.");
    }
}
