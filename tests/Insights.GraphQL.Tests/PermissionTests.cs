using GraphQL.Types;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.GraphQL.Errors;
using Insights.GraphQL.Permissions;
using Insights.Testing;
using Insights.Transport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace Insights.GraphQL.Tests;

public sealed class PermissionTests(SharedApi shared) : IClassFixture<SharedApi>
{
    private readonly Api api = shared.Api;

    public static TheoryData<string> RootFields => new(
        "{ viewer { handle } }", "{ gaps { nodes { id } } }", "{ gap(number: 1) { id } }", "{ reports { nodes { id } } }", "{ report(number: 1) { id } }",
        "query($r: ReportInput!) { lookAlikes(report: $r) { score } }", "{ policies { termsStatus } }", "{ feed { endCursor } }", "{ transitions { action } }",
        "{ node(id: \"per_00000000000000000000000001\") { id } }", "{ nodes(ids: []) { id } }", "subscription { feed { __typename } }",
        "mutation($i: SaveDraftInput!) { saveDraft(input: $i) { refusals { code } } }", "mutation($i: DiscardDraftInput!) { discardDraft(input: $i) { done } }",
        "mutation($i: FileReportInput!) { fileReport(input: $i) { refusals { code } } }", "mutation($i: AmendReportInput!) { amendReport(input: $i) { refusals { code } } }",
        "mutation($i: WithdrawReportInput!) { withdrawReport(input: $i) { refusals { code } } }", "mutation($i: AnswerQuestionInput!) { answerQuestion(input: $i) { refusals { code } } }",
        "{ operation(number: 1) { id } }", "query($g: ID!) { operations(gap: $g) { nodes { id } } }", "query($r: ID!) { previewLinkReport(reportId: $r) { reportCount } }",
        "query($g: ID!) { previewMergeGaps(survivorId: $g, gapIds: []) { reportCount } }", "query($g: ID!) { previewSplitReports(gapId: $g, reportIds: []) { reportCount } }",
        "query($g: ID!) { previewSetCanonicalReport(gapId: $g, reportId: $g) { reportCount } }", "{ previewKeepApart(gapIds: []) { reportCount } }",
        "query($o: ID!) { previewUndoOperation(operationId: $o) { reportCount } }",
        "{ proposedClusters { nodes { probability } } }", "{ clusterSweep { state } }", "query($g: ID!) { previewGroupLookAlikes(standsForId: $g) { reportCount } }",
        "mutation($i: GroupLookAlikesInput!) { groupLookAlikes(input: $i) { refusals { code } } }", "mutation($i: SweepClustersInput!) { sweepClusters(input: $i) { refusals { code } } }",
        "mutation($i: MergeGapsInput!) { mergeGaps(input: $i) { refusals { code } } }", "mutation($i: SplitReportsInput!) { splitReports(input: $i) { refusals { code } } }",
        "mutation($i: SetCanonicalReportInput!) { setCanonicalReport(input: $i) { refusals { code } } }", "mutation($i: KeepApartInput!) { keepApart(input: $i) { refusals { code } } }",
        "mutation($i: UndoOperationInput!) { undoOperation(input: $i) { refusals { code } } }",
        "mutation($i: LinkReportInput!) { linkReport(input: $i) { refusals { code } } }", "mutation($i: ClaimGapInput!) { claimGap(input: $i) { refusals { code } } }",
        "mutation($i: MoveGapInput!) { moveGap(input: $i) { refusals { code } } }", "mutation($i: BypassGapInput!) { bypassGap(input: $i) { refusals { code } } }", "mutation($i: AskReporterInput!) { askReporter(input: $i) { refusals { code } } }",
        "{ resolutionDemands { resolution } }", "query($g: ID!) { changesSince(id: $g, since: \"2026-11-22T00:00:00.000Z\") { action } }",
        "mutation($i: SaveDecisionDraftInput!) { saveDecisionDraft(input: $i) { refusals { code } } }", "mutation($i: DiscardDecisionDraftInput!) { discardDecisionDraft(input: $i) { done } }",
        "mutation($i: ProposeDecisionInput!) { proposeDecision(input: $i) { refusals { code } } }", "mutation($i: ApproveDecisionInput!) { approveDecision(input: $i) { refusals { code } } }",
        "query($t: String!) { screenText(text: $t) { type } }", "query($t: String!) { search(text: $t) { kind } }", "{ precedents { totalCount } }", "{ privacyStanding { withheld } }", "{ withheldTexts { nodes { id } } }", "{ allowedStrings { id } }",
        "{ erasures { nodes { id } } }", "{ passedFindings { nodes { path } } }", "query($t: String!) { storedWords(words: $t) { rows } }",
        "mutation($i: AllowStringInput!) { allowString(input: $i) { refusals { code } } }", "mutation($i: RevokeAllowedStringInput!) { revokeAllowedString(input: $i) { refusals { code } } }",
        "mutation($i: EditWithheldTextInput!) { editWithheldText(input: $i) { refusals { code } } }", "mutation($i: ReleaseWithheldTextInput!) { releaseWithheldText(input: $i) { refusals { code } } }",
        "mutation($i: RequestErasureInput!) { requestErasure(input: $i) { refusals { code } } }", "mutation($i: ApproveErasureInput!) { approveErasure(input: $i) { refusals { code } } }",
        "mutation($i: RejectErasureInput!) { rejectErasure(input: $i) { refusals { code } } }",
        "query($c: GapChangeInput!) { previewMoveGaps(gapIds: [], change: $c) { refusals { code } } }", "{ labels { code } }", "{ triageDuty { until } }", "{ savedViews { slug } }", "{ savedView(slug: \"late\") { slug } }", "{ people(role: TRIAGE_LEAD) { handle } }",
        "mutation($i: MoveGapsInput!) { moveGaps(input: $i) { refusals { code } } }", "mutation($i: AssignGapInput!) { assignGap(input: $i) { refusals { code } } }", "mutation($i: ReleaseGapInput!) { releaseGap(input: $i) { refusals { code } } }", "mutation($i: LabelGapInput!) { labelGap(input: $i) { refusals { code } } }", "mutation($i: KeepLabelInput!) { keepLabel(input: $i) { refusals { code } } }", "mutation($i: SnoozeGapInput!) { snoozeGap(input: $i) { refusals { code } } }", "mutation($i: SetTriageRotaInput!) { setTriageRota(input: $i) { refusals { code } } }", "mutation($i: SwapTriageDutyInput!) { swapTriageDuty(input: $i) { refusals { code } } }", "mutation($i: SaveViewInput!) { saveView(input: $i) { refusals { code } } }", "mutation($i: RenameViewInput!) { renameView(input: $i) { refusals { code } } }", "mutation($i: DeleteViewInput!) { deleteView(input: $i) { done } }",
        "{ caseReference(reference: \"CR1\") { reference } }", "{ caseSources { code } }", "{ lookAlikeLearning { inForce } }", "{ lookAlikeModels { nodes { number } } }",
        "mutation($i: TrainLookAlikesInput!) { trainLookAlikes(input: $i) { refusals { code } } }", "mutation($i: ActivateLookAlikeModelInput!) { activateLookAlikeModel(input: $i) { refusals { code } } }",
        "{ auditEntries { nodes { position } } }", "{ auditCheckpoint { verified } }", "{ auditCheck { intact } }", "{ auditChoices { actions } }",
        "mutation($i: RecordEvidenceInput!) { recordEvidence(input: $i) { refusals { code } } }",
        "{ accounts { handle } }", "query($p: ID!) { account(personId: $p) { handle } }", "query($p: ID!) { roleHistory(personId: $p) { kind } }", "{ sessions { id } }",
        "mutation($i: AssignRolesInput!) { assignRoles(input: $i) { refusals { code } } }", "mutation($i: SuspendPersonInput!) { suspendPerson(input: $i) { refusals { code } } }",
        "mutation($i: RestorePersonInput!) { restorePerson(input: $i) { refusals { code } } }", "mutation($i: EndSessionsInput!) { endSessions(input: $i) { done } }",
        "{ feedCounts { on } }", "{ feedCountDays }", "{ consumers { number } }", "{ webhooks(consumerNumber: 1) { id } }", "query($i: ID!) { webhookDeliveries(webhookId: $i) { nodes { number } } }", "mutation($i: CreateWebhookInput!) { createWebhook(input: $i) { refusals { code } } }", "mutation($i: UpdateWebhookInput!) { updateWebhook(input: $i) { refusals { code } } }", "mutation($i: RotateWebhookSecretInput!) { rotateWebhookSecret(input: $i) { refusals { code } } }", "mutation($i: DeleteWebhookInput!) { deleteWebhook(input: $i) { refusals { code } } }", "mutation($i: PauseWebhookInput!) { pauseWebhook(input: $i) { refusals { code } } }", "mutation($i: ResumeWebhookInput!) { resumeWebhook(input: $i) { refusals { code } } }", "mutation($i: ReplayWebhookInput!) { replayWebhook(input: $i) { refusals { code } } }", "mutation($i: SkipWebhookEventInput!) { skipWebhookEvent(input: $i) { refusals { code } } }", "mutation($i: TestWebhookInput!) { testWebhook(input: $i) { refusals { code } } }", "{ receiptCounts { items } }", "mutation($i: RecordReceiptInput!) { recordReceipt(input: $i) { refusals { code } } }", "mutation($i: WithdrawReceiptInput!) { withdrawReceipt(input: $i) { refusals { code } } }", "{ consumer(number: 1) { number } }", "mutation($i: RegisterConsumerInput!) { registerConsumer(input: $i) { refusals { code } } }", "mutation($i: ChangeConsumerInput!) { changeConsumer(input: $i) { refusals { code } } }",
        "mutation($i: EndConsumerInput!) { endConsumer(input: $i) { refusals { code } } }", "mutation($i: IssueKeyInput!) { issueKey(input: $i) { refusals { code } } }", "{ myKeys { version } }", "{ keys { id } }", "mutation($i: IssueMyKeyInput!) { issueMyKey(input: $i) { refusals { code } } }", "mutation($i: RevokeKeyInput!) { revokeKey(input: $i) { refusals { code } } }",
        "mutation($i: AcknowledgeFeedInput!) { acknowledgeFeed(input: $i) { refusals { code } } }",
        "{ notifications { nodes { kind } } }", "{ unreadNotifications }", "{ notificationPreferences { hour } }", "{ watchedGaps { nodes { id } } }", "{ mailStanding { enabled } }",
        "mutation($i: RateReportInput!) { rateReport(input: $i) { refusals { code } } }", "mutation($i: WatchGapInput!) { watchGap(input: $i) { refusals { code } } }",
        "mutation($i: UnwatchGapInput!) { unwatchGap(input: $i) { refusals { code } } }", "mutation($i: MarkNotificationsReadInput!) { markNotificationsRead(input: $i) { refusals { code } } }",
        "mutation($i: SetNotificationPreferencesInput!) { setNotificationPreferences(input: $i) { refusals { code } } }",
        "{ metrics { asOf } }", "{ metricItems(metric: CLARITY) { nodes { at } } }",
        "{ mySettings { version } }", "{ myBreak { claims { id } } }", "mutation($i: SetMySettingsInput!) { setMySettings(input: $i) { refusals { code } } }",
        "mutation($i: TakeABreakInput!) { takeABreak(input: $i) { refusals { code } } }", "mutation($i: TakeClaimsBackInput!) { takeClaimsBack(input: $i) { refusals { code } } }",
        "mutation($i: PublishClauseInput!) { publishClause(input: $i) { refusals { code } } }", "mutation($i: RetireClauseInput!) { retireClause(input: $i) { refusals { code } } }",
        "mutation($i: KeepCodeInput!) { keepCode(input: $i) { refusals { code } } }",
        "{ scenarios { nodes { id } } }", "{ scenario(number: 1) { id } }", "mutation($i: WriteScenarioInput!) { writeScenario(input: $i) { refusals { code } } }", "mutation($i: ReviseScenarioInput!) { reviseScenario(input: $i) { refusals { code } } }",
        "mutation($i: RetireScenarioInput!) { retireScenario(input: $i) { refusals { code } } }", "mutation($i: ConfirmScenarioInput!) { confirmScenario(input: $i) { refusals { code } } }",
        "{ calibrationRounds { nodes { id } } }", "{ calibrationRound(number: 1) { id } }", "{ agreement { sure } }", "mutation($i: OpenCalibrationRoundInput!) { openCalibrationRound(input: $i) { refusals { code } } }",
        "mutation($i: AnswerCalibrationInput!) { answerCalibration(input: $i) { refusals { code } } }", "mutation($i: CloseCalibrationRoundInput!) { closeCalibrationRound(input: $i) { refusals { code } } }",
        "mutation($i: ReportDisagreementInput!) { reportDisagreement(input: $i) { refusals { code } } }",
        "mutation($i: TokeniseCasesInput!) { tokeniseCases(input: $i) { refusals { code } } }", "mutation($i: RejectDecisionInput!) { rejectDecision(input: $i) { refusals { code } } }", "mutation($i: CommentInput!) { comment(input: $i) { refusals { code } } }");

    [Theory]
    [MemberData(nameof(RootFields))]
    public async Task Nobody_reads_or_does_anything_without_signing_in(string document)
    {
        Assert.Equal(ErrorCodes.Unauthenticated, await RefusedAsync(null, document));
    }

    [Fact]
    public void Every_root_field_is_among_those_that_are_tried_without_signing_in()
    {
        _ = api.Runner;
        var schema = api.Database.Services.GetRequiredService<Contract.InsightsSchema>();
        foreach (var field in new[] { schema.Query, schema.Mutation!, schema.Subscription! }.SelectMany(root => root.Fields))
            Assert.True(((IEnumerable<object[]>)RootFields).Any(row => ((string)row[0]).Contains($" {field.Name}", StringComparison.Ordinal)), field.Name);
    }

    [Theory]
    [InlineData("administrator-a", "{ gaps { nodes { id } } }")]
    [InlineData("policy-owner-a", "{ consumers { number } }")]
    [InlineData("specialist-a", "mutation($i: PublishClauseInput!) { publishClause(input: $i) { refusals { code } } }")]
    [InlineData("auditor-a", "mutation($i: KeepCodeInput!) { keepCode(input: $i) { refusals { code } } }")]
    [InlineData("specialist-a", "{ myBreak { claims { id } } }")]
    [InlineData("policy-owner-a", "{ accounts { handle } }")]
    [InlineData("triage-lead-a", "query($p: ID!) { roleHistory(personId: $p) { kind } }")]
    [InlineData("auditor-a", "mutation($i: AssignRolesInput!) { assignRoles(input: $i) { refusals { code } } }")]
    [InlineData("auditor-a", "mutation($i: SuspendPersonInput!) { suspendPerson(input: $i) { refusals { code } } }")]
    [InlineData("auditor-a", "mutation($i: IssueKeyInput!) { issueKey(input: $i) { refusals { code } } }")]
    [InlineData("triage-lead-a", "{ keys { id } }")]
    [InlineData("administrator-a", "mutation($i: AcknowledgeFeedInput!) { acknowledgeFeed(input: $i) { refusals { code } } }")]
    [InlineData("model-team-a", "{ gaps { nodes { id } } }")]
    [InlineData("model-team-a", "{ reports { nodes { id } } }")]
    [InlineData("administrator-a", "{ feed { endCursor } }")]
    [InlineData("specialist-a", "{ feed { endCursor } }")]
    [InlineData("specialist-a", "subscription { feed { __typename } }")]
    [InlineData("administrator-a", "{ node(id: \"gap_00000000000000000000000001\") { id ... on Gap { title } } }")]
    [InlineData("model-team-a", "{ nodes(ids: []) { ... on Report { number } } }")]
    [InlineData("policy-owner-a", "query($g: ID!) { previewMergeGaps(survivorId: $g, gapIds: []) { reportCount } }")]
    [InlineData("model-team-a", "{ operation(number: 1) { id } }")]
    [InlineData("specialist-a", "mutation($i: UndoOperationInput!) { undoOperation(input: $i) { refusals { code } } }")]
    [InlineData("specialist-a", "mutation($i: ClaimGapInput!) { claimGap(input: $i) { refusals { code } } }")]
    [InlineData("specialist-a", "mutation($i: MoveGapsInput!) { moveGaps(input: $i) { refusals { code } } }")]
    [InlineData("auditor-a", "mutation($i: SaveViewInput!) { saveView(input: $i) { refusals { code } } }")]
    [InlineData("policy-owner-a", "mutation($i: KeepLabelInput!) { keepLabel(input: $i) { refusals { code } } }")]
    [InlineData("administrator-a", "{ people(role: SPECIALIST) { handle } }")]
    [InlineData("specialist-a", "{ gaps { nodes { decisionDraft { version } } } }")]
    [InlineData("auditor-a", "{ gaps { nodes { decisionDraft { content { facts } } } } }")]
    [InlineData("specialist-a", "{ gaps { nodes { decisions { reviewRemark { text } } } } }")]
    [InlineData("triage-lead-a", "mutation($i: SaveDecisionDraftInput!) { saveDecisionDraft(input: $i) { refusals { code } } }")]
    [InlineData("triage-lead-a", "mutation($i: ApproveDecisionInput!) { approveDecision(input: $i) { refusals { code } } }")]
    [InlineData("policy-owner-a", "mutation($i: BypassGapInput!) { bypassGap(input: $i) { refusals { code } } }")]
    [InlineData("auditor-a", "{ withheldTexts { nodes { id } } }")]
    [InlineData("auditor-a", "query($t: String!) { storedWords(words: $t) { rows } }")]
    [InlineData("triage-lead-a", "{ allowedStrings { text } }")]
    [InlineData("administrator-a", "{ privacyStanding { withheld } }")]
    [InlineData("specialist-a", "mutation($i: ApproveErasureInput!) { approveErasure(input: $i) { refusals { code } } }")]
    [InlineData("specialist-a", "{ lookAlikeLearning { inForce } }")]
    [InlineData("policy-owner-a", "{ lookAlikeModels { nodes { number } } }")]
    [InlineData("triage-lead-a", "mutation($i: TrainLookAlikesInput!) { trainLookAlikes(input: $i) { refusals { code } } }")]
    [InlineData("auditor-a", "mutation($i: ActivateLookAlikeModelInput!) { activateLookAlikeModel(input: $i) { refusals { code } } }")]
    [InlineData("model-team-a", "query($t: String!) { screenText(text: $t) { type } }")]
    [InlineData("administrator-a", "{ caseReference(reference: \"CR1\") { reference } }")]
    [InlineData("model-team-a", "{ caseReference(reference: \"CR1\") { reference } }")]
    [InlineData("calibration-lead-a", "{ caseReference(reference: \"CR1\") { reports { number } } }")]
    [InlineData("policy-owner-a", "{ caseSources { code } }")]
    [InlineData("policy-owner-a", "mutation($i: TokeniseCasesInput!) { tokeniseCases(input: $i) { refusals { code } } }")]
    [InlineData("privacy-steward-a", "mutation($i: TokeniseCasesInput!) { tokeniseCases(input: $i) { refusals { code } } }")]
    [InlineData("triage-lead-a", "{ auditEntries { nodes { position } } }")]
    [InlineData("privacy-steward-a", "{ auditCheckpoint { verified } }")]
    [InlineData("policy-owner-a", "{ auditCheck { intact } }")]
    [InlineData("administrator-a", "mutation($i: RecordEvidenceInput!) { recordEvidence(input: $i) { refusals { code } } }")]
    [InlineData("model-team-a", "mutation($i: WatchGapInput!) { watchGap(input: $i) { refusals { code } } }")]
    [InlineData("specialist-a", "{ scenarios { nodes { id } } }")]
    [InlineData("specialist-a", "{ metrics { asOf } }")]
    [InlineData("administrator-a", "{ metricItems(metric: CLARITY) { nodes { at } } }")]
    [InlineData("specialist-a", "{ gap(number: 1) { scenarios { id } } }")]
    [InlineData("privacy-steward-a", "{ calibrationRounds { nodes { id } } }")]
    [InlineData("model-team-a", "{ agreement { sure } }")]
    [InlineData("triage-lead-a", "mutation($i: CloseCalibrationRoundInput!) { closeCalibrationRound(input: $i) { refusals { code } } }")]
    [InlineData("auditor-a", "mutation($i: AnswerCalibrationInput!) { answerCalibration(input: $i) { refusals { code } } }")]
    [InlineData("triage-lead-a", "mutation($i: WriteScenarioInput!) { writeScenario(input: $i) { refusals { code } } }")]
    [InlineData("model-team-a", "mutation($i: ConfirmScenarioInput!) { confirmScenario(input: $i) { refusals { code } } }")]
    [InlineData("model-team-a", "{ scenarios { nodes { gap { id } } } }")]
    [InlineData("specialist-a", "mutation($i: RateReportInput!) { rateReport(input: $i) { refusals { code } } }")]
    [InlineData("calibration-lead-a", "mutation($i: RateReportInput!) { rateReport(input: $i) { refusals { code } } }")]
    [InlineData("specialist-a", "{ mailStanding { enabled } }")]
    [InlineData("auditor-a", "mutation($i: CommentInput!) { comment(input: $i) { refusals { code } } }")]
    public async Task A_role_that_may_not_is_refused_before_anything_runs(string handle, string document)
    {
        Assert.Equal(ErrorCodes.NotPermitted, await RefusedAsync(SomePeople.All.Single(p => p.Handle == handle), document));
    }

    [Fact]
    public async Task A_field_may_ask_for_more_than_its_object()
    {
        var gap = await api.Database.GapInAsync(GapState.Triage);
        Actor reader = new(new Core.Data.PersonId("per_00000000000000000000000099"), "system-reader", Roles.System);

        Assert.Null((await api.AskAsync(reader, $$"""{ gap(id: "{{gap.Id}}") { title } }""")).Code());
        Assert.Equal(ErrorCodes.NotPermitted, (await api.AskAsync(reader, $$"""{ gap(id: "{{gap.Id}}") { timeline { nodes { action } } } }""")).Code());
    }

    [Fact]
    public async Task Fragments_and_directives_do_not_lead_around_the_rule()
    {
        Assert.Equal(ErrorCodes.Unauthenticated, await RefusedAsync(null, "{ ...f } fragment f on Query { viewer { handle } }"));
        Assert.Equal(ErrorCodes.Unauthenticated, await RefusedAsync(null, "{ ... @include(if: true) { v: viewer { handle } } }"));
        Assert.Equal(ErrorCodes.Unauthenticated, await RefusedAsync(null, "{ viewer @skip(if: false) { handle } }"));
    }

    [Fact]
    public async Task A_document_that_one_caller_had_validated_is_refused_to_the_next()
    {
        const string Document = "{ gaps { totalCount } }";
        Assert.Null((await api.AskAsync(SomePeople.Lead, Document)).Code());
        Assert.Equal(ErrorCodes.NotPermitted, (await api.AskAsync(SomePeople.Administrator, Document)).Code());
        Assert.Equal(ErrorCodes.Unauthenticated, (await api.AskAsync(null, Document)).Code());
    }

    [Theory]
    [InlineData("{ __schema { types { name } } }")]
    [InlineData("{ __type(name: \"Gap\") { name } }")]
    public async Task The_schema_is_read_by_those_who_may_and_in_development_by_anyone(string document)
    {
        Assert.Equal(ErrorCodes.Unauthenticated, (await api.AskAsync(null, document)).Code());
        Assert.Equal(ErrorCodes.NotPermitted, (await api.AskAsync(SomePeople.Lead, document)).Code());
        Assert.Null((await api.AskAsync(SomePeople.Consumer, document)).Code());

        await using var development = await Api.CreateAsync(services => services.AddSingleton<IHostEnvironment>(new DevelopmentHost()));
        Assert.Null((await development.AskAsync(null, document)).Code());
    }

    [Fact]
    public async Task Common_tools_can_read_the_whole_schema()
    {
        var answer = await api.AskAsync(SomePeople.Consumer, Documents.Introspection);
        Assert.Null(answer.Code());
        Assert.Contains(answer.At("data", "__schema", "types").EnumerateArray(), type => type.At("name").GetString() == "FeedMessage");
    }

    [Fact]
    public async Task Anyone_may_ask_for_a_type_name() // a probe that the endpoint lives
    {
        Assert.Equal("Query", (await api.AskAsync(null, "{ __typename }")).At("data", "__typename").GetString());
    }

    [Fact]
    public void A_schema_in_which_a_mark_was_forgotten_does_not_start()
    {
        var query = new ObjectGraphType { Name = "Query" }.Public();
        query.Field<StringGraphType>("marked").FieldType.Public();
        query.Field<ForgottenType>("marked2").FieldType.Public();
        query.Field<StringGraphType>("forgotten");
        var schema = new Schema { Query = query };
        schema.Initialize();

        var fault = Assert.Throws<InvalidOperationException>(() => AccessCheck.Run(schema));
        Assert.Contains("Forgotten, Query.forgotten", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("marked", fault.Message, StringComparison.Ordinal);
    }

    private async Task<string?> RefusedAsync(Actor? actor, string document) =>
        System.Text.Json.JsonElement.Parse(Assert.IsType<OperationOutcome.Refused>(await api.StartAsync(actor, Api.Request(document))).Json.Span).Code();

    private sealed class ForgottenType : ObjectGraphType
    {
        public ForgottenType()
        {
            Name = "Forgotten";
            Field<StringGraphType>("a");
        }
    }

    private sealed class DevelopmentHost : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = Environments.Development;

        public string ApplicationName { get; set; } = "tests";

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
