using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Core.Reports;
using Insights.Core.Search;
using Insights.Core.Tests.Support;
using Insights.Core.Triage;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Search;

/// <summary>Decisions in force that can be cited: which ones, and what became of them.</summary>
public sealed class ListPrecedentsTests
{
    [Fact]
    public async Task Only_what_is_in_force_is_listed_the_newest_first_page_by_page_and_counted()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gaps = new List<GapView>();
        foreach (var state in new[] { GapState.Decided, GapState.Implementing, GapState.Closed })
        {
            gaps.Add(await database.GapInAsync(state));
            database.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        foreach (var state in new[] { GapState.Assessing, GapState.InReview, GapState.Declined })
            await database.GapInAsync(state);

        var read = new List<PrecedentView>();
        Page<PrecedentView> page;
        do
        {
            page = await database.SendAsync(SomePeople.Specialist, new PrecedentList(null, 2, read.Count == 0 ? null : PrecedentKey.Of(read[^1])));
            read.AddRange(page.Items);
        }
        while (page.HasMore);

        Assert.Equal(gaps.Select(g => (g.Number, g.DecisionId!.Value)).Reverse(), read.Select(p => (p.GapNumber, p.Decision.Id)));
        Assert.All(read, p => Assert.Equal((0, 0, 0), (p.Doubts.Count, p.CitedBy.Count, p.ReportsAnswered)));
        Assert.Equal(3, await database.SendAsync(SomePeople.Specialist, new PrecedentCount(null)));
    }

    [Fact]
    public async Task Every_filter_lets_through_what_it_names()
    {
        await using var database = await TestDatabase.CreateAsync();
        var first = await database.GapInAsync(GapState.Decided, Some.EmergingBehaviour() with { Pattern = "Throttled accounts migrate between storefronts." });
        var second = await DecideAsync(database, await database.GapInAsync(GapState.Assessing, Some.UnknownUnknown()), Some.Decision() with { Resolution = Resolution.PolicyChanged });

        await FindsAsync(new() { Text = "storefronts" }, first);
        await FindsAsync(new() { Resolutions = [Resolution.PolicyChanged] }, second);
        await FindsAsync(new() { Kinds = [GapKind.Ambiguity] }, first, second);
        await FindsAsync(new() { Kinds = [GapKind.UnknownUnknown] });
        var third = await database.GapInAsync(GapState.Decided);
        await FindsAsync(new() { Clauses = [third.ClauseCode!], Resolutions = [Resolution.GuidanceClarified] }, third);
        var refused = (await database.TryAsync(SomePeople.Specialist, new PrecedentList(new PrecedentFilter { Text = "someone@example.com" }, 10, null))).Refusals.Single();
        Assert.Equal((RefusalCode.PersonalData, "filter.text"), (refused.Code, string.Join('.', refused.Path)));

        async Task FindsAsync(PrecedentFilter filter, params GapView[] gaps)
        {
            Assert.Equal(gaps.Select(g => g.Number).Order(), (await database.SendAsync(SomePeople.Specialist, new PrecedentList(filter, 10, null))).Items.Select(p => p.GapNumber).Order());
            Assert.Equal(gaps.Length, await database.SendAsync(SomePeople.Specialist, new PrecedentCount(filter)));
        }
    }

    [Fact]
    public async Task Who_follows_or_departs_is_told_while_their_own_decision_holds()
    {
        await using var database = await TestDatabase.CreateAsync();
        var settled = await database.GapInAsync(GapState.Decided);
        var follower = await DecideAsync(database, await database.GapInAsync(GapState.Assessing), Citing(settled, PrecedentUse.Followed));
        await database.SendAsync(SomePeople.Owner, Proposing(await database.GapInAsync(GapState.Assessing), Citing(settled, PrecedentUse.DepartedFrom)));
        var cited = await PrecedentAsync(database, settled);
        Assert.Equal((follower.Number, PrecedentUse.Followed, "The same question on another surface."), cited.CitedBy.Select(c => (c.GapNumber, c.Use, c.Why.Value)).Single());
        Assert.Empty(cited.Doubts);

        database.Clock.Advance(TimeSpan.FromMinutes(1));
        var departing = await DecideAsync(database, await database.GapInAsync(GapState.Assessing), Citing(settled, PrecedentUse.DepartedFrom));
        cited = await PrecedentAsync(database, settled);
        Assert.Equal([(departing.Number, PrecedentUse.DepartedFrom), (follower.Number, PrecedentUse.Followed)], cited.CitedBy.Select(c => (c.GapNumber, c.Use)));
        Assert.Equal([PrecedentDoubt.DepartedFrom], cited.Doubts);

        await DecideAsync(database, departing, Some.Decision());
        cited = await PrecedentAsync(database, settled);
        Assert.Equal([follower.Number], cited.CitedBy.Select(c => c.GapNumber));
        Assert.Empty(cited.Doubts);
    }

    [Fact]
    public async Task What_speaks_against_a_precedent_is_said()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Closed);
        Assert.Empty((await PrecedentAsync(database, gap)).Doubts);

        var back = await database.GapInAsync(GapState.Closed);
        await database.LinkAsync((await database.FileAsync()).Id, back.Id);
        Assert.Equal([PrecedentDoubt.GapReopened], (await PrecedentAsync(database, back)).Doubts);

        var clause = await database.SendAsync(SomePeople.Owner, new PublishClause("CS-1.1", 2, null, "Clause CS-1.1", "The most protective signal governs.", database.Day(0)));
        Assert.Equal([PrecedentDoubt.ClauseChanged], (await PrecedentAsync(database, gap)).Doubts);
        await database.SendAsync(SomePeople.Owner, new RetireClause("CS-1.1", clause.Revision, "It is covered elsewhere."));
        database.Clock.Advance(TimeSpan.FromDays(800));
        Assert.Equal([PrecedentDoubt.ClauseChanged, PrecedentDoubt.ClauseRetired, PrecedentDoubt.ReviewOverdue], (await PrecedentAsync(database, gap)).Doubts);
    }

    [Theory]
    [InlineData(GapState.Decided)]
    [InlineData(GapState.Closed)]
    public async Task A_report_is_filed_with_the_decision_that_answers_it_and_the_gap_stays_as_it_is(GapState state)
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(state);

        var report = await database.SendAsync(SomePeople.Specialist, Filing(gap, gap.DecisionId!.Value.Value));

        Assert.Equal(ReportState.Linked, report.State);
        Assert.Equal((state, 0), ((await database.GapAsync(gap.Id)).State, (await database.GapAsync(gap.Id)).RegressionCount));
        Assert.Equal(gap.DecisionId, (await database.MembersAsync(gap.Id)).Single(m => m.ReportId == report.Id).CitesDecisionId);
        Assert.Equal(1, (await PrecedentAsync(database, gap)).ReportsAnswered);
    }

    [Fact]
    public async Task A_report_cites_no_decision_but_the_one_that_holds_in_the_gap_it_joins()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (gap, other) = (await database.GapInAsync(GapState.Closed), await database.GapInAsync(GapState.Closed));
        var before = await Fingerprint.OfAsync(database);

        await RefusesAsync(Filing(gap, other.DecisionId!.Value.Value), RefusalCode.IllegalMove, "citesDecisionId");
        await RefusesAsync(Filing(gap, "no id"), RefusalCode.Malformed, "citesDecisionId");
        await RefusesAsync(Filing(gap, gap.DecisionId!.Value.Value) with { JoinGapId = null }, RefusalCode.Required, "joinGapId");
        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));

        async Task RefusesAsync(FileReport filing, RefusalCode code, string path)
        {
            var refusal = (await database.TryAsync(SomePeople.Specialist, filing)).Refusals.Single();
            Assert.Equal((code, path), (refusal.Code, refusal.Path.Single()));
        }
    }

    [Fact]
    public async Task Programs_and_strange_places_are_refused()
    {
        await using var database = await TestDatabase.CreateAsync();

        Assert.Equal(RefusalCode.NotPermitted, (await database.TryAsync(SomePeople.Consumer, new PrecedentList(null, 10, null))).Refusals.Single().Code);
        Assert.Equal(RefusalCode.OutOfRange, (await database.TryAsync(SomePeople.Specialist, new PrecedentList(null, 101, null))).Refusals.Single().Code);
        Assert.Equal(RefusalCode.Malformed, (await database.TryAsync(SomePeople.Specialist, new PrecedentList(null, 10, new PrecedentKey(long.MaxValue, 1)))).Refusals.Single().Code);
        Assert.Equal(RefusalCode.OutOfRange, (await database.TryAsync(SomePeople.Specialist, new PrecedentCount(new PrecedentFilter { Clauses = [.. Enumerable.Repeat("CS-1.1", 51)] }))).Refusals.Single().Code);
    }

    private static FileReport Filing(GapView gap, string cites) => new(null, null, Some.Ambiguity(), gap.Id.Value, [new(gap.Id.Value, SameGap.Yes)], null)
    {
        CitesDecisionId = cites,
    };

    private static DecisionForm Citing(GapView gap, PrecedentUse use) => Some.Decision() with
    {
        Precedents = [new() { GapNumber = gap.Number, Use = use, Why = "The same question on another surface." }],
    };

    private static ProposeDecision Proposing(GapView gap, DecisionForm form) => new(gap.Id.Value, gap.Version, form, null);

    private static async Task<GapView> DecideAsync(TestDatabase database, GapView gap, DecisionForm form)
    {
        var decision = await database.SendAsync(SomePeople.Owner, Proposing(gap, form));
        return await database.SendAsync(SomePeople.Approver, new ApproveDecision(decision.Id.Value, (await database.GapAsync(gap.Id)).Version));
    }

    private static async Task<PrecedentView> PrecedentAsync(TestDatabase database, GapView gap) =>
        (await database.SendAsync(SomePeople.Specialist, new PrecedentList(null, 100, null))).Items.Single(p => p.GapNumber == gap.Number);
}
