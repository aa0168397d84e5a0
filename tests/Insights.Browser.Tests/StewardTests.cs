using Insights.Browser.Tests.Screens;
using Insights.Browser.Tests.Support;
using Insights.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Insights.Browser.Tests;

/// <summary>What privacy stewards do: settle what is withheld, allow exact strings, erase with a second person.</summary>
[Collection(Acting.Name)]
public sealed class StewardTests(Stage stage) : BrowserTest(stage)
{
    private const string Edit = "Put this text in its place";
    private const string Release = "Put the old one back as it stood";

    [BrowserTheory]
    [InlineData(1, true)]
    [InlineData(4, false)]
    public async Task A_withheld_text_is_written_anew_and_stands_in_its_place_again(int number, bool script)
    {
        var page = await AsAsync("privacy-steward-a", Look.Desktop with { Script = script });
        await page.GotoAsync($"/privacy/withheld/W-{number}");
        var gap = (await page.Locator(".places a").GetAttributeAsync("href"))!;
        await Expect(page.Locator("mark")).ToContainTextAsync(EarlierTexts.Found[number - 1]);
        await page.GotoAsync(gap);
        await Expect(page.Locator("main")).ToContainTextAsync("Part of this is withheld until a privacy steward has looked at it.");

        await page.GotoAsync($"/privacy/withheld/W-{number}");
        var text = page.GetByLabel("The text as it goes back");
        await Expect(text).ToHaveValueAsync("Write to [EMAIL] before the clause is read again.");
        await text.FillAsync($"Write to [EMAIL] and to {EarlierTexts.Found[number - 1]} before the clause is read again, by way of {number}.");
        await Click(page, Edit);
        await Expect(page.Locator("#problem")).ToBeVisibleAsync();
        await Click(page, "Replace with [EMAIL]");
        await Click(page, Edit);

        await Expect(page.Locator("#said")).ToHaveTextAsync($"W-{number} is written anew and stands in its places again.");
        await page.GotoAsync(gap);
        await Expect(page.Locator("#timeline")).ToContainTextAsync($"Write to [EMAIL] and to [EMAIL] before the clause is read again, by way of {number}.");
    }

    [BrowserFact]
    public async Task A_string_is_allowed_the_text_goes_back_and_the_string_is_revoked()
    {
        var page = await AsAsync("privacy-steward-a");
        await page.GotoAsync("/privacy/withheld/W-2");
        await page.GetByLabel("The text as it goes back").FillAsync("Typed before the old one is put back.");
        await Click(page, Release);
        await Expect(page.Locator("#problem")).ToContainTextAsync("The rules still find something in it");
        await Expect(page.GetByLabel("The text as it goes back")).ToHaveValueAsync("Typed before the old one is put back.");

        await page.GotoAsync("/privacy/allowed");
        await page.GetByLabel("The string, exactly as it is written").FillAsync(EarlierTexts.Found[1]);
        await page.GetByLabel("Why it identifies nobody").FillAsync("A made-up address of the handbook's examples.");
        await Click(page, "Allow it");
        await Expect(page.Locator("#said")).ToHaveTextAsync("The string passes from now on.");

        await page.GotoAsync("/privacy/withheld/W-2");
        await Expect(page.Locator("main")).ToContainTextAsync("The guard lets it pass now.");
        await Click(page, Release);
        await Expect(page.Locator("#said")).ToHaveTextAsync("W-2 is back where it stood.");
        await page.GotoAsync("/privacy/kept");
        await Expect(page.Locator("tbody tr", new() { HasText = EarlierTexts.Found[1] })).ToContainTextAsync("put a withheld text back");

        await page.GotoAsync("/privacy/allowed");
        var entry = page.Locator(".row", new() { HasText = EarlierTexts.Found[1] });
        await Expect(entry).ToContainTextAsync("1 use");
        await entry.Locator("summary").ClickAsync();
        await Expect(entry).ToContainTextAsync("All stored texts will be screened again");
        await Click(page, "Revoke it and screen again");
        await Expect(page.Locator("#said")).ToContainTextAsync("The string passes no longer.");
        await Expect(page.Locator("section", new() { HasText = "Ended" }).Locator(".row")).ToContainTextAsync("ended by privacy-steward-a");
    }

    [BrowserFact]
    public async Task The_second_of_two_stewards_on_one_text_keeps_what_was_typed()
    {
        const string Words = "Write to the office before the clause is read again, and note the day.";
        var (first, second) = (await AsAsync("privacy-steward-a"), await AsAsync("privacy-steward-b"));
        await first.GotoAsync("/privacy/withheld/W-3");
        await second.GotoAsync("/privacy/withheld/W-3");
        await second.GetByLabel("The text as it goes back").FillAsync(Words);
        await Click(first, Edit);
        await Expect(first.Locator("#said")).ToBeVisibleAsync();
        await Click(second, Edit);

        await Expect(second.Locator("#problem")).ToContainTextAsync("Somebody changed this since you read it.");
        await Expect(second.Locator(".facts")).ToContainTextAsync("settled by privacy-steward-a");
        await Expect(second.Locator("section", new() { HasText = "What you typed" })).ToContainTextAsync(Words);
    }

    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Words_are_redacted_everywhere_once_a_second_steward_approves(bool script)
    {
        var words = script ? "cobalt desk" : "saffron desk";
        var look = Look.Desktop with { Script = script };
        var report = await new FilingForm(await AsAsync("specialist-d")).FileAsync($"May the {words} decide alone?");
        var page = await AsAsync("privacy-steward-a", look);
        await page.GotoAsync("/privacy/erasures");
        await page.GetByRole(AriaRole.Link, new() { Name = "Redact words", Exact = true }).ClickAsync();
        await page.GetByLabel("The words").FillAsync(words);
        await Click(page, "Look where they stand");
        await Expect(page.Locator("#places")).ToContainTextAsync($"report {report}");
        await Click(page, "Ask for their erasure");
        await Expect(page.Locator("#problem")).ToContainTextAsync("This is needed.");
        await page.GetByLabel("Why must they go?").SelectOptionAsync("personal-data");
        await Click(page, "Ask for their erasure");
        await Expect(page.Locator("#said")).ToContainTextAsync("Another privacy steward decides.");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Approve" })).ToHaveCountAsync(0);
        await Expect(page.Locator("main")).Not.ToContainTextAsync(words);

        var second = await AsAsync("privacy-steward-b", look);
        await second.GotoAsync(page.Url);
        await Expect(second.Locator("main")).ToContainTextAsync("gone for good");
        await Expect(second.Locator(".places").First).ToContainTextAsync($"report {report}");
        await Click(second, "Approve and erase now");
        await Expect(second.Locator("#said")).ToContainTextAsync("What it named is gone for good.");
        await second.GotoAsync($"/reports/{report}");
        await Expect(second.Locator("h1")).ToHaveTextAsync("May the [ERASED] decide alone?");
        await Expect(second.Locator("main")).ToContainTextAsync("Part of this was erased by two privacy stewards.");
    }

    [BrowserFact]
    public async Task Whoever_asked_for_a_purge_takes_it_back_and_never_approves_it()
    {
        var author = await AsAsync("specialist-d");
        var report = await new FilingForm(author).FileAsync("May a purge be asked for by anyone?");
        var page = await AsAsync("privacy-steward-a");
        await AskAsync(page, report);
        await page.GetByRole(AriaRole.Button, new() { Name = "Take it back" }).EvaluateAsync("button => { button.value = 'approve'; }");
        await Click(page, "Take it back");
        await Expect(page.Locator("#problem")).ToContainTextAsync("Whoever asks for an erasure does not approve it.");
        await Click(page, "Take it back");
        await Expect(page.Locator("#said")).ToContainTextAsync("Nothing was erased.");

        await AskAsync(page, report);
        var second = await AsAsync("privacy-steward-b");
        await second.GotoAsync(page.Url);
        await Click(second, "Approve and erase now");
        await Expect(second.Locator("#said")).ToContainTextAsync("What it named is gone for good.");
        Assert.Equal(404, (await second.GotoAsync($"/reports/{report}"))!.Status);
        await author.GotoAsync($"/reports/{report}");
        await Expect(author.Locator("h1")).ToHaveTextAsync("Purged report");
        await Expect(author.Locator("main")).ToContainTextAsync("Only its number is left.");
    }

    [BrowserFact]
    public async Task A_remark_is_purged_from_its_place_in_the_timeline()
    {
        const string Words = "Only the viridian roster tells who was there.";
        var lead = await AsAsync("triage-lead-b");
        await lead.GotoAsync("/gaps/G-2");
        await lead.GetByLabel("Write a remark").FillAsync(Words);
        await Click(lead, "Write it");
        var page = await AsAsync("privacy-steward-a");
        await page.GotoAsync("/gaps/G-2");
        await page.Locator("#timeline li", new() { HasText = Words }).GetByRole(AriaRole.Link, new() { Name = "Request purge" }).ClickAsync();
        await FinishAskingAsync(page);

        var second = await AsAsync("privacy-steward-b");
        await second.GotoAsync(page.Url);
        await Expect(second.Locator(".places")).ToContainTextAsync("on G-2");
        await Click(second, "Approve and erase now");
        await second.GotoAsync("/gaps/G-2");
        await Expect(second.Locator("#timeline")).Not.ToContainTextAsync(Words);
        await Expect(second.Locator("#timeline")).ToContainTextAsync("[ERASED]");
    }

    [BrowserFact]
    public async Task An_auditor_reads_and_changes_nothing()
    {
        var page = await AsAsync("auditor");
        await page.GotoAsync("/privacy");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Withheld texts" })).ToHaveCountAsync(0);
        await page.GotoAsync("/privacy/allowed");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Allow it" })).ToHaveCountAsync(0);
        await Expect(page.Locator(".row summary")).ToHaveCountAsync(0);
        await page.GotoAsync("/privacy/erasures");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Redact words", Exact = true })).ToHaveCountAsync(0);
    }

    private static async Task AskAsync(IPage page, string report)
    {
        await page.GotoAsync($"/reports/{report}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Request purge" }).ClickAsync();
        await Expect(page.GetByLabel("Which report or remark?")).ToHaveValueAsync(report);
        await FinishAskingAsync(page);
    }

    private static async Task FinishAskingAsync(IPage page)
    {
        await page.GetByLabel("Why must it go?").SelectOptionAsync("content-out-of-place");
        await Click(page, "Ask for the purge");
        await Expect(page.Locator("#said")).ToContainTextAsync("is asked for.");
    }

    private static Task Click(IPage page, string button) => page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();
}
