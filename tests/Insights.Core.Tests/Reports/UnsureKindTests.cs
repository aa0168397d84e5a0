using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Reports;

/// <summary>A report whose author is not sure which kind of gap it is.</summary>
public sealed class UnsureKindTests
{
    private static readonly ReportForm Unsure = Some.Ambiguity() with { Kind = null, KindNotSure = true };

    [Fact]
    public async Task It_is_filed_without_a_kind_and_whoever_accepts_the_gap_says_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        var report = await database.FileAsync(Unsure);
        Assert.Null(report.Content.Kind);
        Assert.True(report.Content.KindNotSure);

        var gap = await database.GapInAsync(GapState.Triage, Unsure);
        Assert.Null(gap.Kind);
        var refused = await database.TryAsync(SomePeople.Owner, new Core.Triage.MoveGap(gap.Id.Value, gap.Version, GapAction.Accept) { Area = gap.Area });
        Assert.Equal(["kind"], refused.Refusals.Single().Path);
        gap = await database.MoveAsync(SomePeople.Owner, gap, GapAction.Accept, m => m with { Kind = GapKind.Ambiguity, Area = gap.Area });
        Assert.Equal(GapKind.Ambiguity, gap.Kind);
    }

    [Fact]
    public async Task It_says_what_it_is_about_in_one_of_the_main_statements()
    {
        await using var database = await TestDatabase.CreateAsync();

        var refused = await database.TryAsync(SomePeople.Specialist, new FileReport(null, null, Unsure with { Question = null }, null, null, null));
        Assert.Equal([RefusalCode.Required], refused.Refusals.Select(r => r.Code));
        Assert.Equal(["report", "question"], refused.Refusals.Single().Path);
        await database.FileAsync(Unsure with { Question = null, Surprise = "It met no category." });
    }

    [Fact]
    public async Task Being_not_sure_counts_for_nothing_where_a_kind_is_given_and_no_answer_at_all_is_refused()
    {
        await using var database = await TestDatabase.CreateAsync();

        Assert.False((await database.FileAsync(Some.Ambiguity() with { KindNotSure = true })).Content.KindNotSure);
        var refused = await database.TryAsync(SomePeople.Specialist, new FileReport(null, null, Unsure with { KindNotSure = false }, null, null, null));
        Assert.Equal(["report", "kind"], refused.Refusals.Single().Path);
    }

    [Fact]
    public async Task A_look_alike_that_is_decided_says_so_with_its_clause()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Decided);

        var found = (await database.SendAsync(SomePeople.Specialist, new FindLookAlikes(Some.Ambiguity(), null, 5))).Single(f => f.GapId == gap.Id);
        Assert.Equal((gap.DecisionId, gap.ClauseCode, gap.Resolution), (found.DecisionId, found.ClauseCode, found.Resolution));
        Assert.NotNull(found.DecisionId);
    }
}
