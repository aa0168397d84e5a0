using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Privacy;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Stewardship;

/// <summary>A privacy steward asks for words to be redacted wherever they stand, or for a report or a remark to be purged. A second one decides.</summary>
/// <param name="Kind">Redact or purge.</param>
/// <param name="Reason">Why.</param>
/// <param name="Words">Redact: the words, 3 to 200 characters, as they stand in some stored text.</param>
/// <param name="TargetId">Purge: the report or the remark.</param>
/// <param name="IdempotencyKey">The same key gives the same answer.</param>
[Requires(Permission.KeepPrivacy)]
public sealed record RequestErasure(ErasureKind? Kind, ErasureReason? Reason, string? Words, string? TargetId, string? IdempotencyKey)
    : ICommand<ErasureView>, IChecked, IRepeatable
{
    internal const int ShortestWords = 3;
    internal const int LongestWords = 200;

    public void Check(Check check)
    {
        check.Present(Kind, "kind");
        check.Present(Reason, "reason");
        if (Kind is ErasureKind.Redact)
            CheckWords(check, Words);
        if (Kind is ErasureKind.Purge)
            check.Must(PublicIds.TryParse<ReportId>(TargetId, out _) || PublicIds.TryParse<CommentId>(TargetId, out _),
                RefusalCode.Malformed, "Name the report or the remark by its id.", "targetId");
    }

    /// <summary>Words to erase are what the guard refuses, so they are measured and never screened.</summary>
    internal static void CheckWords(Check check, string? words)
    {
        if (string.IsNullOrWhiteSpace(words))
            check.Missing("words");
        else
            check.Must(words.Length is >= ShortestWords and <= LongestWords && words == words.Trim(), RefusalCode.Malformed,
                "Give 3 to 200 characters, without spaces around them.", "words");
    }
}

/// <summary>An erasure. The words are never shown again once it is asked for.</summary>
public sealed record ErasureView
{
    /// <summary>Its id.</summary>
    public required ErasureId Id { get; init; }

    /// <summary>Its human number, as in E-2.</summary>
    public required long Number { get; init; }

    /// <summary>Redact or purge.</summary>
    public required ErasureKind Kind { get; init; }

    /// <summary>Why.</summary>
    public required ErasureReason Reason { get; init; }

    /// <summary>Where it stands.</summary>
    public required ErasureState State { get; init; }

    /// <summary>The report to purge.</summary>
    public ReportId? ReportId { get; init; }

    /// <summary>The remark to purge.</summary>
    public CommentId? CommentId { get; init; }

    /// <summary>Who asked for it.</summary>
    public required PersonId RequestedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>Who decided; never who asked, unless it was taken back.</summary>
    public PersonId? ReviewedBy { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? ReviewedAt { get; init; }

    /// <summary>How many rows lost words.</summary>
    public int? RowsChanged { get; init; }

    /// <summary>Counts changes; commands say which one they have seen.</summary>
    public required int Version { get; init; }

    internal static IQueryable<ErasureView> From(IQueryable<Erasure> erasures) => erasures.Select(e => new ErasureView
    {
        Id = e.Id,
        Number = e.Number,
        Kind = e.Kind,
        Reason = e.Reason,
        State = e.State,
        ReportId = e.ReportId,
        CommentId = e.CommentId,
        RequestedBy = e.RequestedBy,
        RequestedAt = e.RequestedAt,
        ReviewedBy = e.ReviewedBy,
        ReviewedAt = e.ReviewedAt,
        RowsChanged = e.RowsChanged,
        Version = e.Version,
    });
}

internal sealed class RequestErasureHandler(
    InsightsDb db, Ledger ledger, Idempotency repeats, CurrentActor current, IdSource ids, NumberSource numbers, TimeProvider clock, StoredWords stored)
    : IRequestHandler<RequestErasure, Outcome<ErasureView>>
{
    public async Task<Outcome<ErasureView>> Handle(RequestErasure request, CancellationToken cancellationToken)
    {
        var earlier = await repeats.FindAsync(request, cancellationToken);
        if (earlier.Refused)
            return earlier.Refusals.ToList();
        if (earlier.Value is { } made)
            return await ViewAsync(ErasureId.Of(made), cancellationToken);

        GuardedText? words = null;
        var (report, comment) = (default(ReportId?), default(CommentId?));
        if (request.Kind is ErasureKind.Redact)
        {
            // Only words that are stored already are kept until the second steward decides, so that nothing new comes in this way.
            words = await stored.QuoteAsync(request.Words!, cancellationToken);
            if (words is null)
                return Refusal.NotFound("text with these words", "words");
        }
        else
        {
            (report, comment) = (PublicIds.ParseOrNull<ReportId>(request.TargetId), PublicIds.ParseOrNull<CommentId>(request.TargetId));
            if (!await db.Reports.AnyAsync(r => r.Id == report && r.State != ReportState.Purged, cancellationToken) && !await db.Comments.AnyAsync(c => c.Id == comment, cancellationToken))
                return Refusal.NotFound("report or remark", "targetId");
        }

        var erasure = Erasure.Request(
            ids.Next<ErasureId>(), await numbers.NextAsync(NumberSource.Erasures, cancellationToken), request.Kind!.Value, request.Reason!.Value,
            words, report, comment, current.Actor.Id, Screen.RuleSetVersion, clock.GetUtcNow());
        db.Add(erasure);
        repeats.Remember(request, erasure.Id.Value);
        await ledger.Record(new AuditLine("RequestErasure") { Erasure = erasure.Id, Report = report, Comment = comment }).CommitAsync(cancellationToken);
        return await ViewAsync(erasure.Id, cancellationToken);
    }

    private Task<ErasureView> ViewAsync(ErasureId id, CancellationToken ct) => ErasureView.From(db.Erasures.AsNoTracking().Where(e => e.Id == id)).SingleAsync(ct);
}
