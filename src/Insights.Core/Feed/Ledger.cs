using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Feed;

/// <summary>
/// The one way to commit: state, audit lines and feed events go to disk together. The state is written first;
/// then the head row hands out positions and the hash of the last audit entry, which is the last lock taken, and the
/// two logs are appended under them; then the transaction commits. So positions are dense and in commit order on every
/// provider, and the chain of audit entries never forks.
/// </summary>
public sealed class Ledger(
    InsightsDb db, CurrentActor current, TimeProvider clock, IdSource ids, Guard guard, GuardTally tally, Screen screen, AfterCommit afterCommit, FeedSignal signal, GapClocks clocks)
{
    private readonly List<AuditLine> _lines = afterCommit.Notes<AuditLine>();
    private readonly List<FeedItem> _items = afterCommit.Notes<FeedItem>();

    /// <summary>Notes a line for the audit log.</summary>
    public Ledger Record(AuditLine line)
    {
        _lines.Add(line);
        return this;
    }

    /// <summary>Notes an event about a gap, as it stands after the change.</summary>
    public Ledger Announce(FeedEventType type, Gap gap, ReportId? report = null, LinkRole? role = null, Decision? approved = null, Operation? operation = null, Gap? other = null)
    {
        _items.Add(Item(type) with
        {
            OperationId = operation?.Id,
            OperationNumber = operation?.Number,
            Undoes = operation?.Undoes,
            OtherGapId = other?.Id,
            OtherGapNumber = other?.Number,
            GapId = gap.Id,
            GapNumber = gap.Number,
            ReportId = report,
            LinkRole = role,
            ByMachine = role is not null && current.Actor.Id == PersonId.System ? true : null,
            Kind = gap.Kind,
            Area = gap.Area,
            Clause = gap.ClauseCode,
            ClauseVersion = gap.ClauseVersion,
            Severity = gap.Severity,
            State = gap.State,
            Resolution = gap.Resolution,
            Labels = gap.Labels is { Count: > 0 } labels ? labels : null,
            Decision = approved is null ? null : WordsOf(approved.Content, gap.Title),
        });
        return this;
    }

    /// <summary>Notes what a cluster operation did that is about no one gap.</summary>
    public Ledger Announce(FeedEventType type, Operation operation, ReportId? report = null, ReportId? otherReport = null, (GapId Id, long Number)? gap = null, (GapId Id, long Number)? otherGap = null)
    {
        _items.Add(Item(type) with
        {
            OperationId = operation.Id,
            OperationNumber = operation.Number,
            Undoes = operation.Undoes,
            ReportId = report,
            OtherReportId = otherReport,
            GapId = gap?.Id,
            GapNumber = gap?.Number,
            OtherGapId = otherGap?.Id,
            OtherGapNumber = otherGap?.Number,
        });
        return this;
    }

    /// <summary>Notes that words which left with earlier events are withdrawn; readers delete them.</summary>
    public Ledger Withdraw(FeedItem about, IReadOnlyList<EventId> earlier)
    {
        _items.Add(Item(FeedEventType.WordsWithdrawn) with { GapId = about.GapId, GapNumber = about.GapNumber, Withdraws = earlier });
        return this;
    }

    /// <summary>Notes that a report was purged; readers delete what they hold of it.</summary>
    public Ledger AnnouncePurge(ReportId report)
    {
        _items.Add(Item(FeedEventType.ReportPurged) with { ReportId = report });
        return this;
    }

    /// <summary>Notes an event about a report that stands in no gap.</summary>
    public Ledger Announce(FeedEventType type, ReportId report, GapKind? kind, string? area, string? clause, int? clauseVersion, Severity? severity)
    {
        _items.Add(Item(type) with
        {
            ReportId = report,
            Kind = kind,
            Area = area,
            Clause = clause,
            ClauseVersion = clauseVersion,
            Severity = severity,
        });
        return this;
    }

    /// <summary>Commits the transaction that the pipeline opened.</summary>
    public async Task CommitAsync(CancellationToken ct)
    {
        await clocks.SetAsync(db, _lines, clock.GetUtcNow(), ct);
        await db.SaveChangesAsync(ct);

        int items = _items.Count, lines = _lines.Count;
        var about = _items.Where(i => i.State is not null).Select(i => i.GapId!.Value).Distinct().ToList();
        var scopes = about.Count == 0 ? [] : await db.Gaps.AsNoTracking().Where(g => about.Contains(g.Id) && g.DecisionId != null)
            .Join(db.Decisions.AsNoTracking(), g => g.DecisionId, d => d.Id, (g, d) => new { g.Id, d.Content })
            .ToDictionaryAsync(g => g.Id, g => FeedScope.Of(g.Content), ct);
        var head = (await db.Database.SqlQuery<HeadRow>(
            $"""
             UPDATE feed_head SET "FeedPosition" = "FeedPosition" + {items}, "AuditPosition" = "AuditPosition" + {lines}
             WHERE "Id" = 1 RETURNING "FeedPosition", "AuditPosition", "AuditHash"
             """).ToListAsync(ct)).Single();

        db.AddRange(_items.Select((item, i) => FeedEvent.Append(head.FeedPosition - items + i + 1, item, item.State is null ? null : scopes.GetValueOrDefault(item.GapId ?? default))));
        List<PassedFinding> passing = [.. screen.Passed.Select((passed, i) => PassedFinding.Of(head.AuditPosition - lines + 1, i, passed))];
        List<AuditEntry> entries = [.. _lines.Select((line, i) => AuditEntry.Write(head.AuditPosition - lines + i + 1, line, current, clock.GetUtcNow()))];
        var hash = head.AuditHash ?? AuditChain.Genesis;
        foreach (var entry in entries)
            hash = entry.Seal(hash, ReferenceEquals(entry, entries[0]) ? passing : []);
        db.AddRange(entries);
        db.AddRange(passing);
        await db.SaveChangesAsync(ct);
        if (lines > 0)
            await db.Database.ExecuteSqlAsync($"""UPDATE feed_head SET "AuditHash" = {hash} WHERE "Id" = 1""", ct);
        await db.Database.CommitTransactionAsync(ct);

        foreach (var passed in screen.Passed)
            tally.Count(passed.RuleId, passed.Reason is null ? GuardOutcome.Allowed : GuardOutcome.Acknowledged);
        afterCommit.Committed();
        if (items > 0)
            afterCommit.Do(signal.Raise);
    }

    private FeedItem Item(FeedEventType type) =>
        new() { Id = ids.Next<EventId>(), Type = type, On = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime) };

    private FeedDecision WordsOf(DecisionContent content, GuardedText title) => new()
    {
        Title = Masked(title),
        Resolution = content.Resolution,
        Explanation = Masked(content.Explanation),
        GroundClause = content.GroundClause,
        GroundVersion = content.GroundVersion,
        EffectiveOn = content.EffectiveOn,
        ReviewBy = content.ReviewBy,
    };

    private GuardedText Masked(GuardedText text) => tally.Mask(guard, text);

    private sealed record HeadRow(long FeedPosition, long AuditPosition, byte[]? AuditHash);
}
