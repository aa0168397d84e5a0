using Insights.Browser.Tests.Screens;
using Insights.Browser.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Insights.Browser.Tests;

/// <summary>Two people on one gap at the same time.</summary>
[Collection(Acting.Name)]
public sealed class ConflictTests(Stage stage) : BrowserTest(stage)
{
    [BrowserFact]
    public async Task The_second_of_two_leads_who_claim_a_gap_is_told_how_it_stands_now()
    {
        var (first, second) = await TwoLeadsAsync("May a reviewer reopen what a colleague closed?", claimed: false);
        await first.FillClaimAsync();
        await second.FillClaimAsync();
        await first.MoveAsync("claim");
        await second.SendAsync("claim");

        await Expect(second.Problem).ToContainTextAsync("Somebody changed this since you read it.");
        await Expect(second.State).ToHaveTextAsync("In triage");
        await Expect(second.Timeline).ToContainTextAsync("triage-lead-a claimed the gap");
    }

    [BrowserFact]
    public async Task Words_typed_for_a_move_that_is_gone_are_shown_to_be_copied()
    {
        const string Words = "Which of the two versions of the clause did the team have before it?";
        var (first, second) = await TwoLeadsAsync("May a reviewer confirm what a colleague began?", claimed: true);
        await second.FillQuestionAsync(Words);
        await first.AskAsync("Was the finding confirmed by a second person?");
        await second.SendAsync("ask");

        await Expect(second.Problem).ToBeVisibleAsync();
        await Expect(second.State).ToHaveTextAsync("Waiting for an answer");
        await Expect(second.Words).ToContainTextAsync(Words);
    }

    private async Task<(GapScreen First, GapScreen Second)> TwoLeadsAsync(string title, bool claimed)
    {
        var report = await new FilingForm(await AsAsync("specialist-c")).FileAsync(title);
        var one = await AsAsync("triage-lead-a");
        var gap = await new TriageDesk(one).OpenGapAsync(report);
        var (first, second) = (new GapScreen(one, gap), new GapScreen(await AsAsync("triage-lead-b"), gap));
        if (claimed)
            await first.ClaimAsync();
        await first.OpenAsync();
        await second.OpenAsync();
        return (first, second);
    }
}
