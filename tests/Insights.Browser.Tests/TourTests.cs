using Insights.Browser.Tests.Support;
using Insights.Web.Pages.Tour;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Insights.Browser.Tests;

/// <summary>Somebody new is led along the way of one gap.</summary>
[Collection(Acting.Name)]
public sealed class TourTests(Stage stage) : BrowserTest(stage)
{
    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_tour_leads_through_every_stop_as_whoever_works_there_and_ends(bool script)
    {
        var page = (await VisitAsync(null, Look.Phone with { Script = script })).Page;
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Link, new() { Name = "New here? Take the guided tour" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Begin" }).ClickAsync();
        var bar = page.GetByRole(AriaRole.Complementary, new() { Name = "Guided tour" });
        foreach (var (i, stop) in TourStep.All.Index())
        {
            await Expect(bar).ToContainTextAsync($"Stop {i + 1} of {TourStep.All.Count}");
            await Expect(bar).ToContainTextAsync(stop.Title);
            await Expect(bar).ToContainTextAsync(stop.Try);
            await Expect(page.Locator(".who-name")).ToHaveTextAsync(stop.Persona);
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
            Assert.EndsWith(stop.Address, page.Url, StringComparison.Ordinal);
            if (i < TourStep.All.Count - 1)
                await bar.GetByRole(AriaRole.Button, new() { Name = "Next stop" }).ClickAsync();
        }

        await bar.GetByRole(AriaRole.Button, new() { Name = "Stop before" }).ClickAsync();
        await Expect(bar).ToContainTextAsync($"Stop {TourStep.All.Count - 1} of");
        await bar.GetByRole(AriaRole.Button, new() { Name = "End the tour" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Guided tour");
        await Expect(bar).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task Whoever_wanders_off_is_offered_the_way_back()
    {
        var visit = await VisitAsync(null);
        // In a session of its own, since the tour ends it.
        await visit.SignInAsync("auditor");
        var page = visit.Page;
        await page.GotoAsync("/tour");
        await page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "A triage lead clears the queue" }).GetByRole(AriaRole.Button).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Search", Exact = true }).ClickAsync();

        var bar = page.GetByRole(AriaRole.Complementary, new() { Name = "Guided tour" });
        await Expect(bar).ToContainTextAsync("You have left the page of this stop.");
        await bar.GetByRole(AriaRole.Button, new() { Name = "Go back to it" }).ClickAsync();

        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/triage$"));
        await Expect(page.Locator(".who-name")).ToHaveTextAsync("triage-lead-a");
    }
}
