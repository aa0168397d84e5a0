using Insights.Core.Clusters;
using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Core.Tests.Support;
using Insights.Core.Triage;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Clusters;

public sealed class SplitAndKeepApartTests
{
    [Fact]
    public async Task A_gap_that_is_split_off_counts_from_when_the_old_one_did_and_the_canonical_place_moves_on()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapOfAsync(3);
        var members = await database.MembersAsync(gap.Id);
        database.Clock.Advance(TimeSpan.FromDays(4));

        var split = await database.SplitAsync(gap, [members[0]]);

        var opened = await database.GapAsync(split.Gaps.Single(g => g.StateBefore is null).GapId);
        Assert.Equal((gap.OpenedAt, GapState.New, members[0].ReportId), (opened.OpenedAt, opened.State, opened.CanonicalReportId));
        Assert.Equal(members[1].ReportId, (await database.GapAsync(gap.Id)).CanonicalReportId);
        Assert.Equal((SomePeople.Lead.Id, "They ask about different clauses.", split.Id), (await database.MembersAsync(opened.Id)).Select(m => (m.LinkedBy, m.Reason!.Value, m.OperationId)).Single());
    }

    [Fact]
    public async Task A_split_that_would_leave_a_gap_empty_or_names_a_stranger_is_refused_at_its_field()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (gap, stranger) = (await database.GapOfAsync(2), await database.FileAsync());
        var members = await database.MembersAsync(gap.Id);
        var before = await Fingerprint.OfAsync(database);

        var empty = await SplitAsync([.. members.Select(m => m.ReportId.Value)]);
        var foreign = await SplitAsync([members[1].ReportId.Value, stranger.Id.Value]);

        Assert.Equal((RefusalCode.IllegalMove, "reportIds"), (empty.Refusals[0].Code, string.Join('.', empty.Refusals[0].Path)));
        Assert.Equal((RefusalCode.IllegalMove, "reportIds.1"), (foreign.Refusals[0].Code, string.Join('.', foreign.Refusals[0].Path)));
        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));

        Task<Outcome<OperationView>> SplitAsync(IReadOnlyList<string> reports) =>
            database.TryAsync(SomePeople.Lead, new SplitReports(gap.Id.Value, reports, null, false, "They differ.", Clustering.Seen(gap), null));
    }

    [Fact]
    public async Task Reports_split_into_a_closed_gap_bring_it_back_and_undoing_closes_it_again()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (gap, closed) = (await database.GapOfAsync(2), await database.GapInAsync(GapState.Closed));

        var split = await database.SplitAsync(gap, [(await database.MembersAsync(gap.Id))[1]], closed);
        var regressed = await database.GapAsync(closed.Id);
        Assert.Equal((GapState.Triage, 1, null), (regressed.State, regressed.RegressionCount, regressed.Plan?.Value));
        await database.UndoAsync(split);

        var again = await database.GapAsync(closed.Id);
        Assert.Equivalent(closed with { Version = 0, LastActivityAt = default }, again with { Version = 0, LastActivityAt = default }, strict: true);
        Assert.NotNull(again.Plan);
        Assert.NotNull(again.VerificationNote);
    }

    [Fact]
    public async Task What_is_kept_apart_comes_together_neither_by_a_merge_nor_by_a_link_until_it_is_undone()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (one, other, third) = (await database.GapOfAsync(2), await database.GapInAsync(GapState.Triage), await database.GapInAsync(GapState.New));
        var apart = await database.KeepApartAsync(one, other);

        var merge = await database.TryMergeAsync(one, other);
        var into = await database.TryMergeAsync(third, one, other);
        var report = await database.ReportAsync(one.CanonicalReportId);
        var link = await database.TryAsync(SomePeople.Lead, new LinkReport(report.Id.Value, report.Version, other.Id.Value, LinkRole.Same, "They ask the same.", null, null));

        foreach (var refusal in merge.Refusals.Concat(into.Refusals).Concat(link.Refusals))
            Assert.Equal((RefusalCode.KeptApart, apart.Id, apart.Number), (refusal.Code, ((KeptApartRefusal)refusal).OperationId, ((KeptApartRefusal)refusal).OperationNumber));
        Assert.Equal(3, merge.Refusals.Count + into.Refusals.Count + link.Refusals.Count);
        await database.MergeAsync(third, one);
        Assert.Equal(RefusalCode.KeptApart, (await database.TryMergeAsync(third, other)).Refusals[0].Code);
        await database.UndoAsync(apart);
        await database.MergeAsync(third, other);
    }

    [Fact]
    public async Task A_gap_stays_kept_apart_when_the_report_that_stood_for_it_is_withdrawn()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (one, other) = (await database.GapOfAsync(2), await database.GapInAsync(GapState.Triage));
        await database.KeepApartAsync(one, other);
        var report = await database.ReportAsync(one.CanonicalReportId);

        await database.SendAsync(SomePeople.Specialist, new WithdrawReport(report.Id.Value, report.Version, "It was filed twice."));

        Assert.Equal(RefusalCode.KeptApart, (await database.TryMergeAsync(other, await database.GapAsync(one.Id))).Refusals[0].Code);
    }

    [Fact]
    public async Task A_split_keeps_apart_at_once_and_look_alikes_of_every_member_honour_it_through_merges()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapOfAsync(3);
        var members = await database.MembersAsync(gap.Id);
        var split = await database.SplitAsync(gap, [members[0]], keepApart: true);
        var opened = split.Gaps.Single(g => g.StateBefore is null).GapId;
        var survivor = await database.GapInAsync(GapState.Triage);

        await database.MergeAsync(survivor, await database.GapAsync(opened));

        foreach (var member in await database.MembersAsync(gap.Id))
            Assert.Empty((await database.SendAsync(SomePeople.Lead, new LookAlikesOfReports([member.ReportId], 20)))[member.ReportId] is var found ? found.Where(l => l.GapId == survivor.Id || l.GapId == opened) : []);
        foreach (var member in await database.MembersAsync(survivor.Id))
            Assert.DoesNotContain((await database.SendAsync(SomePeople.Lead, new LookAlikesOfReports([member.ReportId], 20)))[member.ReportId], l => l.GapId == gap.Id);
        await database.UndoAsync((await database.OperationsAsync(survivor.Id))[0]);
        await database.UndoAsync(split);
        Assert.Contains((await database.SendAsync(SomePeople.Lead, new LookAlikesOfReports([survivor.CanonicalReportId], 20)))[survivor.CanonicalReportId], l => l.GapId == gap.Id);
    }

    [Fact]
    public async Task Two_reports_of_one_gap_are_not_kept_apart_and_the_same_is_not_said_twice()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapOfAsync(2);
        var reports = new List<ReportView>();
        foreach (var member in await database.MembersAsync(gap.Id))
            reports.Add(await database.ReportAsync(member.ReportId));
        var (one, other) = (await database.GapInAsync(GapState.New), await database.GapInAsync(GapState.New));
        await database.KeepApartAsync(one, other);

        var inOneGap = await database.TryAsync(SomePeople.Lead, new KeepApart(null, [.. reports.Select(r => r.Id.Value)], "They differ.", Clustering.Seen(reports), null));
        var twice = await database.TryAsync(SomePeople.Lead, new KeepApart([one.Id.Value, other.Id.Value], null, "They differ.", Clustering.Seen(one, other), null));
        var both = await database.TryAsync(SomePeople.Lead, new KeepApart([one.Id.Value, other.Id.Value], [reports[0].Id.Value], "They differ.", [], null));

        Assert.Equal((RefusalCode.IllegalMove, "reportIds.1"), (inOneGap.Refusals[0].Code, string.Join('.', inOneGap.Refusals[0].Path)));
        Assert.Equal((RefusalCode.IllegalMove, "gapIds"), (twice.Refusals[0].Code, string.Join('.', twice.Refusals[0].Path)));
        Assert.Equal((RefusalCode.Malformed, "reportIds"), (both.Refusals[0].Code, string.Join('.', both.Refusals[0].Path)));
    }

    [Fact]
    public async Task Clustering_is_given_what_belongs_together_what_does_not_and_every_judgement_with_its_hand()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (gap, other, third) = (await database.GapOfAsync(3), await database.GapInAsync(GapState.New), await database.GapInAsync(GapState.New));
        var members = await database.MembersAsync(gap.Id);
        await database.KeepApartAsync(gap, other);
        await database.SendAsync(SomePeople.Lead, new ClaimGap(third.Id.Value, third.Version, Severity.High, true, [new(other.Id.Value, SameGap.No), new(gap.Id.Value, SameGap.NotSure)]));
        var linked = (await database.OperationsAsync(gap.Id)).First(o => o.Kind is OperationKind.Link);
        await database.UndoAsync(linked);

        var said = await database.SendAsync(SomePeople.Lead, new ReadClusterConstraints());

        Assert.Equal(2, said.MustLinks.Single(m => m.Gap == gap.Id).Reports.Count);
        Assert.Equal(2, said.CannotLinks.Count);
        Assert.Equal([SameGap.Yes, SameGap.NotSure, SameGap.No, SameGap.No, SameGap.No], said.Labels.Select(l => l.Answer).Order());
        Assert.All(said.Labels, l => Assert.Equal(SomePeople.Lead.Id, l.By));
        Assert.Contains(said.Labels, l => l.A == members[2].ReportId && l.Answer is SameGap.No);
    }
}
