using Insights.Core.Cases;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Core.Tests.Support;
using Insights.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Insights.Core.Tests.Reports;

public sealed class LookAlikesTests
{
    private static readonly ReportForm Paraphrase = new()
    {
        Kind = GapKind.Ambiguity,
        Title = "Stated age and signals of use disagree: which age counts?",
        Question = "Several signals suggest a child although an adult age was stated. Which protections apply?",
        Area = "age-assurance",
        Clause = "CS-1.1",
        NoCaseReason = "Asked in the abstract.",
        Attested = true,
    };

    private static readonly ReportForm[] Unlike = [Some.EmergingBehaviour(), Some.UnknownUnknown()];

    [Theory]
    [InlineData(GapState.New)]
    [InlineData(GapState.Closed)]
    [InlineData(GapState.Declined)]
    public async Task A_paraphrase_finds_its_gap_first_whatever_became_of_the_gap(GapState state)
    {
        await using var database = await TestDatabase.CreateAsync();
        foreach (var form in Unlike)
            await database.FileAsync(form);
        var gap = await database.GapInAsync(state);

        var found = await FindAsync(database, Paraphrase);

        Assert.Equal((gap.Id, state), (found[0].GapId, found[0].GapState));
        Assert.InRange(found[0].Score, 0.01, 1);
        Assert.NotEmpty(found[0].Matches);
        Assert.Equal(database.Services.GetRequiredService<LookAlikes>().EngineVersion, found[0].EngineVersion);
        Assert.Equal(found.OrderByDescending(f => f.Score).Select(f => f.ReportId), found.Select(f => f.ReportId));
    }

    [Fact]
    public async Task What_was_found_for_a_report_is_kept_until_a_report_comes_changes_or_goes_and_until_another_version_is_in_force()
    {
        await using var database = await TestDatabase.CreateAsync();
        var report = await database.FileAsync(Paraphrase);
        async Task<List<LookAlikeView>> FoundAsync() => (await database.SendAsync(SomePeople.Lead, new LookAlikesOfReports([report.Id], 5)))[report.Id];
        Assert.Empty(await FoundAsync());

        var other = await database.FileAsync();
        var found = await FoundAsync();
        Assert.Equal([other.Id], found.Select(f => f.ReportId));
        Assert.Equal(Story.Text(found), Story.Text(await FoundAsync()));

        var engine = database.Services.GetRequiredService<LookAlikes>();
        engine.Use(7, engine.InUse.Model);
        Assert.Equal(engine.EngineVersion, (await FoundAsync()).Single().EngineVersion);
        engine.FallBack();
        Assert.Equal(engine.EngineVersion, (await FoundAsync()).Single().EngineVersion);

        other = await database.SendAsync(SomePeople.Specialist, new AmendReport(other.Id.Value, other.Version, Some.Ambiguity() with { Title = "Stated age" }, "It was shortened.", null));
        Assert.NotEqual(Story.Text(found[0].Matches), Story.Text((await FoundAsync()).Single().Matches));
        await database.SendAsync(SomePeople.Specialist, new WithdrawReport(other.Id.Value, other.Version, "It was filed twice."));
        Assert.Empty(await FoundAsync());
    }

    [Fact]
    public async Task Members_of_one_gap_are_one_look_alike()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.New);
        for (var i = 0; i < 3; i++)
            await database.LinkAsync((await database.FileAsync()).Id, gap.Id);
        var alone = await database.FileAsync();

        var found = await FindAsync(database, Paraphrase);

        Assert.Equal([gap.Id, null], found.Select(f => f.GapId).OrderBy(g => g is null));
        Assert.Contains(found, f => f.GapId is null && f.ReportId == alone.Id);
    }

    [Fact]
    public async Task A_report_is_no_look_alike_of_itself_and_drafts_are_of_nobody()
    {
        await using var database = await TestDatabase.CreateAsync();
        var report = await database.FileAsync();
        await database.DraftAsync(Paraphrase);

        Assert.Empty((await database.SendAsync(SomePeople.Lead, new LookAlikesOfReports([report.Id], 5)))[report.Id]);
        Assert.Equal([report.Id], (await FindAsync(database, Paraphrase)).Select(f => f.ReportId));
        Assert.Empty(await database.SendAsync(SomePeople.Specialist, new FindLookAlikes(Paraphrase, report.Id.Value, 5)));
    }

    [Fact]
    public async Task An_amended_report_is_found_by_its_new_words_and_no_more_by_the_old()
    {
        await using var database = await TestDatabase.CreateAsync();
        var report = await database.FileAsync();
        await database.SendAsync(SomePeople.Specialist, new AmendReport(report.Id.Value, report.Version, Some.EmergingBehaviour(), "It was another matter.", null));

        Assert.Equal(report.Id, Assert.Single(await FindAsync(database, Some.EmergingBehaviour())).ReportId);
        Assert.Empty(await FindAsync(database, new ReportForm { Title = "Stated adult age, protections, signals" }));
    }

    [Fact]
    public async Task A_withdrawn_report_is_proposed_no_more_and_not_asked_about()
    {
        await using var database = await TestDatabase.CreateAsync();
        var report = await database.FileAsync();
        await database.SendAsync(SomePeople.Specialist, new WithdrawReport(report.Id.Value, report.Version, "It was filed twice."));

        Assert.Empty(await FindAsync(database, Paraphrase));
        Assert.Equal(0, database.Services.GetRequiredService<LookAlikes>().Count);
        Assert.Empty(await database.SendAsync(SomePeople.Lead, new LookAlikesOfReports([report.Id], 5)));
    }

    [Fact]
    public async Task Several_reports_are_each_answered_as_by_themselves_and_what_is_kept_apart_from_one_is_proposed_to_the_other()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.New);
        var apart = await database.SendAsync(SomePeople.Specialist, new FileReport(null, null, Paraphrase, null, [new(gap.Id.Value, SameGap.No)], null));
        var other = await database.FileAsync(Paraphrase);

        var found = await database.SendAsync(SomePeople.Lead, new LookAlikesOfReports([apart.Id, other.Id], 5));

        Assert.Equal([other.Id], found[apart.Id].Select(f => f.ReportId));
        Assert.Equivalent(new[] { gap.CanonicalReportId, apart.Id }, found[other.Id].Select(f => f.ReportId), strict: true);
    }

    [Fact]
    public async Task What_was_kept_apart_is_not_proposed_to_the_same_report_again()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.New);
        var report = await database.SendAsync(SomePeople.Specialist, new FileReport(null, null, Paraphrase, null, [new(gap.Id.Value, SameGap.No)], null));

        Assert.Empty((await database.SendAsync(SomePeople.Lead, new LookAlikesOfReports([report.Id], 5)))[report.Id]);
        Assert.NotEmpty(await FindAsync(database, Paraphrase));
    }

    [Fact]
    public async Task An_answer_keeps_what_the_engine_had_said()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.New);
        var offered = (await FindAsync(database, Paraphrase)).Single();
        var report = await database.SendAsync(SomePeople.Specialist, new FileReport(null, null, Paraphrase, null, [new(gap.Id.Value, SameGap.NotSure)], null));

        await using var db = database.Open();
        var answer = await db.LookAlikeAnswers.AsNoTracking().SingleAsync();
        Assert.Equal((report.Id, gap.Id, SameGap.NotSure, SomePeople.Specialist.Id), (answer.ReportId, answer.GapId, answer.Answer, answer.By));
        Assert.Equal((offered.Score, offered.EngineVersion), (answer.Score!.Value, answer.EngineVersion));
        Assert.Equal(offered.Matches, answer.Matches);
    }

    [Fact]
    public async Task An_index_built_from_the_database_says_the_same_as_the_one_that_was_told_of_each_commit()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Closed);
        await database.LinkAsync((await database.FileAsync(Paraphrase)).Id, gap.Id);
        foreach (var form in Unlike)
            await database.FileAsync(form);
        var amended = await database.FileAsync(Some.EmergingBehaviour());
        await database.SendAsync(SomePeople.Specialist, new AmendReport(amended.Id.Value, amended.Version, Some.UnknownUnknown(), "Another matter.", null));
        var withdrawn = await database.FileAsync();
        await database.SendAsync(SomePeople.Specialist, new WithdrawReport(withdrawn.Id.Value, withdrawn.Version, "It was filed twice."));
        await database.DraftAsync();

        using var rebuilt = new LookAlikes(database.Services.GetRequiredService<IDbContextFactory<InsightsDb>>(), database.Services.GetRequiredService<CaseAliases>(), new LookAlikeFile(null), NullLogger<LookAlikes>.Instance);
        await rebuilt.LoadAsync(CancellationToken.None);

        var live = database.Services.GetRequiredService<LookAlikes>();
        Assert.Equal(live.Count, rebuilt.Count);
        await using var db = database.Open();
        foreach (var report in await db.Reports.AsNoTracking().ToListAsync())
            Assert.Equal(Story.Text(live.Find(report.Content, report.StartedAt, null, 20).Select(Told)), Story.Text(rebuilt.Find(report.Content, report.StartedAt, null, 20).Select(Told)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(21)]
    public async Task One_to_twenty_may_be_asked_for(int first)
    {
        await using var database = await TestDatabase.CreateAsync();

        var found = await database.TryAsync(SomePeople.Specialist, new FindLookAlikes(Paraphrase, null, first));

        Assert.Equal((RefusalCode.OutOfRange, "first"), (found.Refusals.Single().Code, found.Refusals.Single().Path.Single()));
    }

    private static object Told(AlikeReport hit) => new { hit.Report, Proposal = hit.Propose() };

    private static Task<List<LookAlikeView>> FindAsync(TestDatabase database, ReportForm form) =>
        database.SendAsync(SomePeople.Specialist, new FindLookAlikes(form, null, 10));
}
