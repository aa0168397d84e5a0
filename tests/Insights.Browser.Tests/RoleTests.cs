using Insights.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Insights.Browser.Tests;

/// <summary>Pages that are not for everyone, or not there at all.</summary>
[Collection(Reading.Name)]
public sealed class RoleTests(Stage stage) : BrowserTest(stage)
{
    [BrowserTheory]
    [InlineData("model-team-classifiers", "/triage")]
    [InlineData("model-team-classifiers", "/gaps")]
    [InlineData("model-team-classifiers", "/gaps/G-1")]
    [InlineData("administrator", "/gaps")]
    [InlineData("specialist-a", "/triage")]
    [InlineData("specialist-a", "/feed")]
    [InlineData("specialist-a", "/privacy")]
    [InlineData("policy-owner-a", "/look-alikes")]
    [InlineData("specialist-a", "/privacy/withheld/W-1")]
    [InlineData("auditor", "/privacy/withheld")]
    [InlineData("auditor", "/privacy/erasures/redact")]
    [InlineData("auditor", "/privacy/erasures/purge")]
    public async Task A_page_for_other_roles_says_so_politely(string persona, string address)
    {
        var page = await AsAsync(persona);
        var answer = await page.GotoAsync(address);
        Assert.Equal(403, answer!.Status);
        await Expect(page.Locator("h1")).ToHaveTextAsync("Not with your roles");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Go to your home page" })).ToBeVisibleAsync();
    }

    [BrowserTheory]
    [InlineData("/no-such-page")]
    [InlineData("/gaps/G-999999")]
    [InlineData("/gaps/nothing")]
    [InlineData("/reports/R-999999")]
    [InlineData("/report/R-999999")]
    [InlineData("/privacy/withheld/W-999999", "privacy-steward-a")]
    [InlineData("/privacy/erasures/E-999999", "privacy-steward-a")]
    [InlineData("/privacy/erasures/E-9223372036854775807", "privacy-steward-a")]
    public async Task An_unknown_address_gives_the_page_that_says_so(string address, string persona = "specialist-a")
    {
        var page = await AsAsync(persona);
        var answer = await page.GotoAsync(address);
        Assert.Equal(404, answer!.Status);
        await Expect(page.Locator("h1")).ToHaveTextAsync("Page not found");
    }

    [BrowserFact]
    public async Task Another_persons_draft_is_not_there()
    {
        var owner = await AsAsync("specialist-a");
        await owner.GotoAsync("/report");
        await owner.GetByLabel("What does policy not answer?").FillAsync("Whose draft is it?");
        await owner.GetByRole(AriaRole.Button, new() { Name = "Save draft" }).ClickAsync();
        await Expect(owner.Locator("#said")).ToContainTextAsync("is saved");

        var other = await AsAsync("specialist-b");
        Assert.Equal(404, (await other.GotoAsync(new Uri(owner.Url).AbsolutePath))!.Status);
    }

    [BrowserTheory]
    [InlineData("/", 200)]
    [InlineData("/gaps", 200)]
    [InlineData("/gaps/G-1", 200)]
    [InlineData("/policies", 200)]
    [InlineData("/no-such-page", 404)]
    [InlineData("/css/insights.css", 200)]
    public async Task HEAD_answers_as_GET_does_without_a_body(string address, int status)
    {
        var page = await AsAsync("specialist-a");
        var answer = await page.APIRequest.FetchAsync(new Uri(Stage.App.Address, address).ToString(), new() { Method = "HEAD" });
        Assert.Equal(status, answer.Status);
        Assert.Empty(await answer.BodyAsync());
    }

    [BrowserFact]
    public async Task Whoever_is_not_signed_in_signs_in_and_comes_back()
    {
        var page = (await VisitAsync(null)).Page;
        await page.GotoAsync("/gaps?state=new");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Sign in");
        await page.Locator("button[value='specialist-a']").ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Gaps");
        // The page, without what stood behind it: a redirect repeats nothing that may have been typed into an address.
        Assert.EndsWith("/gaps", page.Url, StringComparison.Ordinal);
    }
}
