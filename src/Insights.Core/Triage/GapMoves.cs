using System.Globalization;
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

    /// <summary>Moves the gap, keeps the words of the move for those who read them by the table, and notes it for both logs; the caller commits.</summary>
    /// <param name="gap">The gap.</param>
    /// <param name="action">The move.</param>
    /// <param name="move">What it brings along.</param>
    /// <param name="decision">The decision record it is about.</param>
    /// <param name="report">The report it is about.</param>
    /// <param name="within">The operation it is part of, which then does the noting.</param>
    public Outcome<GapMoved> Move(Gap gap, GapAction action, GapMove move, Decision? decision = null, ReportId? report = null, ClusterEdit? within = null)
    {
        var edge = Transitions.Find(gap.State, action);
        var outcome = gap.Move(action, move, current.Actor, clock.GetUtcNow());
        if (!outcome.Succeeded(out var moved))
            return outcome;

        var comment = move.WordsOf(edge!.Words) is { } words ? Write(gap.Id, report, KindOf(edge.Words), edge.ReadBy!.Value, words, within?.Db) : null;
        var line = moved.Line(gap.Id) with { Report = report, Decision = decision?.Id, Comment = comment?.Id, Code = DueOf(edge, move) };
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

    /// <summary>Moves the gap past the table, and notes it as just that.</summary>
    public Outcome<GapMoved> Bypass(Gap gap, GapState to, bool decided, GuardedText reason)
    {
        var outcome = gap.Bypass(to, decided, clock.GetUtcNow());
        if (!outcome.Succeeded(out var moved))
            return outcome;
        var comment = Write(gap.Id, report: null, CommentKind.Note, Audience.Internal, reason);
        ledger.Record(moved.Line(gap.Id) with { Comment = comment.Id });
        ledger.Announce(FeedEventTypes.Of(moved.Action), gap);
        return outcome;
    }

    /// <summary>The day of a plan, which times the clock of carrying it out.</summary>
    private static string? DueOf(Transition edge, GapMove move) =>
        edge.Needs.Contains(MoveField.Plan) ? move.PlanDueOn?.ToString("O", CultureInfo.InvariantCulture) : null;

    private static CommentKind KindOf(MoveField? words) => words switch
    {
        MoveField.Question => CommentKind.Question,
        MoveField.Answer => CommentKind.Answer,
        _ => CommentKind.Note,
    };

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
