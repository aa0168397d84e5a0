using Insights.Core.Administration;
using Insights.Core.Cases;
using Insights.Core.Calibration;
using Insights.Core.Clusters;
using Insights.Core.Consumers;
using Insights.Core.Contact;
using Insights.Core.Evidence;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Learning;
using Insights.Core.Metrics;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Core.Queue;
using Insights.Core.Reports;
using Insights.Core.Scenarios;
using Insights.Core.Search;
using Insights.Core.Stewardship;
using Insights.Core.Triage;
using Insights.Core.Webhooks;
using Insights.Core.Wellbeing;
using Insights.GraphQL.Contract;
using Insights.GraphQL.Fields;

namespace Insights.GraphQL.Permissions;

/// <summary>Who may select fields of each object, wherever in a document it appears. An object that is missing here stops the start.</summary>
internal static class TypeAccess
{
    private static readonly Dictionary<Type, Access> Table = new()
    {
        [typeof(GapView)] = Access.Needs(Permission.ReadGaps),
        [typeof(ClockView)] = Access.Needs(Permission.ReadGaps),
        [typeof(MemberView)] = Access.Needs(Permission.ReadGaps),
        [typeof(DecisionView)] = Access.Needs(Permission.ReadGaps),
        [typeof(DecisionContent)] = Access.Needs(Permission.ReadGaps),
        [typeof(PrecedentCited)] = Access.Needs(Permission.ReadGaps),
        [typeof(DecisionDraftView)] = Access.Needs(Permission.ReadDecisionDrafts),
        [typeof(DecisionDraftContent)] = Access.Needs(Permission.ReadDecisionDrafts),
        [typeof(PrecedentDrafted)] = Access.Needs(Permission.ReadDecisionDrafts),
        [typeof(DraftLack)] = Access.Needs(Permission.ReadDecisionDrafts),
        [typeof(ReviewRemarkView)] = Access.Needs(Permission.ReadInternalRemarks),
        [typeof(ResolutionDemand)] = Access.SignedIn,
        [typeof(ChangeView)] = Access.Needs(Permission.ReadTimelines),
        [typeof(TimelineEntryView)] = Access.Needs(Permission.ReadGaps),
        [typeof(LookAlikeView)] = Access.Needs(Permission.ReadGaps),
        [typeof(MatchedTerm)] = Access.Needs(Permission.ReadGaps),
        [typeof(ProposedClusterView)] = Access.Needs(Permission.ReadGaps),
        [typeof(ProposedMemberView)] = Access.Needs(Permission.ReadGaps),
        [typeof(ClusterSweepView)] = Access.Needs(Permission.ReadGaps),
        [typeof(SearchHitView)] = Access.Needs(Permission.ReadGaps),
        [typeof(PrecedentView)] = Access.Needs(Permission.ReadGaps),
        [typeof(PrecedentCitationView)] = Access.Needs(Permission.ReadGaps),
        [typeof(CommentView)] = Access.Needs(Permission.ReadGaps),
        [typeof(OperationView)] = Access.Needs(Permission.ReadGaps),
        [typeof(OperationGapView)] = Access.Needs(Permission.ReadGaps),
        [typeof(OperationReportView)] = Access.Needs(Permission.ReadGaps),
        [typeof(KeptApartView)] = Access.Needs(Permission.ReadGaps),
        [typeof(OperationPreviewView)] = Access.Needs(Permission.MoveGaps),
        [typeof(GapPreviewView)] = Access.Needs(Permission.MoveGaps),
        [typeof(GapSideView)] = Access.Needs(Permission.MoveGaps),
        [typeof(ReportPreviewView)] = Access.Needs(Permission.MoveGaps),
        [typeof(SeenVersionView)] = Access.Needs(Permission.MoveGaps),
        [typeof(MoveGapsPreviewView)] = Access.Needs(Permission.MoveGaps),
        [typeof(MovedGapView)] = Access.Needs(Permission.MoveGaps),
        [typeof(LabelView)] = Access.Needs(Permission.ReadGaps),
        [typeof(SnoozeView)] = Access.Needs(Permission.ReadGaps),
        [typeof(TriageDutyView)] = Access.Needs(Permission.ReadGaps),
        [typeof(DutySwap)] = Access.Needs(Permission.ReadGaps),
        [typeof(SavedViewView)] = Access.Needs(Permission.ReadGaps),
        [typeof(Transition)] = Access.SignedIn,
        [typeof(ClockEffect)] = Access.SignedIn,
        [typeof(ReportView)] = Access.Needs(Permission.ReadOwnReports),
        [typeof(DraftAnswer)] = Access.Needs(Permission.ReadOwnReports),
        [typeof(ReportContent)] = Access.Needs(Permission.ReadOwnReports),
        [typeof(ReportRevisionView)] = Access.Needs(Permission.ReadOwnReports),
        [typeof(Reading)] = Access.Needs(Permission.ReadOwnReports),
        [typeof(CategoryTried)] = Access.Needs(Permission.ReadOwnReports),
        [typeof(Completeness)] = Access.Needs(Permission.ReadOwnReports),
        [typeof(PolicyCatalogueView)] = Access.Needs(Permission.ReadPolicies),
        [typeof(PolicyClauseView)] = Access.Needs(Permission.ReadPolicies),
        [typeof(ClauseVersionView)] = Access.Needs(Permission.ReadPolicies),
        [typeof(ClauseRetirementView)] = Access.Needs(Permission.ReadPolicies),
        [typeof(CodeView)] = Access.Needs(Permission.ReadPolicies),
        [typeof(EarlierLabel)] = Access.Needs(Permission.ReadPolicies),
        [typeof(TermView)] = Access.Needs(Permission.ReadPolicies),
        [typeof(CaseView)] = Access.Needs(Permission.ReadCases),
        [typeof(CitationView)] = Access.Needs(Permission.ReadCases),
        [typeof(ExchangedCasesView)] = Access.Needs(Permission.TokeniseCases),
        [typeof(ExchangedCaseView)] = Access.Needs(Permission.TokeniseCases),
        [typeof(FeedEntry)] = Access.Needs(Permission.ReadFeed),
        [typeof(FeedCountsView)] = Access.Needs(Permission.ReadFeed),
        [typeof(FeedCount)] = Access.Needs(Permission.ReadFeed),
        [typeof(AccountView)] = Access.Needs(Permission.ReadPeople),
        [typeof(RoleChangeView)] = Access.Needs(Permission.ReadPeople),
        [typeof(SessionView)] = Access.Needs(Permission.KeepOwnSessions),
        [typeof(ConsumerView)] = Access.Needs(Permission.ReadConsumers),
        [typeof(ApiKeyView)] = Access.SignedIn,
        [typeof(MyKeysView)] = Access.Needs(Permission.KeepKeys),
        [typeof(IssuedKeyView)] = Access.Needs(Permission.KeepKeys),
        [typeof(ReceiptView)] = Access.SignedIn,
        [typeof(ReceiptCountView)] = Access.Needs(Permission.ReadReceiptCounts),
        [typeof(WebhookView)] = Access.Needs(Permission.ReadConsumers),
        [typeof(DeadLetterView)] = Access.Needs(Permission.ReadConsumers),
        [typeof(WebhookDeliveryView)] = Access.Needs(Permission.ReadConsumers),
        [typeof(WebhookSecretView)] = Access.Needs(Permission.KeepConsumers),
        [typeof(RegisteredFilter)] = Access.Needs(Permission.ReadConsumers),
        [typeof(ScenarioView)] = Access.Needs(Permission.ReadScenarios),
        [typeof(CalibrationRoundView)] = Access.Needs(Permission.ReadCalibration),
        [typeof(CalibrationReviewerView)] = Access.Needs(Permission.ReadCalibration),
        [typeof(CalibrationItemView)] = Access.Needs(Permission.ReadCalibration),
        [typeof(OwnAnswerView)] = Access.Needs(Permission.ReadCalibration),
        [typeof(GivenAnswerView)] = Access.Needs(Permission.ReadCalibration),
        [typeof(AgreementView)] = Access.Needs(Permission.ReadCalibration),
        [typeof(AgreementItemView)] = Access.Needs(Permission.ReadCalibration),
        [typeof(AgreementFigure)] = Access.Needs(Permission.ReadCalibration),
        [typeof(Coefficient)] = Access.Needs(Permission.ReadCalibration),
        [typeof(MetricsView)] = Access.Needs(Permission.ReadMetrics),
        [typeof(MetricCohort)] = Access.Needs(Permission.ReadMetrics),
        [typeof(IndicatorView)] = Access.Needs(Permission.ReadMetrics),
        [typeof(MetricDefinition)] = Access.Needs(Permission.ReadMetrics),
        [typeof(MetricFigures)] = Access.Needs(Permission.ReadMetrics),
        [typeof(MeasureFigure)] = Access.Needs(Permission.ReadMetrics),
        [typeof(ShareFigure)] = Access.Needs(Permission.ReadMetrics),
        [typeof(FiledCount)] = Access.Needs(Permission.ReadMetrics),
        [typeof(OpenCount)] = Access.Needs(Permission.ReadMetrics),
        [typeof(MetricItemView)] = Access.Needs(Permission.ReadMetrics),
        [typeof(FeedDecision)] = Access.Needs(Permission.ReadFeed),
        [typeof(FeedStretch)] = Access.Needs(Permission.ReadFeed),
        [typeof(FeedHeartbeat)] = Access.Needs(Permission.ReadFeed),
        [typeof(ResyncRequired)] = Access.Needs(Permission.ReadFeed),
        [typeof(PrivacyStandingView)] = Access.Needs(Permission.ReadPrivacyRecords),
        [typeof(GuardCount)] = Access.Needs(Permission.ReadPrivacyRecords),
        [typeof(AllowedStringView)] = Access.Needs(Permission.ReadPrivacyRecords),
        [typeof(PassedFindingView)] = Access.Needs(Permission.ReadPrivacyRecords),
        [typeof(ErasureView)] = Access.Needs(Permission.ReadPrivacyRecords),
        [typeof(WithheldTextView)] = Access.Needs(Permission.KeepPrivacy),
        [typeof(WithheldFinding)] = Access.Needs(Permission.KeepPrivacy),
        [typeof(WithheldPlaceView)] = Access.Needs(Permission.KeepPrivacy),
        [typeof(WordsFound)] = Access.Needs(Permission.KeepPrivacy),
        [typeof(LearningView)] = Access.Needs(Permission.ReadLearning),
        [typeof(LabelCount)] = Access.Needs(Permission.ReadLearning),
        [typeof(LookAlikeModelView)] = Access.Needs(Permission.ReadLearning),
        [typeof(TrainingFigures)] = Access.Needs(Permission.ReadLearning),
        [typeof(TrainingView)] = Access.Needs(Permission.ReadLearning),
        [typeof(NotificationView)] = Access.Needs(Permission.BeTold),
        [typeof(NotificationCountView)] = Access.Needs(Permission.BeTold),
        [typeof(NotificationPreferencesView)] = Access.Needs(Permission.KeepPreferences),
        [typeof(KindDeliveryView)] = Access.Needs(Permission.KeepPreferences),
        [typeof(MySettingsView)] = Access.Needs(Permission.KeepOwnSettings),
        [typeof(WellbeingView)] = Access.Needs(Permission.KeepOwnSettings),
        [typeof(OwnSettingsView)] = Access.Needs(Permission.KeepOwnSettings),
        [typeof(QuietHoursView)] = Access.Needs(Permission.KeepOwnSettings),
        [typeof(MyBreakView)] = Access.Needs(Permission.MoveGaps),
        [typeof(StayingGapView)] = Access.Needs(Permission.MoveGaps),
        [typeof(LastBreakView)] = Access.Needs(Permission.MoveGaps),
        [typeof(ReportRatingsView)] = Access.Needs(Permission.ReadOwnReports),
        [typeof(RatingNoteView)] = Access.Needs(Permission.ReadOwnReports),
        [typeof(OwnRatingView)] = Access.Needs(Permission.ReadOwnReports),
        [typeof(ReportOutcomeView)] = Access.Needs(Permission.ReadOwnReports),
        [typeof(MissingField)] = Access.Needs(Permission.ReadOwnReports),
        [typeof(MailStandingView)] = Access.Needs(Permission.ReadMailStanding),
        [typeof(WaitingDigestView)] = Access.Needs(Permission.ReadMailStanding),
        [typeof(AuditEntryView)] = Access.Needs(Permission.ReadAudit),
        [typeof(AuditCheckpointView)] = Access.Needs(Permission.ReadAudit),
        [typeof(AuditCheckView)] = Access.Needs(Permission.ReadAudit),
        [typeof(AuditChoicesView)] = Access.Needs(Permission.ReadAudit),
        [typeof(EvidenceView)] = Access.Needs(Permission.TakeEvidence),
        [typeof(PersonView)] = Access.Reading,
        [typeof(Actor)] = Access.SignedIn,
        [typeof(Refusal)] = Access.SignedIn,
        [typeof(PrivacyRefusal)] = Access.SignedIn,
        [typeof(PrivacyFinding)] = Access.SignedIn,
        [typeof(ConflictRefusal)] = Access.SignedIn,
        [typeof(GapEndedRefusal)] = Access.SignedIn,
        [typeof(KeptApartRefusal)] = Access.SignedIn,
        [typeof(SupersededRefusal)] = Access.SignedIn,
        [typeof(ResyncRefusal)] = Access.SignedIn,
        [typeof(RateLimitedRefusal)] = Access.SignedIn,
        [typeof(PageInfo)] = Access.SignedIn,
        [typeof(Query)] = Access.Public,
    };

    /// <summary>The access of a view; a page of something has that of the thing.</summary>
    public static Access? Of(Type view) => Table.GetValueOrDefault(view.IsGenericType ? view.GetGenericArguments()[0] : view);
}
