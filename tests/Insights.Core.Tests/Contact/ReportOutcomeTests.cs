using Insights.Core.Contact;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Core.Tests.Support;
using Insights.Core.Triage;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Contact;

/// <summary>What the author of a report is told of what became of it.</summary>
public sealed class ReportOutcomeTests
{
    [Fact]
    public async Task It_says_whom_a_report_waits_for()
    {
        await using var database = await TestDatabase.CreateAsync();
        var said = new List<(GapState, WaitsFor)>();
        foreach (var state in Enum.GetValues<GapState>())
        {
            var outcome = await OutcomeAsync(database, SomePeople.Specialist, (await database.GapInAsync(state)).CanonicalReportId);
            Assert.Equal(state, outcome!.State);
            said.Add((state, outcome.WaitsFor));
        }

        Assert.Equal(
            [
                (GapState.New, WaitsFor.TriageLead), (GapState.Triage, WaitsFor.TriageLead), (GapState.NeedsInfo, WaitsFor.Author), (GapState.Assessing, WaitsFor.PolicyOwner),
                (GapState.InReview, WaitsFor.PolicyApprover), (GapState.Decided, WaitsFor.PolicyOwner), (GapState.Implementing, WaitsFor.PolicyOwner),
                (GapState.Closed, WaitsFor.Nobody), (GapState.Deferred, WaitsFor.Date), (GapState.Declined, WaitsFor.Nobody),
            ],
            said);
    }

    [Fact]
    public async Task Of_a_closed_gap_it_says_what_changed_and_nothing_of_what_is_still_in_review()
    {
        await using var database = await TestDatabase.CreateAsync();
        var closed = await OutcomeAsync(database, SomePeople.Specialist, (await database.GapInAsync(GapState.Closed)).CanonicalReportId);
        Assert.Equal(
            (Resolution.GuidanceClarified, "The most protective signal governs until an age check is complete.", "CS-1.1", 2, "The guidance is rewritten.", "A sample was read and agreed."),
            (closed!.Resolution, closed.Explanation!.Value, closed.GroundClause, closed.GroundVersion, closed.Plan!.Value, closed.VerificationNote!.Value));
        Assert.Equal(new DateOnly(2026, 12, 1), closed.EffectiveOn);

        var open = await OutcomeAsync(database, SomePeople.Specialist, (await database.GapInAsync(GapState.InReview)).CanonicalReportId);
        Assert.Equal((null, null, null), (open!.Resolution, open.Explanation, open.EffectiveOn));
    }

    [Fact]
    public async Task A_declined_report_says_why_and_who_takes_it_on()
    {
        await using var database = await TestDatabase.CreateAsync();
        var outcome = await OutcomeAsync(database, SomePeople.Specialist, (await database.GapInAsync(GapState.Declined)).CanonicalReportId);

        Assert.Equal(("The policy is clear.", "enforcement-quality"), (outcome!.Note!.Value, outcome.Destination));
    }

    [Fact]
    public async Task After_a_merge_it_names_the_gap_it_came_from_and_drafts_and_reports_of_others_have_no_outcome()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (survivor, other) = (await database.GapInAsync(GapState.Assessing), await database.GapInAsync(GapState.Triage));
        await database.MergeAsync(survivor, other);
        var draft = await database.SendAsync(SomePeople.Specialist, new SaveDraft(null, null, Some.Ambiguity(), null));

        Assert.Equal([other.Number], (await OutcomeAsync(database, SomePeople.Specialist, other.CanonicalReportId))!.MergedFrom);
        Assert.Empty((await OutcomeAsync(database, SomePeople.Specialist, survivor.CanonicalReportId))!.MergedFrom);
        Assert.Null(await OutcomeAsync(database, SomePeople.Specialist, draft.Id));
        Assert.Null(await OutcomeAsync(database, SomePeople.OtherSpecialist, draft.Id));
    }

    [Fact]
    public async Task The_conversation_holds_what_was_said_to_the_author_in_order_and_nothing_else()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Triage);
        var other = await database.FileAsync(author: SomePeople.OtherSpecialist);
        await database.LinkAsync(other.Id, gap.Id);
        await SayAsync(new WriteComment(gap.Id.Value, "Not for reporters.", Audience.Internal, null));
        await SayAsync(new WriteComment(gap.Id.Value, "We look at it this week.", Audience.Reporter, null));
        var report = await database.ReportAsync(gap.CanonicalReportId);
        await database.SendAsync(SomePeople.Lead, new AskReporter(report.Id.Value, report.Version, "Which reading was applied?", database.Day(7)));
        database.Clock.Advance(TimeSpan.FromMinutes(1));
        await database.SendAsync(SomePeople.Specialist, new AnswerQuestion(report.Id.Value, (await database.ReportAsync(report.Id)).Version, "The first reading."));

        var said = await database.SendAsync(SomePeople.Specialist, new ConversationOf(report.Id));

        Assert.Equal(
            [(CommentKind.Comment, "We look at it this week.", SomePeople.Lead.Id), (CommentKind.Question, "Which reading was applied?", SomePeople.Lead.Id), (CommentKind.Answer, "The first reading.", SomePeople.Specialist.Id)],
            said.Select(c => (c.Kind, c.Text.Value, c.By)));
        Assert.Equal(said.Select(c => c.Id), (await database.SendAsync(SomePeople.Approver, new ConversationOf(report.Id))).Select(c => c.Id));
        Assert.Equal(["We look at it this week."], (await database.SendAsync(SomePeople.OtherSpecialist, new ConversationOf(other.Id))).Select(c => c.Text.Value));
        Assert.Equal(RefusalCode.NotFound, (await database.TryAsync(SomePeople.OtherSpecialist, new ConversationOf(report.Id))).Refusals.Single().Code);

        async Task SayAsync(WriteComment remark)
        {
            await database.SendAsync(SomePeople.Lead, remark);
            database.Clock.Advance(TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public void Every_field_that_can_be_missing_is_explained_in_words()
    {
        foreach (var kind in Enum.GetValues<GapKind>())
        {
            var completeness = Completeness.Of(new ReportContent { Kind = kind });
            Assert.Equal(completeness.Missing, completeness.MissingExplained.Select(m => m.Field));
            Assert.All(completeness.MissingExplained, m => Assert.True(m.Explanation.Contains(' ', StringComparison.Ordinal), m.Field));
        }

        Assert.Contains(Completeness.Of(new ReportContent { Kind = GapKind.Ambiguity }).MissingExplained, m => m is { Field: "appliedReading", Explanation: "which reading was applied" });
    }

    private static async Task<ReportOutcomeView?> OutcomeAsync(TestDatabase database, Actor by, Core.Data.ReportId report) =>
        (await database.SendAsync(by, new OutcomesOf([report]))).GetValueOrDefault(report);
}
