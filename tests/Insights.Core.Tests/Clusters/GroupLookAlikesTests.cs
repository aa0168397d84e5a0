using Insights.Core.Clusters;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Clusters;

public sealed class GroupLookAlikesTests
{
    [Fact]
    public async Task Reports_in_no_gap_become_one_gap_that_the_chosen_one_stands_for()
    {
        await using var database = await TestDatabase.CreateAsync();
        ReportView[] reports = [await database.FileAsync(), await database.FileAsync(), await database.FileAsync()];

        var operation = await database.SendAsync(SomePeople.Lead, Group([], reports, reports[1].Id.Value));

        Assert.Equal((OperationKind.Group, 3), (operation.Kind, operation.ReportCount));
        var gap = await database.GapAsync(Assert.Single(operation.Gaps).GapId);
        Assert.Equal(reports[1].Id, gap.CanonicalReportId);
        Assert.Equal(reports.Select(r => r.Id).Order(ByValue), (await MembersAsync(database, gap.Id)).Order(ByValue));
    }

    [Fact]
    public async Task Gaps_merge_and_reports_join_and_one_undo_takes_all_of_it_back()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (survivor, other) = (await database.GapInAsync(GapState.Triage), await database.GapInAsync(GapState.New, Some.EmergingBehaviour()));
        var report = await database.FileAsync();
        var before = await StandAsync(database, survivor.Id, other.Id);

        var operation = await database.SendAsync(SomePeople.Lead, Group([survivor, other], [report], survivor.Id.Value));

        Assert.Equal(3, (await MembersAsync(database, survivor.Id)).Count);
        Assert.Equal(ReportState.Linked, (await database.ReportAsync(report.Id)).State);
        await database.SendAsync(SomePeople.Lead, new UndoOperation(operation.Id.Value, null, null, null));
        Assert.Equal(before, await StandAsync(database, survivor.Id, other.Id));
        Assert.Equal(ReportState.Filed, (await database.ReportAsync(report.Id)).State);
    }

    [Fact]
    public async Task What_it_says_is_labels_about_each_pair_and_an_undo_says_the_opposite()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (survivor, other) = (await database.GapInAsync(GapState.Triage), await database.GapInAsync(GapState.New));
        var report = await database.FileAsync();
        var operation = await database.SendAsync(SomePeople.Lead, Group([survivor, other], [report], survivor.Id.Value));

        (ReportId, ReportId)[] pairs = [(other.CanonicalReportId, survivor.CanonicalReportId), (report.Id, survivor.CanonicalReportId)];
        Assert.All(pairs, pair => Assert.Equal(SameGap.Yes, AnswerOn(pair).Result));
        await database.SendAsync(SomePeople.Lead, new UndoOperation(operation.Id.Value, null, null, null));
        Assert.All(pairs, pair => Assert.Equal(SameGap.No, AnswerOn(pair).Result));

        async Task<SameGap> AnswerOn((ReportId A, ReportId B) pair) =>
            (await database.SendAsync(SomePeople.Lead, new ReadClusterConstraints())).Labels.Last(l => (l.A, l.B) == pair || (l.B, l.A) == pair).Answer;
    }

    [Fact]
    public async Task The_preview_says_what_would_be_and_changes_nothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Triage);
        var report = await database.FileAsync();

        var preview = await database.SendAsync(SomePeople.Lead, new PreviewGroupLookAlikes([gap.Id.Value], [report.Id.Value], gap.Id.Value));

        Assert.Empty(preview.Refusals);
        Assert.Equal(2, Assert.Single(preview.Gaps).After!.Reports);
        Assert.Equal(report.Id, Assert.Single(preview.Reports).ReportId);
        Assert.Single(await MembersAsync(database, gap.Id));
        await database.SendAsync(SomePeople.Lead, new GroupLookAlikes(
            [gap.Id.Value], [report.Id.Value], gap.Id.Value, "They ask the same.", [.. preview.Seen.Select(s => new SeenVersionForm(s.Id, s.Version))], null));
    }

    [Fact]
    public async Task Two_leads_who_accept_one_cluster_make_one_gap()
    {
        await using var database = await TestDatabase.CreateAsync();
        ReportView[] reports = [await database.FileAsync(), await database.FileAsync()];
        var request = Group([], reports, reports[0].Id.Value);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => database.TryAsync(SomePeople.Lead, request)));

        Assert.Single(outcomes, o => !o.Refused);
        Assert.All(outcomes.Where(o => o.Refused), o => Assert.Contains(o.Refusals, r => r.Code is RefusalCode.IllegalMove or RefusalCode.Conflict));
    }

    [Fact]
    public async Task The_same_key_groups_once()
    {
        await using var database = await TestDatabase.CreateAsync();
        ReportView[] reports = [await database.FileAsync(), await database.FileAsync()];
        var request = Group([], reports, reports[0].Id.Value) with { IdempotencyKey = Some.Key() };

        Assert.Equal((await database.SendAsync(SomePeople.Lead, request)).Id, (await database.SendAsync(SomePeople.Lead, request)).Id);
    }

    [Fact]
    public async Task What_cannot_be_grouped_is_refused_at_its_place()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (gap, declined) = (await database.GapInAsync(GapState.Triage), await database.GapInAsync(GapState.Declined));
        var report = await database.FileAsync();
        var linked = await database.ReportAsync(gap.CanonicalReportId);

        await RefusedAsync(Group([gap, declined], [report], gap.Id.Value), RefusalCode.IllegalMove, "gapIds", "1");
        await RefusedAsync(Group([declined], [report], declined.Id.Value), RefusalCode.IllegalMove, "standsForId");
        await RefusedAsync(Group([], [report, linked], report.Id.Value), RefusalCode.IllegalMove, "reportIds", "1");
        await RefusedAsync(Group([gap], [report], report.Id.Value), RefusalCode.Malformed, "standsForId");
        await RefusedAsync(Group([gap], [], gap.Id.Value), RefusalCode.Required, "reportIds");
        await RefusedAsync(Group([gap], [report, report], gap.Id.Value), RefusalCode.Malformed, "reportIds");
        await RefusedAsync(Group([gap], [report], gap.Id.Value) with { Reason = " " }, RefusalCode.Required, "reason");
        await RefusedAsync(Group([gap], [report], gap.Id.Value) with { Seen = [] }, RefusalCode.Required, "seen");
        await RefusedAsync(Group([gap], [report with { Version = 99 }], gap.Id.Value), RefusalCode.Conflict, "seen", "1", "version");
        Assert.Equal(RefusalCode.NotPermitted, Assert.Single((await database.TryAsync(SomePeople.Specialist, Group([gap], [report], gap.Id.Value))).Refusals).Code);

        async Task RefusedAsync(GroupLookAlikes request, RefusalCode code, params string[] path)
        {
            var refusal = (await database.TryAsync(SomePeople.Lead, request)).Refusals[0];
            Assert.Equal((code, string.Join('.', path)), (refusal.Code, string.Join('.', refusal.Path)));
        }
    }

    [Fact]
    public async Task What_is_kept_apart_is_not_grouped()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (one, other) = (await database.GapInAsync(GapState.Triage), await database.GapInAsync(GapState.New));
        await database.SendAsync(SomePeople.Lead, new KeepApart([one.Id.Value, other.Id.Value], null, "One is about appeals.", Seen([one, other], []), null));
        (one, other) = (await database.GapAsync(one.Id), await database.GapAsync(other.Id));

        Assert.Equal(RefusalCode.KeptApart, Assert.Single((await database.TryAsync(SomePeople.Lead, Group([one, other], [], one.Id.Value))).Refusals).Code);
    }

    private static readonly IComparer<ReportId> ByValue = Comparer<ReportId>.Create((a, b) => string.CompareOrdinal(a.Value, b.Value));

    private static GroupLookAlikes Group(GapView[] gaps, ReportView[] reports, string standsFor) =>
        new([.. gaps.Select(g => g.Id.Value)], [.. reports.Select(r => r.Id.Value)], standsFor, "They ask the same.", Seen(gaps, reports), null);

    private static List<SeenVersionForm> Seen(GapView[] gaps, ReportView[] reports) =>
        [.. gaps.Select(g => new SeenVersionForm(g.Id.Value, g.Version)), .. reports.Select(r => new SeenVersionForm(r.Id.Value, r.Version))];

    private static async Task<List<ReportId>> MembersAsync(TestDatabase database, GapId gap) =>
        [.. (await database.SendAsync(SomePeople.Lead, new MembersOf([gap])))[gap].Select(m => m.ReportId)];

    private static async Task<string> StandAsync(TestDatabase database, params GapId[] gaps)
    {
        var stands = new List<string>();
        foreach (var id in gaps)
        {
            var gap = await database.GapAsync(id);
            stands.Add($"{gap.Number} {gap.State} {gap.OwnerId} {gap.CanonicalReportId} {gap.OpenedAt:O} {string.Join(' ', (await MembersAsync(database, id)).Order(ByValue))}");
        }

        return string.Join('\n', stands);
    }
}
