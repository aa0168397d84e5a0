using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Core.Tests.Support;
using Insights.Core.Triage;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Triage;

public sealed class CitedDecisionTests
{
    [Theory]
    [InlineData(GapState.Decided)]
    [InlineData(GapState.Implementing)]
    [InlineData(GapState.Closed)]
    public async Task A_report_that_the_decision_answers_already_joins_without_bringing_the_gap_back(GapState state)
    {
        await using var database = await TestDatabase.CreateAsync();
        var (gap, report) = (await database.GapInAsync(state), await database.FileAsync());

        var linked = await CiteAsync(database, report, gap, gap.DecisionId);

        Assert.Equal((state, 0, gap.Version + 1), (linked.Value.State, linked.Value.RegressionCount, linked.Value.Version));
        Assert.Equal(ReportState.Linked, (await database.ReportAsync(report.Id)).State);
        Assert.Equal(gap.DecisionId, (await database.MembersAsync(gap.Id)).Single(m => m.ReportId == report.Id).CitesDecisionId);
        var line = (await database.AuditAsync())[^1];
        Assert.Equal(("LinkReport", gap.DecisionId, (ReportId?)report.Id), (line.Action, line.DecisionId, line.ReportId));
    }

    [Fact]
    public async Task Only_the_decision_that_holds_in_that_gap_is_cited()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (gap, other, back) = (await database.GapInAsync(GapState.Closed), await database.GapInAsync(GapState.Closed), await database.GapInAsync(GapState.Closed));
        await database.LinkAsync((await database.FileAsync()).Id, back.Id);
        var review = await database.GapInAsync(GapState.InReview);
        var proposed = (await database.DecisionsAsync(review.Id)).Single().Id;
        var report = await database.FileAsync();
        var before = await Fingerprint.OfAsync(database);

        foreach (var (into, cited) in new[] { (gap, other.DecisionId), (back, back.DecisionId), (review, proposed), (gap, new DecisionId("dec_01M6CRWH00000000000000000Z")) })
        {
            var refusal = (await CiteAsync(database, report, into, cited)).Refusals.Single();
            Assert.Equal((RefusalCode.IllegalMove, "citesDecisionId"), (refusal.Code, refusal.Path.Single()));
        }

        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
    }

    [Fact]
    public async Task Undone_and_done_again_the_citation_is_as_it_was()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (gap, report) = (await database.GapInAsync(GapState.Closed), await database.FileAsync());
        await CiteAsync(database, report, gap, gap.DecisionId);
        var member = (await database.MembersAsync(gap.Id)).Single(m => m.ReportId == report.Id);

        var undone = await database.UndoAsync((await database.OperationsAsync(gap.Id))[0]);
        Assert.Equal((GapState.Closed, ReportState.Filed), ((await database.GapAsync(gap.Id)).State, (await database.ReportAsync(report.Id)).State));
        Assert.Single(await database.MembersAsync(gap.Id));

        var again = await database.UndoAsync(undone);
        Assert.Equal(
            member with { UndoWith = again.Id, UndoWithNumber = again.Number },
            (await database.MembersAsync(gap.Id)).Single(m => m.ReportId == report.Id) with { Matches = member.Matches });
        Assert.Equal(GapState.Closed, (await database.GapAsync(gap.Id)).State);
    }

    [Fact]
    public async Task A_preview_shows_that_the_gap_stays_closed()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (gap, report) = (await database.GapInAsync(GapState.Closed), await database.FileAsync());

        var cited = await database.SendAsync(SomePeople.Lead, new Core.Clusters.PreviewLinkReport(report.Id.Value, gap.Id.Value, null, gap.DecisionId!.Value.Value));
        var plain = await database.SendAsync(SomePeople.Lead, new Core.Clusters.PreviewLinkReport(report.Id.Value, gap.Id.Value, null));

        Assert.Equal((GapState.Closed, GapState.Triage), (cited.Gaps.Single().After!.State, plain.Gaps.Single().After!.State));
    }

    private static Task<Outcome<GapView>> CiteAsync(TestDatabase database, ReportView report, GapView gap, DecisionId? cites) => database.TryAsync(
        SomePeople.Lead, new LinkReport(report.Id.Value, report.Version, gap.Id.Value, LinkRole.Same, "It was decided there.", null, null) { CitesDecisionId = cites?.Value });
}
