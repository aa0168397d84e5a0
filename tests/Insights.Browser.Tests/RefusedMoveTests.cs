using Insights.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Insights.Browser.Tests;

/// <summary>A move that lacks something comes back and says what.</summary>
[Collection(Reading.Name)]
public sealed class RefusedMoveTests(Stage stage) : BrowserTest(stage)
{
    [BrowserFact]
    public async Task Each_line_of_the_summary_names_its_field_and_leads_to_it()
    {
        var page = await AsAsync("policy-owner-a");
        await Places.All["decision, refused"].GoAsync(page);
        var links = page.Locator("#problem").GetByRole(AriaRole.Link);
        var said = await links.AllInnerTextsAsync();

        Assert.Contains("What else was weighed, and why not: This is needed.", said);
        Assert.Equal(said.Count, said.Distinct().Count());
        for (var i = 0; i < said.Count; i++)
        {
            var target = (await links.Nth(i).GetAttributeAsync("href"))![1..];
            await links.Nth(i).ClickAsync();
            await Expect(page.Locator($"[id='{target}']")).ToBeFocusedAsync();
        }
    }
}
