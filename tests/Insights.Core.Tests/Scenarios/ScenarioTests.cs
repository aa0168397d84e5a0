using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Scenarios;
using Insights.Core.Stewardship;
using Insights.Core.Tests.Support;
using Insights.Core.Triage;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Scenarios;

/// <summary>Test cases that a decision answers, and when they are read again.</summary>
public sealed class ScenarioTests
{
    [Fact]
    public async Task It_rests_on_the_clause_of_the_decision_in_the_version_in_force_unless_it_names_another()
    {
        await using var database = await TestDatabase.CreateAsync();
        var scenario = await database.ScenarioAsync();
        var gap = scenario.GapId.Value;

        var older = await database.SendAsync(SomePeople.Approver, new WriteScenario(gap, ScenarioActs.Form() with { ClauseVersion = 1 }, null));
        var other = await database.SendAsync(SomePeople.Approver, new WriteScenario(gap, ScenarioActs.Form() with { Clause = "CS-2.1", Factors = null }, null));

        Assert.Equal(("CS-1.1", 2, false), (scenario.Clause, scenario.ClauseVersion, scenario.ReviewDue));
        Assert.Equal(("CS-1.1", 1, true), (older.Clause, older.ClauseVersion, older.ReviewDue));
        Assert.Equal(("CS-2.1", 1, false), (other.Clause, other.ClauseVersion, other.ReviewDue));
        Assert.Equal([1, 2, 3], (await database.SendAsync(SomePeople.Consumer, new ScenarioList(null, 10, null))).Items.Select(s => s.Number));
    }

    [Fact]
    public async Task Only_a_decided_gap_that_stands_by_itself_has_scenarios()
    {
        await using var database = await TestDatabase.CreateAsync();
        foreach (var state in new[] { GapState.New, GapState.Assessing, GapState.InReview, GapState.Declined })
        {
            var gap = await database.GapInAsync(state);
            var written = await database.TryAsync(SomePeople.Owner, new WriteScenario(gap.Id.Value, ScenarioActs.Form(), null));
            Assert.Equal((RefusalCode.IllegalMove, "gapId"), (written.Refusals.Single().Code, written.Refusals.Single().Path.Single()));
        }

        foreach (var state in Transitions.Settled)
            Assert.Equal(1, (await database.SendAsync(SomePeople.Owner, new WriteScenario((await database.GapInAsync(state)).Id.Value, ScenarioActs.Form(), null))).Version);
    }

    [Fact]
    public async Task A_malformed_one_is_refused_with_every_reason()
    {
        await using var database = await TestDatabase.CreateAsync();
        var scenario = await database.ScenarioAsync();
        var before = await Fingerprint.OfAsync(database);
        var form = new ScenarioForm { Facts = new string('x', 1001), Factors = [new string('x', 201), .. Enumerable.Repeat("One.", 8)], Outcome = " ", Clause = "no code", ClauseVersion = 0 };

        var written = await database.TryAsync(SomePeople.Owner, new WriteScenario(scenario.GapId.Value, form, null));
        var revised = await database.TryAsync(SomePeople.Owner, new ReviseScenario(scenario.Id.Value, scenario.Version, form));
        var unknown = await database.TryAsync(SomePeople.Owner, new WriteScenario(scenario.GapId.Value, ScenarioActs.Form() with { Clause = "CS-1.1", ClauseVersion = 9, Language = "xx" }, null));

        string[] reasons = ["TooLong scenario.facts", "OutOfRange scenario.factors", "TooLong scenario.factors.0", "Required scenario.outcome", "Malformed scenario.clause", "OutOfRange scenario.clauseVersion", "Required scenario.language"];
        Assert.Equal(reasons, written.Refusals.Select(r => $"{r.Code} {string.Join('.', r.Path)}"));
        Assert.Equal(reasons, revised.Refusals.Select(r => $"{r.Code} {string.Join('.', r.Path)}"));
        Assert.Equal(["UnknownCode scenario.clause", "UnknownCode scenario.language"], unknown.Refusals.Select(r => $"{r.Code} {string.Join('.', r.Path)}"));
        Assert.Equal(RefusalCode.Malformed, (await database.TryAsync(SomePeople.Owner, new RetireScenario("scn_1", 1))).Refusals.Single().Code);
        Assert.Equal(RefusalCode.NotFound, (await database.TryAsync(SomePeople.Owner, new RetireScenario("scn_01M6CRWH000000000000000001", 1))).Refusals.Single().Code);
        Assert.Equal(RefusalCode.UnknownCode, (await database.TryAsync(SomePeople.Owner, new WriteScenario(scenario.GapId.Value, ScenarioActs.Form() with { ClauseVersion = 9 }, null))).Refusals.Single().Code);
        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
    }

    [Fact]
    public async Task A_newer_version_of_its_clause_makes_it_due_until_somebody_confirms_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        var scenario = await database.ScenarioAsync();
        var id = scenario.Id.Value;
        Assert.Equal((RefusalCode.IllegalMove, "scenarioId"), One(await database.TryAsync(SomePeople.Owner, new ConfirmScenario(id, 1, 2))));

        await database.NextVersionAsync();

        var due = Assert.Single((await database.SendAsync(SomePeople.Auditor, new ScenarioList(true, 10, null))).Items);
        Assert.Equal((2, 3, 1), (due.ClauseVersion, due.PresentClauseVersion, due.Version));
        Assert.Equal([ScenarioReviewReason.ClauseChanged], due.ReviewReasons);
        Assert.Equal((RefusalCode.IllegalMove, "clauseVersion"), One(await database.TryAsync(SomePeople.Owner, new ConfirmScenario(id, 1, 2))));

        var confirmed = await database.SendAsync(SomePeople.Approver, new ConfirmScenario(id, 1, 3));
        Assert.Equal((3, false, 2, SomePeople.Approver.Id), (confirmed.ClauseVersion, confirmed.ReviewDue, confirmed.Version, confirmed.ChangedBy));
        Assert.Equal(0, await database.SendAsync(SomePeople.Auditor, new ScenarioCount(true)));
        Assert.Equal(1, await database.SendAsync(SomePeople.Auditor, new ScenarioCount(false)));
        Assert.Equal(RefusalCode.Conflict, One(await database.TryAsync(SomePeople.Owner, new ConfirmScenario(id, 1, 3))).Code);
    }

    [Fact]
    public async Task A_corrected_decision_makes_it_due_and_writing_it_anew_settles_that()
    {
        await using var database = await TestDatabase.CreateAsync();
        var scenario = await database.ScenarioAsync();
        var gap = await database.GapAsync(scenario.GapId);
        var corrected = await database.SendAsync(SomePeople.Owner, new ProposeDecision(gap.Id.Value, gap.Version, Some.Decision() with { Explanation = "The order of signals is fixed." }, null));
        Assert.Equal([ScenarioReviewReason.GapReopened], (await database.ScenarioAsync(1)).ReviewReasons);
        Assert.Equal(RefusalCode.IllegalMove, One(await database.TryAsync(SomePeople.Owner, new ReviseScenario(scenario.Id.Value, 1, ScenarioActs.Form()))).Code);

        await database.SendAsync(SomePeople.Approver, new ApproveDecision(corrected.Id.Value, (await database.GapAsync(gap.Id)).Version));

        Assert.Equal([ScenarioReviewReason.DecisionChanged], (await database.ScenarioAsync(1)).ReviewReasons);
        var revised = await database.SendAsync(SomePeople.Owner, new ReviseScenario(scenario.Id.Value, 1, ScenarioActs.Form() with { Outcome = "The lowest age governs." }));
        Assert.Equal(("The lowest age governs.", 2, false), (revised.Outcome.Value, revised.Version, revised.ReviewDue));
    }

    [Fact]
    public async Task A_retired_one_stays_with_its_gap_and_takes_no_change()
    {
        await using var database = await TestDatabase.CreateAsync();
        var scenario = await database.ScenarioAsync();

        var retired = await database.SendAsync(SomePeople.Owner, new RetireScenario(scenario.Id.Value, 1));

        Assert.NotNull(retired.RetiredAt);
        Assert.Equal(RefusalCode.IllegalMove, One(await database.TryAsync(SomePeople.Owner, new ReviseScenario(scenario.Id.Value, 2, ScenarioActs.Form()))).Code);
        Assert.Equal(RefusalCode.IllegalMove, One(await database.TryAsync(SomePeople.Owner, new RetireScenario(scenario.Id.Value, 2))).Code);
        Assert.Empty((await database.SendAsync(SomePeople.Owner, new ScenarioList(null, 10, null))).Items);
        Assert.Single((await database.SendAsync(SomePeople.Owner, new ScenariosOf([scenario.GapId])))[scenario.GapId]);
    }

    [Fact]
    public async Task Erased_and_withheld_words_are_gone_from_it_and_it_leaves_the_export()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ScenarioAsync(ScenarioActs.Form() with { Factors = ["A note by Zephyrine Quillwater."] });
        Assert.Contains("scenario", (await database.SendAsync(SomePeople.OtherSteward, new FindStoredWords("Zephyrine Quillwater"))).Places.Select(p => p.Table));

        await database.ApproveAsync(await database.RedactionAsync("Zephyrine Quillwater"));

        Assert.Equal("A note by [ERASED].", (await database.ScenarioAsync(1)).Factors.Single().Value);
        Assert.Equal(0, await database.CountSayingAsync("Zephyrine Quillwater"));
        Assert.Equal(0, (await database.SendAsync(SomePeople.Consumer, new ExportScenarios())).Count);
        await database.WithheldAsync(() => database.ScenarioAsync(ScenarioActs.Form() with { Facts = Stewarding.Marked }));
        Assert.Equal("[WITHHELD]", (await database.ScenarioAsync(2)).Facts.Value);
        Assert.Equal(0, (await database.SendAsync(SomePeople.Consumer, new ExportScenarios())).Count);
    }

    [Theory]
    [InlineData(KeyScopes.Read, true, false)]
    [InlineData(KeyScopes.Export, false, true)]
    [InlineData(KeyScopes.Write, false, false)]
    public void A_key_reads_or_exports_as_far_as_it_goes_and_never_writes(KeyScopes scopes, bool reads, bool exports)
    {
        var program = SomePeople.Consumer with { KeyId = Core.Data.ApiKeyId.Of("key_01M6CRWH000000000000000001"), Scopes = scopes };

        Assert.Equal((reads, exports, false), (program.May(Permission.ReadScenarios), program.May(Permission.ExportScenarios), program.May(Permission.WriteScenarios)));
    }

    private static (RefusalCode Code, string Path) One<T>(Outcome<T> outcome) => (outcome.Refusals.Single().Code, string.Join('.', outcome.Refusals.Single().Path));
}
