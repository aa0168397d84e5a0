using Microsoft.Playwright;

namespace Insights.Browser.Tests.Screens;

/// <summary>The page on which the decision on a gap is written and reviewed.</summary>
internal sealed class DecisionScreen(IPage page, string number)
{
    public ILocator Facts => page.GetByLabel("Facts relied on");

    public ILocator Explanation => page.GetByLabel("How the ground leads to the answer");

    public ILocator Problem => page.Locator("#problem");

    /// <summary>What changed since the form was opened.</summary>
    public ILocator Merge => page.Locator("#merge");

    /// <summary>What is missing before it can be proposed.</summary>
    public ILocator Missing => page.Locator("#complete");

    public ILocator Saved => page.Locator("[data-saved]");

    public async Task OpenAsync() => await page.GotoAsync($"/gaps/{number}/decision");

    public async Task FillAsync(string explanation)
    {
        await page.GetByLabel("How is the gap answered?").SelectOptionAsync("guidance-clarified");
        await page.Locator("summary", new() { HasText = "What some answers demand" }).ClickAsync();
        await page.GetByLabel("Clause that changes").SelectOptionAsync("CS-2.1");
        await Facts.FillAsync("Two teams read the clause in two ways, with unequal answers.");
        await page.GetByLabel("Clause it rests on").SelectOptionAsync("CS-2.1");
        await Explanation.FillAsync(explanation);
        await page.GetByLabel("What else was weighed").FillAsync("Leaving the order to each reviewer was rejected, since it led to unequal answers.");
        await page.GetByLabel("Machines in the detection").SelectOptionAsync("partial");
        await page.GetByLabel("Machines in the decision").SelectOptionAsync("none");
        await page.GetByLabel("Holds from").FillAsync(Day(7));
        await page.GetByLabel("Look at it again by").FillAsync(Day(200));
    }

    public Task SaveAsync() => page.GetByRole(AriaRole.Button, new() { Name = "Save draft" }).ClickAsync();

    public Task ProposeAsync() => page.Locator("button[value=propose]").ClickAsync();

    /// <summary>Says whose text of a field holds.</summary>
    public Task ChooseAsync(string field, string whose) => page.Locator($"#merge-record-{field}-{whose}").CheckAsync();

    private static string Day(int fromNow) =>
        TimeProvider.System.GetUtcNow().AddDays(fromNow).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
