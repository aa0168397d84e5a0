using Insights.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Insights.Browser.Tests;

/// <summary>How people have themselves treated, and how policy owners keep the catalogue.</summary>
[Collection(Acting.Name)]
public sealed class SettingsTests(Stage stage) : BrowserTest(stage)
{
    [BrowserFact]
    public async Task What_somebody_chooses_reaches_every_page_and_one_button_gives_it_up()
    {
        var page = await AsAsync("policy-owner-b");
        await page.GotoAsync("/settings");
        await page.GetByLabel("Light or dark").SelectOptionAsync("dark");
        await page.GetByLabel("Density").SelectOptionAsync("compact");
        await page.GetByLabel("Greyscale").SelectOptionAsync("yes");
        await page.GetByLabel("Volumes").SelectOptionAsync("yes");
        await page.GetByLabel("Single keys as shortcuts").SelectOptionAsync("no");
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep it so" }).ClickAsync();
        await Expect(page.Locator("#said")).ToHaveTextAsync("Your settings are kept.");
        await Expect(page.GetByLabel("Volumes")).ToHaveValueAsync("yes");
        await Axe.PutIntoAsync(page);
        await Axe.AssertAllAsync(page);
        await KeepPictureAsync(page, "settings, chosen");

        foreach (var address in new[] { "/policies", "/", "/gaps" })
        {
            await page.GotoAsync(address);
            await Expect(page.Locator("html")).ToHaveClassAsync("calm-grey compact no-volumes dark");
            await Expect(page.Locator("body")).ToHaveAttributeAsync("data-single-keys", "off");
            Assert.Equal("grayscale(1) rgb(17, 24, 29)", await page.EvaluateAsync<string>("() => (style => `${style.filter} ${style.backgroundColor}`)(getComputedStyle(document.documentElement))"));
            Assert.Empty(await page.Locator(".tile-number:visible, .count:visible, .counts b:visible, .volume:visible").AllAsync());
            await KeepPictureAsync(page, $"settings, chosen, {address.Trim('/')}");
        }

        await Axe.PutIntoAsync(page);
        await Axe.AssertAllAsync(page);
        await page.GotoAsync("/settings");
        await page.GetByRole(AriaRole.Button, new() { Name = "Back to the organisation’s settings" }).ClickAsync();
        await Expect(page.Locator("#said")).ToHaveTextAsync("Everything is as your organisation says.");
        Assert.Null(await page.Locator("html").GetAttributeAsync("class"));
        Assert.Null(await page.Locator("body").GetAttributeAsync("data-single-keys"));
    }

    [BrowserFact]
    public async Task A_break_gives_claims_back_and_takes_them_again()
    {
        var page = await AsAsync("triage-lead-b");
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Link, new() { Name = "Take a break" }).ClickAsync();
        var claims = await page.Locator("[aria-labelledby=claims] .row-title").AllInnerTextsAsync();
        Assert.NotEmpty(claims);

        await page.GetByRole(AriaRole.Button, new() { Name = "Give them back and take a break" }).ClickAsync();
        await Expect(page.Locator("#said")).ToContainTextAsync("Your claims are back in the queue.");
        await Expect(page.Locator("[aria-labelledby=claims]")).ToContainTextAsync("You hold no claim");
        Assert.Equal(claims, await page.Locator("[aria-labelledby=waiting] .row-title").AllInnerTextsAsync());
        await KeepPictureAsync(page, "a break, taken");
        await page.GetByRole(AriaRole.Button, new() { Name = "Take them back" }).ClickAsync();
        await Expect(page.Locator("#said")).ToHaveTextAsync("They are yours again. Welcome back.");
        Assert.Equal(claims, await page.Locator("[aria-labelledby=claims] .row-title").AllInnerTextsAsync());
    }

    [BrowserFact]
    public async Task A_clause_is_published_renewed_and_retired_without_any_script()
    {
        var page = await AsAsync("policy-owner-a", new Look(1280, Script: false));
        await page.GotoAsync("/policies");
        await page.GetByRole(AriaRole.Link, new() { Name = "Add a clause" }).ClickAsync();
        await page.GetByLabel("Code").FillAsync("CS-9.7");
        await page.GetByLabel("Policy area").SelectOptionAsync("appeals");
        await page.GetByLabel("Heading").FillAsync("Who reads an appeal");
        await page.GetByLabel("Text", new() { Exact = true }).FillAsync("Somebody who did not decide reads an appeal.");
        await page.GetByLabel("First day on which it holds").FillAsync("2026-01-01");
        await page.GetByRole(AriaRole.Button, new() { Name = "Look at it", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish it" }).ClickAsync();
        var clause = page.Locator("[id='clause-CS-9.7']");
        await Expect(clause).ToContainTextAsync("Published by policy-owner-a");

        await clause.GetByRole(AriaRole.Link, new() { Name = "Publish a new version" }).ClickAsync();
        await page.GetByLabel("Text", new() { Exact = true }).FillAsync("Two people who did not decide read an appeal.");
        await page.GetByLabel("First day on which it holds").FillAsync("2026-02-01");
        await page.GetByRole(AriaRole.Button, new() { Name = "Look at it beside the present one" }).ClickAsync();
        await Expect(page.Locator("#preview article").First).ToContainTextAsync("Somebody who did not decide");
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish it" }).ClickAsync();
        await Expect(clause.Locator("summary").First).ToContainTextAsync("Version 2");

        await clause.Locator("summary", new() { HasText = "Retire it" }).ClickAsync();
        await clause.GetByRole(AriaRole.Button, new() { Name = "Retire CS-9.7" }).ClickAsync();
        await Expect(page.Locator("#problem")).ToContainTextAsync("This is needed.");
        await clause.GetByLabel("Why").FillAsync("Another clause says it better.");
        await clause.GetByRole(AriaRole.Button, new() { Name = "Retire CS-9.7" }).ClickAsync();
        await Expect(clause).ToContainTextAsync("Another clause says it better.");
        await KeepPictureAsync(page, "policies, retired", clause);
    }

    private static async Task KeepPictureAsync(IPage page, string name, ILocator? part = null)
    {
        if (Environment.GetEnvironmentVariable("INSIGHTS_PICTURES") is not { } folder)
            return;
        var path = Path.Combine(folder, $"{name}.png");
        if (part is null)
            await page.ScreenshotAsync(new() { Path = path, FullPage = true });
        else
            await part.ScreenshotAsync(new() { Path = path });
    }
}
