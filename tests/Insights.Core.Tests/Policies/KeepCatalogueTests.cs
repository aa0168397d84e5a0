using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Core.Reports;
using Insights.Core.Scenarios;
using Insights.Core.Stewardship;
using Insights.Core.Tests.Support;
using Insights.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Insights.Core.Tests.Policies;

/// <summary>What people change of the catalogue, and how that meets the organisation's files.</summary>
public sealed class KeepCatalogueTests
{
    [Fact]
    public async Task A_new_version_holds_from_its_day_and_what_cites_the_old_one_keeps_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        var scenario = await database.ScenarioAsync();
        var filed = await database.FileAsync();

        var clause = await database.SendAsync(SomePeople.Owner, new PublishClause("CS-1.1", 2, null, "Clause CS-1.1", "The most protective signal governs.", database.Day(5)));
        var before = await database.ScenarioAsync(scenario.Number);
        database.Clock.Advance(TimeSpan.FromDays(5));
        var after = await database.ScenarioAsync(scenario.Number);

        Assert.Equal((2, 3, 3), (clause.CurrentVersion, clause.Versions[0].Version, clause.Revision));
        Assert.Equal((SomePeople.Owner.Id, null), (clause.Versions[0].By, clause.Versions[1].By));
        Assert.Empty(before.ReviewReasons);
        Assert.Equal([ScenarioReviewReason.ClauseChanged], after.ReviewReasons);
        Assert.Equal(2, (await database.SendAsync(SomePeople.Specialist, new ReportsById([filed.Id])))[filed.Id].Content.ClauseVersion);
    }

    [Fact]
    public async Task A_retired_clause_takes_nothing_new_and_comes_back_by_a_version()
    {
        await using var database = await TestDatabase.CreateAsync();
        var scenario = await database.ScenarioAsync();
        var filed = await database.FileAsync();
        var retired = await database.SendAsync(SomePeople.Administrator, new RetireClause("CS-1.1", 2, "Another clause says it better."));

        var late = await database.TryAsync(SomePeople.Specialist, new FileReport(null, null, Some.Ambiguity(), null, null, null));
        var amended = await database.TryAsync(SomePeople.Specialist, new AmendReport(filed.Id.Value, filed.Version, Some.Ambiguity() with { Title = "Which age governs?" }, "It was too long.", null));
        var due = await database.ScenarioAsync(scenario.Number);
        var confirmed = await database.TryAsync(SomePeople.Owner, new ConfirmScenario(scenario.Id.Value, scenario.Version, 2));
        var again = await database.TryAsync(SomePeople.Owner, new RetireClause("CS-1.1", 3, "It was."));
        var back = await database.SendAsync(SomePeople.Owner, new PublishClause("CS-1.1", 3, null, "Clause CS-1.1", "The most protective signal governs.", database.Day(0)));

        Assert.Equal((true, 3, "Another clause says it better."), (retired.Retired, retired.Revision, retired.Versions[0].Retirement?.Reason));
        Assert.Equal((RefusalCode.IllegalMove, "report.clause"), (late.Refusals.Single().Code, string.Join('.', late.Refusals.Single().Path)));
        Assert.False(amended.Refused);
        Assert.Equal([ScenarioReviewReason.ClauseRetired], due.ReviewReasons);
        Assert.True(confirmed.Refused);
        Assert.Equal(RefusalCode.IllegalMove, Assert.Single(again.Refusals).Code);
        Assert.Equal((false, 4, 3), (back.Retired, back.Revision, back.CurrentVersion));
        Assert.NotNull(back.Versions[1].Retirement);
    }

    [Fact]
    public async Task What_does_not_follow_is_refused_and_says_why()
    {
        await using var database = await TestDatabase.CreateAsync();
        var day = database.Day(0);
        PublishClause[] wrong =
        [
            new("CS-2.1", 0, "appeals", "Appeals", "A decision may be appealed twice.", day),
            new("CS-9.9", 1, null, "Appeals", "A decision may be appealed twice.", day),
            new("CS-9.9", 0, "no-such-area", "Appeals", "A decision may be appealed twice.", day),
            new("CS-2.1", 1, "age-assurance", "Appeals", "A decision may be appealed twice.", day),
            new("CS-2.1", 1, null, "Appeals", "A decision may be appealed twice.", new DateOnly(2024, 1, 1)),
            new("CS-2.1", 1, null, "Clause CS-2.1", "A decision may be appealed once.", day),
            new("CS-2.1", 1, null, "Appeals", "Write to somebody@example.com.", day),
        ];

        var refusals = new List<string>();
        foreach (var request in wrong)
            refusals.Add((await database.TryAsync(SomePeople.Owner, request)).Refusals.Single() is var r ? $"{r.Code} {string.Join('.', r.Path)}" : "");

        Assert.Equal(
            ["Conflict expectedVersion", "NotFound code", "UnknownCode area", "IllegalMove area", "OutOfRange effectiveFrom", "IllegalMove text", "PersonalData text"], refusals);
    }

    [Fact]
    public async Task A_start_with_the_same_files_undoes_nothing_that_people_changed()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.SendAsync(SomePeople.Owner, new PublishClause("CS-2.1", 1, null, "Clause CS-2.1", "A decision may be appealed twice.", database.Day(0)));
        await database.SendAsync(SomePeople.Owner, new PublishClause("CS-3.1", 0, "appeals", "Who may appeal", "Whoever a decision concerns may appeal it.", database.Day(0)));
        await database.SendAsync(SomePeople.Owner, new RetireClause("CS-1.1", 2, "Another clause says it better."));
        await database.SendAsync(SomePeople.Owner, new KeepCode(CodeList.Area, "appeals", 1, "Appeals and reviews"));
        await database.SendAsync(SomePeople.Owner, new KeepCode(CodeList.Language, "ga", 0, "Irish"));
        var told = await database.SendAsync(SomePeople.Owner, new ReadPolicies());
        var before = await Fingerprint.OfAsync(database);
        var file = Some.Catalogue();
        PolicyClause theirs = new() { Code = "CS-2.1", Version = 2, Area = "appeals", Title = "Clause CS-2.1", Text = "A decision may be appealed three times.", EffectiveFrom = database.Day(0) };

        // Another process, which knows nothing but the file and the database; and then a file that brings the same version in other words.
        await using var later = database.OnSameFile(_ => { });
        foreach (var content in new[] { file, file with { Clauses = [.. file.Clauses, theirs] } })
        {
            await using var scope = later.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Set(Actor.System);
            Assert.False((await scope.ServiceProvider.GetRequiredService<MediatR.IMediator>().Send(new LoadCatalogue(content))).Refused);
        }

        await using var reading = later.CreateAsyncScope();
        reading.ServiceProvider.GetRequiredService<CurrentActor>().Set(SomePeople.Owner);
        var now = (await reading.ServiceProvider.GetRequiredService<MediatR.IMediator>().Send(new ReadPolicies())).Value;
        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
        Assert.Equal(Story.Text(told), Story.Text(now));
        Assert.Equal("Appeals and reviews", now.Areas.Single(a => a.Code == "appeals").Label);
    }

    [Fact]
    public async Task A_code_keeps_its_names_and_who_gave_them_and_model_teams_do_not_read_who()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.SendAsync(SomePeople.Owner, new KeepCode(CodeList.Surface, "profile", 1, "Profiles"));
        var twice = await database.SendAsync(SomePeople.Administrator, new KeepCode(CodeList.Surface, "profile", 2, "Profile pages"));
        var stale = await database.TryAsync(SomePeople.Owner, new KeepCode(CodeList.Surface, "profile", 1, "Pages"));
        var same = await database.TryAsync(SomePeople.Owner, new KeepCode(CodeList.Surface, "PROFILE", 0, "Another"));
        var taken = await database.TryAsync(SomePeople.Owner, new KeepCode(CodeList.Surface, "pages", 0, "profile Pages"));

        var team = await database.SendAsync(SomePeople.Consumer, new ReadPolicies());

        Assert.Equal([("profile", null), ("Profiles", SomePeople.Owner.Id)], twice.Earlier.Select(e => (e.Label.Value, e.By)));
        Assert.Equal((3, SomePeople.Administrator.Id), (twice.Version, twice.By));
        Assert.Equal([RefusalCode.Conflict, RefusalCode.IllegalMove, RefusalCode.IllegalMove], new[] { stale, same, taken }.Select(o => o.Refusals.Single().Code));
        var read = team.Surfaces.Single(s => s.Code == "profile");
        Assert.Equal(("Profile pages", null, 0), (read.Label, read.By, read.Earlier.Count));
        Assert.Equal("Profile pages", database.Services.GetRequiredService<Catalogue>().LabelOf(CodeList.Surface, "profile"));
    }

    [Fact]
    public async Task Words_that_are_erased_are_gone_from_the_catalogue_in_memory_too_and_the_file_stops_no_start()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.SendAsync(SomePeople.Owner, new PublishClause("CS-3.1", 0, "appeals", "Who may appeal", "Whoever the harbour office names may appeal.", database.Day(0)));
        var asked = await database.SendAsync(SomePeople.PrivacySteward, new RequestErasure(ErasureKind.Redact, ErasureReason.LegalOrder, "harbour office", null, null));

        await database.SendAsync(SomePeople.OtherSteward, new ApproveErasure(asked.Id.Value, asked.Version));

        Assert.DoesNotContain("harbour office", database.Services.GetRequiredService<Catalogue>().Content.Clauses.Single(c => c.Code == "CS-3.1").Text, StringComparison.Ordinal);
        Assert.False((await database.TryAsync(Actor.System, new LoadCatalogue(Some.Catalogue()))).Refused);
    }
}
