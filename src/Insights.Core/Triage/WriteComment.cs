using AutoMapper;
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

namespace Insights.Core.Triage;

/// <summary>Writes a remark on a gap. What it says stays out of the feed.</summary>
/// <param name="GapId">The gap.</param>
/// <param name="Text">The remark.</param>
/// <param name="Audience">Who may read it; specialists can only write for everyone.</param>
/// <param name="IdempotencyKey">The same key gives the same answer.</param>
[Requires(Permission.Comment)]
public sealed record WriteComment(string GapId, string? Text, Audience Audience, string? IdempotencyKey)
    : ICommand<CommentView>, IChecked, IAcknowledging, IRepeatable
{
    /// <summary>The findings the writer has looked at and keeps.</summary>
    public IReadOnlyList<AcknowledgedFindingForm>? Acknowledged { get; init; }

    public void Check(Check check)
    {
        check.Id<GapId>(GapId, required: true, "gapId");
        check.Text(Text, ReportForm.MaxText, required: true, "text");
    }
}

/// <summary>A remark on a gap.</summary>
public sealed record CommentView
{
    /// <summary>The remark's id.</summary>
    public required CommentId Id { get; init; }

    /// <summary>What it is for.</summary>
    public required CommentKind Kind { get; init; }

    /// <summary>Who may read it.</summary>
    public required Audience Audience { get; init; }

    /// <summary>What it says.</summary>
    public required GuardedText Text { get; init; }

    /// <summary>Who wrote it.</summary>
    public required PersonId By { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }
}

internal sealed class CommentMaps : Profile
{
    public CommentMaps() => CreateProjection<Comment, CommentView>();
}

internal sealed class WriteCommentHandler(InsightsDb db, Ledger ledger, Idempotency repeats, CurrentActor current, Screen screen, GapMoves moves, IConfigurationProvider maps)
    : IRequestHandler<WriteComment, Outcome<CommentView>>
{
    public async Task<Outcome<CommentView>> Handle(WriteComment request, CancellationToken cancellationToken)
    {
        var earlier = await repeats.FindAsync(request, cancellationToken);
        if (earlier.Refused)
            return earlier.Refusals.ToList();
        if (earlier.Value is { } made)
            return await ViewAsync(CommentId.Of(made), cancellationToken);

        if (request.Audience is Audience.Internal && !current.Actor.May(Permission.ReadInternalRemarks))
            return Refusal.Of(RefusalCode.NotPermitted, "Specialists write for everyone who works on the gap.", "audience");
        var id = Data.GapId.Of(request.GapId);
        if (await db.Gaps.FirstOrDefaultAsync(g => g.Id == id, cancellationToken) is not { } gap)
            return Refusal.NotFound("gap", "gapId");
        if (await db.RefuseEndedAsync(gap, cancellationToken, "gapId") is { } ended)
            return ended;

        var comment = moves.Write(gap.Id, report: null, CommentKind.Comment, request.Audience, screen.Of(request.Text)!);
        repeats.Remember(request, comment.Id.Value);
        ledger.Record(new AuditLine("WriteComment") { Gap = gap.Id, Comment = comment.Id });
        ledger.Announce(FeedEventType.CommentAdded, gap);
        await ledger.CommitAsync(cancellationToken);
        return await ViewAsync(comment.Id, cancellationToken);
    }

    private Task<CommentView> ViewAsync(CommentId id, CancellationToken ct) =>
        AutoMapper.QueryableExtensions.Extensions.ProjectTo<CommentView>(db.Comments.AsNoTracking().Where(c => c.Id == id), maps).SingleAsync(ct);
}
