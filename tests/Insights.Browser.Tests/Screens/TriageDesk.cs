using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Insights.Browser.Tests.Screens;

/// <summary>The page on which a lead says where reports belong.</summary>
internal sealed partial class TriageDesk(IPage page)
{
    private ILocator CardOf(string report) => page.Locator($"form[action='/triage/{report}']");

    public async Task OpenAsync() => await page.GotoAsync("/triage");

    /// <summary>Opens a new gap for a report, and answers with its number.</summary>
    public async Task<string> OpenGapAsync(string report)
    {
        await OpenAsync();
        await CardOf(report).GetByLabel("None of these: open a new gap").CheckAsync();
        await CardOf(report).GetByRole(AriaRole.Button, new() { Name = $"Decide for {report}" }).ClickAsync();
        await Expect(page.Locator("#said")).ToContainTextAsync("is opened for the report");
        return Gap().Match(await page.Locator("#said").InnerTextAsync()).Value;
    }

    /// <summary>Links a report to a gap by its number; on request as answered already by the gap's decision.</summary>
    public async Task LinkAsync(string report, string gap, bool cites = false)
    {
        await OpenAsync();
        var card = CardOf(report);
        await card.GetByLabel("Another gap, by its number").CheckAsync();
        await card.GetByLabel("Number of the other gap").FillAsync(gap);
        await card.GetByLabel("How does it belong?").SelectOptionAsync("same");
        await card.GetByLabel("Why do they belong together?").FillAsync("The same clause and the same question.");
        if (cites)
            await card.GetByLabel("It was decided there already").CheckAsync();
        await card.GetByRole(AriaRole.Button, new() { Name = $"Decide for {report}" }).ClickAsync();
        await Expect(page.Locator("#said")).ToHaveTextAsync($"The report is linked to {gap}.");
    }

    [GeneratedRegex(@"G-\d+")]
    private static partial Regex Gap();
}
