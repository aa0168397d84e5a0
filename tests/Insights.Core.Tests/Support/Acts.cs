using Insights.Core.Administration;
using Insights.Core.Cases;
using Insights.Core.Clusters;
using Insights.Core.Evidence;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Learning;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Core.Reports;
using Insights.Core.Stewardship;
using Insights.Core.Tests.Triage;
using Insights.Core.Triage;
using Insights.Privacy;
using Insights.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Insights.Core.Tests.Support;

/// <summary>Every command of Core, in every situation that takes another path through it.</summary>
internal static class Acts
{
    public static IReadOnlyList<Act> All { get; } =
    [
        Act.Of<SaveDraft, ReportView>("SaveDraft_begins", SomePeople.Specialist, _ => Ready(key => new SaveDraft(null, null, Some.Ambiguity(), key))),
        Act.Of<SaveDraft, ReportView>("SaveDraft_replaces", SomePeople.Specialist, async d =>
        {
            var draft = await d.DraftAsync();
            return key => new SaveDraft(draft.Id.Value, draft.Version, Some.Ambiguity() with { Title = "Which age governs?" }, key);
        }),
        Act.Of<SaveDraft, ReportView>("SaveDraft_with_answers", SomePeople.Specialist, async d =>
        {
            var (draft, gap) = (await d.DraftAsync(), await d.GapInAsync(GapState.Triage));
            return key => new SaveDraft(draft.Id.Value, draft.Version, Some.Ambiguity(), key) { Answers = [new(gap.Id.Value, SameGap.Yes)] };
        }),
        Act.Of<DiscardDraft, Done>("DiscardDraft", SomePeople.Specialist, async d =>
        {
            var draft = await d.DraftAsync();
            return _ => new DiscardDraft(draft.Id.Value, draft.Version);
        }),
        Filing("FileReport_ambiguity", Some.Ambiguity()),
        Filing("FileReport_emerging_behaviour", Some.EmergingBehaviour()),
        Filing("FileReport_unknown_unknown", Some.UnknownUnknown()),
        Act.Of<FileReport, ReportView>("FileReport_from_a_draft", SomePeople.Specialist, async d =>
        {
            var draft = await d.DraftAsync();
            return key => new FileReport(draft.Id.Value, draft.Version, Some.Ambiguity(), null, null, key);
        }),
        Act.Of<FileReport, ReportView>("FileReport_joining_a_gap", SomePeople.Specialist, async d =>
        {
            var gap = await d.GapInAsync(GapState.Triage);
            return key => new FileReport(null, null, Some.Ambiguity(), gap.Id.Value, [new(gap.Id.Value, SameGap.Yes)], key);
        }),
        Act.Of<FileReport, ReportView>("FileReport_citing_a_decision", SomePeople.Specialist, async d =>
        {
            var gap = await d.GapInAsync(GapState.Closed);
            return key => new FileReport(null, null, Some.Ambiguity(), gap.Id.Value, [new(gap.Id.Value, SameGap.Yes)], key) { CitesDecisionId = gap.DecisionId!.Value.Value };
        }),
        Act.Of<FileReport, ReportView>("FileReport_joining_a_closed_gap", SomePeople.Specialist, async d =>
        {
            var gap = await d.GapInAsync(GapState.Closed);
            return key => new FileReport(null, null, Some.Ambiguity(), gap.Id.Value, null, key);
        }),
        Act.Of<AmendReport, ReportView>("AmendReport", SomePeople.Specialist, async d =>
        {
            var report = await d.FileAsync();
            return key => new AmendReport(
                report.Id.Value, report.Version, Some.Ambiguity() with { Title = "Which age governs?", CaseReferences = [Some.CaseReference("c-2")] }, "It was too long.", key);
        }),
        Act.Of<WithdrawReport, ReportView>("WithdrawReport_in_no_gap", SomePeople.Specialist, async d =>
        {
            var report = await d.FileAsync();
            return _ => new WithdrawReport(report.Id.Value, report.Version, "It was filed twice.");
        }),
        Act.Of<WithdrawReport, ReportView>("WithdrawReport_in_a_gap", SomePeople.Specialist, async d =>
        {
            var gap = await d.GapInAsync(GapState.Triage);
            var report = await d.ReportAsync(gap.CanonicalReportId);
            return _ => new WithdrawReport(report.Id.Value, report.Version, "It was filed twice.");
        }),
        Act.Of<AnswerQuestion, ReportView>("AnswerQuestion_of_a_gap", SomePeople.Specialist, async d =>
        {
            var report = await d.ReportAsync((await d.GapInAsync(GapState.NeedsInfo)).CanonicalReportId);
            return _ => new AnswerQuestion(report.Id.Value, report.Version, "The first reading.");
        }),
        Act.Of<AnswerQuestion, ReportView>("AnswerQuestion_in_no_gap", SomePeople.Specialist, async d =>
        {
            var report = await d.FileAsync();
            var asked = await d.SendAsync(SomePeople.Lead, new AskReporter(report.Id.Value, report.Version, "Which reading was applied?", d.Day(7)));
            return _ => new AnswerQuestion(asked.Id.Value, asked.Version, "The first reading.");
        }),
        Act.Of<LinkReport, GapView>("LinkReport_opens_a_gap", SomePeople.Lead, async d =>
        {
            var report = await d.FileAsync();
            return key => new LinkReport(report.Id.Value, report.Version, null, null, null, null, key);
        }),
        Linking("LinkReport_same", LinkRole.Same),
        Linking("LinkReport_variant", LinkRole.Variant),
        Act.Of<LinkReport, GapView>("LinkReport_cites_the_decision", SomePeople.Lead, async d =>
        {
            var (gap, report) = (await d.GapInAsync(GapState.Closed), await d.FileAsync());
            return key => new LinkReport(report.Id.Value, report.Version, gap.Id.Value, LinkRole.Same, "It was decided there.", null, key) { CitesDecisionId = gap.DecisionId!.Value.Value };
        }),
        Act.Of<LinkReport, GapView>("LinkReport_moves_to_another_gap", SomePeople.Lead, async d =>
        {
            var from = await d.GapInAsync(GapState.New);
            var to = await d.GapInAsync(GapState.Triage);
            var report = await d.ReportAsync(from.CanonicalReportId);
            return key => new LinkReport(report.Id.Value, report.Version, to.Id.Value, LinkRole.Same, "They ask the same.", null, key);
        }),
        Act.Of<LinkReport, GapView>("LinkReport_moves_to_a_new_gap", SomePeople.Lead, async d =>
        {
            var report = await d.ReportAsync((await d.GapInAsync(GapState.Triage)).CanonicalReportId);
            return key => new LinkReport(report.Id.Value, report.Version, null, null, null, null, key);
        }),
        Act.Of<MergeGaps, OperationView>("MergeGaps", SomePeople.Lead, async d =>
        {
            var (survivor, other) = (await d.GapInAsync(GapState.Assessing), await d.GapInAsync(GapState.Triage));
            return key => new MergeGaps(survivor.Id.Value, [other.Id.Value], "They ask the same.", Clustering.Seen(survivor, other), key);
        }),
        Act.Of<GroupLookAlikes, OperationView>("GroupLookAlikes_of_gaps_and_reports", SomePeople.Lead, async d =>
        {
            var (survivor, other, report) = (await d.GapInAsync(GapState.Assessing), await d.GapInAsync(GapState.Triage), await d.FileAsync());
            return key => new GroupLookAlikes([survivor.Id.Value, other.Id.Value], [report.Id.Value], survivor.Id.Value, "They ask the same.",
                [.. Clustering.Seen(survivor, other), .. Clustering.Seen(report)], key);
        }),
        Act.Of<GroupLookAlikes, OperationView>("GroupLookAlikes_of_reports", SomePeople.Lead, async d =>
        {
            var (one, other) = (await d.FileAsync(), await d.FileAsync());
            return key => new GroupLookAlikes(null, [one.Id.Value, other.Id.Value], one.Id.Value, "They ask the same.", Clustering.Seen(one, other), key);
        }),
        Act.Of<SweepClusters, ClusterSweepView>("SweepClusters", SomePeople.Lead, _ => Ready(key => new SweepClusters(key))),
        Act.Of<SplitReports, OperationView>("SplitReports_into_a_new_gap", SomePeople.Lead, async d =>
        {
            var gap = await d.GapOfAsync(3);
            return key => new SplitReports(gap.Id.Value, [gap.CanonicalReportId.Value], null, true, "They ask about different clauses.", Clustering.Seen(gap), key);
        }),
        Act.Of<SplitReports, OperationView>("SplitReports_into_a_closed_gap", SomePeople.Lead, async d =>
        {
            var (into, gap) = (await d.GapInAsync(GapState.Closed), await d.GapOfAsync(3));
            var last = (await d.MembersAsync(gap.Id))[^1];
            return key => new SplitReports(gap.Id.Value, [last.ReportId.Value], into.Id.Value, false, "It belongs there.", Clustering.Seen(gap, into), key);
        }),
        Act.Of<SetCanonicalReport, OperationView>("SetCanonicalReport", SomePeople.Lead, async d =>
        {
            var gap = await d.GapOfAsync(2);
            var last = (await d.MembersAsync(gap.Id))[^1];
            return key => new SetCanonicalReport(gap.Id.Value, last.ReportId.Value, "It says it best.", Clustering.Seen(gap), key);
        }),
        Act.Of<KeepApart, OperationView>("KeepApart_gaps", SomePeople.Lead, async d =>
        {
            var (one, other) = (await d.GapInAsync(GapState.New), await d.GapInAsync(GapState.Closed));
            return key => new KeepApart([one.Id.Value, other.Id.Value], null, "One is about appeals.", Clustering.Seen(one, other), key);
        }),
        Act.Of<KeepApart, OperationView>("KeepApart_reports", SomePeople.Lead, async d =>
        {
            var (one, other) = (await d.FileAsync(), await d.ReportAsync((await d.GapInAsync(GapState.New)).CanonicalReportId));
            return key => new KeepApart(null, [one.Id.Value, other.Id.Value], "One is about appeals.", Clustering.Seen(one, other), key);
        }),
        Act.Of<UndoOperation, OperationView>("UndoOperation_link", SomePeople.Lead, async d =>
        {
            var (gap, report) = (await d.GapInAsync(GapState.Closed), await d.FileAsync());
            await d.LinkAsync(report.Id, gap.Id);
            var linked = (await d.OperationsAsync(gap.Id))[0];
            return key => new UndoOperation(linked.Id.Value, "It asks something else.", null, key);
        }),
        Act.Of<UndoOperation, OperationView>("UndoOperation_merge", SomePeople.Lead, async d =>
        {
            var merged = await d.MergeAsync(await d.GapInAsync(GapState.Assessing), await d.GapInAsync(GapState.Triage));
            return key => new UndoOperation(merged.Id.Value, null, null, key);
        }),
        Act.Of<UndoOperation, OperationView>("UndoOperation_undo", SomePeople.Lead, async d =>
        {
            var undone = await d.UndoAsync(await d.MergeAsync(await d.GapInAsync(GapState.Assessing), await d.GapInAsync(GapState.Triage)));
            return key => new UndoOperation(undone.Id.Value, null, null, key);
        }),
        .. QueueActs.All,
        Act.Of<ClaimGap, GapView>("ClaimGap", SomePeople.Lead, async d =>
        {
            var other = await d.GapInAsync(GapState.New);
            var gap = await d.GapInAsync(GapState.New);
            return _ => new ClaimGap(gap.Id.Value, gap.Version, Severity.Critical, true, [new(other.Id.Value, SameGap.No)]);
        }),
        Moving(GapAction.Accept, GapState.Triage, SomePeople.Owner, (_, m) => m with { Kind = GapKind.UnknownUnknown, Area = "appeals" }),
        Moving(GapAction.Defer, GapState.Triage, SomePeople.Lead, (d, m) => m with { Reason = "It waits for a review.", ExpiresOn = d.Day(30), RecurrenceThreshold = 3 }),
        Moving(GapAction.Decline, GapState.Triage, SomePeople.Lead, (_, m) => m with { Reason = "The policy is clear.", Destination = "enforcement-quality" }),
        Moving(GapAction.Implement, GapState.Decided, SomePeople.Owner, (d, m) => m with { Plan = "The guidance is rewritten.", PlanDueOn = d.Day(14) }),
        Moving(GapAction.Close, GapState.Implementing, SomePeople.Owner, (_, m) => m with { VerificationNote = "A sample was read and agreed." }),
        Bypassing("BypassGap", GapState.Triage, GapState.Assessing),
        Bypassing("BypassGap_out_of_declined", GapState.Declined, GapState.Triage),
        Act.Of<AskReporter, ReportView>("AskReporter_in_a_gap", SomePeople.Lead, async d =>
        {
            var report = await d.ReportAsync((await d.GapInAsync(GapState.Triage)).CanonicalReportId);
            return _ => new AskReporter(report.Id.Value, report.Version, "Which reading was applied?", d.Day(7));
        }),
        Act.Of<AskReporter, ReportView>("AskReporter_in_no_gap", SomePeople.Lead, async d =>
        {
            var report = await d.FileAsync();
            return _ => new AskReporter(report.Id.Value, report.Version, "Which reading was applied?", d.Day(7));
        }),
        Act.Of<SaveDecisionDraft, DecisionDraftView>("SaveDecisionDraft_begins", SomePeople.Owner, async d =>
        {
            var gap = await d.GapInAsync(GapState.Assessing);
            return _ => new SaveDecisionDraft(gap.Id.Value, 0, Some.Decision() with { Alternatives = null });
        }),
        Act.Of<SaveDecisionDraft, DecisionDraftView>("SaveDecisionDraft_goes_on", SomePeople.Owner, async d =>
        {
            var draft = await d.DecisionDraftAsync();
            return _ => new SaveDecisionDraft(draft.GapId.Value, draft.Version, Some.Decision());
        }),
        Act.Of<DiscardDecisionDraft, Done>("DiscardDecisionDraft", SomePeople.Owner, async d =>
        {
            var draft = await d.DecisionDraftAsync();
            return _ => new DiscardDecisionDraft(draft.GapId.Value, draft.Version);
        }),
        Act.Of<ProposeDecision, DecisionView>("ProposeDecision_from_a_draft", SomePeople.Owner, async d =>
        {
            var draft = await d.DecisionDraftAsync();
            var gap = await d.GapAsync(draft.GapId);
            return key => new ProposeDecision(gap.Id.Value, gap.Version, Some.Decision(), key) { DraftVersion = draft.Version };
        }),
        Proposing("ProposeDecision", GapState.Assessing),
        Proposing("ProposeDecision_corrects", GapState.Decided),
        Reviewing<ApproveDecision>("ApproveDecision", (decision, gap) => new ApproveDecision(decision.Id.Value, gap.Version)),
        Reviewing<RejectDecision>("RejectDecision", (decision, gap) => new RejectDecision(decision.Id.Value, gap.Version, "The alternatives are thin.")),
        Act.Of<WriteComment, CommentView>("WriteComment", SomePeople.Lead, async d =>
        {
            var gap = await d.GapInAsync(GapState.Triage);
            return key => new WriteComment(gap.Id.Value, "The clause is under review anyway.", Audience.Internal, key);
        }),
        .. WellbeingActs.All,
        .. ContactActs.All,
        .. ConsumerActs.All,
        .. PeopleActs.All,
        .. WebhookActs.All,
        .. ScenarioActs.All,
        .. CalibrationActs.All,
        Act.Of<AllowString, AllowedStringView>("AllowString", SomePeople.PrivacySteward, d => Ready(
            key => new AllowString(Stewarding.Value, "It is an address of the platform.", d.Day(90), key))),
        Act.Of<RevokeAllowedString, AllowedStringView>("RevokeAllowedString", SomePeople.PrivacySteward, async d =>
        {
            var entry = await d.AllowAsync();
            return _ => new RevokeAllowedString(entry.Id.Value, entry.Version);
        }),
        Act.Of<EndAllowances, int>("EndAllowances", Actor.System, async d =>
        {
            await d.AllowAsync();
            d.Clock.Advance(TimeSpan.FromDays(100));
            return _ => new EndAllowances();
        }),
        Act.Of<AdoptGuard, Done>("AdoptGuard", Actor.System, async d =>
        {
            await d.FileAsync();
            return _ => new AdoptGuard(GuardOptions.Default);
        }),
        Act.Of<RescanTexts, RescanStep>("RescanTexts", Actor.System, async d =>
        {
            var entry = await d.AllowAsync();
            await d.GapInAsync(GapState.Triage, Some.Ambiguity() with { Title = Stewarding.Marked });
            await d.RevokeAsync(entry);
            return _ => new RescanTexts(1000);
        }),
        Act.Of<EditWithheldText, WithheldTextView>("EditWithheldText", SomePeople.PrivacySteward, async d =>
        {
            await d.WithheldReportAsync();
            var withheld = (await d.WithheldTextsAsync()).Single();
            return _ => new EditWithheldText(withheld.Id.Value, withheld.Version, "Ask [EMAIL] which reading holds.");
        }),
        Act.Of<ReleaseWithheldText, WithheldTextView>("ReleaseWithheldText", SomePeople.PrivacySteward, async d =>
        {
            await d.WithheldReportAsync();
            await d.AllowAsync();
            var withheld = (await d.WithheldTextsAsync()).Single();
            return _ => new ReleaseWithheldText(withheld.Id.Value, withheld.Version);
        }),
        Act.Of<RequestErasure, ErasureView>("RequestErasure_redact", SomePeople.PrivacySteward, async d =>
        {
            await d.FileAsync();
            return key => new RequestErasure(ErasureKind.Redact, ErasureReason.PersonalData, "stated age", null, key);
        }),
        Act.Of<RequestErasure, ErasureView>("RequestErasure_purge", SomePeople.PrivacySteward, async d =>
        {
            var report = await d.FileAsync();
            return key => new RequestErasure(ErasureKind.Purge, ErasureReason.LegalOrder, null, report.Id.Value, key);
        }),
        Act.Of<ApproveErasure, ErasureView>("ApproveErasure_redact", SomePeople.PrivacySteward, async d =>
        {
            await d.GapInAsync(GapState.Decided);
            var erasure = await d.RedactionAsync("most protective signal", SomePeople.AwaySteward);
            return _ => new ApproveErasure(erasure.Id.Value, erasure.Version);
        }),
        Act.Of<ApproveErasure, ErasureView>("ApproveErasure_purge", SomePeople.PrivacySteward, async d =>
        {
            var gap = await d.GapInAsync(GapState.Triage);
            var erasure = await d.PurgeAsync(gap.CanonicalReportId.Value, SomePeople.AwaySteward);
            return _ => new ApproveErasure(erasure.Id.Value, erasure.Version);
        }),
        Act.Of<RejectErasure, ErasureView>("RejectErasure", SomePeople.PrivacySteward, async d =>
        {
            await d.FileAsync();
            var erasure = await d.RedactionAsync("stated age", SomePeople.AwaySteward);
            return _ => new RejectErasure(erasure.Id.Value, erasure.Version);
        }),
        Act.Of<TokeniseCases, ExchangedCasesView>("TokeniseCases", SomePeople.Specialist, _ =>
            Ready<TokeniseCases>(_ => new TokeniseCases("cases", ["CASE-10001", "no id", Some.CaseReference()]))),
        Act.Of<NoteAliases, Done>("NoteAliases", Actor.System, async d =>
        {
            var cited = (await d.FileAsync()).Content.CaseReferences[0];
            var newest = new CaseTokeniser(new CaseKeyRing(Some.NewerCaseKey)).Tokenise("tests", "synthetic", "c-1");
            return _ => new NoteAliases([new CaseExchanged(newest, [cited], null)]);
        }),
        Act.Of<KnowCaseKeys, Done>("KnowCaseKeys", Actor.System, _ => Ready<KnowCaseKeys>(_ => new KnowCaseKeys())),
        Act.Of<TrainLookAlikes, TrainingView>("TrainLookAlikes", SomePeople.Administrator, async d =>
        {
            await d.TeachAsync();
            return key => new TrainLookAlikes(key);
        }),
        Act.Of<ActivateLookAlikeModel, LookAlikeModelView>("ActivateLookAlikeModel", SomePeople.Administrator, async d =>
        {
            await d.KeepModelAsync(TrainingVerdict.NotBetter);
            return _ => new ActivateLookAlikeModel(1, 0);
        }),
        Act.Of<RecordEvidence, EvidenceView>("RecordEvidence", SomePeople.Auditor, async d =>
        {
            var gap = await d.GapInAsync(GapState.Triage);
            return _ => new RecordEvidence(gap.Id.Value, new string('a', 64));
        }),
        Act.Of<LinkAutomatically, AutomaticLink>("LinkAutomatically", Actor.System, async d =>
        {
            await d.FileAsync();
            return _ => new LinkAutomatically();
        }),
        Act.Of<EndWaits, int>("EndWaits", Actor.System, async d =>
        {
            await d.GapInAsync(GapState.NeedsInfo);
            await d.GapInAsync(GapState.Deferred);
            d.Clock.Advance(TimeSpan.FromDays(60));
            return _ => new EndWaits();
        }),
        Act.Of<EndWaits, int>("EndWaits_of_a_risk", Actor.System, async d =>
        {
            await d.GapWithRiskAsync(GapState.Closed, d.Day(30));
            d.Clock.Advance(TimeSpan.FromDays(30));
            return _ => new EndWaits();
        }),
        Act.Of<EscalateGaps, int>("EscalateGaps", Actor.System, async d =>
        {
            await d.GapInAsync(GapState.New);
            await d.GapInAsync(GapState.Deferred);
            d.Clock.Advance(TimeSpan.FromDays(10));
            return _ => new EscalateGaps();
        }),
        Act.Of<RefreshClocks, int>("RefreshClocks", Actor.System, async d =>
        {
            await d.GapInAsync(GapState.Assessing);
            await using var db = d.Open();
            await db.Gaps.ExecuteUpdateAsync(gaps => gaps.SetProperty(g => g.DueOn, (DateOnly?)null));
            return _ => new RefreshClocks();
        }),
        Act.Of<LoadCatalogue, Done>("LoadCatalogue", SomePeople.Administrator, _ =>
        {
            var content = Some.Catalogue();
            return Ready<LoadCatalogue>(_ => new LoadCatalogue(content with { Lists = [.. content.Lists.Skip(1)] }));
        }),
        Act.Of<EnrolPeople, Dictionary<string, Actor>>("EnrolPeople", SomePeople.Administrator, _ => Ready<EnrolPeople>(_ => new EnrolPeople(
            [new("specialist-c", Roles.Specialist), new(SomePeople.Lead.Handle, Roles.TriageLead | Roles.CalibrationLead)]))),
    ];

    public static TheoryData<string> Names => [.. All.Select(a => a.Name)];

    public static TheoryData<string> NamesWithKey => [.. All.Where(a => a.TakesKey).Select(a => a.Name)];

    public static Act Named(string name) => All.Single(a => a.Name == name);

    /// <summary>Whose roles allow it, besides the one who does it. Everyone else of the tests is refused.</summary>
    public static IReadOnlyList<Actor> AllowedTo(Act act) => act.Name switch
    {
        // Filing straight away makes a report of one's own, so every specialist may.
        "SaveDraft_begins" or "FileReport_ambiguity" or "FileReport_emerging_behaviour" or "FileReport_unknown_unknown"
            or "FileReport_joining_a_gap" or "FileReport_joining_a_closed_gap" or "FileReport_citing_a_decision" => [SomePeople.OtherSpecialist],
        "MoveGap_Accept" or "MoveGap_Implement" or "MoveGap_Close" or "ProposeDecision" or "ProposeDecision_corrects"
            or "ProposeDecision_from_a_draft" or "SaveDecisionDraft_begins" or "SaveDecisionDraft_goes_on" or "DiscardDecisionDraft" => [SomePeople.OwnerAndApprover],
        "MoveGap_Defer" => [SomePeople.Owner, SomePeople.OwnerAndApprover],
        "ApproveDecision" or "RejectDecision" or "BypassGap" or "BypassGap_out_of_declined" => [SomePeople.OwnerAndApprover],
        "WriteComment" => [SomePeople.Owner, SomePeople.Approver, SomePeople.OwnerAndApprover, SomePeople.PrivacySteward, SomePeople.OtherSteward, SomePeople.CalibrationLead],
        "AllowString" or "RevokeAllowedString" or "EditWithheldText" or "ReleaseWithheldText" or "RequestErasure_redact" or "RequestErasure_purge"
            or "ApproveErasure_redact" or "ApproveErasure_purge" or "RejectErasure" => [SomePeople.OtherSteward],
        "TokeniseCases" => [SomePeople.OtherSpecialist, SomePeople.Lead],
        _ => [.. WellbeingActs.AllowedTo(act), .. ContactActs.AllowedTo(act), .. QueueActs.AllowedTo(act), .. ConsumerActs.AllowedTo(act), .. WebhookActs.AllowedTo(act), .. ScenarioActs.AllowedTo(act), .. CalibrationActs.AllowedTo(act), .. PeopleActs.AllowedTo(act)],
    };

    private static Act Filing(string name, ReportForm form) => Act.Of<FileReport, ReportView>(
        name, SomePeople.Specialist, _ => Ready(key => new FileReport(null, null, form, null, null, key)));

    private static Act Linking(string name, LinkRole role) => Act.Of<LinkReport, GapView>(name, SomePeople.Lead, async d =>
    {
        var gap = await d.GapInAsync(GapState.Triage);
        var report = await d.FileAsync();
        return key => new LinkReport(report.Id.Value, report.Version, gap.Id.Value, role, "They ask the same.", null, key);
    });

    private static Act Moving(GapAction action, GapState from, Actor by, Func<TestDatabase, MoveGap, MoveGap> with) =>
        Act.Of<MoveGap, GapView>($"MoveGap_{action}", by, async d =>
        {
            var gap = await d.GapInAsync(from);
            return _ => with(d, new MoveGap(gap.Id.Value, gap.Version, action));
        });

    private static Act Bypassing(string name, GapState from, GapState to) => Act.Of<BypassGap, GapView>(name, SomePeople.Approver, async d =>
    {
        var gap = await d.GapInAsync(from);
        return _ => new BypassGap(gap.Id.Value, gap.Version, to, "It was moved by mistake.");
    });

    private static Act Proposing(string name, GapState from) => Act.Of<ProposeDecision, DecisionView>(name, SomePeople.Owner, async d =>
    {
        var gap = await d.GapInAsync(from);
        return key => new ProposeDecision(gap.Id.Value, gap.Version, Some.Decision(), key);
    });

    private static Act Reviewing<TRequest>(string name, Func<DecisionView, GapView, TRequest> request) where TRequest : ICommand<GapView> =>
        Act.Of<TRequest, GapView>(name, SomePeople.Approver, async d =>
        {
            var gap = await d.GapInAsync(GapState.InReview);
            var decision = (await d.DecisionsAsync(gap.Id)).Single();
            return _ => request(decision, gap);
        });

    private static Task<Func<string?, TRequest>> Ready<TRequest>(Func<string?, TRequest> request) => Task.FromResult(request);
}
