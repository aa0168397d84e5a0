using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Core.Scenarios;
using Insights.Core.Stewardship;
using Insights.Core.Tests.Support;
using Insights.Core.Triage;
using Insights.Testing;
using MediatR;
using Xunit;

namespace Insights.Core.Tests.Pipeline;

/// <summary>Every field that takes free text, with a synthetic value in it that may identify somebody.</summary>
public sealed class PersonalDataTests
{
    private const string Value = "somebody@example.com";
    private const string Marked = "Ask somebody@example.com about it.";

    private static readonly Dictionary<string, Func<ReportForm>> ReportFields = new()
    {
        ["title"] = () => Some.Ambiguity() with { Title = Marked },
        ["noCaseReason"] = () => Some.Ambiguity() with { NoCaseReason = Marked },
        ["interimHandling"] = () => Some.Ambiguity() with { InterimHandling = Marked },
        ["interimRationale"] = () => Some.Ambiguity() with { InterimRationale = Marked },
        ["mitigatingFactors"] = () => Some.Ambiguity() with { MitigatingFactors = Marked },
        ["aggravatingFactors"] = () => Some.Ambiguity() with { AggravatingFactors = Marked },
        ["proposedRemedy"] = () => Some.Ambiguity() with { ProposedRemedy = Marked },
        ["question"] = () => Some.Ambiguity() with { Question = Marked },
        ["readings.0.reading"] = () => Some.Ambiguity() with { Readings = [new() { Reading = Marked }], AppliedReading = null },
        ["readings.1.outcome"] = () => Some.Ambiguity() with { Readings = [new(), new() { Outcome = Marked }], AppliedReading = null },
        ["pattern"] = () => Some.EmergingBehaviour() with { Pattern = Marked },
        ["nearestMisfit"] = () => Some.EmergingBehaviour() with { NearestMisfit = Marked },
        ["expected"] = () => Some.UnknownUnknown() with { Expected = Marked },
        ["surprise"] = () => Some.UnknownUnknown() with { Surprise = Marked },
        ["discovery"] = () => Some.UnknownUnknown() with { Discovery = Marked },
        ["categoriesTried.0.category"] = () => Some.UnknownUnknown() with { CategoriesTried = [new() { Category = Marked }] },
        ["categoriesTried.0.whyItFailed"] = () => Some.UnknownUnknown() with { CategoriesTried = [new() { WhyItFailed = Marked }] },
        ["harmHypothesis"] = () => Some.UnknownUnknown() with { HarmHypothesis = Marked },
        ["disproof"] = () => Some.UnknownUnknown() with { Disproof = Marked },
    };

    public static TheoryData<string> Fields => [.. ReportFields.Keys];

    [Fact]
    public void No_text_of_the_form_is_left_out_above()
    {
        // Codes are held to their lists; every other text of the form must be among the fields tried.
        string[] codes = ["Area", "Clause", "Surface", "Language", "Region", "NearestClause"];
        var texts = typeof(ReportForm).GetProperties().Where(p => p.PropertyType == typeof(string)).Select(p => p.Name).Except(codes)
            .Select(name => char.ToLowerInvariant(name[0]) + name[1..]);

        Assert.Empty(texts.Except(ReportFields.Keys));
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public async Task A_report_is_neither_drafted_nor_filed_nor_amended_with_it(string field)
    {
        await using var database = await TestDatabase.CreateAsync();
        var report = await database.FileAsync();
        var form = ReportFields[field]();

        await RefusedAsync(database, SomePeople.Specialist, new SaveDraft(null, null, form, null), $"report.{field}");
        await RefusedAsync(database, SomePeople.Specialist, new FileReport(null, null, form, null, null, Some.Key()), $"report.{field}");
        await RefusedAsync(database, SomePeople.Specialist, new AmendReport(report.Id.Value, report.Version, form, "Another word.", null), $"report.{field}");
        await RefusedAsync(database, SomePeople.Specialist, new FindLookAlikes(form, null, 5), $"report.{field}");
    }

    [Fact]
    public async Task No_remark_reason_or_answer_is_kept_with_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Triage);
        var (g, v) = (gap.Id.Value, gap.Version);
        var report = await database.ReportAsync(gap.CanonicalReportId);
        var (r, w) = (report.Id.Value, report.Version);

        await RefusedAsync(database, SomePeople.Specialist, new AmendReport(r, w, Some.Ambiguity(), Marked, null), "reason");
        await RefusedAsync(database, SomePeople.Specialist, new WithdrawReport(r, w, Marked), "reason");
        await RefusedAsync(database, SomePeople.Specialist, new AnswerQuestion(r, w, Marked), "answer");
        await RefusedAsync(database, SomePeople.Lead, new LinkReport(r, w, g, LinkRole.Same, Marked, null, null), "reason");
        await RefusedAsync(database, SomePeople.Lead, new AskReporter(r, w, Marked, database.Day(3)), "question");
        await RefusedAsync(database, SomePeople.Lead, new MoveGap(g, v, GapAction.Decline) { Reason = Marked, Destination = "enforcement-quality" }, "reason");
        await RefusedAsync(database, SomePeople.Owner, new MoveGap(g, v, GapAction.Implement) { Plan = Marked }, "plan");
        await RefusedAsync(database, SomePeople.Owner, new MoveGap(g, v, GapAction.Close) { VerificationNote = Marked }, "verificationNote");
        await RefusedAsync(database, SomePeople.Lead, new WriteComment(g, Marked, Audience.Internal, null), "text");
        await RefusedAsync(database, SomePeople.Approver, new RejectDecision("dec_01M6CRWH000000000000000001", v, Marked), "reason");
        await RefusedAsync(database, SomePeople.PrivacySteward, new EditWithheldText("wht_01M6CRWH000000000000000001", 1, Marked), "text");
        await RefusedAsync(database, SomePeople.PrivacySteward, new AllowString("1.2.3.4.5.6", Marked, database.Day(3), null), "note");
    }

    [Fact]
    public async Task No_decision_is_proposed_with_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Assessing);
        var form = Some.Decision() with
        {
            Citation = Marked,
            TrainingAudience = Marked,
            Evidence = Marked,
            StillNeeded = Marked,
            Facts = Marked,
            GroundLaw = Marked,
            Explanation = Marked,
            Alternatives = Marked,
            Precedents = [new PrecedentForm { GapNumber = 7, Use = PrecedentUse.Followed, Why = Marked }],
        };
        string[] fields = ["record.citation", "record.trainingAudience", "record.evidence", "record.stillNeeded", "record.facts", "record.groundLaw", "record.explanation", "record.alternatives", "record.precedents.0.why"];

        await RefusedAsync(database, SomePeople.Owner, new ProposeDecision(gap.Id.Value, gap.Version, form, null), fields);
        await RefusedAsync(database, SomePeople.Owner, new SaveDecisionDraft(gap.Id.Value, 0, form), fields);
    }

    [Fact]
    public async Task No_scenario_is_written_or_revised_with_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        var scenario = await database.ScenarioAsync();
        var form = new ScenarioForm { Facts = Marked, Factors = ["A factor.", Marked], Outcome = Marked, Language = "en" };
        string[] fields = ["scenario.facts", "scenario.factors.1", "scenario.outcome"];

        await RefusedAsync(database, SomePeople.Owner, new WriteScenario(scenario.GapId.Value, form, null), fields);
        await RefusedAsync(database, SomePeople.Owner, new ReviseScenario(scenario.Id.Value, scenario.Version, form), fields);
    }

    [Fact]
    public async Task No_calibration_round_is_opened_or_answered_with_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        var round = await database.RoundAsync();

        await RefusedAsync(database, SomePeople.CalibrationLead, CalibrationActs.Opening(database, await database.GapAsync(round.Items[0].GapId)) with { Title = Marked }, "title");
        await RefusedAsync(database, SomePeople.Lead, CalibrationActs.Answering(round, Resolution.OutOfScope) with { Why = Marked }, "why");
    }

    private static async Task RefusedAsync<T>(TestDatabase database, Actor by, IRequest<Outcome<T>> request, params string[] paths)
    {
        var before = await Fingerprint.OfAsync(database);

        var outcome = await database.TryAsync(by, request);

        Assert.Equal(paths, outcome.Refusals.Select(r => string.Join('.', r.Path)));
        Assert.All(outcome.Refusals, refusal =>
        {
            var found = Assert.Single(Assert.IsType<PrivacyRefusal>(refusal).Findings);
            Assert.Equal(Value, Marked[found.Start..found.End]);
            Assert.DoesNotContain("somebody", Story.Text(refusal), StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("somebody", refusal.ToString(), StringComparison.OrdinalIgnoreCase);
        });
        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
    }
}
