using Insights.Core.Audit;
using Insights.Core.Cases;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Reports;

/// <summary>A specialist files a structured account of where policy ran out, and may say at once that it is a known gap.</summary>
/// <param name="DraftId">The draft it was written as; without it the report is filed straight away.</param>
/// <param name="ExpectedVersion">The draft's version the caller has seen; needed with <paramref name="DraftId"/>.</param>
/// <param name="Report">What it says.</param>
/// <param name="JoinGapId">The gap it is the same as, in its author's eyes; of a gap that was merged, the one in which it stands now.</param>
/// <param name="Answers">The author's answers about proposed look-alikes; without them those that were saved with the draft.</param>
/// <param name="IdempotencyKey">The same key gives the same answer.</param>
[Requires(Permission.FileReports)]
public sealed record FileReport(
    string? DraftId, int? ExpectedVersion, ReportForm Report, string? JoinGapId, IReadOnlyList<LookAlikeAnswerForm>? Answers, string? IdempotencyKey)
    : ICommand<ReportView>, IChecked, IAcknowledging, IRepeatable
{
    /// <summary>The approved decision of that gap, where it answers the report already; a closed gap then stays closed.</summary>
    public string? CitesDecisionId { get; init; }

    /// <summary>The findings the writer has looked at and keeps.</summary>
    public IReadOnlyList<AcknowledgedFindingForm>? Acknowledged { get; init; }

    public void Check(Check check)
    {
        check.Id<ReportId>(DraftId, required: false, "draftId");
        if (DraftId is not null)
            check.Present(ExpectedVersion, "expectedVersion");
        Report.CheckForFiling(check, "report");
        check.Id<GapId>(JoinGapId, required: false, "joinGapId");
        check.Id<DecisionId>(CitesDecisionId, required: false, "citesDecisionId");
        check.Must(JoinGapId is not null || string.IsNullOrWhiteSpace(CitesDecisionId), RefusalCode.Required, "Name the gap whose decision is cited.", "joinGapId");
        LookAlikeAnswerForm.Check(check, Answers, "answers");
    }
}

/// <summary>An answer to "is this the same gap?".</summary>
/// <param name="GapId">The proposed gap.</param>
/// <param name="Answer">Yes, not sure, or no.</param>
public sealed record LookAlikeAnswerForm(string GapId, SameGap Answer)
{
    private const int Most = 50;

    internal static List<DraftAnswer> Read(IReadOnlyList<LookAlikeAnswerForm>? answers) =>
        [.. (answers ?? []).Select(a => new DraftAnswer { GapId = Data.GapId.Of(a.GapId), Answer = a.Answer })];

    internal static void Check(Check check, IReadOnlyList<LookAlikeAnswerForm>? answers, string at)
    {
        check.Must((answers?.Count ?? 0) <= Most, RefusalCode.OutOfRange, "At most 50 answers.", at);
        foreach (var answer in (answers ?? []).Take(Most))
            check.Id<GapId>(answer.GapId, required: true, at, "gapId");
    }
}

internal sealed class FileReportHandler(
    InsightsDb db, Ledger ledger, Idempotency repeats, CurrentActor current, Catalogue catalogue, CaseExchange cases, Screen screen, NumberSource numbers,
    IdSource ids, TimeProvider clock, Linking linking, AnswerBook answers, LookAlikes lookAlikes, AfterCommit afterCommit, ReportViews views)
    : IRequestHandler<FileReport, Outcome<ReportView>>
{
    public async Task<Outcome<ReportView>> Handle(FileReport request, CancellationToken cancellationToken)
    {
        var earlier = await repeats.FindAsync(request, cancellationToken);
        if (earlier.Refused)
            return earlier.Refusals.ToList();
        if (earlier.Value is { } made)
            return await views.EarlierAsync(made, cancellationToken);
        if (FormCodes.Unknown(catalogue, cases, request.Report, "report") is { Count: > 0 } unknown)
            return unknown;

        var started = await StartAsync(request, cancellationToken);
        if (!started.Succeeded(out var report))
            return started.Refusals.ToList();
        var given = request.Answers is null ? report.DraftAnswers ?? [] : LookAlikeAnswerForm.Read(request.Answers);
        var filed = report.File(Pinned(ReportContent.From(request.Report, screen)), Screen.RuleSetVersion, clock.GetUtcNow());
        if (!filed.Succeeded(out var revision))
            return filed.Refusals.ToList();

        db.Add(revision);
        db.AddRange(report.Content.CaseReferences.Select(token => ReportCase.Of(report.Id, token)));
        ledger.Record(new AuditLine("FileReport") { Report = report.Id });
        ledger.Announce(FeedEventType.ReportFiled, report);
        await answers.GiveAsync(report, given, cancellationToken);

        if (PublicIds.ParseOrNull<GapId>(request.JoinGapId) is { } gapId)
        {
            var joined = await linking.JoinAsync(report, await db.ResolveAsync(gapId, cancellationToken), LinkRole.Same, reason: null, cancellationToken, PublicIds.ParseOrNull<DecisionId>(request.CitesDecisionId));
            if (joined.Refused)
                return joined.Refusals.Select(r => r.Path is ["gapId"] ? r with { Path = ["joinGapId"] } : r).ToList();
        }

        repeats.Remember(request, report.Id.Value);
        await ledger.CommitAsync(cancellationToken);
        afterCommit.Do(() => lookAlikes.Put(report));
        return await views.OfAsync(report.Id, cancellationToken);
    }

    private async Task<Outcome<Report>> StartAsync(FileReport request, CancellationToken ct)
    {
        if (PublicIds.ParseOrNull<ReportId>(request.DraftId) is not { } id)
        {
            var number = await numbers.NextAsync(NumberSource.Reports, ct);
            var report = Reports.Report.Start(ids.Next<ReportId>(), number, current.Actor.Id, new ReportContent(), Screen.RuleSetVersion, clock.GetUtcNow());
            db.Add(report);
            return report;
        }

        var me = current.Actor.Id;
        var draft = await db.Reports.FirstOrDefaultAsync(r => r.Id == id && r.AuthorId == me, ct);
        if (draft is null)
            return Refusal.NotFound("draft of yours", "draftId");
        return draft.IfChangedSince(request.ExpectedVersion ?? 0) is { } changed ? changed : draft;
    }

    /// <summary>A filed report names the version of the clause it read, so that a later version does not change what it said.</summary>
    private ReportContent Pinned(ReportContent content) => content.Clause is { } clause && content.ClauseVersion is null
        ? content with { ClauseVersion = catalogue.CurrentVersionOf(clause) }
        : content;
}
