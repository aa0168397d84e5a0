using System.Text.Json;
using Insights.Core.Administration;
using Insights.Core.Calibration;
using Insights.Core.Clusters;
using Insights.Core.Consumers;
using Insights.Core.Contact;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Learning;
using Insights.Core.Queue;
using Insights.Core.Reports;
using Insights.Core.Scenarios;
using Insights.Core.Webhooks;
using Insights.Testing;
using Snapshooter.Xunit;

namespace Insights.GraphQL.Tests;

/// <summary>
/// Each mutation denied, malformed, with a version that is out of date, done, and sent once more: the answers
/// together with the feed events each of them caused, in one snapshot a mutation.
/// </summary>
public sealed class CommandTests
{
    private const string Report = "report { id number state version revision stateReason question respondBy author { handle } gap { number state } content { title } }";
    private const string Gap = "gap { id number state version severity returnsTo deferredUntil resolution owner { handle } members { reportNumber role reason } decision { state reviewedBy { handle } } latestEntry { action by { handle } text } }";
    private const string Operation = "operation { id number kind reason by { handle } byMachine undoesNumber gaps { number stateBefore stateAfter stoodBefore stoodAfter gap { version standsIn { number } } } reports { number from to role } reportCount keptApart { numberA numberB } }";
    private const string Ratings = "reportRatings { revision count clarity specificity evidence actionability notes { text role } mine { clarity version } }";
    private const string Allowed = "allowedString { id text note reviewBy addedBy { handle } endedAt uses version }";
    private const string Withheld = "withheldText { id number text state findings { type start end ruleId } places { table path reportNumber gapNumber } settledBy { handle } version }";
    private const string Erasure = "erasure { id number kind reason state requestedBy { handle } reviewedBy { handle } rowsChanged version }";
    private const string Refusals = "refusals { __typename code path message ... on ConflictRefusal { currentVersion } ... on SupersededRefusal { operationNumber move gapNumber } ... on PrivacyRefusal { ruleSetVersion findings { type start end ruleId strength } } }";
    private const string Duty = "triageDuty { onDuty { handle } until startsOn daysEach leads { handle } swaps { from to person { handle } } version }";
    private const string Reader = "consumer { id number name owner { handle } filter { areas kinds states } acknowledged lag endedAt keys { scopes } mayChange version }";
    private const string Account = "account { id handle roles providerRoles assignedRoles suspendedAt lastSignInAt openSessions version }";
    private const string Hook = "webhook { id url state stop cursor lag waitsWith failures testWaits mayChange version }";
    private const string Told = "receipt { id consumerNumber consumerName eventId gapId use reason withdrawnAt }";
    private const string View = "savedView { id slug name shared order mayChange version count gaps { nodes { number } } }";
    private const string Scenario = "scenario { id number gapNumber facts factors outcome clause clauseVersion presentClauseVersion reviewDue reviewReasons retiredAt version gap { number scenarios { number } } writtenBy { handle } changedBy { handle } }";
    private const string Round = "calibrationRound { number answersUntil openedBy { handle } reviewers { person { handle } asked answered } items { place gapNumber gap { number } report { number } mayAnswer mine { answer clarity why version } decided answers { answer } differs disagreement { number } } agreement { sure } waitingForMe version }";
    private const string Contact = "Write to someone@example.com about it.";

    private static readonly Dictionary<string, Func<TestDatabase, Task<Case>>> Cases = new()
    {
        ["saveDraft"] = async db =>
        {
            var draft = await db.SendAsync(SomePeople.Specialist, new SaveDraft(null, null, new ReportForm(), null));
            var gap = await db.GapInAsync(GapState.New);
            return new(SomePeople.Specialist, SomePeople.Lead, Report.Replace("author {", "answers { answer gap { number } } author {", StringComparison.Ordinal),
                new { reportId = draft.Id.Value, expectedVersion = draft.Version, report = Some.Ambiguity(), answers = new[] { new { gapId = gap.Id.Value, answer = "NOT_SURE" } }, idempotencyKey = Some.Key() },
                new { reportId = draft.Id.Value, report = new { title = Contact, area = "no code" }, answers = new[] { new { gapId = "gap_x", answer = "YES" } } });
        },
        ["discardDraft"] = async db =>
        {
            var draft = await db.SendAsync(SomePeople.Specialist, new SaveDraft(null, null, new ReportForm(), null));
            return new(SomePeople.Specialist, SomePeople.Lead, "done", new { reportId = draft.Id.Value, expectedVersion = draft.Version }, new { reportId = "rpt_x", expectedVersion = 1 });
        },
        ["fileReport"] = async db =>
        {
            var draft = await db.SendAsync(SomePeople.Specialist, new SaveDraft(null, null, new ReportForm(), null));
            return new(SomePeople.Specialist, SomePeople.Lead, Report,
                new { draftId = draft.Id.Value, expectedVersion = draft.Version, report = Some.Ambiguity(), idempotencyKey = Some.Key() },
                new { report = new { kind = "AMBIGUITY", title = Contact, caseReferences = new[] { "case 12" } }, idempotencyKey = "short" });
        },
        ["amendReport"] = async db =>
        {
            var report = await db.FileAsync();
            return new(SomePeople.Specialist, SomePeople.Lead, Report,
                new { reportId = report.Id.Value, expectedVersion = report.Version, report = Some.Ambiguity() with { Title = "Which age governs?" }, reason = "It was too long.", idempotencyKey = Some.Key() },
                new { reportId = report.Id.Value, expectedVersion = report.Version, report = new { } });
        },
        ["withdrawReport"] = async db =>
        {
            var gap = await db.GapInAsync(GapState.Triage);
            var report = await db.ReportAsync(gap.CanonicalReportId);
            return new(SomePeople.Specialist, SomePeople.Lead, Report,
                new { reportId = report.Id.Value, expectedVersion = report.Version, reason = "It was answered elsewhere." },
                new { reportId = report.Id.Value, expectedVersion = report.Version, reason = Contact });
        },
        ["answerQuestion"] = async db =>
        {
            var gap = await db.GapInAsync(GapState.NeedsInfo);
            var report = await db.ReportAsync(gap.CanonicalReportId);
            return new(SomePeople.Specialist, SomePeople.Lead, Report,
                new { reportId = report.Id.Value, expectedVersion = report.Version, answer = "The first reading." },
                new { reportId = report.Id.Value, expectedVersion = report.Version, answer = " " });
        },
        ["linkReport"] = async db =>
        {
            var gap = await db.GapInAsync(GapState.Triage);
            var report = await db.FileAsync(author: SomePeople.OtherSpecialist);
            return new(SomePeople.Lead, SomePeople.Specialist, Gap,
                new { reportId = report.Id.Value, expectedVersion = report.Version, gapId = gap.Id.Value, role = "VARIANT", reason = "The same question on another surface.", idempotencyKey = Some.Key() },
                new { reportId = report.Id.Value, expectedVersion = report.Version, gapId = gap.Id.Value });
        },
        ["groupLookAlikes"] = async db =>
        {
            var (gap, report) = (await db.GapInAsync(GapState.Triage), await db.FileAsync());
            object[] seen = [new { id = gap.Id.Value, version = gap.Version }, new { id = report.Id.Value, version = report.Version }];
            return new(SomePeople.Lead, SomePeople.Owner, Operation,
                new { gapIds = new[] { gap.Id.Value }, reportIds = new[] { report.Id.Value }, standsForId = gap.Id.Value, reason = "They ask the same.", seen, idempotencyKey = Some.Key() },
                new { gapIds = new[] { "gap_x" }, reportIds = new[] { report.Id.Value, report.Id.Value }, standsForId = report.Id.Value, reason = Contact, seen = Array.Empty<object>() });
        },
        ["sweepClusters"] = _ => Task.FromResult<Case>(new(SomePeople.Lead, SomePeople.Specialist,
            "clusterSweep { state by { handle } }", new { idempotencyKey = Some.Key() }, new { idempotencyKey = "a key?" })),
        ["mergeGaps"] = async db =>
        {
            var (survivor, other) = (await db.GapInAsync(GapState.Triage), await db.GapInAsync(GapState.New));
            return new(SomePeople.Lead, SomePeople.Owner, Operation,
                new { survivorId = survivor.Id.Value, gapIds = new[] { other.Id.Value }, reason = "They ask the same.", seen = Seen(survivor, other), idempotencyKey = Some.Key() },
                new { survivorId = survivor.Id.Value, gapIds = new[] { "gap_x", survivor.Id.Value }, reason = Contact, seen = Array.Empty<object>() });
        },
        ["splitReports"] = async db =>
        {
            var (gap, report) = await PairAsync(db);
            return new(SomePeople.Lead, SomePeople.Owner, Operation,
                new { gapId = gap.Id.Value, reportIds = new[] { report }, keepApart = true, reason = "They differ.", seen = Seen(gap), idempotencyKey = Some.Key() },
                new { gapId = gap.Id.Value, reportIds = new[] { report, report }, intoGapId = gap.Id.Value, keepApart = false, seen = Seen(gap) });
        },
        ["setCanonicalReport"] = async db =>
        {
            var (gap, report) = await PairAsync(db);
            return new(SomePeople.Lead, SomePeople.Specialist, Operation,
                new { gapId = gap.Id.Value, reportId = report, seen = Seen(gap), idempotencyKey = Some.Key() },
                new { gapId = gap.Id.Value, reportId = gap.CanonicalReportId.Value, reason = Contact, seen = Seen(gap) });
        },
        ["keepApart"] = async db =>
        {
            var (one, other) = (await db.GapInAsync(GapState.Triage), await db.GapInAsync(GapState.New));
            return new(SomePeople.Lead, SomePeople.Owner, Operation,
                new { gapIds = new[] { one.Id.Value, other.Id.Value }, reason = "One is about appeals.", seen = Seen(one, other), idempotencyKey = Some.Key() },
                new { gapIds = new[] { one.Id.Value }, reason = "One is about appeals.", seen = Seen(one) });
        },
        ["undoOperation"] = async db =>
        {
            var gap = await db.GapInAsync(GapState.New);
            var opened = (await db.SendAsync(SomePeople.Lead, new OperationsOf(gap.Id, 1, null))).Items[0];
            return new(SomePeople.Lead, SomePeople.Owner, Operation,
                new { operationId = opened.Id.Value, reason = "It was opened twice.", seen = Seen(gap), idempotencyKey = Some.Key() },
                new { operationId = gap.Id.Value, reason = Contact });
        },
        ["claimGap"] = async db =>
        {
            var gap = await db.GapInAsync(GapState.New);
            return new(SomePeople.Lead, SomePeople.Specialist, Gap,
                new { gapId = gap.Id.Value, expectedVersion = gap.Version, severity = "HIGH", duplicatesChecked = true },
                new { gapId = gap.Id.Value, expectedVersion = gap.Version, duplicatesChecked = false });
        },
        ["moveGap"] = async db =>
        {
            var gap = await db.GapInAsync(GapState.Triage);
            return new(SomePeople.Lead, SomePeople.Specialist, Gap,
                new { gapId = gap.Id.Value, expectedVersion = gap.Version, action = "DEFER", reason = "It waits for a review.", expiresOn = db.Day(30), recurrenceThreshold = 2 },
                new { gapId = gap.Id.Value, expectedVersion = gap.Version, action = "APPROVE", reason = Contact });
        },
        ["moveGaps"] = async db =>
        {
            var (one, other) = (await db.GapInAsync(GapState.Triage), await db.GapInAsync(GapState.Triage));
            return new(SomePeople.Lead, SomePeople.Specialist, Operation,
                new { seen = Seen(one, other), change = new { change = "DECLINE", reason = "The policy is clear.", destination = "enforcement-quality" }, idempotencyKey = Some.Key() },
                new { seen = Seen(one, one), change = new { change = "DEFER", reason = Contact } });
        },
        ["assignGap"] = async db =>
        {
            var gap = await db.GapInAsync(GapState.Assessing);
            return new(SomePeople.Lead, SomePeople.Specialist, Gap,
                new { gapId = gap.Id.Value, expectedVersion = gap.Version, personId = SomePeople.OwnerAndApprover.Id.Value },
                new { gapId = gap.Id.Value, expectedVersion = gap.Version, personId = "per_x" });
        },
        ["releaseGap"] = async db =>
        {
            var gap = await db.GapInAsync(GapState.Assessing);
            return new(SomePeople.Owner, SomePeople.Specialist, Gap, new { gapId = gap.Id.Value, expectedVersion = gap.Version }, new { gapId = "gap_x", expectedVersion = 1 });
        },
        ["labelGap"] = async db =>
        {
            await db.SendAsync(SomePeople.Lead, new KeepLabel("pilot", "Part of the pilot", false, 0));
            var gap = await db.GapInAsync(GapState.Triage);
            return new(SomePeople.Lead, SomePeople.Specialist, "gap { number version labels latestEntry { action code } }",
                new { gapId = gap.Id.Value, expectedVersion = gap.Version, add = new[] { "pilot" } },
                new { gapId = gap.Id.Value, expectedVersion = gap.Version, add = new[] { "no code?" } });
        },
        ["keepLabel"] = _ => Task.FromResult(new Case(SomePeople.Lead, SomePeople.Owner, "label { code name retired version }",
            new { code = "pilot", name = "Part of the pilot", retired = false, expectedVersion = 0 },
            new { code = "no code?", name = Contact, retired = false, expectedVersion = 0 })),
        ["snoozeGap"] = async db =>
        {
            var gap = await db.GapInAsync(GapState.Triage);
            return new(SomePeople.Lead, SomePeople.Auditor, "snooze { until gap { number version snoozedUntil } }",
                new { gapId = gap.Id.Value, expectedVersion = gap.Version, until = db.Day(7) },
                new { gapId = "gap_x", expectedVersion = 1 });
        },
        ["setTriageRota"] = db => Task.FromResult(new Case(SomePeople.Lead, SomePeople.Owner, Duty,
            new { startsOn = db.Day(0), daysEach = 7, leadIds = new[] { SomePeople.Lead.Id.Value }, expectedVersion = 0 },
            new { daysEach = 0, leadIds = new[] { "per_x" }, expectedVersion = 0 })),
        ["swapTriageDuty"] = async db =>
        {
            var duty = await db.SendAsync(SomePeople.Lead, new SetTriageRota(db.Day(0), 7, [SomePeople.Lead.Id.Value], 0));
            return new(SomePeople.Lead, SomePeople.Owner, Duty,
                new { from = db.Day(1), to = db.Day(2), personId = SomePeople.Lead.Id.Value, expectedVersion = duty.Version },
                new { from = db.Day(2), to = db.Day(1), personId = "per_x", expectedVersion = duty.Version });
        },
        ["saveView"] = _ => Task.FromResult(new Case(SomePeople.Lead, SomePeople.Auditor, View,
            new { slug = "late-appeals", name = "Late appeals", filter = new { areas = new[] { "appeals" }, late = true }, order = "DUE_FIRST", shared = true, idempotencyKey = Some.Key() },
            new { slug = "No slug", name = Contact, order = "OLDEST", shared = false })),
        ["renameView"] = async db =>
        {
            var view = await db.SendAsync(SomePeople.Lead, new SaveView("late-appeals", "Late appeals", null, GapOrder.Oldest, true, null));
            return new(SomePeople.Lead, SomePeople.Auditor, View,
                new { viewId = view.Id.Value, expectedVersion = view.Version, name = "Appeals that are late" }, new { viewId = view.Id.Value, expectedVersion = view.Version, name = Contact });
        },
        ["deleteView"] = async db =>
        {
            var view = await db.SendAsync(SomePeople.Lead, new SaveView("late-appeals", "Late appeals", null, GapOrder.Oldest, true, null));
            return new(SomePeople.Lead, SomePeople.Auditor, "done", new { viewId = view.Id.Value, expectedVersion = view.Version }, new { viewId = "viw_x", expectedVersion = 1 });
        },
        ["assignRoles"] = _ => Task.FromResult(new Case(SomePeople.Administrator, SomePeople.Auditor, Account,
            new { personId = SomePeople.OtherSpecialist.Id.Value, expectedVersion = 0, roles = new[] { "SPECIALIST", "AUDITOR" } }, new { personId = "per_x", expectedVersion = 0, roles = new[] { "SYSTEM" } })),
        ["suspendPerson"] = async db =>
        {
            await db.SendAsync(Actor.System, new OpenSession(SomePeople.OtherSpecialist.Handle));
            return new(SomePeople.Administrator, SomePeople.Auditor, Account, new { personId = SomePeople.OtherSpecialist.Id.Value, expectedVersion = 0 }, new { personId = Contact, expectedVersion = 0 });
        },
        ["restorePerson"] = async db =>
        {
            var suspended = await db.SendAsync(SomePeople.Administrator, new SuspendPerson(SomePeople.OtherSpecialist.Id.Value, 0));
            return new(SomePeople.Administrator, SomePeople.Auditor, Account, new { personId = suspended.Id.Value, expectedVersion = suspended.Version }, new { personId = "per_x", expectedVersion = 0 });
        },
        ["endSessions"] = async db =>
        {
            await db.SendAsync(Actor.System, new OpenSession(SomePeople.Lead.Handle));
            return new(SomePeople.Lead, SomePeople.Auditor, "done", new { personId = SomePeople.Lead.Id.Value }, new { personId = "per_x", sessionId = "ses_x" });
        },
        ["registerConsumer"] = _ => Task.FromResult(new Case(SomePeople.Consumer, SomePeople.Auditor, Reader,
            new { name = "Appeals classifier", filter = new { areas = new[] { "appeals" }, states = new[] { "DECIDED" } }, idempotencyKey = Some.Key() }, new { name = Contact, ownerId = "per_x" })),
        ["changeConsumer"] = async db =>
        {
            var consumer = await ReaderOf(db);
            return new(SomePeople.Consumer, SomePeople.Auditor, Reader,
                new { consumerId = consumer.Id.Value, expectedVersion = consumer.Version, name = "Decision tree", ownerId = SomePeople.Consumer.Id.Value, filter = new { kinds = new[] { "AMBIGUITY" } } },
                new { consumerId = consumer.Id.Value, expectedVersion = consumer.Version, name = Contact, ownerId = "per_x" });
        },
        ["endConsumer"] = async db =>
        {
            var consumer = await ReaderOf(db);
            return new(SomePeople.Consumer, SomePeople.Auditor, Reader, new { consumerId = consumer.Id.Value, expectedVersion = consumer.Version }, new { consumerId = "con_x", expectedVersion = 1 });
        },
        ["issueKey"] = async db =>
        {
            var consumer = await ReaderOf(db);
            return new(SomePeople.Administrator, SomePeople.Auditor, "issuedKey { key { scopes expiresOn inForce lastUsedAt revokedAt } }",
                new { consumerId = consumer.Id.Value, expectedVersion = consumer.Version, scopes = new[] { "READ", "WRITE" }, expiresOn = db.Day(30) },
                new { consumerId = "con_x", expectedVersion = 1, scopes = Array.Empty<string>() });
        },
        ["issueMyKey"] = db => Task.FromResult<Case>(new(SomePeople.Lead, SomePeople.Lead with { Scopes = KeyScopes.Read | KeyScopes.Write | KeyScopes.Export }, "issuedKey { key { name holder { handle } consumerNumber scopes expiresOn inForce lastUsedAt revokedAt } }",
            new { expectedVersion = 0, name = "Script that lists my gaps", scopes = new[] { "READ" }, expiresOn = db.Day(30) },
            new { expectedVersion = 0, name = Contact, scopes = Array.Empty<string>() })),
        ["revokeKey"] = async db =>
        {
            var consumer = await ReaderOf(db);
            var issued = await db.SendAsync(SomePeople.Consumer, new IssueKey(consumer.Id.Value, consumer.Version, [KeyScopes.Read], db.Day(30)));
            return new(SomePeople.Administrator, SomePeople.Auditor, "apiKey { scopes inForce revokedAt }", new { keyId = issued.Key.Id.Value }, new { keyId = "key_x" });
        },
        ["acknowledgeFeed"] = async db =>
        {
            var consumer = await ReaderOf(db);
            var issued = await db.SendAsync(SomePeople.Consumer, new IssueKey(consumer.Id.Value, consumer.Version, [KeyScopes.Write], db.Day(30)));
            var itself = (await db.SendAsync(Actor.System, new AuthenticateKey(issued.Secret))).Actor;
            return new(itself, SomePeople.Auditor, Reader.Replace("owner { handle } ", "", StringComparison.Ordinal), new { cursor = (await db.SendAsync(SomePeople.Consumer, new ReadFeed(null, null, 1))).EndCursor }, new { cursor = Contact });
        },
        ["createWebhook"] = async db =>
        {
            var consumer = await ReaderOf(db);
            return new(SomePeople.Consumer, SomePeople.Auditor, "webhookSecret { webhook { id url state stop cursor lag waitsWith failures testWaits mayChange version } }",
                new { consumerId = consumer.Id.Value, expectedVersion = consumer.Version, url = "https://hooks.example.org/insights" }, new { consumerId = consumer.Id.Value, expectedVersion = consumer.Version, url = "http://127.0.0.1/x" });
        },
        ["updateWebhook"] = async db =>
        {
            var hook = await HookOf(db);
            return new(SomePeople.Consumer, SomePeople.Auditor, Hook, new { webhookId = hook.Id.Value, expectedVersion = hook.Version, url = "https://hooks.example.org/elsewhere" }, new { webhookId = hook.Id.Value, expectedVersion = hook.Version, url = "https://localhost/x" });
        },
        ["rotateWebhookSecret"] = async db =>
        {
            var hook = await HookOf(db);
            return new(SomePeople.Consumer, SomePeople.Auditor, "webhookSecret { webhook { id version earlierSecretUntil } }", new { webhookId = hook.Id.Value, expectedVersion = hook.Version }, new { webhookId = "whe_x", expectedVersion = 1 });
        },
        ["deleteWebhook"] = async db =>
        {
            var hook = await HookOf(db);
            return new(SomePeople.Consumer, SomePeople.Auditor, Hook, new { webhookId = hook.Id.Value, expectedVersion = hook.Version }, new { webhookId = "whe_x", expectedVersion = 1 });
        },
        ["pauseWebhook"] = async db =>
        {
            var hook = await HookOf(db);
            return new(SomePeople.Consumer, SomePeople.Auditor, Hook, new { webhookId = hook.Id.Value, expectedVersion = hook.Version }, new { webhookId = "whe_x", expectedVersion = 1 });
        },
        ["testWebhook"] = async db =>
        {
            var hook = await HookOf(db);
            return new(SomePeople.Consumer, SomePeople.Auditor, Hook, new { webhookId = hook.Id.Value, expectedVersion = hook.Version }, new { webhookId = "whe_x", expectedVersion = 1 });
        },
        ["resumeWebhook"] = async db =>
        {
            var hook = await HookOf(db);
            var paused = await db.SendAsync(SomePeople.Consumer, new PauseWebhook(hook.Id.Value, hook.Version));
            return new(SomePeople.Consumer, SomePeople.Auditor, Hook, new { webhookId = hook.Id.Value, expectedVersion = paused.Version }, new { webhookId = "whe_x", expectedVersion = 1 });
        },
        ["replayWebhook"] = async db =>
        {
            var hook = await HookOf(db);
            return new(SomePeople.Consumer, SomePeople.Auditor, Hook, new { webhookId = hook.Id.Value, expectedVersion = hook.Version, after = hook.Cursor }, new { webhookId = hook.Id.Value, expectedVersion = hook.Version, after = Contact });
        },
        ["skipWebhookEvent"] = async db =>
        {
            var hook = await HookOf(db);
            await db.GapInAsync(GapState.Triage);
            var job = await db.SendAsync(Actor.System, new ClaimWebhook(hook.Id, "one"));
            await db.SendAsync(Actor.System, new SettleWebhook(hook.Id, job!.Fence, job.MessageId, job.At, 12, WebhookOutcome.Refused) { Status = 500 });
            var waiting = await db.SendAsync(SomePeople.Consumer, new WebhookById(hook.Id.Value));
            return new(SomePeople.Consumer, SomePeople.Auditor, "webhook { id cursor waitsWith failures deadLetters { eventId failures } version }", new { webhookId = hook.Id.Value, expectedVersion = waiting.Version, eventId = job!.MessageId.Value }, new { webhookId = "whe_x", expectedVersion = 1, eventId = "evt_x" });
        },
        ["recordReceipt"] = async db =>
        {
            var (itself, item) = await ItemOf(db);
            return new(itself, SomePeople.Auditor, Told, new { eventId = item, use = "DECISION_TREE_CHANGED", reason = "A branch for stated age was added.", idempotencyKey = Some.Key() }, new { eventId = "evt_x", use = "REJECTED", reason = Contact });
        },
        ["withdrawReceipt"] = async db =>
        {
            var (itself, item) = await ItemOf(db);
            var receipt = await db.SendAsync(itself, new RecordReceipt(item, ReceiptUse.NoAction, null, null));
            return new(itself, SomePeople.Auditor, Told, new { receiptId = receipt.Id.Value }, new { receiptId = "rct_x" });
        },
        ["bypassGap"] = async db =>
        {
            var gap = await db.GapInAsync(GapState.Closed);
            return new(SomePeople.Approver, SomePeople.Owner, Gap,
                new { gapId = gap.Id.Value, expectedVersion = gap.Version, state = "TRIAGE", reason = "It was closed by mistake." },
                new { gapId = gap.Id.Value, expectedVersion = gap.Version, reason = Contact });
        },
        ["askReporter"] = async db =>
        {
            var gap = await db.GapInAsync(GapState.Triage);
            var report = await db.ReportAsync(gap.CanonicalReportId);
            return new(SomePeople.Lead, SomePeople.Specialist, Report,
                new { reportId = report.Id.Value, expectedVersion = report.Version, question = "Which reading was applied?", respondBy = db.Day(7) },
                new { reportId = report.Id.Value, expectedVersion = report.Version });
        },
        ["saveDecisionDraft"] = async db =>
        {
            var draft = await db.DecisionDraftAsync();
            return new(SomePeople.Owner, SomePeople.Approver, "decisionDraft { version savedBy { handle } gap { number version } missing { path message } content { resolution facts scopeRegions precedents { gapNumber use why } } }",
                new { gapId = draft.GapId.Value, draftVersion = draft.Version, record = new { resolution = "TRAINING_ISSUED", facts = "Reviewers read it in two ways.", scopeRegions = new[] { "MY" }, precedents = new[] { new { gapNumber = 99 } } } },
                new { gapId = "gap_x", draftVersion = 0, record = new { facts = Contact, changedClause = "no code" } });
        },
        ["discardDecisionDraft"] = async db =>
        {
            var draft = await db.DecisionDraftAsync();
            return new(SomePeople.Owner, SomePeople.Approver, "done", new { gapId = draft.GapId.Value, draftVersion = draft.Version }, new { gapId = "gap_x", draftVersion = 0 });
        },
        ["proposeDecision"] = async db =>
        {
            var gap = await db.GapInAsync(GapState.Assessing);
            return new(SomePeople.Owner, SomePeople.Approver, "decision { id state versionNumber proposedBy { handle } gap { state version } content { resolution facts groundClause groundVersion effectiveOn } }",
                new { gapId = gap.Id.Value, expectedVersion = gap.Version, record = Some.Decision(), idempotencyKey = Some.Key() },
                new { gapId = gap.Id.Value, expectedVersion = gap.Version, record = new { resolution = "RISK_ACCEPTED", facts = Contact } });
        },
        ["approveDecision"] = async db =>
        {
            var gap = await db.GapInAsync(GapState.InReview);
            return new(SomePeople.Approver, SomePeople.Owner, Gap, new { decisionId = await DecisionOf(db, gap), expectedVersion = gap.Version }, new { decisionId = gap.Id.Value, expectedVersion = gap.Version });
        },
        ["rejectDecision"] = async db =>
        {
            var gap = await db.GapInAsync(GapState.InReview);
            var decision = await DecisionOf(db, gap);
            return new(SomePeople.Approver, SomePeople.Owner, Gap, new { decisionId = decision, expectedVersion = gap.Version, reason = "The ground is missing." }, new { decisionId = decision, expectedVersion = gap.Version });
        },
        ["comment"] = async db =>
        {
            var gap = await db.GapInAsync(GapState.Triage);
            return new(SomePeople.Lead, SomePeople.Consumer, "comment { id kind audience text at by { handle } }",
                new { gapId = gap.Id.Value, text = "See the clause on stated age.", audience = "INTERNAL", idempotencyKey = Some.Key() },
                new { gapId = gap.Id.Value, text = Contact, audience = "INTERNAL" });
        },
        ["writeScenario"] = async db =>
        {
            var gap = await db.GapInAsync(GapState.Decided);
            return new(SomePeople.Owner, SomePeople.Lead, Scenario,
                new { gapId = gap.Id.Value, scenario = Cased(), idempotencyKey = Some.Key() },
                new { gapId = gap.Id.Value, scenario = new { facts = Contact, factors = new[] { Contact }, outcome = "", clause = "no code" } });
        },
        ["reviseScenario"] = async db =>
        {
            var scenario = await ScenarioIn(db);
            return new(SomePeople.Owner, SomePeople.Lead, Scenario,
                new { scenarioId = scenario.Id.Value, expectedVersion = scenario.Version, scenario = Cased() with { Outcome = "The lowest age governs." } },
                new { scenarioId = "scn_x", expectedVersion = 1, scenario = new { facts = Contact, outcome = "It governs.", language = "en", clauseVersion = 0 } });
        },
        ["retireScenario"] = async db =>
        {
            var scenario = await ScenarioIn(db);
            return new(SomePeople.Owner, SomePeople.Lead, Scenario, new { scenarioId = scenario.Id.Value, expectedVersion = scenario.Version }, new { scenarioId = "scn_x", expectedVersion = 1 });
        },
        ["openCalibrationRound"] = async db =>
        {
            var gap = await db.GapInAsync(GapState.Decided);
            return new(SomePeople.CalibrationLead, SomePeople.Lead, Round,
                new { title = "Age signals", gapIds = new[] { gap.Id.Value }, reviewerIds = Asked, answersUntil = db.Day(9), idempotencyKey = Some.Key() },
                new { title = Contact, gapIds = new[] { "gap_x" }, reviewerIds = Asked });
        },
        ["answerCalibration"] = async db =>
        {
            var round = await RoundIn(db);
            await db.SendAsync(SomePeople.Lead, AnswerOf(round, Resolution.OutOfScope));
            return new(SomePeople.Lead, SomePeople.CalibrationLead, Round,
                new { roundId = round.Id.Value, gapId = round.Items[0].GapId.Value, expectedVersion = 1, answer = "GUIDANCE_CLARIFIED", clarity = 4, actionability = 4, why = "The clause carries it.", idempotencyKey = Some.Key() },
                new { roundId = "cal_x", gapId = "gap_x", clarity = 9, why = Contact });
        },
        ["closeCalibrationRound"] = async db =>
        {
            var round = await RoundIn(db);
            return new(SomePeople.CalibrationLead, SomePeople.Lead, Round, new { roundId = round.Id.Value, expectedVersion = round.Version }, new { roundId = "cal_x", expectedVersion = 1 });
        },
        ["reportDisagreement"] = async db =>
        {
            var round = await RoundIn(db);
            await db.SendAsync(SomePeople.Lead, AnswerOf(round, Resolution.OutOfScope));
            await db.SendAsync(SomePeople.OtherSpecialist, AnswerOf(round, Resolution.PolicyChanged));
            await db.SendAsync(SomePeople.CalibrationLead, new CloseCalibrationRound(round.Id.Value, round.Version));
            return new(SomePeople.Specialist, SomePeople.Lead, Report,
                new { roundId = round.Id.Value, gapId = round.Items[0].GapId.Value, idempotencyKey = Some.Key() }, new { roundId = "cal_x", gapId = "gap_x" });
        },
        ["confirmScenario"] = async db =>
        {
            var scenario = await ScenarioIn(db, clauseVersion: 1);
            return new(SomePeople.Approver, SomePeople.Lead, Scenario,
                new { scenarioId = scenario.Id.Value, expectedVersion = scenario.Version, clauseVersion = 2 }, new { scenarioId = "scn_x", expectedVersion = 1, clauseVersion = 0 });
        },
        ["allowString"] = db => Task.FromResult(new Case(SomePeople.PrivacySteward, SomePeople.Lead, Allowed,
            new { text = Stewarding.Value, note = "It is an address of the platform.", reviewBy = db.Day(90), idempotencyKey = Some.Key() },
            new { text = "nothing to find", note = Contact })),
        ["revokeAllowedString"] = async db =>
        {
            var entry = await db.AllowAsync();
            return new(SomePeople.PrivacySteward, SomePeople.Auditor, Allowed, new { allowedStringId = entry.Id.Value, expectedVersion = entry.Version }, new { allowedStringId = "alw_x", expectedVersion = 1 });
        },
        ["editWithheldText"] = async db =>
        {
            await db.WithheldReportAsync();
            var withheld = (await db.WithheldTextsAsync())[0];
            return new(SomePeople.PrivacySteward, SomePeople.Specialist, Withheld,
                new { withheldTextId = withheld.Id.Value, expectedVersion = withheld.Version, text = "Ask [EMAIL] which reading holds." },
                new { withheldTextId = withheld.Id.Value, expectedVersion = withheld.Version, text = Contact });
        },
        ["releaseWithheldText"] = async db =>
        {
            await db.WithheldReportAsync();
            await db.AllowAsync();
            var withheld = (await db.WithheldTextsAsync())[0];
            return new(SomePeople.PrivacySteward, SomePeople.Auditor, Withheld,
                new { withheldTextId = withheld.Id.Value, expectedVersion = withheld.Version }, new { withheldTextId = "wht_x", expectedVersion = 1 });
        },
        ["requestErasure"] = async db =>
        {
            await db.FileAsync();
            return new(SomePeople.PrivacySteward, SomePeople.Lead, Erasure,
                new { kind = "REDACT", reason = "PERSONAL_DATA", words = "stated age", idempotencyKey = Some.Key() }, new { kind = "PURGE", targetId = "R-1" });
        },
        ["approveErasure"] = async db =>
        {
            await db.GapInAsync(GapState.Decided);
            var erasure = await db.RedactionAsync("most protective signal");
            return new(SomePeople.PrivacySteward, SomePeople.OtherSteward, Erasure, new { erasureId = erasure.Id.Value, expectedVersion = erasure.Version }, new { erasureId = "ers_x", expectedVersion = 1 });
        },
        ["rejectErasure"] = async db =>
        {
            await db.FileAsync();
            var erasure = await db.RedactionAsync("stated age");
            return new(SomePeople.PrivacySteward, SomePeople.Auditor, Erasure, new { erasureId = erasure.Id.Value, expectedVersion = erasure.Version }, new { erasureId = "ers_x", expectedVersion = 1 });
        },
        ["trainLookAlikes"] = async db =>
        {
            await db.TeachAsync();
            return new(SomePeople.Administrator, SomePeople.Lead, "training { verdict samePairs samePairsNeeded model { number inForce mayServe verdict measuredAgainst trainedBy { handle } figures { samePairs differentPairs heldBackPairs targetPrecision } } }",
                new { idempotencyKey = Some.Key() }, new { idempotencyKey = "short" });
        },
        ["activateLookAlikeModel"] = async db =>
        {
            await db.KeepModelAsync(TrainingVerdict.NotBetter);
            return new(SomePeople.Administrator, SomePeople.Lead, "lookAlikeModel { number inForce mayServe verdict }", new { number = 1, expectedActive = 0 }, new { number = -1, expectedActive = 0 });
        },
        ["rateReport"] = async db =>
        {
            var report = await db.FileAsync();
            return new(SomePeople.Lead, SomePeople.Specialist, Ratings,
                new { reportId = report.Id.Value, revision = 1, expectedVersion = 0, clarity = 4, specificity = 3, evidence = 2, actionability = 5, note = "Say which clause.", idempotencyKey = Some.Key() },
                new { reportId = report.Id.Value, revision = 1, clarity = 0, specificity = 6, evidence = 3, actionability = 3, note = Contact });
        },
        ["watchGap"] = async db => new(SomePeople.Specialist, SomePeople.Consumer, "gap { number watched watcherCount }", new { gapId = (await db.GapInAsync(GapState.New)).Id.Value }, new { gapId = "gap_x" }),
        ["unwatchGap"] = async db =>
        {
            var gap = await db.GapInAsync(GapState.New);
            await db.SendAsync(SomePeople.Specialist, new WatchGap(gap.Id.Value));
            return new(SomePeople.Specialist, SomePeople.Administrator, "gap { number watched watcherCount }", new { gapId = gap.Id.Value }, new { gapId = "gap_x" });
        },
        ["markNotificationsRead"] = async db =>
        {
            await db.GapInAsync(GapState.Triage);
            await db.TellAsync();
            var line = (await db.UnreadAsync(SomePeople.Specialist))[0];
            return new(SomePeople.Specialist, ByKey(SomePeople.Specialist, KeyScopes.Read), "notificationCount { unread }", new { through = line.Position, aboutId = line.AboutId }, new { through = 0, aboutId = "R-1" });
        },
        ["setNotificationPreferences"] = _ => Task.FromResult<Case>(new(SomePeople.Specialist, ByKey(SomePeople.Specialist, KeyScopes.Read | KeyScopes.Write | KeyScopes.Export),
            "notificationPreferences { address cadence hour deliveries { kind delivery } mailEnabled version }",
            new { expectedVersion = 0, address = "somebody@example.com", cadence = "WEEKLY", hour = 6, deliveries = new[] { new { kind = "GAP_MOVED", delivery = "APP" }, new { kind = "REPORT_LINKED", delivery = "OFF" } } },
            new { expectedVersion = 0, address = "Some Body <somebody@example.com>", cadence = "DAILY", hour = 24 })),
        ["setMySettings"] = _ => Task.FromResult<Case>(new(SomePeople.Specialist, ByKey(SomePeople.Specialist, KeyScopes.Read | KeyScopes.Write | KeyScopes.Export),
            "mySettings { inForce { greyscale density singleKeys quietHours { from to timeZone days } } own { greyscale hideVolumes quiet } organisation { density colourScheme } quietNow version }",
            new { expectedVersion = 0, greyscale = true, density = "COMPACT", singleKeys = false, quiet = true, quietHours = new { from = "18:00", to = "08:00", timeZone = "Europe/Dublin", days = new[] { "FRIDAY" } } },
            new { expectedVersion = 0, quiet = true, quietHours = new { from = "6 pm", to = "08:00", timeZone = "Europe/Nowhere" } })),
        ["takeABreak"] = async db =>
        {
            await db.GapInAsync(GapState.Triage);
            return new(SomePeople.Lead, SomePeople.Specialist, "operation { kind gaps { number ownerBefore { handle } ownerAfter { handle } } }", new { idempotencyKey = "break-0001" }, new { idempotencyKey = "short" });
        },
        ["takeClaimsBack"] = async db =>
        {
            await db.GapInAsync(GapState.Triage);
            var taken = await db.SendAsync(SomePeople.Lead, new Core.Wellbeing.TakeABreak(null));
            return new(SomePeople.Lead, SomePeople.Specialist, "operation { kind gaps { number ownerAfter { handle } } }", new { operationId = taken.Id.Value }, new { operationId = "O-1" });
        },
        ["publishClause"] = db => Task.FromResult<Case>(new(SomePeople.Owner, SomePeople.Approver,
            "policyClause { code area currentVersion revision retired versions { version title text effectiveFrom at by { handle } retirement { reason } } }",
            new { code = "CS-2.1", expectedVersion = 1, title = "Clause CS-2.1", text = "A decision may be appealed twice.", effectiveFrom = "2026-12-01" },
            new { code = "CS 2.1", expectedVersion = 0, title = "Write to somebody@example.com." })),
        ["retireClause"] = _ => Task.FromResult<Case>(new(SomePeople.Administrator, SomePeople.Specialist, "policyClause { code revision retired versions { version retirement { reason at by { handle } } } }",
            new { code = "CS-2.1", expectedVersion = 1, reason = "Another clause says it better." }, new { code = "CS-2.1", expectedVersion = 1 })),
        ["keepCode"] = _ => Task.FromResult<Case>(new(SomePeople.Owner, SomePeople.Auditor, "code { code label version at by { handle } earlier { label by { handle } } }",
            new { list = "AREA", code = "appeals", expectedVersion = 1, label = "Appeals and reviews" }, new { list = "AREA", code = "appeals", expectedVersion = 1 })),
        ["tokeniseCases"] = _ => Task.FromResult(new Case(SomePeople.Specialist, SomePeople.Owner, "exchangedCases { cases { reference problem message } }",
            new { source = "cases", rawIds = new[] { "CASE-90210771", "case 90210772", "someone@example", Some.CaseReference() } },
            new { source = "CASE 90210773", rawIds = Array.Empty<string>() })),
        ["recordEvidence"] = async db =>
        {
            var gap = await db.GapInAsync(GapState.Triage);
            return new(SomePeople.Auditor, SomePeople.Owner, "evidence { gapId sha256 at }", new { gapId = gap.Id.Value, sha256 = new string('a', 64) }, new { gapId = gap.Id.Value, sha256 = "AA" });
        },
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_command_answers_and_announces(string name)
    {
        await using var api = await Api.CreateAsync();
        var (actor, denied, selection, done, malformed) = await Cases[name](api.Database);
        var document = $"mutation($input: {char.ToUpperInvariant(name[0])}{name[1..]}Input!) {{ {name}(input: $input) {{ {selection} {Refusals} }} }}";
        var feed = await ReadAsync(api, null);

        var steps = new Dictionary<string, object>();
        foreach (var (step, who, input) in new[]
        {
            ("denied", denied, done), ("malformed", actor, malformed), ("out of date", actor, OutOfDate(done)), ("done", actor, done), ("once more", actor, done),
        })
        {
            if (input is null)
                continue;
            var response = await api.AskAsync(who, document, new { input });
            var events = await ReadAsync(api, feed.Cursor);
            steps[step] = new { response, events = events.Events };
            feed = events;
        }

        Snapshot.Match(Snapshots.Text(steps), $"CommandTests.{name}");
    }

    [Fact]
    public async Task The_cases_name_every_mutation()
    {
        await using var api = await Api.CreateAsync();
        var fields = (await api.AskAsync(SomePeople.Auditor, "{ __type(name: \"Mutation\") { fields { name } } }")).At("data", "__type", "fields");
        Assert.Equal(Cases.Keys.Order(StringComparer.Ordinal), fields.EnumerateArray().Select(f => f.At("name").GetString()!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Whoever_proposed_a_decision_is_refused_to_approve_it_with_a_code_of_its_own()
    {
        await using var api = await Api.CreateAsync();
        var gap = await api.Database.GapInAsync(GapState.Assessing);
        var decision = await api.Database.SendAsync(SomePeople.OwnerAndApprover, new Core.Triage.ProposeDecision(gap.Id.Value, gap.Version, Some.Decision(), null));
        var answer = await api.AskAsync(SomePeople.OwnerAndApprover, $"mutation($input: ApproveDecisionInput!) {{ approveDecision(input: $input) {{ gap {{ id }} {Refusals} }} }}",
            new { input = new { decisionId = decision.Id.Value, expectedVersion = gap.Version + 1 } });
        Assert.Equal("SAME_PERSON", answer.At("data", "approveDecision", "refusals", 0, "code").GetString());
    }

    [Fact]
    public async Task Commands_of_one_request_run_one_after_the_other_and_each_sees_what_the_one_before_did()
    {
        await using var api = await Api.CreateAsync();
        var gap = await api.Database.GapInAsync(GapState.New);
        var answer = await api.AskAsync(SomePeople.Lead,
            $$"""
            mutation($claim: ClaimGapInput!, $defer: MoveGapInput!) {
              claimGap(input: $claim) { gap { state latestEntry { action } } }
              moveGap(input: $defer) { gap { state latestEntry { action } } {{Refusals}} }
            }
            """,
            new
            {
                claim = new { gapId = gap.Id.Value, expectedVersion = gap.Version, severity = "HIGH", duplicatesChecked = true },
                defer = new { gapId = gap.Id.Value, expectedVersion = gap.Version + 1, action = "DEFER", reason = "It waits.", expiresOn = api.Database.Day(3), recurrenceThreshold = 1 },
            });
        Assert.Equal(
            """{"data":{"claimGap":{"gap":{"state":"TRIAGE","latestEntry":{"action":"ClaimGap"}}},"moveGap":{"gap":{"state":"DEFERRED","latestEntry":{"action":"DeferGap"}},"refusals":[]}}}""",
            answer.GetRawText());
    }

    private static object[] Seen(params GapView[] gaps) => [.. gaps.Select(g => new { id = g.Id.Value, version = g.Version })];

    /// <summary>A gap with two reports, and the one of them that does not stand for it.</summary>
    private static async Task<(GapView Gap, string Report)> PairAsync(TestDatabase db)
    {
        var (gap, report) = (await db.GapInAsync(GapState.Triage), await db.FileAsync());
        await db.SendAsync(SomePeople.Lead, new Core.Triage.LinkReport(report.Id.Value, report.Version, gap.Id.Value, LinkRole.Same, "They ask the same.", null, null));
        return (await db.GapAsync(gap.Id), report.Id.Value);
    }

    private static async Task<(Actor Itself, string Item)> ItemOf(TestDatabase db)
    {
        await db.GapInAsync(GapState.Decided);
        var consumer = await ReaderOf(db);
        var issued = await db.SendAsync(SomePeople.Consumer, new IssueKey(consumer.Id.Value, consumer.Version, [KeyScopes.Write], db.Day(30)));
        var page = await db.SendAsync(SomePeople.Consumer, new ReadFeed(null, null, 100));
        return ((await db.SendAsync(Actor.System, new AuthenticateKey(issued.Secret))).Actor, page.Entries[^1].Item.Id.Value);
    }

    private static async Task<WebhookView> HookOf(TestDatabase db)
    {
        var consumer = await ReaderOf(db);
        return (await db.SendAsync(SomePeople.Consumer, new CreateWebhook(consumer.Id.Value, consumer.Version, "https://hooks.example.org/insights"))).Webhook;
    }

    private static Task<ConsumerView> ReaderOf(TestDatabase db) => db.SendAsync(SomePeople.Consumer, new RegisterConsumer("Appeals classifier", null, null, null));

    private static ScenarioForm Cased() =>
        new() { Facts = "An account states one age, and its use suggests a lower one.", Factors = ["No age check is complete."], Outcome = "The lower age governs.", Language = "en" };

    private static string[] Asked => [SomePeople.Lead.Id.Value, SomePeople.OtherSpecialist.Id.Value, SomePeople.OwnerAndApprover.Id.Value];

    private static async Task<CalibrationRoundView> RoundIn(TestDatabase db) => await db.SendAsync(
        SomePeople.CalibrationLead, new OpenCalibrationRound("Age signals", [(await db.GapInAsync(GapState.Decided)).Id.Value], Asked, db.Day(9), null));

    private static AnswerCalibration AnswerOf(CalibrationRoundView round, Resolution answer) =>
        new(round.Id.Value, round.Items[0].GapId.Value, null, answer, 4, 4, "The clause carries it.", null);

    private static async Task<ScenarioView> ScenarioIn(TestDatabase db, int? clauseVersion = null) => await db.SendAsync(
        SomePeople.Owner, new WriteScenario((await db.GapInAsync(GapState.Decided)).Id.Value, Cased() with { ClauseVersion = clauseVersion }, null));

    private static async Task<string> DecisionOf(TestDatabase db, GapView gap) => (await db.SendAsync(SomePeople.Owner, new DecisionsOf([gap.Id])))[gap.Id][^1].Id.Value;

    /// <summary>The same input from someone who has seen an older version; null where the command takes none.</summary>
    private static JsonElement? OutOfDate(object input)
    {
        var members = JsonSerializer.SerializeToNode(input, Json.Options)!.AsObject();
        if (members["seen"] is System.Text.Json.Nodes.JsonArray seen)
            seen[0]!["version"] = 99;
        else if (new[] { "expectedVersion", "draftVersion" }.FirstOrDefault(members.ContainsKey) is { } version)
            members[version] = 99;
        else
            return null;
        if (members.ContainsKey("idempotencyKey"))
            members["idempotencyKey"] = Some.Key(2);
        return JsonSerializer.SerializeToElement(members);
    }

    private static async Task<(string Cursor, JsonElement Events)> ReadAsync(Api api, string? after)
    {
        var page = (await api.AskAsync(SomePeople.Consumer,
            "query($after: String) { feed(after: $after) { endCursor events { cursor id type on gapId gapNumber reportId kind area clause clauseVersion severity state resolution linkRole withdraws decision { title resolution explanation effectiveOn } } } }",
            new { after })).At("data", "feed");
        return (page.At("endCursor").GetString()!, page.At("events"));
    }

    /// <summary>Somebody as the program that signs in with a key of theirs.</summary>
    private static Actor ByKey(Actor holder, KeyScopes scopes) => holder with { KeyId = new ApiKeyId("key_00000000000000000000000001"), Scopes = scopes };

    private sealed record Case(Actor Actor, Actor Denied, string Selection, object Done, object Malformed);
}
