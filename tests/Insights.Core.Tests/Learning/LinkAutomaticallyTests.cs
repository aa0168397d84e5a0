using Insights.Core.Clusters;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Learning;
using Insights.Core.Reports;
using Insights.Core.Tests.Support;
using Insights.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Insights.Core.Tests.Learning;

/// <summary>The machine links only what it is sure of, only where it may, and everybody sees that it was the machine.</summary>
public sealed class LinkAutomaticallyTests
{
    /// <summary>So low that a copy lies above it among so few reports, and nothing else; how an edge is found is the trainer's to test.</summary>
    private static readonly TrainingFigures Sure = new() { Edge = 0.3, PairsAboveEdge = 200, TargetPrecision = 0.95, SamePairs = 100 };

    [Fact]
    public async Task What_it_is_sure_of_is_linked_in_its_own_name_and_marked_everywhere()
    {
        await using var database = await ReadyAsync();
        var gap = await database.GapInAsync(GapState.Triage);
        var report = await database.FileAsync();

        var linked = await LinkAsync(database);

        Assert.Equal((report.Id, gap.Id), (linked.Report!.Value, linked.Gap!.Value));
        var member = (await database.MembersAsync(gap.Id)).Single(m => m.ReportId == report.Id);
        Assert.True(member.ByMachine);
        Assert.Equal((PersonId.System, LinkRole.Same), (member.LinkedBy, member.Role));
        Assert.Equal(database.LookAlikes().EngineVersion, member.EngineVersion);
        Assert.Contains("+1/", member.EngineVersion, StringComparison.Ordinal);
        Assert.True(member.Probability >= Sure.Edge);
        var events = (await database.EventsAsync()).Where(e => e.Type is FeedEventType.ReportLinked).Select(e => e.Item.ByMachine);
        Assert.Equal([true], events.Where(by => by is not null).Select(by => by!.Value));
        Assert.Equal((1, 0), await RateAsync(database));
        Assert.Null((await LinkAsync(database)).Report);
    }

    [Fact]
    public async Task What_people_undo_is_counted_is_a_no_and_is_not_linked_again()
    {
        await using var database = await ReadyAsync();
        var gap = await database.GapInAsync(GapState.Triage);
        var report = await database.FileAsync();
        await LinkAsync(database);
        await using (var db = database.Open())
            Assert.DoesNotContain((await Labels.ReadAsync(db, default)).Pairs, p => p.KeyA == report.Id.Value || p.KeyB == report.Id.Value);
        var member = (await database.MembersAsync(gap.Id)).Single(m => m.ReportId == report.Id);

        await database.SendAsync(SomePeople.Lead, new UndoOperation(member.OperationId.Value, "It is another question.", null, null));

        Assert.Equal((1, 1), await RateAsync(database));
        await using (var db = database.Open())
        {
            var label = Assert.Single((await Labels.ReadAsync(db, default)).Pairs, p => p.KeyA == report.Id.Value || p.KeyB == report.Id.Value);
            Assert.False(label.Same);
        }

        Assert.Null((await LinkAsync(database)).Report);
    }

    [Fact]
    public async Task It_is_off_unless_it_is_turned_on()
    {
        await using var database = await TestDatabase.CreateAsync();
        await TurnSureAsync(database);
        await database.GapInAsync(GapState.Triage);
        await database.FileAsync();

        Assert.Null((await LinkAsync(database)).Report);
        Assert.False((await database.SendAsync(SomePeople.Lead, new ReadLearning())).AutomaticLinking);
    }

    [Theory]
    [InlineData(GapState.New, true)]
    [InlineData(GapState.Triage, true)]
    [InlineData(GapState.Assessing, true)]
    [InlineData(GapState.NeedsInfo, true)]
    [InlineData(GapState.Deferred, true)]
    [InlineData(GapState.InReview, false)]
    [InlineData(GapState.Decided, false)]
    [InlineData(GapState.Implementing, false)]
    [InlineData(GapState.Closed, false)]
    [InlineData(GapState.Declined, false)]
    public async Task It_links_into_gaps_that_are_open_and_into_no_other(GapState state, bool links)
    {
        await using var database = await ReadyAsync();
        await database.GapInAsync(state);
        await database.FileAsync();

        Assert.Equal(links, (await LinkAsync(database)).Report is not null);
    }

    [Theory]
    [InlineData(0, true, 0.95, 200)]
    [InlineData(1, true, 0.95, 49)]
    [InlineData(1, true, 0.9, 200)]
    [InlineData(1, false, 0.95, 200)]
    public async Task Without_an_edge_that_rests_on_enough_and_on_todays_target_it_links_nothing(int inForce, bool edge, double target, int above)
    {
        await using var database = await OnAsync();
        await database.ThemesAsync(each: 1);
        await database.KeepModelAsync(TrainingVerdict.Better, figures: Sure with { Edge = edge ? Sure.Edge : null, TargetPrecision = target, PairsAboveEdge = above });
        if (inForce > 0)
            await ActivateLookAlikeModelTests.ActivateAsync(database, inForce, 0);
        await database.GapInAsync(GapState.Triage);
        await database.FileAsync();

        Assert.Null((await LinkAsync(database)).Report);
        Assert.Null((await database.SendAsync(SomePeople.Lead, new ReadLearning())).Edge);
    }

    [Fact]
    public async Task Below_the_edge_it_links_nothing()
    {
        await using var database = await ReadyAsync(Sure with { Edge = 0.9999 });
        await database.GapInAsync(GapState.Triage);
        await database.FileAsync(Some.Ambiguity() with { Title = "Which age governs in other words?" });

        Assert.Null((await LinkAsync(database)).Report);
    }

    [Fact]
    public async Task It_never_crosses_what_a_person_kept_apart_or_answered_no_about()
    {
        await using var database = await ReadyAsync();
        var gap = await database.GapInAsync(GapState.Triage);
        await database.SendAsync(SomePeople.Specialist, new FileReport(null, null, Some.Ambiguity(), null, [new(gap.Id.Value, SameGap.No)], null));
        var apart = await database.FileAsync();
        var first = await database.ReportAsync(gap.CanonicalReportId);
        await database.SendAsync(SomePeople.Lead, new KeepApart(null, [apart.Id.Value, first.Id.Value], "Another question.", Clustering.Seen(apart, first), null));

        Assert.Null((await LinkAsync(database)).Report);
    }

    [Fact]
    public async Task Two_gaps_that_it_is_sure_of_are_a_question_for_people()
    {
        await using var database = await ReadyAsync();
        await database.GapInAsync(GapState.Triage);
        await database.GapInAsync(GapState.Triage);
        await database.FileAsync();

        Assert.Null((await LinkAsync(database)).Report);
    }

    [Fact]
    public async Task A_report_whose_words_are_withheld_is_for_people_and_so_is_what_matches_one()
    {
        await using var database = await ReadyAsync();
        await database.GapInAsync(GapState.Triage);
        await database.WithheldAsync(() => database.FileAsync(Some.Ambiguity() with { InterimHandling = Stewarding.Marked }));
        Assert.Null((await LinkAsync(database)).Report);

        await using var other = await ReadyAsync();
        await other.WithheldAsync(() => other.GapInAsync(GapState.Triage, Some.Ambiguity() with { InterimHandling = Stewarding.Marked }));
        await other.FileAsync();
        Assert.Null((await LinkAsync(other)).Report);
    }

    [Fact]
    public async Task Sixteen_at_once_link_a_report_once()
    {
        await using var database = await ReadyAsync();
        await database.GapInAsync(GapState.Triage);
        var report = await database.FileAsync();

        var all = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => LinkAsync(database))));

        Assert.Equal(report.Id, Assert.Single(all, linked => linked.Report is not null).Report!.Value);
        await using var db = database.Open();
        Assert.Equal(1, await db.Links.CountAsync(l => l.ReportId == report.Id));
    }

    private static Task<AutomaticLink> LinkAsync(TestDatabase database) => database.SendAsync(Actor.System, new LinkAutomatically());

    private static Task<TestDatabase> OnAsync() =>
        TestDatabase.CreateAsync(services => services.AddSingleton(new LearningOptions { AutomaticLinking = true }));

    private static async Task<TestDatabase> ReadyAsync(TrainingFigures? figures = null)
    {
        var database = await OnAsync();
        await TurnSureAsync(database, figures);
        return database;
    }

    private static async Task TurnSureAsync(TestDatabase database, TrainingFigures? figures = null)
    {
        await database.ThemesAsync(each: 1);
        await database.KeepModelAsync(TrainingVerdict.Better, figures: figures ?? Sure);
        await ActivateLookAlikeModelTests.ActivateAsync(database, 1, 0);
    }

    private static async Task<(int Made, int Undone)> RateAsync(TestDatabase database)
    {
        var learning = await database.SendAsync(SomePeople.Lead, new ReadLearning());
        return (learning.AutomaticLinks, learning.AutomaticLinksUndone);
    }
}
