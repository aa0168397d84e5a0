using AutoMapper;
using AutoMapper.QueryableExtensions;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Triage;

/// <summary>What every move of a gap shares: find it, hold the version, keep the words beside the move, commit, read back.</summary>
internal sealed class GapMoves(InsightsDb db, CurrentActor current, IdSource ids, TimeProvider clock, Ledger ledger, IConfigurationProvider maps)
{
    public async Task<Outcome<Gap>> FindAsync(string gapId, int expectedVersion, CancellationToken ct)
    {
        var id = GapId.Of(gapId);
        if (await db.Gaps.FirstOrDefaultAsync(g => g.Id == id, ct) is not { } gap)
            return Refusal.NotFound("gap", "gapId");
        if (await db.RefuseEndedAsync(gap, ct, "gapId") is { } ended)
            return ended;
        return gap.IfChangedSince(expectedVersion) is { } changed ? changed : gap;
    }

    /// <summary>Moves the gap and notes it for both logs; the caller commits.</summary>
    /// <param name="gap">The gap.</param>
    /// <param name="action">The move.</param>
    /// <param name="move">What it brings along.</param>
    /// <param name="words">What was said about it.</param>
    /// <param name="audience">Who may read that.</param>
    /// <param name="decision">The decision record it is about.</param>
    /// <param name="report">The report it is about.</param>
    /// <param name="within">The operation it is part of, which then does the noting.</param>
    public Outcome<GapMoved> Move(
        Gap gap, GapAction action, GapMove move, GuardedText? words, Audience audience, Decision? decision = null, ReportId? report = null, ClusterEdit? within = null)
    {
        var outcome = gap.Move(action, move, current.Actor, clock.GetUtcNow());
        if (!outcome.Succeeded(out var moved))
            return outcome;

        var comment = words is null ? null : Write(gap.Id, report, action is GapAction.Ask ? CommentKind.Question : CommentKind.Note, audience, words, within?.Db);
        var line = moved.Line(gap.Id) with { Report = report, Decision = decision?.Id, Comment = comment?.Id };
        if (within is not null)
        {
            within.Record(line);
            within.Announce((feed, operation) => feed.Announce(FeedEventTypes.Of(action), gap, report, operation: operation));
            return outcome;
        }

        ledger.Record(line);
        ledger.Announce(FeedEventTypes.Of(action), gap, report, approved: action is GapAction.Approve ? decision : null);
        return outcome;
    }

    public Comment Write(GapId? gap, ReportId? report, CommentKind kind, Audience audience, GuardedText text, InsightsDb? on = null)
    {
        var comment = Comment.Write(ids.Next<CommentId>(), gap, report, kind, audience, text, current.Actor.Id, Screen.RuleSetVersion, clock.GetUtcNow());
        (on ?? db).Add(comment);
        return comment;
    }

    /// <summary>The reports of declined gaps are declined with them, so that their authors read why.</summary>
    public static async Task DeclineReportsAsync(InsightsDb db, IReadOnlyCollection<GapId> gaps, GuardedText reason, CancellationToken ct)
    {
        foreach (var report in await db.MembersOfAsync(gaps, ct))
            report.Decline(reason);
    }

    public async Task<GapView> CommitAsync(GapId gap, CancellationToken ct)
    {
        await ledger.CommitAsync(ct);
        return await ViewAsync(gap, ct);
    }

    public Task<GapView> ViewAsync(GapId gap, CancellationToken ct) =>
        db.Gaps.AsNoTracking().Where(g => g.Id == gap).ProjectTo<GapView>(maps).SingleAsync(ct);
}
