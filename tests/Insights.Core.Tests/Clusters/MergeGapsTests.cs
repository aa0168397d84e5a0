using Insights.Core.Clusters;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Core.Tests.Support;
using Insights.Core.Triage;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Clusters;

public sealed class MergeGapsTests
{
    [Fact]
    public async Task The_survivor_keeps_what_it_is_and_counts_from_the_earliest_start()
    {
        await using var database = await TestDatabase.CreateAsync();
        var older = await database.GapOfAsync(2);
        database.Clock.Advance(TimeSpan.FromDays(3));
        var survivor = await database.GapInAsync(GapState.Assessing);

        await database.MergeAsync(survivor, older);

        var now = await database.GapAsync(survivor.Id);
        Assert.Equal((survivor.State, survivor.OwnerId, survivor.Title, survivor.CanonicalReportId), (now.State, now.OwnerId, now.Title, now.CanonicalReportId));
        Assert.Equal(older.OpenedAt, now.OpenedAt);
        Assert.Equal(3, (await database.MembersAsync(survivor.Id)).Count);
        Assert.Empty(await database.MembersAsync(older.Id));
    }

    [Fact]
    public async Task A_merged_gap_leaves_the_lists_and_its_number_and_id_lead_to_the_end_of_the_chain()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (first, second, last) = (await database.GapInAsync(GapState.New), await database.GapInAsync(GapState.New), await database.GapInAsync(GapState.Triage));

        await database.MergeAsync(second, first);
        await database.MergeAsync(last, second);

        var byNumber = await database.SendAsync(SomePeople.Specialist, new GapByNumber(first.Number));
        Assert.Equal((first.Id, second.Id, last.Id), (byNumber.Id, byNumber.MergedInto, byNumber.StandsIn));
        Assert.Equal(last.Id, (await database.GapAsync(second.Id)).StandsIn);
        Assert.Equal([last.Id], (await database.SendAsync(SomePeople.Lead, new GapList(null, GapOrder.Newest, 100, null))).Items.Select(g => g.Id));
        Assert.Equal(1, await database.SendAsync(SomePeople.Lead, new GapCount(null)));
    }

    [Fact]
    public async Task A_merged_gap_takes_no_move_and_says_where_to_go_on()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (gap, survivor) = (await database.GapInAsync(GapState.Triage), await database.GapInAsync(GapState.Triage));
        await database.MergeAsync(survivor, gap);
        var merged = await database.GapAsync(gap.Id);
        var report = await database.FileAsync();

        var move = await database.TryAsync(SomePeople.Lead, new MoveGap(gap.Id.Value, merged.Version, GapAction.Decline) { Reason = "The policy is clear.", Destination = "enforcement-quality" });
        var remark = await database.TryAsync(SomePeople.Lead, new WriteComment(gap.Id.Value, "A remark.", Audience.Internal, null));
        var link = await database.TryAsync(SomePeople.Lead, new LinkReport(report.Id.Value, report.Version, gap.Id.Value, LinkRole.Same, "They ask the same.", null, null));

        foreach (var refusal in move.Refusals.Concat(remark.Refusals).Concat(link.Refusals))
        {
            var ended = Assert.IsType<GapEndedRefusal>(refusal);
            Assert.Equal((RefusalCode.GapEnded, gap.Number, survivor.Id, survivor.Number), (ended.Code, ended.GapNumber, ended.SurvivorId, ended.SurvivorNumber));
            Assert.Equal(["gapId"], ended.Path);
        }
    }

    [Fact]
    public async Task A_reporter_who_named_a_gap_that_was_merged_meanwhile_joins_the_one_in_which_it_stands()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (gap, survivor) = (await database.GapInAsync(GapState.Triage), await database.GapInAsync(GapState.Triage));
        await database.MergeAsync(survivor, gap);

        var report = await database.SendAsync(SomePeople.Specialist, new FileReport(null, null, Some.Ambiguity(), gap.Id.Value, [new(gap.Id.Value, SameGap.Yes)], null));

        Assert.Contains(await database.MembersAsync(survivor.Id), m => m.ReportId == report.Id);
        await using var db = database.Open();
        Assert.Equal(survivor.Id, Assert.Single(db.LookAlikeAnswers).GapId);
    }

    [Fact]
    public async Task Remarks_of_both_stand_on_the_survivor_and_internal_words_stay_internal()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (gap, survivor) = (await database.GapInAsync(GapState.Triage), await database.GapInAsync(GapState.Triage));
        await database.SendAsync(SomePeople.Lead, new WriteComment(gap.Id.Value, "For the team.", Audience.Internal, null));
        await database.SendAsync(SomePeople.Specialist, new WriteComment(gap.Id.Value, "For everyone.", Audience.Reporter, null));

        await database.MergeAsync(survivor, gap);

        var team = await database.SendAsync(SomePeople.Owner, new GapTimeline(survivor.Id, 100, null));
        var specialist = await database.SendAsync(SomePeople.Specialist, new GapTimeline(survivor.Id, 100, null));
        Assert.Equal(["For the team.", "For everyone."], team.Items.Where(e => e.GapId == gap.Id).Select(e => e.Text?.Value).OfType<string>());
        Assert.Equal(["For everyone."], specialist.Items.Select(e => e.Text?.Value).OfType<string>());
        Assert.Equal(team.Items.Select(e => e.Position).Order(), team.Items.Select(e => e.Position));
    }

    [Theory]
    [InlineData(GapState.InReview)]
    [InlineData(GapState.Decided)]
    [InlineData(GapState.Implementing)]
    [InlineData(GapState.Closed)]
    [InlineData(GapState.Declined)]
    public async Task A_gap_with_an_answer_is_not_made_part_of_another_one(GapState state)
    {
        await using var database = await TestDatabase.CreateAsync();
        var (answered, open) = (await database.GapInAsync(state), await database.GapInAsync(GapState.Triage));
        var before = await Fingerprint.OfAsync(database);

        var refused = await database.TryMergeAsync(open, answered);

        Assert.Equal((RefusalCode.IllegalMove, "gapIds.0"), (refused.Refusals[0].Code, string.Join('.', refused.Refusals[0].Path)));
        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
        var otherWay = await database.TryMergeAsync(answered, open);
        Assert.Equal(state is GapState.Declined, otherWay.Refused);
        Assert.Equal(state, (await database.GapAsync(answered.Id)).State);
    }

    [Fact]
    public async Task What_waits_on_a_merged_gap_ends_with_nothing_and_comes_back_with_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (deferred, survivor) = (await database.GapInAsync(GapState.Deferred), await database.GapInAsync(GapState.Triage));
        var merged = await database.MergeAsync(survivor, deferred);
        database.Clock.Advance(TimeSpan.FromDays(60));

        await database.SendAsync(Core.Identity.Actor.System, new EndWaits());
        Assert.Equal(GapState.Deferred, (await database.GapAsync(deferred.Id)).State);
        await database.UndoAsync(merged);
        await database.SendAsync(Core.Identity.Actor.System, new EndWaits());

        Assert.Equal(GapState.Triage, (await database.GapAsync(deferred.Id)).State);
    }

    [Fact]
    public async Task A_preview_changes_nothing_and_says_what_the_command_then_does()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (survivor, other) = (await database.GapInAsync(GapState.Closed), await database.GapOfAsync(2));
        var before = await Fingerprint.OfAsync(database);

        var preview = await database.SendAsync(SomePeople.Lead, new PreviewMergeGaps(survivor.Id.Value, [other.Id.Value]));

        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
        Assert.Empty(preview.Refusals);
        Assert.Equal(2, preview.ReportCount);
        Assert.Equal((1, 3), (preview.Gaps[0].Before!.Reports, preview.Gaps[0].After!.Reports));
        Assert.Equal((GapState.Closed, false), (preview.Gaps[0].After!.State, preview.Gaps[1].After!.Stands));
        Assert.Equal(survivor.Number, preview.Gaps[1].After!.MergedIntoNumber);
        var seen = preview.Seen.Select(s => new SeenVersionForm(s.Id, s.Version)).ToList();
        var done = await database.SendAsync(SomePeople.Lead, new MergeGaps(survivor.Id.Value, [other.Id.Value], "They ask the same.", seen, null));
        Assert.Equal(preview.Reports.Select(r => (r.Number, r.From, r.To)), done.Reports.Select(r => (r.Number, r.From, r.To)));
    }

    [Fact]
    public async Task A_change_since_the_preview_refuses_the_command_and_names_the_version()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (survivor, other) = (await database.GapInAsync(GapState.Triage), await database.GapInAsync(GapState.New));
        var seen = Clustering.Seen(survivor, other);
        await database.LinkAsync((await database.FileAsync()).Id, other.Id);

        var refused = await database.TryAsync(SomePeople.Lead, new MergeGaps(survivor.Id.Value, [other.Id.Value], "They ask the same.", seen, null));
        var unseen = await database.TryAsync(SomePeople.Lead, new MergeGaps(survivor.Id.Value, [other.Id.Value], "They ask the same.", [.. seen.Take(1)], null));

        var conflict = Assert.IsType<ConflictRefusal>(Assert.Single(refused.Refusals));
        Assert.Equal((other.Version + 1, "seen.1.version"), (conflict.CurrentVersion, string.Join('.', conflict.Path)));
        Assert.Equal((RefusalCode.Required, "seen"), (unseen.Refusals[0].Code, unseen.Refusals[0].Path[0]));
    }

    [Fact]
    public async Task Sixteen_who_merge_the_same_gaps_in_different_ways_make_one_gap_and_lose_no_report()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gaps = new List<GapView>();
        for (var i = 0; i < 4; i++)
            gaps.Add(await database.GapOfAsync(2));

        var all = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(() => database.TryMergeAsync(gaps[i % 4], [.. gaps.Where(g => g != gaps[i % 4])]))));

        Assert.Single(all, merged => !merged.Refused);
        var survivor = Assert.Single((await database.SendAsync(SomePeople.Lead, new GapList(null, GapOrder.Newest, 100, null))).Items);
        Assert.Equal(8, (await database.MembersAsync(survivor.Id)).Count);
        Assert.All(all.Where(m => m.Refused), m => Assert.Contains(m.Refusals[0].Code, new[] { RefusalCode.Conflict, RefusalCode.GapEnded }));
    }

    [Theory]
    [InlineData(51)]
    [InlineData(0)]
    public async Task Lists_have_a_cap_and_must_name_something(int others)
    {
        await using var database = await TestDatabase.CreateAsync();
        var ids = Enumerable.Range(1, others).Select(i => $"gap_000000000000000000000{i:00000}").ToList();

        var refused = await database.TryAsync(SomePeople.Lead, new MergeGaps("gap_00000000000000000000099999", ids, "They ask the same.", [], null));

        Assert.Equal((others == 0 ? RefusalCode.Required : RefusalCode.OutOfRange, "gapIds"), (refused.Refusals[0].Code, refused.Refusals[0].Path[0]));
    }

    [Fact]
    public async Task Readers_of_the_feed_learn_of_each_merged_gap_where_it_stands()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (survivor, one, other) = (await database.GapInAsync(GapState.Triage), await database.GapInAsync(GapState.New), await database.GapInAsync(GapState.New));

        var merged = await database.MergeAsync(survivor, one, other);

        var told = (await database.EventsAsync()).Where(e => e.Type is FeedEventType.GapMerged).Select(e => e.Item).ToList();
        Assert.Equal([one.Id, other.Id], told.Select(i => i.GapId!.Value));
        Assert.All(told, i => Assert.Equal((survivor.Id, survivor.Number, merged.Id, merged.Number), (i.OtherGapId!.Value, i.OtherGapNumber!.Value, i.OperationId!.Value, i.OperationNumber!.Value)));
    }
}
