using Insights.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Insights.Browser.Tests;

/// <summary>What a triage lead does with what the engine proposes.</summary>
[Collection(Acting.Name)]
public sealed class ProposalTests(Stage stage) : BrowserTest(stage)
{
    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_proposed_cluster_becomes_one_gap_and_the_note_takes_it_back(bool script)
    {
        var page = await AsAsync("triage-lead-a", script ? Look.Desktop : Look.WithoutScript);
        await Places.ProposedAsync(page);
        var card = page.Locator(".cluster").First;
        var members = await card.Locator("label .key").AllInnerTextsAsync();
        await card.GetByLabel("Why?").FillAsync("They ask the same of one clause.");
        await card.GetByRole(AriaRole.Button, new() { NameRegex = new("one gap$") }).ClickAsync();

        await Expect(page.Locator("#said")).ToContainTextAsync("They are one gap now: G-");
        await Expect(page.Locator($".cluster:has(.key:text-is('{members[^1]}'))")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Undo") }).ClickAsync();
        await Expect(page.Locator("#said")).ToContainTextAsync("is undone");
    }

    [BrowserFact]
    public async Task What_is_kept_apart_needs_a_reason_and_is_proposed_no_more()
    {
        var page = await AsAsync("triage-lead-b");
        await Places.ProposedAsync(page);
        var card = page.Locator(".cluster").Last;
        var other = (await card.Locator("label .key").AllInnerTextsAsync())[^1];
        await card.GetByRole(AriaRole.Button, new() { NameRegex = new($"^Keep {other} apart") }).ClickAsync();
        await Expect(page.Locator("#problem")).ToBeFocusedAsync();

        var again = page.Locator($".cluster:has(.key:text-is('{other}'))");
        await again.GetByLabel("Why?").FillAsync("One is about appeals.");
        await again.GetByRole(AriaRole.Button, new() { NameRegex = new($"^Keep {other} apart") }).ClickAsync();

        await Expect(page.Locator("#said")).ToContainTextAsync("They are kept apart from now on.");
        await Expect(page.Locator($".cluster:has(.key:text-is('{other}'))")).ToHaveCountAsync(0);
    }
}
