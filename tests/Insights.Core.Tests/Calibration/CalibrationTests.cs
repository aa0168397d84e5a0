using Insights.Core.Calibration;
using Insights.Core.Contact;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Core.Stewardship;
using Insights.Core.Tests.Support;
using Insights.Core.Triage;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Calibration;

/// <summary>Blind reviews of what is decided already: who answers what, who sees what and when, and what follows.</summary>
public sealed class CalibrationTests
{
    [Fact]
    public async Task Until_it_is_closed_nobody_sees_what_was_decided_or_what_others_said()
    {
        await using var database = await TestDatabase.CreateAsync();
        var round = await database.RoundAsync();
        await database.SendAsync(SomePeople.OtherSpecialist, CalibrationActs.Answering(round, Resolution.GuidanceClarified));

        foreach (var person in new[] { SomePeople.CalibrationLead, SomePeople.Lead, SomePeople.OtherSpecialist, SomePeople.Auditor, SomePeople.Owner })
        {
            var seen = await database.RoundAsync(person, 1);
            var item = Assert.Single(seen.Items);
            Assert.Null(seen.Agreement);
            Assert.Equal((null, null, 0, person == SomePeople.CalibrationLead ? 1 : null), (item.Decided, item.Clause, item.Answers.Count, item.AnswerCount));
            Assert.Equal(person == SomePeople.OtherSpecialist ? Resolution.GuidanceClarified : null, item.Mine?.Answer);
            Assert.Equal(person == SomePeople.Lead || person == SomePeople.OtherSpecialist, item.MayAnswer);
        }
    }

    [Fact]
    public async Task Once_closed_it_shows_what_was_said_and_never_by_whom()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.DisagreementAsync();

        var seen = await database.RoundAsync(SomePeople.Lead, 1);

        var item = seen.Items.Single();
        Assert.Equal((Some.Decision().Resolution, "CS-1.1", true), (item.Decided, item.Clause, item.Differs));
        Assert.Equal([(Resolution.PolicyChanged, true), (Resolution.GuidanceClarified, false)], item.Answers.Select(a => (a.Answer!.Value, a.Mine)));
        Assert.DoesNotContain(typeof(GivenAnswerView).GetProperties(), p => p.PropertyType.Name.Contains("Person", StringComparison.Ordinal) || p.PropertyType == typeof(DateTimeOffset));
        Assert.False(item.MayAnswer);
        Assert.Equal((2, 0, 0), (seen.Agreement!.Sure, seen.Agreement.NotSure, seen.Agreement.Knew));
        Assert.All(seen.Agreement.Figures, figure => Assert.Equal((true, 1, 2, null, null), (figure.TooFew, figure.Items, figure.Judgements, figure.Gwet, figure.Krippendorff)));
    }

    [Fact]
    public async Task Only_the_lead_sees_how_far_each_of_them_is()
    {
        await using var database = await TestDatabase.CreateAsync();
        var round = await database.RoundAsync(gaps: 2);
        await database.SendAsync(SomePeople.OtherSpecialist, CalibrationActs.Answering(round, null));

        var (lead, reviewer) = (await database.RoundAsync(SomePeople.CalibrationLead, 1), await database.RoundAsync(SomePeople.OtherSpecialist, 1));

        Assert.Equal([(2, 0), (2, 1), (2, 0)], lead.Reviewers.Select(r => (r.Asked, r.Answered ?? -1)));
        Assert.Equal([-1, 1, -1], reviewer.Reviewers.Select(r => r.Answered ?? -1));
        Assert.Equal((0, 1), (lead.WaitingForMe, reviewer.WaitingForMe));
        Assert.Equal(1, Assert.Single(await database.SendAsync(SomePeople.OtherSpecialist, new CalibrationWaiting())).Number);
        Assert.Empty(await database.SendAsync(SomePeople.Specialist, new CalibrationWaiting()));

        await database.SendAsync(SomePeople.CalibrationLead, new CloseCalibrationRound(round.Id.Value, round.Version));
        Assert.Equal([-1, -1, -1], (await database.RoundAsync(SomePeople.CalibrationLead, 1)).Reviewers.Select(r => r.Answered ?? -1));
        Assert.Empty(await database.SendAsync(SomePeople.OtherSpecialist, new CalibrationWaiting()));
    }

    [Fact]
    public async Task Nobody_answers_what_they_reported_or_decided()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Decided);
        var all = CalibrationActs.Opening(database, gap) with { ReviewerIds = [.. new[] { SomePeople.Specialist, SomePeople.Owner, SomePeople.Approver }.Concat(CalibrationActs.Reviewers).Select(p => p.Id.Value)] };
        var round = await database.SendAsync(SomePeople.CalibrationLead, all);

        foreach (var person in new[] { SomePeople.Specialist, SomePeople.Owner, SomePeople.Approver })
            Assert.Equal((RefusalCode.SamePerson, "gapId"), One(await database.TryAsync(person, CalibrationActs.Answering(round, Resolution.OutOfScope))));
        Assert.Equal([0, 0, 0, 1, 1, 1], (await database.RoundAsync(SomePeople.CalibrationLead, 1)).Reviewers.Select(r => r.Asked).Order());

        var other = await database.GapInAsync(GapState.Decided);
        var few = CalibrationActs.Opening(database, other) with { ReviewerIds = [SomePeople.Owner.Id.Value, SomePeople.Lead.Id.Value, SomePeople.OtherSpecialist.Id.Value] };
        Assert.Equal((RefusalCode.SamePerson, "gapIds.0"), One(await database.TryAsync(SomePeople.CalibrationLead, few)));
        var self = CalibrationActs.Opening(database, other) with { ReviewerIds = [.. CalibrationActs.Reviewers.Append(SomePeople.CalibrationLead).Select(p => p.Id.Value)] };
        Assert.Equal((RefusalCode.SamePerson, "reviewerIds.3"), One(await database.TryAsync(SomePeople.CalibrationLead, self)));
    }

    [Fact]
    public async Task The_authors_of_all_its_reports_had_a_part_in_a_gap()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Decided);
        var second = await database.SendAsync(SomePeople.OtherSpecialist, new FileReport(null, null, Some.Ambiguity(), null, null, null));
        await database.LinkAsync(second.Id, gap.Id);

        Assert.Equal((RefusalCode.SamePerson, "gapIds.0"), One(await database.TryAsync(SomePeople.CalibrationLead, CalibrationActs.Opening(database, await database.GapAsync(gap.Id)))));
    }

    [Fact]
    public async Task A_decision_stands_in_one_round_only_and_a_corrected_one_can_be_asked_about_anew()
    {
        await using var database = await TestDatabase.CreateAsync();
        var round = await database.DisagreementAsync();
        var gap = await database.GapAsync(round.Items[0].GapId);
        Assert.Equal((RefusalCode.IllegalMove, "gapIds.0"), One(await database.TryAsync(SomePeople.CalibrationLead, CalibrationActs.Opening(database, gap))));

        var corrected = await database.SendAsync(SomePeople.Owner, new ProposeDecision(gap.Id.Value, gap.Version, Some.Decision() with { Explanation = "The order of signals is fixed." }, null));
        await database.SendAsync(SomePeople.Approver, new ApproveDecision(corrected.Id.Value, (await database.GapAsync(gap.Id)).Version));

        Assert.Equal(2, (await database.SendAsync(SomePeople.CalibrationLead, CalibrationActs.Opening(database, gap))).Number);
        Assert.Equal(Some.Decision().Resolution, (await database.RoundAsync(SomePeople.Lead, 1)).Items[0].Decided);
    }

    [Fact]
    public async Task What_was_withdrawn_meanwhile_is_not_answered_any_more()
    {
        await using var database = await TestDatabase.CreateAsync();
        var round = await database.RoundAsync();
        var report = await database.ReportAsync(round.Items[0].ReportId);
        await database.SendAsync(SomePeople.Specialist, new WithdrawReport(report.Id.Value, report.Version, "It was about another clause."));

        Assert.Equal((RefusalCode.IllegalMove, "gapId"), One(await database.TryAsync(SomePeople.Lead, CalibrationActs.Answering(round, Resolution.OutOfScope))));
        var item = (await database.RoundAsync(SomePeople.Lead, 1)).Items[0];
        Assert.Equal((false, false), (item.Readable, item.MayAnswer));
    }

    [Fact]
    public async Task A_malformed_round_is_refused_with_every_reason()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (open, decided) = (await database.GapInAsync(GapState.Triage), await database.GapInAsync(GapState.Decided));
        var before = await Fingerprint.OfAsync(database);

        Assert.Equal(
            ["Required title", "OutOfRange gapIds", "OutOfRange reviewerIds", "Malformed reviewerIds.0", "Malformed reviewerIds.1", "Malformed reviewerIds", "Required answersUntil"],
            Reasons(await database.TryAsync(SomePeople.CalibrationLead, new OpenCalibrationRound(" ", [], ["per_x", "per_x"], null, null))));
        Assert.Equal(["IllegalMove gapIds.0"], Reasons(await database.TryAsync(SomePeople.CalibrationLead, CalibrationActs.Opening(database, open, decided))));
        Assert.Equal(["OutOfRange answersUntil"], Reasons(await database.TryAsync(SomePeople.CalibrationLead, CalibrationActs.Opening(database, decided) with { AnswersUntil = database.Day(-1) })));
        Assert.Equal(["OutOfRange answersUntil"], Reasons(await database.TryAsync(SomePeople.CalibrationLead, CalibrationActs.Opening(database, decided) with { AnswersUntil = database.Day(91) })));
        Assert.Equal(["NotPermitted reviewerIds.1", "NotPermitted reviewerIds.2"], Reasons(await database.TryAsync(SomePeople.CalibrationLead, CalibrationActs.Opening(database, decided) with
        {
            ReviewerIds = [SomePeople.Lead.Id.Value, SomePeople.Auditor.Id.Value, "per_01M6CRWH000000000000000001", SomePeople.OtherSpecialist.Id.Value, SomePeople.OwnerAndApprover.Id.Value],
        })));
        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
    }

    [Fact]
    public async Task A_malformed_answer_is_refused_with_every_reason()
    {
        await using var database = await TestDatabase.CreateAsync();
        var round = await database.RoundAsync();
        var answer = CalibrationActs.Answering(round, Resolution.OutOfScope);
        var before = await Fingerprint.OfAsync(database);

        Assert.Equal(
            ["Malformed roundId", "Malformed gapId", "Required answer", "OutOfRange clarity", "OutOfRange actionability", "TooLong why"],
            Reasons(await database.TryAsync(SomePeople.Lead, new AnswerCalibration("cal_x", "gap_x", null, null, 0, 6, new string('x', 501), null))));
        Assert.Equal(["NotFound roundId"], Reasons(await database.TryAsync(SomePeople.Lead, answer with { RoundId = "cal_01M6CRWH000000000000000001" })));
        Assert.Equal(["NotFound gapId"], Reasons(await database.TryAsync(SomePeople.Lead, answer with { GapId = "gap_01M6CRWH000000000000000001" })));
        Assert.Equal(["Conflict expectedVersion"], Reasons(await database.TryAsync(SomePeople.Lead, answer with { ExpectedVersion = 3 })));
        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
    }

    [Fact]
    public async Task A_closed_round_takes_no_answer_and_the_product_closes_it_after_its_last_day()
    {
        await using var database = await TestDatabase.CreateAsync();
        var round = await database.RoundAsync();
        database.Clock.Advance(TimeSpan.FromDays(14));
        Assert.Equal(0, await database.SendAsync(Actor.System, new CloseDueRounds()));
        await database.SendAsync(SomePeople.Lead, CalibrationActs.Answering(round, Resolution.OutOfScope));

        database.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal((RefusalCode.IllegalMove, "roundId"), One(await database.TryAsync(SomePeople.OtherSpecialist, CalibrationActs.Answering(round, Resolution.OutOfScope))));
        Assert.Equal(1, await database.SendAsync(Actor.System, new CloseDueRounds()));
        Assert.Equal(0, await database.SendAsync(Actor.System, new CloseDueRounds()));

        Assert.Equal((RefusalCode.IllegalMove, "roundId"), One(await database.TryAsync(SomePeople.OtherSpecialist, CalibrationActs.Answering(round, Resolution.OutOfScope))));
        Assert.Equal((RefusalCode.IllegalMove, "roundId"), One(await database.TryAsync(SomePeople.CalibrationLead, new CloseCalibrationRound(round.Id.Value, 2))));
        Assert.Equal(RefusalCode.Conflict, One(await database.TryAsync(SomePeople.CalibrationLead, new CloseCalibrationRound(round.Id.Value, 1))).Code);
    }

    [Fact]
    public async Task Those_who_are_asked_hear_of_it_when_it_opens_and_when_it_closes()
    {
        await using var database = await TestDatabase.CreateAsync();
        var round = await database.RoundAsync();
        await database.TellAsync();
        var asked = (await database.UnreadAsync(SomePeople.OtherSpecialist))[0];
        Assert.Equal((NotificationKind.CalibrationAsked, round.Id), (asked.Kind, asked.RoundId));
        Assert.DoesNotContain(await database.UnreadAsync(SomePeople.Specialist), n => n.RoundId is not null);

        await database.SendAsync(SomePeople.CalibrationLead, new CloseCalibrationRound(round.Id.Value, round.Version));
        await database.TellAsync();

        foreach (var person in CalibrationActs.Reviewers)
            Assert.Equal((NotificationKind.CalibrationClosed, 2), ((await database.UnreadAsync(person))[0].Kind, (await database.UnreadAsync(person))[0].Count));
        Assert.Empty(await database.UnreadAsync(SomePeople.CalibrationLead));
        await database.SendAsync(SomePeople.OtherSpecialist, new MarkNotificationsRead(1000, round.Id.Value));
        Assert.DoesNotContain(await database.UnreadAsync(SomePeople.OtherSpecialist), n => n.RoundId is not null);
    }

    [Fact]
    public async Task Agreement_is_over_all_gaps_and_by_clause_and_leaves_out_who_knew()
    {
        await using var database = await TestDatabase.CreateAsync();
        var round = await database.RoundAsync(gaps: 8);
        foreach (var item in round.Items)
        {
            await database.SendAsync(SomePeople.OtherSpecialist, CalibrationActs.Answering(round, Some.Decision().Resolution, item.Place));
            await database.SendAsync(SomePeople.Lead, CalibrationActs.Answering(round, item.Place == 8 ? Resolution.OutOfScope : Some.Decision().Resolution, item.Place) with { Clarity = item.Place == 1 ? 5 : 4 });
            await database.SendAsync(SomePeople.OwnerAndApprover, CalibrationActs.Answering(round, Resolution.RiskAccepted, item.Place) with { KnewDecision = true });
        }

        Assert.Empty(await database.SendAsync(SomePeople.Auditor, new ReadAgreement(null, null)));
        await database.SendAsync(SomePeople.CalibrationLead, new CloseCalibrationRound(round.Id.Value, round.Version));

        var agreements = await database.SendAsync(SomePeople.Auditor, new ReadAgreement(null, null));
        Assert.Equal([null, "CS-1.1"], agreements.Select(a => a.Clause));
        foreach (var agreement in agreements)
        {
            Assert.Equal((16, 15, 0, 8, 8), (agreement.Sure, agreement.AsDecided, agreement.NotSure, agreement.Knew, agreement.Items.Count));
            Assert.Equal((1L, 1, 2), (agreement.Items[0].RoundNumber, agreement.Items[0].Place, agreement.Items[0].Sure));
            var (answer, clarity, actionability) = (agreement.Figures[0], agreement.Figures[1], agreement.Figures[2]);
            Assert.Equal((false, 8, 16, 7 / 8.0), (answer.TooFew, answer.Items, answer.Judgements, answer.Observed));
            Assert.InRange(answer.Gwet!.Value, answer.Gwet.Low!.Value, answer.Gwet.High!.Value);
            Assert.InRange(clarity.Observed!.Value, 0.98, 0.99);
            Assert.Equal((1, null, null), (actionability.Gwet!.Value, actionability.Gwet.Low, actionability.Krippendorff));
        }

        Assert.Empty(await database.SendAsync(SomePeople.Auditor, new ReadAgreement(database.Day(1), null)));
        Assert.Empty(await database.SendAsync(SomePeople.Auditor, new ReadAgreement(null, database.Day(-1))));
        Assert.Equal(2, (await database.SendAsync(SomePeople.Auditor, new ReadAgreement(database.Day(0), database.Day(0)))).Count);
    }

    [Fact]
    public async Task A_disagreement_becomes_a_draft_once_and_its_readings_are_what_was_said()
    {
        await using var database = await TestDatabase.CreateAsync();
        var round = await database.DisagreementAsync();
        var gap = round.Items[0].GapId.Value;
        Assert.Equal((true, false), ((await database.RoundAsync(SomePeople.Specialist, 1)).Items[0].Differs, (await database.RoundAsync(SomePeople.Specialist, 1)).Items[0].Followed));

        var draft = await database.SendAsync(SomePeople.Specialist, new ReportDisagreement(round.Id.Value, gap, null));

        Assert.Equal((ReportState.Draft, GapKind.Ambiguity, "CS-1.1", "Reviewers answer G-1 in different ways"), (draft.State, draft.Content.Kind, draft.Content.Clause, draft.Content.Title!.Value));
        Assert.Equal(
            [("Only another clause could settle it.", "Policy changed"), ("The clause names no order of signals.", "Guidance clarified")],
            draft.Content.Readings.Select(r => (r.Text!.Value, r.Outcome!.Value)));
        Assert.Equal((RefusalCode.IllegalMove, "gapId"), One(await database.TryAsync(SomePeople.OtherSpecialist, new ReportDisagreement(round.Id.Value, gap, null))));
        Assert.True((await database.RoundAsync(SomePeople.Lead, 1)).Items[0].Followed);
        Assert.Equal((draft.Id, null), ((await database.RoundAsync(SomePeople.Specialist, 1)).Items[0].DisagreementId, (await database.RoundAsync(SomePeople.Lead, 1)).Items[0].DisagreementId));

        await database.SendAsync(SomePeople.Specialist, new DiscardDraft(draft.Id.Value, draft.Version));

        var second = await database.SendAsync(SomePeople.OtherSpecialist, new ReportDisagreement(round.Id.Value, gap, null));
        await database.SendAsync(SomePeople.OtherSpecialist, new FileReport(second.Id.Value, second.Version, Some.Ambiguity(), null, null, null));
        Assert.Equal(second.Id, (await database.RoundAsync(SomePeople.Lead, 1)).Items[0].DisagreementId);

        var filed = await database.ReportAsync(second.Id);
        await database.SendAsync(SomePeople.OtherSpecialist, new WithdrawReport(filed.Id.Value, filed.Version, "It is answered elsewhere."));
        Assert.Equal((false, null), ((await database.RoundAsync(SomePeople.Lead, 1)).Items[0].Followed, (await database.RoundAsync(SomePeople.Lead, 1)).Items[0].DisagreementId));
        await database.SendAsync(SomePeople.Specialist, new ReportDisagreement(round.Id.Value, gap, null));
    }

    [Fact]
    public async Task There_is_no_disagreement_to_follow_while_a_round_is_open_or_where_all_say_the_same()
    {
        await using var database = await TestDatabase.CreateAsync();
        var round = await database.RoundAsync();
        await database.SendAsync(SomePeople.OtherSpecialist, CalibrationActs.Answering(round, Resolution.OutOfScope));
        await database.SendAsync(SomePeople.Lead, CalibrationActs.Answering(round, null));
        var asking = new ReportDisagreement(round.Id.Value, round.Items[0].GapId.Value, null);
        Assert.Equal((RefusalCode.IllegalMove, "gapId"), One(await database.TryAsync(SomePeople.Specialist, asking)));

        await database.SendAsync(SomePeople.CalibrationLead, new CloseCalibrationRound(round.Id.Value, round.Version));

        Assert.Equal((RefusalCode.IllegalMove, "gapId"), One(await database.TryAsync(SomePeople.Specialist, asking)));
        Assert.Equal(RefusalCode.NotFound, One(await database.TryAsync(SomePeople.Specialist, asking with { GapId = "gap_01M6CRWH000000000000000001" })).Code);
    }

    [Fact]
    public async Task Erased_words_are_gone_from_it_and_from_what_is_made_of_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        var round = await database.RoundAsync();
        await database.SendAsync(SomePeople.OtherSpecialist, CalibrationActs.Answering(round, Resolution.OutOfScope) with { Why = "A note by Zephyrine Quillwater." });
        await database.SendAsync(SomePeople.Lead, CalibrationActs.Answering(round, Resolution.PolicyChanged));
        await database.SendAsync(SomePeople.CalibrationLead, new CloseCalibrationRound(round.Id.Value, round.Version));
        Assert.Contains("blind_answer", (await database.SendAsync(SomePeople.OtherSteward, new FindStoredWords("Zephyrine Quillwater"))).Places.Select(p => p.Table));

        await database.ApproveAsync(await database.RedactionAsync("Zephyrine Quillwater"));

        Assert.Equal(0, await database.CountSayingAsync("Zephyrine Quillwater"));
        Assert.Contains("A note by [ERASED].", (await database.RoundAsync(SomePeople.Lead, 1)).Items[0].Answers.Select(a => a.Why.Value));
        var draft = await database.SendAsync(SomePeople.Specialist, new ReportDisagreement(round.Id.Value, round.Items[0].GapId.Value, null));
        Assert.Contains(draft.Content.Readings, r => r.Text is null && r.Outcome!.Value == "Out of scope");
    }

    private static (RefusalCode Code, string Path) One<T>(Outcome<T> outcome) => (outcome.Refusals.Single().Code, string.Join('.', outcome.Refusals.Single().Path));

    private static IEnumerable<string> Reasons<T>(Outcome<T> outcome) => outcome.Refusals.Select(r => $"{r.Code} {string.Join('.', r.Path)}");
}
