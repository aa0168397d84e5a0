using Insights.Browser.Tests.Screens;
using Insights.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Insights.Browser.Tests;

/// <summary>From a report to the decision in a model team's feed, by hand, without the database or the API.</summary>
[Collection(Acting.Name)]
public sealed class WholePathTests(Stage stage) : BrowserTest(stage)
{
    private const string Explanation = "Within one working day the newest version governs; before that the one in force at the time.";

    [BrowserTheory]
    [InlineData(1280)]
    [InlineData(360)]
    public async Task A_report_becomes_a_decision_that_appears_in_the_open_feed_by_itself(int width)
    {
        var look = new Look(width);
        var consumer = await AsAsync("model-team-classifiers", look);
        var feed = new FeedScreen(consumer);
        await feed.OpenAsync();
        await Expect(feed.Tail).ToHaveTextAsync("Live.");
        await consumer.EvaluateAsync("() => { window.neverReloaded = true; }");

        var gap = await DecideAsync(look, $"Which clock governs the notice period of an appeal, seen at {width}?");

        await Expect(feed.RowOf("Decision approved", gap)).ToHaveCountAsync(1);
        Assert.True(await consumer.EvaluateAsync<bool>("() => window.neverReloaded === true"));
    }

    [BrowserFact]
    public async Task The_same_path_works_without_script()
    {
        var consumer = await AsAsync("model-team-decision-trees", Look.WithoutScript);
        var feed = new FeedScreen(consumer);
        await feed.OpenAsync();

        var gap = await DecideAsync(Look.WithoutScript, "Which calendar governs the notice period of an appeal?");

        await Expect(feed.RowOf("Decision approved", gap)).ToHaveCountAsync(0);
        await consumer.ReloadAsync();
        await Expect(feed.RowOf("Decision approved", gap)).ToHaveCountAsync(1);
        await feed.RowOf("Decision approved", gap).Locator("summary").ClickAsync();
        await Expect(feed.RowOf("Decision approved", gap)).ToContainTextAsync(Explanation);
    }

    /// <summary>Files, opens a gap, claims, accepts, proposes, fails to approve as the proposer, approves as another. Answers with the gap's number.</summary>
    private async Task<string> DecideAsync(Look look, string title)
    {
        var specialist = await AsAsync("specialist-a", look);
        var form = new FilingForm(specialist);
        await form.OpenAsync();
        if (look.Script)
        {
            await form.Title.PressSequentiallyAsync("How long may an appeal stay pending?");
            await Expect(form.LookAlikes.First).ToBeVisibleAsync();
        }

        await form.FillAsync(title);
        var report = await form.SendAsync();
        await Expect(specialist.Locator("#said")).ToHaveTextAsync($"{report} is filed. You will see here where it stands and why.");

        var lead = await AsAsync("triage-lead-a", look);
        var gap = await new TriageDesk(lead).OpenGapAsync(report);
        await new GapScreen(lead, gap).ClaimAsync();

        var owner = await AsAsync("policy-owner-b", look);
        var owned = new GapScreen(owner, gap);
        await owned.AcceptAsync();
        await owned.ProposeAsync(Explanation);
        await Expect(owner.Locator("#moves")).ToContainTextAsync("You proposed the decision, so somebody else has to approve it");
        await Expect(owned.FormOf("approve")).ToHaveCountAsync(0);
        await Expect(owned.State).ToHaveTextAsync("In review");

        var approver = await AsAsync("policy-approver-a", look);
        var reviewed = new GapScreen(approver, gap);
        await reviewed.OpenAsync();
        await reviewed.BeginAsync("approve");
        await reviewed.MoveAsync("approve");
        await Expect(reviewed.State).ToHaveTextAsync("Decided");

        await specialist.GotoAsync($"/reports/{report}");
        await Expect(specialist.Locator("main")).ToContainTextAsync($"Part of {gap}");
        await Expect(specialist.Locator("main")).ToContainTextAsync("Guidance clarified");
        return gap;
    }
}
