using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Privacy;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Gaps;

/// <summary>What reviewers wrote when they sent decision records of these gaps back, oldest first.</summary>
[Requires(Permission.ReadInternalRemarks)]
public sealed record ReviewRemarksOf(IReadOnlyCollection<GapId> Gaps) : IQuery<ManyBy<GapId, ReviewRemarkView>>;

/// <summary>Why a decision record was sent back.</summary>
public sealed record ReviewRemarkView
{
    /// <summary>The gap it answers.</summary>
    public required GapId GapId { get; init; }

    /// <summary>The record that was sent back.</summary>
    public required DecisionId DecisionId { get; init; }

    /// <summary>Who sent it back.</summary>
    public required PersonId By { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What is missing or wrong.</summary>
    public required GuardedText Text { get; init; }
}

internal sealed class ReviewRemarksOfHandler(IDbContextFactory<InsightsDb> contexts) : IRequestHandler<ReviewRemarksOf, Outcome<ManyBy<GapId, ReviewRemarkView>>>
{
    public async Task<Outcome<ManyBy<GapId, ReviewRemarkView>>> Handle(ReviewRemarksOf request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var gaps = request.Gaps.Select(g => (GapId?)g).ToList();
        var remarks = await (
            from line in db.AuditEntries.AsNoTracking()
            join remark in db.Comments on line.CommentId equals (CommentId?)remark.Id
            where gaps.Contains(line.GapId) && line.DecisionId != null
            orderby line.Position
            select new ReviewRemarkView { GapId = line.GapId!.Value, DecisionId = line.DecisionId!.Value, By = line.By, At = line.At, Text = remark.Text })
            .ToListAsync(cancellationToken);
        return new ManyBy<GapId, ReviewRemarkView>(remarks, r => r.GapId);
    }
}
