using Insights.Core.Audit;
using Insights.Core.Cases;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Reports;

/// <summary>Keeps what a specialist has written so far. Only its author sees a draft, and the feed says nothing of it.</summary>
/// <param name="ReportId">The draft to replace; without it a new one is begun.</param>
/// <param name="ExpectedVersion">The version the caller has seen; needed with <paramref name="ReportId"/>.</param>
/// <param name="Report">What is filled in so far; nothing is needed.</param>
/// <param name="IdempotencyKey">Makes beginning a draft repeatable.</param>
[Requires(Permission.FileReports)]
public sealed record SaveDraft(string? ReportId, int? ExpectedVersion, ReportForm Report, string? IdempotencyKey)
    : ICommand<ReportView>, IChecked, IRepeatable
{
    /// <summary>What its author has said about look-alikes so far, in place of what was said before; without it that stays.</summary>
    public IReadOnlyList<LookAlikeAnswerForm>? Answers { get; init; }

    public void Check(Check check)
    {
        check.Id<ReportId>(ReportId, required: false, "reportId");
        if (ReportId is not null)
            check.Present(ExpectedVersion, "expectedVersion");
        Report.CheckForm(check, "report");
        LookAlikeAnswerForm.Check(check, Answers, "answers");
    }
}

internal sealed class SaveDraftHandler(
    InsightsDb db, Ledger ledger, Idempotency repeats, CurrentActor current, Catalogue catalogue, CaseExchange cases, Screen screen,
    NumberSource numbers, IdSource ids, TimeProvider clock, ReportViews views) : IRequestHandler<SaveDraft, Outcome<ReportView>>
{
    public async Task<Outcome<ReportView>> Handle(SaveDraft request, CancellationToken cancellationToken)
    {
        var earlier = await repeats.FindAsync(request, cancellationToken);
        if (earlier.Refused)
            return earlier.Refusals.ToList();
        if (earlier.Value is { } made)
            return await views.EarlierAsync(made, cancellationToken);
        if (FormCodes.Unknown(catalogue, cases, request.Report, "report") is { Count: > 0 } unknown)
            return unknown;

        var content = ReportContent.From(request.Report, screen);
        Report report;
        if (PublicIds.ParseOrNull<ReportId>(request.ReportId) is { } id)
        {
            var me = current.Actor.Id;
            var draft = await db.Reports.FirstOrDefaultAsync(r => r.Id == id && r.AuthorId == me, cancellationToken);
            if (draft is null)
                return Refusal.NotFound("draft of yours", "reportId");
            if (draft.IfChangedSince(request.ExpectedVersion ?? 0) is { } changed)
                return changed;
            var saved = draft.Save(content, Screen.RuleSetVersion, clock.GetUtcNow());
            if (saved.Refused)
                return saved.Refusals.ToList();
            report = draft;
        }
        else
        {
            var number = await numbers.NextAsync(NumberSource.Reports, cancellationToken);
            report = Reports.Report.Start(ids.Next<ReportId>(), number, current.Actor.Id, content, Screen.RuleSetVersion, clock.GetUtcNow());
            db.Add(report);
        }

        if (request.Answers is { } answers)
            report.Keep(await db.StandingAsync(LookAlikeAnswerForm.Read(answers), cancellationToken));
        repeats.Remember(request, report.Id.Value);
        await ledger.Record(new AuditLine("SaveDraft") { Report = report.Id }).CommitAsync(cancellationToken);
        return await views.OfAsync(report.Id, cancellationToken);
    }
}
