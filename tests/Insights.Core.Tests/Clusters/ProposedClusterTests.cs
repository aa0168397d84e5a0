using Insights.Core.Clusters;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Clusters;

public sealed class ProposedClusterTests
{
    [Fact]
    public async Task Reports_of_one_question_are_proposed_as_one_gap_and_each_says_why()
    {
        await using var database = await ArchiveAsync();
        var (one, other) = (await database.FileAsync(), await database.FileAsync(Paraphrase));
        await SweepAsync(database);

        var cluster = Assert.Single(await ProposedAsync(database));
        Assert.Equal([one.Number, other.Number], cluster.Members.Select(m => m.ReportNumber).Order());
        Assert.All(cluster.Members, m => Assert.NotEmpty(m.Matches));
        Assert.All(cluster.Members, m => Assert.InRange(m.Probability, 0.01, 1));
        Assert.Equal([other.Number, one.Number], cluster.Members.OrderBy(m => m.ReportNumber).Select(m => m.AlikeReportNumber));
        Assert.InRange(cluster.Probability, 0.01, 1);
    }

    [Fact]
    public async Task What_is_grouped_is_proposed_no_more_and_neither_is_what_is_kept_apart_and_undoing_brings_it_back()
    {
        await using var database = await ArchiveAsync();
        await database.FileAsync();
        await database.FileAsync(Paraphrase);
        await SweepAsync(database);
        var cluster = Assert.Single(await ProposedAsync(database));

        var grouped = await GroupAsync(database, cluster);
        // At once, and after the changes were followed.
        Assert.Empty(await ProposedAsync(database));
        await FollowAsync(database);
        Assert.Empty(await ProposedAsync(database));
        await database.SendAsync(SomePeople.Lead, new UndoOperation(grouped.Id.Value, null, null, null));
        await FollowAsync(database);
        cluster = Assert.Single(await ProposedAsync(database));

        await database.SendAsync(SomePeople.Lead, new KeepApart(null, [.. cluster.Members.Select(m => m.Id)], "One is about appeals.", SeenIn(cluster), null));
        Assert.Empty(await ProposedAsync(database));
        await FollowAsync(database);
        Assert.Empty(await ProposedAsync(database));
        await SweepAsync(database);
        Assert.Empty(await ProposedAsync(database));
    }

    [Fact]
    public async Task The_reports_of_a_gap_are_one_member_and_the_gap_comes_first()
    {
        await using var database = await ArchiveAsync();
        await database.FileAsync(Paraphrase);
        var gap = await database.GapInAsync(GapState.Triage);
        await SweepAsync(database);

        var members = Assert.Single(await ProposedAsync(database)).Members;
        Assert.Equal([gap.Id.Value, members[1].ReportId.Value], members.Select(m => m.Id));
        Assert.Equal((gap.Number, GapState.Triage, gap.Version), (members[0].GapNumber, members[0].GapState, members[0].Version));
        Assert.Null(members[1].GapId);
    }

    [Fact]
    public async Task A_declined_gap_and_a_report_that_was_taken_back_are_not_proposed()
    {
        await using var database = await ArchiveAsync();
        await database.GapInAsync(GapState.Declined);
        var report = await database.FileAsync(Paraphrase);
        await SweepAsync(database);
        Assert.Empty(await ProposedAsync(database));

        var other = await database.FileAsync();
        await FollowAsync(database);
        Assert.Single(await ProposedAsync(database));
        await database.SendAsync(SomePeople.Specialist, new WithdrawReport(other.Id.Value, other.Version, "It was filed twice."));
        Assert.Empty(await ProposedAsync(database));
        Assert.NotEqual(ReportState.Withdrawn, (await database.ReportAsync(report.Id)).State);
    }

    [Fact]
    public async Task Following_changes_ends_where_a_whole_sweep_would()
    {
        await using var database = await ArchiveAsync();
        await SweepAsync(database);
        foreach (var form in new[] { Some.Ambiguity(), Paraphrase, Some.EmergingBehaviour(), Some.EmergingBehaviour() with { Title = "Accounts return under other names after enforcement" } })
        {
            await database.FileAsync(form);
            await FollowAsync(database);
        }

        var followed = await ProposedAsync(database);
        Assert.Equal(2, followed.Count);
        await SweepAsync(database);
        Assert.Equal(Shape(followed), Shape(await ProposedAsync(database)));
    }

    [Fact]
    public async Task Pages_give_every_cluster_once_the_likeliest_first()
    {
        await using var database = await ArchiveAsync();
        foreach (var form in new[] { Some.Ambiguity(), Paraphrase, Some.EmergingBehaviour(), Some.EmergingBehaviour(), Some.UnknownUnknown(), Some.UnknownUnknown() with { Title = "Synthetic origin of material fits no category" } })
            await database.FileAsync(form);
        await SweepAsync(database);

        var all = await ProposedAsync(database);
        Assert.Equal(3, all.Count);
        Assert.Equal(all.OrderByDescending(c => c.Probability).Select(c => c.CanonicalReportNumber), all.Select(c => c.CanonicalReportNumber));
        var read = new List<ProposedClusterView>();
        Page<ProposedClusterView> page;
        do
        {
            page = await database.SendAsync(SomePeople.Lead, new ProposedClusterList(1, read.LastOrDefault()?.Key));
            read.AddRange(page.Items);
        }
        while (page.HasMore);
        Assert.Equal(all.Select(c => c.CanonicalReportNumber), read.Select(c => c.CanonicalReportNumber));
    }

    [Fact]
    public async Task A_cluster_is_found_by_any_of_its_reports_until_it_is_proposed_no_more()
    {
        await using var database = await ArchiveAsync();
        foreach (var form in new[] { Some.Ambiguity(), Paraphrase, Some.EmergingBehaviour(), Some.EmergingBehaviour() })
            await database.FileAsync(form);
        await SweepAsync(database);
        var (one, other) = await ProposedAsync(database) is [var first, var second] ? (first, second) : throw new InvalidOperationException();

        foreach (var cluster in new[] { one, other })
        {
            foreach (var member in cluster.Members)
                Assert.Equivalent(cluster, await database.SendAsync(SomePeople.Lead, new ProposedClusterOf(member.ReportId)));
        }

        await GroupAsync(database, one);
        Assert.Null(await database.SendAsync(SomePeople.Lead, new ProposedClusterOf(one.Members[0].ReportId)));
        Assert.Equal(RefusalCode.NotPermitted, Assert.Single((await database.TryAsync(SomePeople.Consumer, new ProposedClusterOf(one.Members[0].ReportId))).Refusals).Code);
    }

    [Fact]
    public async Task After_an_erasure_no_word_that_matched_is_shown_before_all_is_compared_anew()
    {
        await using var database = await ArchiveAsync();
        await database.FileAsync();
        await database.FileAsync(Paraphrase);
        await SweepAsync(database);
        Assert.Contains(Assert.Single(await ProposedAsync(database)).Members, m => m.Matches.Count > 0);

        await database.ApproveAsync(await database.RedactionAsync("disagree"));

        Assert.All(Assert.Single(await ProposedAsync(database)).Members, m => Assert.Empty(m.Matches));
        await FollowAsync(database);
        Assert.All(await ProposedAsync(database), c => Assert.All(c.Members, m => Assert.DoesNotContain(m.Matches, t => t.Term.Contains("disagree", StringComparison.OrdinalIgnoreCase))));
    }

    [Fact]
    public async Task Asking_for_a_sweep_is_recorded_and_a_second_one_waits_for_the_first()
    {
        await using var database = await ArchiveAsync();
        Assert.Equal(SweepState.Never, (await database.SendAsync(SomePeople.Lead, new ReadClusterSweep())).State);

        var asked = await database.SendAsync(SomePeople.Lead, new SweepClusters(Some.Key()));
        Assert.Equal((SweepState.Waiting, SomePeople.Lead.Id), (asked.State, asked.By));
        Assert.Equal(SweepState.Waiting, (await database.SendAsync(SomePeople.Lead, new SweepClusters(Some.Key()))).State);
        Assert.Equal(RefusalCode.AlreadyRunning, Assert.Single((await database.TryAsync(SomePeople.Leads[1], new SweepClusters(null))).Refusals).Code);
        Assert.Equal(RefusalCode.NotPermitted, Assert.Single((await database.TryAsync(SomePeople.Specialist, new SweepClusters(null))).Refusals).Code);

        await SweepAsync(database);
        var done = await database.SendAsync(SomePeople.Lead, new ReadClusterSweep());
        Assert.Equal((SweepState.Done, SomePeople.Lead.Id), (done.State, done.By));
        await database.SendAsync(SomePeople.Leads[1], new SweepClusters(null));
    }

    /// <summary>A database with reports that have nothing to do with each other, since in an empty one no word tells anything.</summary>
    private static async Task<TestDatabase> ArchiveAsync()
    {
        var database = await TestDatabase.CreateAsync();
        string[] words =
        [
            "quorum", "escalation", "jurisdiction", "translation", "threshold", "retention", "guardian", "transcript", "livestream", "livery", "syllabus", "auditor",
            "roster", "tribunal", "waiver", "ledger", "harbour", "orchard", "lantern", "meadow", "quarry", "saddle", "tunnel", "violin", "walnut", "anchor", "barrel",
            "candle", "dagger", "engine", "falcon", "garden", "hammer", "island", "jacket", "kettle", "ladder", "magnet", "needle", "oyster", "pepper", "quiver",
            "ribbon", "shovel", "timber", "urchin", "velvet", "wagon", "yogurt", "zipper", "button", "copper", "dragon", "ember", "feather", "glacier", "hazel", "ivory",
        ];
        for (var i = 0; i + 1 < words.Length; i += 2)
        {
            await database.FileAsync(Some.UnknownUnknown() with
            {
                Title = $"No category names the {words[i]} of a {words[i + 1]}",
                Expected = $"A category for {words[i]}.",
                Surprise = $"The {words[i + 1]} was met in a {words[i]} and belongs nowhere.",
                Discovery = $"While reading about {words[i + 1]}.",
                CategoriesTried = [],
            }, SomePeople.OtherSpecialist);
        }

        return database;
    }

    /// <summary>The same question as <see cref="Some.Ambiguity"/> by another hand.</summary>
    private static ReportForm Paraphrase => Some.Ambiguity() with
    {
        Title = "Which age governs when use and stated age disagree?",
        CaseReferences = [Some.CaseReference("c-2")],
    };

    private static Task<RefreshedClusters> SweepAsync(TestDatabase database) => database.SendAsync(Actor.System, new RefreshClusters(Whole: true));

    private static Task<RefreshedClusters> FollowAsync(TestDatabase database) => database.SendAsync(Actor.System, new RefreshClusters(Whole: false));

    private static async Task<IReadOnlyList<ProposedClusterView>> ProposedAsync(TestDatabase database) =>
        (await database.SendAsync(SomePeople.Lead, new ProposedClusterList(50, null))).Items;

    private static Task<OperationView> GroupAsync(TestDatabase database, ProposedClusterView cluster) => database.SendAsync(SomePeople.Lead, new GroupLookAlikes(
        [.. cluster.Members.Select(m => m.GapId?.Value).OfType<string>()], [.. cluster.Members.Where(m => m.GapId is null).Select(m => m.Id)],
        cluster.Members[0].Id, "They ask the same.", SeenIn(cluster), null));

    private static List<SeenVersionForm> SeenIn(ProposedClusterView cluster) => [.. cluster.Members.Select(m => new SeenVersionForm(m.Id, m.Version))];

    private static List<string> Shape(IReadOnlyList<ProposedClusterView> clusters) =>
        [.. clusters.Select(c => $"{c.Probability} {string.Join(' ', c.Members.Select(m => $"{m.Id}:{m.Probability}"))}").Order(StringComparer.Ordinal)];
}
