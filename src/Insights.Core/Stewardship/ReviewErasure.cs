using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Stewardship;

/// <summary>A second privacy steward approves an erasure, and it is done at once and for good.</summary>
/// <param name="ErasureId">The erasure.</param>
/// <param name="ExpectedVersion">The version the caller has seen.</param>
[Requires(Permission.KeepPrivacy)]
public sealed record ApproveErasure(string ErasureId, int ExpectedVersion) : ICommand<ErasureView>, IChecked
{
    public void Check(Check check) => check.Id<ErasureId>(ErasureId, required: true, "erasureId");
}

/// <summary>A privacy steward turns an erasure down, or takes back what they asked for.</summary>
/// <param name="ErasureId">The erasure.</param>
/// <param name="ExpectedVersion">The version the caller has seen.</param>
[Requires(Permission.KeepPrivacy)]
public sealed record RejectErasure(string ErasureId, int ExpectedVersion) : ICommand<ErasureView>, IChecked
{
    public void Check(Check check) => check.Id<ErasureId>(ErasureId, required: true, "erasureId");
}

internal sealed class ReviewErasureHandler(
    InsightsDb db, Ledger ledger, CurrentActor current, TimeProvider clock, Erasing erasing, AfterCommit afterCommit, IDeletedPages pages) :
    IRequestHandler<ApproveErasure, Outcome<ErasureView>>, IRequestHandler<RejectErasure, Outcome<ErasureView>>
{
    public async Task<Outcome<ErasureView>> Handle(ApproveErasure request, CancellationToken cancellationToken)
    {
        var found = await FindAsync(request.ErasureId, request.ExpectedVersion, cancellationToken);
        if (!found.Succeeded(out var erasure))
            return found.Refusals.ToList();
        if (erasure.Approve(current.Actor.Id) is { Refused: true } refused)
            return refused.Refusals.ToList();

        var rows = erasure.Kind is ErasureKind.Redact
            ? await erasing.RedactAsync(erasure.Words!.Value, cancellationToken)
            : await erasing.PurgeAsync(erasure.ReportId, erasure.CommentId, cancellationToken);
        erasure.Done(rows, current.Actor.Id, clock.GetUtcNow());
        ledger.Record(new AuditLine("ApproveErasure") { Erasure = erasure.Id, Report = erasure.ReportId, Comment = erasure.CommentId });
        await ledger.CommitAsync(cancellationToken);
        afterCommit.Do(() => pages.TryClear());
        return await ViewAsync(erasure.Id, cancellationToken);
    }

    public async Task<Outcome<ErasureView>> Handle(RejectErasure request, CancellationToken cancellationToken)
    {
        var found = await FindAsync(request.ErasureId, request.ExpectedVersion, cancellationToken);
        if (!found.Succeeded(out var erasure))
            return found.Refusals.ToList();
        if (erasure.Reject(current.Actor.Id, clock.GetUtcNow()) is { Refused: true } refused)
            return refused.Refusals.ToList();

        await ledger.Record(new AuditLine("RejectErasure") { Erasure = erasure.Id, Report = erasure.ReportId, Comment = erasure.CommentId }).CommitAsync(cancellationToken);
        return await ViewAsync(erasure.Id, cancellationToken);
    }

    private async Task<Outcome<Erasure>> FindAsync(string erasureId, int expectedVersion, CancellationToken ct)
    {
        var id = Data.ErasureId.Of(erasureId);
        if (await db.Erasures.FirstOrDefaultAsync(e => e.Id == id, ct) is not { } erasure)
            return Refusal.NotFound("erasure", "erasureId");
        return erasure.Version == expectedVersion ? erasure : new ConflictRefusal(erasure.Version);
    }

    private Task<ErasureView> ViewAsync(ErasureId id, CancellationToken ct) => ErasureView.From(db.Erasures.AsNoTracking().Where(e => e.Id == id)).SingleAsync(ct);
}
