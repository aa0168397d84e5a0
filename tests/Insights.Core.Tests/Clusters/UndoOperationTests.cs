using Insights.Core.Clusters;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Core.Tests.Support;
using Insights.Core.Triage;
using Insights.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Insights.Core.Tests.Clusters;

public sealed class UndoOperationTests
{
    [Fact]
    public async Task A_link_that_is_undone_leaves_the_report_filed_and_the_closed_gap_closed()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (gap, report) = (await database.GapInAsync(GapState.Closed), await database.FileAsync());
        await database.LinkAsync(report.Id, gap.Id);

        await database.UndoAsync((await database.OperationsAsync(gap.Id))[0]);

        Assert.Equal(ReportState.Filed, (await database.ReportAsync(report.Id)).State);
        Assert.Equal((GapState.Closed, 0), ((await database.GapAsync(gap.Id)).State, (await database.GapAsync(gap.Id)).RegressionCount));
        Assert.Contains((await database.EventsAsync()), e => e.Type is FeedEventType.ReportUnlinked && e.ReportId == report.Id);
    }

    [Fact]
    public async Task A_newer_move_that_stands_on_a_link_is_named()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (gap, report) = (await database.GapInAsync(GapState.Closed), await database.FileAsync());
        await database.LinkAsync(report.Id, gap.Id);
        var linked = (await database.OperationsAsync(gap.Id))[0];
        await database.MoveAsync(SomePeople.Owner, await database.GapAsync(gap.Id), GapAction.Accept, m => m with { Kind = GapKind.Ambiguity, Area = "age-assurance" });
        var before = await Fingerprint.OfAsync(database);

        var refused = await database.TryUndoAsync(linked);

        var newer = Assert.IsType<SupersededRefusal>(Assert.Single(refused.Refusals));
        Assert.Equal((RefusalCode.Superseded, "AcceptGap", gap.Number, null), (newer.Code, newer.Move, newer.GapNumber, newer.OperationNumber));
        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
    }

    [Fact]
    public async Task A_newer_operation_that_stands_on_a_merge_is_named_and_undone_first()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (one, other, third) = (await database.GapInAsync(GapState.New), await database.GapInAsync(GapState.New), await database.GapInAsync(GapState.New));
        var merged = await database.MergeAsync(one, other);
        var onTop = await database.MergeAsync(third, one);

        var refused = await database.TryUndoAsync(merged);

        var newer = Assert.IsType<SupersededRefusal>(Assert.Single(refused.Refusals));
        Assert.Equal((onTop.Id, onTop.Number), (newer.OperationId, newer.OperationNumber));
        Assert.Equal(newer.Message, (await database.SendAsync(SomePeople.Lead, new PreviewUndoOperation(merged.Id.Value))).Refusals.Single().Message);
        await database.UndoAsync(onTop);
        await database.UndoAsync(merged);
        Assert.Single(await database.MembersAsync(other.Id));
    }

    [Fact]
    public async Task An_undo_is_undone_and_undone_again_and_what_is_undone_is_not_undone_twice()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (survivor, other) = (await database.GapInAsync(GapState.Assessing), await database.GapOfAsync(2));
        var merged = await database.MergeAsync(survivor, other);
        var members = await database.MembersAsync(survivor.Id);

        var undone = await database.UndoAsync(merged);
        var twice = await database.TryUndoAsync(merged);
        var redone = await database.UndoAsync(undone, SomePeople.Leads[1]);

        Assert.Equal((undone.Id, undone.Number), (((SupersededRefusal)twice.Refusals[0]).OperationId, ((SupersededRefusal)twice.Refusals[0]).OperationNumber));
        var again = await database.MembersAsync(survivor.Id);
        Assert.Equal(members.Select(m => (m.ReportId, m.LinkedBy, m.OperationId, m.Reason)), again.Select(m => (m.ReportId, m.LinkedBy, m.OperationId, m.Reason)));
        Assert.All(again.Where(m => m.OperationId == merged.Id), m => Assert.Equal(redone.Number, m.UndoWithNumber));
        var last = await database.UndoAsync(merged);
        Assert.Equal(redone.Id, last.Undoes);
        Assert.Equal(2, (await database.MembersAsync(other.Id)).Count);
    }

    [Fact]
    public async Task Opening_a_gap_is_undone_and_the_gap_is_gone_from_the_lists_but_says_why()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.New);
        var opened = (await database.OperationsAsync(gap.Id)).Single();

        var undone = await database.UndoAsync(opened);

        Assert.Equal(0, await database.SendAsync(SomePeople.Lead, new GapCount(null)));
        Assert.Equal((undone.Id, null), ((await database.GapAsync(gap.Id)).EndedBy, (await database.GapAsync(gap.Id)).StandsIn));
        var refused = await database.TryAsync(SomePeople.Lead, new ClaimGap(gap.Id.Value, gap.Version, Severity.High, true, null));
        Assert.Equal((RefusalCode.GapEnded, null), (refused.Refusals[0].Code, ((GapEndedRefusal)refused.Refusals[0]).SurvivorNumber));
        await database.UndoAsync(undone);
        await database.SendAsync(SomePeople.Lead, new ClaimGap(gap.Id.Value, (await database.GapAsync(gap.Id)).Version, Severity.High, true, null));
        Assert.Equal(RefusalCode.Superseded, (await database.TryUndoAsync(opened)).Refusals[0].Code);
    }

    [Fact]
    public async Task Undoing_a_split_takes_the_number_of_the_new_gap_back_to_the_old_one()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapOfAsync(3);
        var split = await database.SplitAsync(gap, [(await database.MembersAsync(gap.Id))[0]], keepApart: true);

        await database.UndoAsync(split);

        var opened = await database.GapAsync(split.Gaps.Single(g => g.StateBefore is null).GapId);
        Assert.Equal(gap.Id, opened.StandsIn);
        Assert.Equal((3, gap.CanonicalReportId), ((await database.MembersAsync(gap.Id)).Count, (await database.GapAsync(gap.Id)).CanonicalReportId));
        await using var db = database.Open();
        Assert.Empty(await db.KeptApart.Where(k => k.EndedBy == null).ToListAsync());
    }

    [Fact]
    public async Task A_link_counts_towards_the_end_of_a_deferral_until_it_is_undone()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Deferred);
        await database.LinkAsync((await database.FileAsync()).Id, gap.Id);
        var first = (await database.OperationsAsync(gap.Id))[0];
        await database.LinkAsync((await database.FileAsync()).Id, gap.Id);
        var second = (await database.OperationsAsync(gap.Id))[0];
        Assert.Equal(GapState.Triage, (await database.GapAsync(gap.Id)).State);

        var refused = await database.TryUndoAsync(first);
        await database.UndoAsync(second);
        Assert.Equal((GapState.Deferred, 1, gap.DeferredUntil), ((await database.GapAsync(gap.Id)).State, (await database.GapAsync(gap.Id)).RecurredCount, (await database.GapAsync(gap.Id)).DeferredUntil));
        await database.UndoAsync(first);

        Assert.Equal(second.Number, ((SupersededRefusal)refused.Refusals[0]).OperationNumber);
        Assert.Equal(0, (await database.GapAsync(gap.Id)).RecurredCount);
    }

    [Fact]
    public async Task Undoing_a_merge_puts_back_what_can_be_when_a_report_was_withdrawn_or_purged_since()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (survivor, other) = (await database.GapInAsync(GapState.Triage), await database.GapOfAsync(3));
        var members = await database.MembersAsync(other.Id);
        var merged = await database.MergeAsync(survivor, other);
        var withdrawn = await database.ReportAsync(members[0].ReportId);
        await database.SendAsync(SomePeople.Specialist, new WithdrawReport(withdrawn.Id.Value, withdrawn.Version, "It was filed twice."));
        await database.ApproveAsync(await database.PurgeAsync(members[1].ReportId.Value));

        await database.UndoAsync(merged);

        Assert.Equal([members[2].ReportId], (await database.MembersAsync(other.Id)).Select(m => m.ReportId));
        Assert.Equal(members[2].ReportId, (await database.GapAsync(other.Id)).CanonicalReportId);
        Assert.Null((await database.GapAsync(other.Id)).EndedBy);
    }

    [Fact]
    public async Task A_purge_forgets_the_reasons_of_operations_on_the_report()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapOfAsync(2);
        var split = await database.SplitAsync(gap, [(await database.MembersAsync(gap.Id))[1]], keepApart: true);

        await database.ApproveAsync(await database.PurgeAsync(split.Reports[0].ReportId.Value));

        Assert.Equal(0, await database.CountSayingAsync("different clauses"));
    }

    [Fact]
    public async Task Withdrawals_are_not_undone_by_others_and_a_link_whose_report_is_gone_leaves_nothing_to_undo()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (gap, report) = (await database.GapInAsync(GapState.Triage), await database.FileAsync());
        await database.LinkAsync(report.Id, gap.Id);
        var linked = (await database.OperationsAsync(gap.Id))[0];
        await database.SendAsync(SomePeople.Specialist, new WithdrawReport(report.Id.Value, (await database.ReportAsync(report.Id)).Version, "It was filed twice."));

        var withdrawal = await database.TryUndoAsync((await database.OperationsAsync(gap.Id))[0]);
        var nothing = await database.TryUndoAsync(linked);

        Assert.Equal((RefusalCode.NotUndoable, RefusalCode.NotUndoable), (withdrawal.Refusals[0].Code, nothing.Refusals[0].Code));
        Assert.NotEqual(withdrawal.Refusals[0].Message, nothing.Refusals[0].Message);
    }

    [Fact]
    public async Task A_link_the_machine_made_is_marked_and_undone_like_any_other()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (gap, report) = (await database.GapInAsync(GapState.Triage), await database.FileAsync());
        await database.LinkAsync(report.Id, gap.Id, Actor.System);
        Assert.True((await database.MembersAsync(gap.Id)).Single(m => m.ReportId == report.Id).ByMachine);
        Assert.True((await database.OperationsAsync(gap.Id))[0].ByMachine);

        await database.UndoAsync((await database.OperationsAsync(gap.Id))[0]);

        Assert.DoesNotContain(await database.MembersAsync(gap.Id), m => m.ReportId == report.Id);
    }

    [Fact]
    public async Task What_was_done_before_operations_recorded_how_to_undo_them_is_refused_by_name()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (gap, report) = (await database.GapInAsync(GapState.Triage), await database.FileAsync());
        await database.LinkAsync(report.Id, gap.Id);
        var linked = (await database.OperationsAsync(gap.Id))[0];
        await using (var db = database.Open())
            await db.OperationGaps.Where(o => o.OperationId == linked.Id).ExecuteDeleteAsync();

        Assert.Equal(RefusalCode.NotUndoable, (await database.TryUndoAsync(linked)).Refusals[0].Code);
        Assert.Contains(await database.OperationsAsync(gap.Id), o => o.Id == linked.Id);
    }

    [Fact]
    public async Task An_author_sees_where_a_report_that_moved_stands_and_through_what()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (survivor, other) = (await database.GapInAsync(GapState.Triage), await database.GapInAsync(GapState.New));
        await database.MergeAsync(survivor, other);

        var stands = await database.SendAsync(SomePeople.Specialist, new GapsOfReports([other.CanonicalReportId]));
        var through = await database.SendAsync(SomePeople.Specialist, new OperationsOfReport(other.CanonicalReportId));

        Assert.Equal(survivor.Id, stands[other.CanonicalReportId]);
        Assert.Equal([OperationKind.Open, OperationKind.Merge], through.Select(o => o.Kind));
    }
}
