using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Privacy;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Gaps;

/// <summary>Everything that happened to a gap and its reports, and to the gaps that are merged into it; oldest first.</summary>
/// <param name="Gap">The gap.</param>
/// <param name="First">How many entries at most, 1 to 100.</param>
/// <param name="After">Position of the last entry read.</param>
[Requires(Permission.ReadTimelines)]
public sealed record GapTimeline(GapId Gap, int First, long? After) : IQuery<Page<TimelineEntryView>>, IChecked
{
    public void Check(Check check) =>
        check.Must(First is >= 1 and <= Page<TimelineEntryView>.MaxSize, RefusalCode.OutOfRange, "Ask for 1 to 100 entries.", "first");
}

/// <summary>The newest timeline entry of each of these gaps.</summary>
[Requires(Permission.ReadGaps)]
public sealed record LatestEntries(IReadOnlyCollection<GapId> Gaps) : IQuery<Dictionary<GapId, TimelineEntryView>>;

/// <summary>One thing that happened.</summary>
public sealed record TimelineEntryView
{
    /// <summary>Its place in the audit log.</summary>
    public required long Position { get; init; }

    /// <summary>The gap it happened to: the one asked about, or one that is merged into it.</summary>
    public required GapId GapId { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who did it.</summary>
    public required PersonId By { get; init; }

    /// <summary>What was done, by the name of the command.</summary>
    public required string Action { get; init; }

    /// <summary>State before, where it moved.</summary>
    public string? FromState { get; init; }

    /// <summary>State after, where it moved.</summary>
    public string? ToState { get; init; }

    /// <summary>Whom it concerned: who answers for the gap now, or did before.</summary>
    public PersonId? PersonId { get; init; }

    /// <summary>The code it concerned, such as that of a label.</summary>
    public string? Code { get; init; }

    /// <summary>The report it concerned.</summary>
    public ReportId? ReportId { get; init; }

    /// <summary>The cluster operation it was part of.</summary>
    public OperationId? OperationId { get; init; }

    /// <summary>The decision record it concerned.</summary>
    public DecisionId? DecisionId { get; init; }

    /// <summary>The remark it left.</summary>
    public CommentId? CommentId { get; init; }

    /// <summary>What the remark was for.</summary>
    public CommentKind? CommentKind { get; init; }

    /// <summary>Who may read the remark.</summary>
    public Audience? Audience { get; init; }

    /// <summary>What was written; empty for a reader it was not written for.</summary>
    public GuardedText? Text { get; init; }
}

internal sealed class GapTimelineHandler(IDbContextFactory<InsightsDb> contexts, CurrentActor current)
    : IRequestHandler<GapTimeline, Outcome<Page<TimelineEntryView>>>, IRequestHandler<LatestEntries, Outcome<Dictionary<GapId, TimelineEntryView>>>
{
    public async Task<Outcome<Page<TimelineEntryView>>> Handle(GapTimeline request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var after = request.After ?? 0;
        var within = db.Gaps.Where(g => g.Id == request.Gap || g.StandsIn == request.Gap).Select(g => (GapId?)g.Id);
        var entries = Entries(db, DraftLines.LeaveOut(Told(db)).Where(a => within.Contains(a.GapId) && a.Position > after));
        return Page<TimelineEntryView>.Of(
            await entries.OrderBy(e => e.Position).Take(request.First + 1).ToListAsync(cancellationToken), request.First);
    }

    public async Task<Outcome<Dictionary<GapId, TimelineEntryView>>> Handle(LatestEntries request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var newest = DraftLines.LeaveOut(Told(db)).Where(a => a.GapId != null && request.Gaps.Contains(a.GapId.Value))
            .GroupBy(a => a.GapId).Select(g => g.Max(a => a.Position));
        return await Entries(db, db.AuditEntries.Where(a => newest.Contains(a.Position))).ToDictionaryAsync(e => e.GapId, cancellationToken);
    }

    /// <summary>What somebody puts off for themselves is on record, and nobody else's concern.</summary>
    private static IQueryable<AuditEntry> Told(InsightsDb db) => db.AuditEntries.Where(a => a.Action != AuditEntry.Snoozing);

    /// <summary>An internal remark keeps its place in the timeline for everyone, and its words for those it was written for.</summary>
    private IQueryable<TimelineEntryView> Entries(InsightsDb db, IQueryable<AuditEntry> lines)
    {
        var seesAll = current.Actor.May(Permission.ReadInternalRemarks);
        return from line in lines.AsNoTracking()
               join remark in db.Comments on line.CommentId equals (CommentId?)remark.Id into remarks
               from remark in remarks.DefaultIfEmpty()
               select new TimelineEntryView
               {
                   Position = line.Position,
                   GapId = line.GapId!.Value,
                   At = line.At,
                   By = line.By,
                   Action = line.Action,
                   FromState = line.FromState,
                   ToState = line.ToState,
                   PersonId = line.PersonId,
                   Code = line.Code,
                   ReportId = line.ReportId,
                   OperationId = line.OperationId,
                   DecisionId = line.DecisionId,
                   CommentId = line.CommentId,
                   CommentKind = remark == null ? null : remark.Kind,
                   Audience = remark == null ? null : remark.Audience,
                   Text = remark == null || (!seesAll && remark.Audience == Insights.Core.Gaps.Audience.Internal) ? null : remark.Text,
               };
    }
}
