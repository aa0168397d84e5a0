using GraphQL;
using GraphQL.Types;
using Insights.Core.Administration;
using Insights.Core.Calibration;
using Insights.Core.Cases;
using Insights.Core.Clusters;
using Insights.Core.Consumers;
using Insights.Core.Contact;
using Insights.Core.Evidence;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Learning;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Core.Queue;
using Insights.Core.Reports;
using Insights.Core.Scenarios;
using Insights.Core.Stewardship;
using Insights.Core.Triage;
using Insights.Core.Webhooks;
using Insights.Core.Wellbeing;
using Insights.GraphQL.Contract;
using Insights.GraphQL.Costs;
using Insights.GraphQL.Loading;
using Insights.GraphQL.Permissions;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Insights.GraphQL.Fields;

/// <summary>Everything that can be done: each field is one command of the core, with its own words and permission.</summary>
internal sealed class Mutation : ObjectGraphType
{
    public Mutation()
    {
        Description = "Everything that can be done. Each takes one input, and answers with what it changed or with every reason why not.";
        this.Public();
        Command<SaveDraft, ReportView>();
        Command<DiscardDraft, Done>();
        Command<FileReport, ReportView>();
        Command<AmendReport, ReportView>();
        Command<WithdrawReport, ReportView>();
        Command<AnswerQuestion, ReportView>();
        Command<LinkReport, GapView>();
        Command<MergeGaps, OperationView>();
        Command<SplitReports, OperationView>();
        Command<SetCanonicalReport, OperationView>();
        Command<KeepApart, OperationView>();
        Command<UndoOperation, OperationView>();
        Command<GroupLookAlikes, OperationView>();
        Command<SweepClusters, ClusterSweepView>();
        Command<ClaimGap, GapView>();
        Command<MoveGap, GapView>();
        Command<MoveGaps, OperationView>();
        Command<AssignGap, GapView>();
        Command<ReleaseGap, GapView>();
        Command<LabelGap, GapView>();
        Command<KeepLabel, LabelView>();
        Command<SnoozeGap, SnoozeView>();
        Command<SetTriageRota, TriageDutyView>();
        Command<SwapTriageDuty, TriageDutyView>();
        Command<SaveView, SavedViewView>();
        Command<RenameView, SavedViewView>();
        Command<DeleteView, Done>();
        Command<BypassGap, GapView>();
        Command<AskReporter, ReportView>();
        Command<SaveDecisionDraft, DecisionDraftView>();
        Command<DiscardDecisionDraft, Done>();
        Command<ProposeDecision, DecisionView>();
        Command<ApproveDecision, GapView>();
        Command<RejectDecision, GapView>();
        Command<WriteComment, CommentView>("comment");
        Command<AllowString, AllowedStringView>();
        Command<RevokeAllowedString, AllowedStringView>();
        Command<EditWithheldText, WithheldTextView>();
        Command<ReleaseWithheldText, WithheldTextView>();
        Command<RequestErasure, ErasureView>();
        Command<ApproveErasure, ErasureView>();
        Command<RejectErasure, ErasureView>();
        Command<TokeniseCases, ExchangedCasesView>();
        Command<TrainLookAlikes, TrainingView>();
        Command<ActivateLookAlikeModel, LookAlikeModelView>();
        Command<RateReport, ReportRatingsView>();
        Command<WatchGap, GapView>();
        Command<UnwatchGap, GapView>();
        Command<MarkNotificationsRead, NotificationCountView>();
        Command<SetNotificationPreferences, NotificationPreferencesView>();
        Command<SetMySettings, MySettingsView>();
        Command<TakeABreak, OperationView>();
        Command<TakeClaimsBack, OperationView>();
        Command<PublishClause, PolicyClauseView>();
        Command<RetireClause, PolicyClauseView>();
        Command<KeepCode, CodeView>();
        Command<RecordEvidence, EvidenceView>();
        Command<AssignRoles, AccountView>();
        Command<SuspendPerson, AccountView>();
        Command<RestorePerson, AccountView>();
        Command<EndSessions, Done>();
        Command<RegisterConsumer, ConsumerView>();
        Command<ChangeConsumer, ConsumerView>();
        Command<EndConsumer, ConsumerView>();
        Command<IssueKey, IssuedKeyView>();
        Command<IssueMyKey, IssuedKeyView>();
        Command<RevokeKey, ApiKeyView>();
        Command<AcknowledgeFeed, ConsumerView>();
        Command<RecordReceipt, ReceiptView>();
        Command<WithdrawReceipt, ReceiptView>();
        Command<WriteScenario, ScenarioView>();
        Command<ReviseScenario, ScenarioView>();
        Command<RetireScenario, ScenarioView>();
        Command<ConfirmScenario, ScenarioView>();
        Command<OpenCalibrationRound, CalibrationRoundView>();
        Command<AnswerCalibration, CalibrationRoundView>();
        Command<CloseCalibrationRound, CalibrationRoundView>();
        Command<ReportDisagreement, ReportView>();
        Command<CreateWebhook, WebhookSecretView>();
        Command<UpdateWebhook, WebhookView>();
        Command<RotateWebhookSecret, WebhookSecretView>();
        Command<DeleteWebhook, WebhookView>();
        Command<PauseWebhook, WebhookView>();
        Command<ResumeWebhook, WebhookView>();
        Command<ReplayWebhook, WebhookView>();
        Command<SkipWebhookEvent, WebhookView>();
        Command<TestWebhook, WebhookView>();
    }

    private void Command<TRequest, TView>(string? name = null) where TRequest : class, ICommand<TView>
    {
        var field = Field<NonNullGraphType<PayloadType<TRequest, TView>>>(name ?? Names.OfField(typeof(TRequest).Name))
            .Description(Docs.Of(typeof(TRequest)))
            .Argument<NonNullGraphType<InputType<TRequest>>>("input", "Everything the command needs.")
            .ResolveAsync(async context => Payload<TRequest, TView>.Of(await SendAsync<TRequest, TView>(context)))
            .FieldType;
        field.Access(Access.Of(typeof(TRequest)));
        field.Weight(WeightAttribute.Command);
    }

    private static Task<Outcome<TView>> SendAsync<TRequest, TView>(IResolveFieldContext context) where TRequest : class, ICommand<TView>
    {
        context.RequestServices!.GetRequiredService<Loaders>().Forget();
        return context.RequestServices!.GetRequiredService<IMediator>().Send(context.GetArgument<TRequest>("input"), context.CancellationToken);
    }
}
