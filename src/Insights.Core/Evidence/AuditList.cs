using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Evidence;

/// <summary>What was done, by whom and to what; the newest first, by keyset.</summary>
/// <param name="Filter">Which entries; without it, all.</param>
/// <param name="First">How many at most, 1 to 100.</param>
/// <param name="After">Position of the last entry read.</param>
[Requires(Permission.ReadAudit)]
public sealed record AuditList(AuditFilter? Filter, int First, long? After) : IQuery<Page<AuditEntryView>>, IChecked
{
    public void Check(Check check)
    {
        check.Must(First is >= 1 and <= Page<AuditEntryView>.MaxSize, RefusalCode.OutOfRange, "Ask for 1 to 100 entries.", "first");
        Filter?.Check(check);
    }
}

/// <summary>Which entries of the audit log. All that is given must fit.</summary>
public sealed record AuditFilter
{
    private const int Longest = 64;

    /// <summary>Handle of who did it.</summary>
    public string? By { get; init; }

    /// <summary>What was done, by the name of the command.</summary>
    public string? Action { get; init; }

    /// <summary>Human number of the gap it was done to.</summary>
    public long? GapNumber { get; init; }

    /// <summary>Human number of the report it was done to.</summary>
    public long? ReportNumber { get; init; }

    /// <summary>The code it is about.</summary>
    public string? Code { get; init; }

    /// <summary>From this day on, in UTC.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Up to this day and with it, in UTC.</summary>
    public DateOnly? To { get; init; }

    internal void Check(Check check)
    {
        check.Must(By is null or { Length: <= Longest }, RefusalCode.TooLong, "A handle has at most 64 characters.", "filter", "by");
        check.Must(Action is null or { Length: <= Longest }, RefusalCode.TooLong, "The name of a command has at most 64 characters.", "filter", "action");
        check.Must(Code is null or { Length: <= Longest }, RefusalCode.TooLong, "A code has at most 64 characters.", "filter", "code");
        check.Must(!(From > To), RefusalCode.OutOfRange, "The last day comes before the first.", "filter", "to");
    }

    internal IQueryable<AuditEntry> Of(InsightsDb db)
    {
        var (people, gaps, reports) = (db.People, db.Gaps, db.Reports);
        var entries = db.AuditEntries.AsNoTracking();
        if (By is { } by)
            entries = entries.Where(a => a.By == people.Where(p => p.Handle == by).Select(p => (PersonId?)p.Id).FirstOrDefault());
        if (Action is { } action)
            entries = entries.Where(a => a.Action == action);
        if (GapNumber is { } gap)
            entries = entries.Where(a => a.GapId == gaps.Where(g => g.Number == gap).Select(g => (GapId?)g.Id).FirstOrDefault());
        if (ReportNumber is { } report)
            entries = entries.Where(a => a.ReportId == reports.Where(r => r.Number == report).Select(r => (ReportId?)r.Id).FirstOrDefault());
        if (Code is { } code)
            entries = entries.Where(a => a.Code == code);
        if (From is { } from)
        {
            var start = UtcDays.StartOf(from);
            entries = entries.Where(a => a.At >= start);
        }

        if (To is { } to && to < DateOnly.MaxValue)
        {
            var end = UtcDays.StartOf(to.AddDays(1));
            entries = entries.Where(a => a.At < end);
        }

        return entries;
    }
}

/// <summary>One entry of the audit log: ids and codes, no words.</summary>
public sealed record AuditEntryView
{
    /// <summary>Its place in the log, counted from 1 without a hole.</summary>
    public required long Position { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who did it.</summary>
    public required PersonId By { get; init; }

    /// <summary>The roles they held then; empty for entries from before that was recorded.</summary>
    public Roles? ByRoles { get; init; }

    /// <summary>How they had signed in, as a code; empty where the product acts by itself.</summary>
    public string? Via { get; init; }

    /// <summary>The request it came with, as the server named it.</summary>
    public string? RequestId { get; init; }

    /// <summary>What was done, by the name of the command.</summary>
    public required string Action { get; init; }

    /// <summary>State before, where something moved.</summary>
    public string? FromState { get; init; }

    /// <summary>State after, where something moved.</summary>
    public string? ToState { get; init; }

    /// <summary>The code it is about.</summary>
    public string? Code { get; init; }

    /// <summary>How many things it was done to, where that is all that is said of them.</summary>
    public int? Count { get; init; }

    /// <summary>Human number of the gap it was done to.</summary>
    public long? GapNumber { get; init; }

    /// <summary>Human number of the report it was done to.</summary>
    public long? ReportNumber { get; init; }

    /// <summary>Human number of the cluster operation.</summary>
    public long? OperationNumber { get; init; }

    /// <summary>The decision record it was done to.</summary>
    public DecisionId? DecisionId { get; init; }

    /// <summary>The remark it left.</summary>
    public CommentId? CommentId { get; init; }

    /// <summary>The entry of the allow-list.</summary>
    public AllowedStringId? AllowedStringId { get; init; }

    /// <summary>The withheld text.</summary>
    public WithheldTextId? WithheldTextId { get; init; }

    /// <summary>The erasure.</summary>
    public ErasureId? ErasureId { get; init; }

    /// <summary>Whom it concerns, where that is somebody else.</summary>
    public PersonId? PersonId { get; init; }

    /// <summary>Its hash, in hexadecimal.</summary>
    public required string Hash { get; init; }
}

internal sealed class AuditListHandler(IDbContextFactory<InsightsDb> contexts) : IRequestHandler<AuditList, Outcome<Page<AuditEntryView>>>
{
    public async Task<Outcome<Page<AuditEntryView>>> Handle(AuditList request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var entries = (request.Filter ?? new AuditFilter()).Of(db);
        if (request.After is { } after)
            entries = entries.Where(a => a.Position < after);
        var (gaps, reports, operations) = (db.Gaps, db.Reports, db.Operations);
        var page = await (
            from a in entries
            orderby a.Position descending
            select new
            {
                Entry = a,
                Gap = gaps.Where(g => g.Id == a.GapId).Select(g => (long?)g.Number).FirstOrDefault(),
                Report = reports.Where(r => r.Id == a.ReportId).Select(r => (long?)r.Number).FirstOrDefault(),
                Operation = operations.Where(o => o.Id == a.OperationId).Select(o => (long?)o.Number).FirstOrDefault(),
            }).Take(request.First + 1).ToListAsync(cancellationToken);
        return Page<AuditEntryView>.Of([.. page.Select(r => new AuditEntryView
        {
            Position = r.Entry.Position,
            At = r.Entry.At,
            By = r.Entry.By,
            ByRoles = r.Entry.ByRoles,
            Via = r.Entry.Via,
            RequestId = r.Entry.RequestId,
            Action = r.Entry.Action,
            FromState = r.Entry.FromState,
            ToState = r.Entry.ToState,
            Code = r.Entry.Code,
            Count = r.Entry.Count,
            GapNumber = r.Gap,
            ReportNumber = r.Report,
            OperationNumber = r.Operation,
            DecisionId = r.Entry.DecisionId,
            CommentId = r.Entry.CommentId,
            AllowedStringId = r.Entry.AllowedStringId,
            WithheldTextId = r.Entry.WithheldTextId,
            ErasureId = r.Entry.ErasureId,
            PersonId = r.Entry.PersonId,
            Hash = r.Entry.Hash is null ? "" : AuditChain.Text(r.Entry.Hash),
        })], request.First);
    }
}
