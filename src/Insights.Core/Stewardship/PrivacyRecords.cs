using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Stewardship;

/// <summary>Where the privacy of what is stored stands.</summary>
[Requires(Permission.ReadPrivacyRecords)]
public sealed record ReadPrivacyStanding : IQuery<PrivacyStandingView>;

/// <summary>Where the privacy of what is stored stands.</summary>
public sealed record PrivacyStandingView
{
    /// <summary>Version of the guard's rules.</summary>
    public required int RuleSetVersion { get; init; }

    /// <summary>Rows whose texts the present rules have not screened yet; they are being worked through.</summary>
    public required int RowsToScreen { get; init; }

    /// <summary>Texts that are withheld and wait for a steward.</summary>
    public required int Withheld { get; init; }

    /// <summary>Strings that pass because a steward allowed them.</summary>
    public required int Allowed { get; init; }

    /// <summary>Erasures that wait for a second steward.</summary>
    public required int ErasuresRequested { get; init; }

    /// <summary>What the guard did since the process started, by rule.</summary>
    public required IReadOnlyList<GuardCount> Counts { get; init; }
}

/// <summary>The allow-list: what passes now first, the newest first.</summary>
[Requires(Permission.ReadPrivacyRecords)]
public sealed record AllowedStrings : IQuery<List<AllowedStringView>>;

/// <summary>Erasures, the newest first, by keyset.</summary>
/// <param name="State">Only those that stand so; without it, all.</param>
/// <param name="First">How many at most, 1 to 100.</param>
/// <param name="After">The number of the last one read.</param>
[Requires(Permission.ReadPrivacyRecords)]
public sealed record ErasureList(ErasureState? State, int First, long? After) : IQuery<Page<ErasureView>>, IChecked
{
    public void Check(Check check) => check.Must(First is >= 1 and <= Page<ErasureView>.MaxSize, RefusalCode.OutOfRange, "Ask for 1 to 100 erasures.", "first");
}

/// <summary>What was stored although the guard found something, the newest first, by keyset.</summary>
/// <param name="First">How many at most, 1 to 100.</param>
/// <param name="After">The place of the last one read.</param>
[Requires(Permission.ReadPrivacyRecords)]
public sealed record PassedFindingList(int First, PassedFindingKey? After) : IQuery<Page<PassedFindingView>>, IChecked
{
    public void Check(Check check) => check.Must(First is >= 1 and <= Page<PassedFindingView>.MaxSize, RefusalCode.OutOfRange, "Ask for 1 to 100 findings.", "first");
}

/// <summary>Where a finding stands in the order of reading.</summary>
/// <param name="AuditPosition">Position of the command in the audit log.</param>
/// <param name="Number">Number of the finding within the command.</param>
public sealed record PassedFindingKey(long AuditPosition, int Number);

/// <summary>Something the guard found that was stored all the same, and on whose word.</summary>
public sealed record PassedFindingView
{
    /// <summary>Position of the command in the audit log.</summary>
    public required long AuditPosition { get; init; }

    /// <summary>Counted from 0 within the command.</summary>
    public required int Number { get; init; }

    /// <summary>The command.</summary>
    public required string Action { get; init; }

    /// <summary>Who wrote it.</summary>
    public required PersonId By { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The report it stands in.</summary>
    public ReportId? ReportId { get; init; }

    /// <summary>The gap it stands in.</summary>
    public GapId? GapId { get; init; }

    /// <summary>The field.</summary>
    public required string Path { get; init; }

    /// <summary>The rule.</summary>
    public required string RuleId { get; init; }

    /// <summary>What it looked like.</summary>
    public required string Type { get; init; }

    /// <summary>Why its writer kept it.</summary>
    public KeepReason? Reason { get; init; }

    /// <summary>The entry of the allow-list that let it pass.</summary>
    public AllowedStringId? AllowedStringId { get; init; }
}

internal sealed class PrivacyRecordsHandler(IDbContextFactory<InsightsDb> contexts, GuardTally tally) :
    IRequestHandler<ReadPrivacyStanding, Outcome<PrivacyStandingView>>,
    IRequestHandler<AllowedStrings, Outcome<List<AllowedStringView>>>,
    IRequestHandler<ErasureList, Outcome<Page<ErasureView>>>,
    IRequestHandler<PassedFindingList, Outcome<Page<PassedFindingView>>>
{
    public async Task<Outcome<PrivacyStandingView>> Handle(ReadPrivacyStanding request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var left = 0;
        foreach (var table in TextTables.Of(db))
            left += await table.CountUnscreenedAsync(db, Screen.RuleSetVersion, cancellationToken);
        return new PrivacyStandingView
        {
            RuleSetVersion = Screen.RuleSetVersion,
            RowsToScreen = left,
            Withheld = await db.WithheldTexts.CountAsync(w => w.State == WithheldState.Open, cancellationToken),
            Allowed = await db.AllowedEntries.CountAsync(a => a.EndedAt == null, cancellationToken),
            ErasuresRequested = await db.Erasures.CountAsync(e => e.State == ErasureState.Requested, cancellationToken),
            Counts = tally.All(),
        };
    }

    public async Task<Outcome<List<AllowedStringView>>> Handle(AllowedStrings request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await AllowedStringView.From(db, db.AllowedEntries.AsNoTracking().OrderBy(a => a.EndedAt != null).ThenByDescending(a => a.AddedAt).ThenBy(a => a.Id))
            .ToListAsync(cancellationToken);
    }

    public async Task<Outcome<Page<ErasureView>>> Handle(ErasureList request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var erasures = db.Erasures.AsNoTracking();
        if (request.State is { } state)
            erasures = erasures.Where(e => e.State == state);
        if (request.After is { } after)
            erasures = erasures.Where(e => e.Number < after);
        return Page<ErasureView>.Of(await ErasureView.From(erasures.OrderByDescending(e => e.Number).Take(request.First + 1)).ToListAsync(cancellationToken), request.First);
    }

    public async Task<Outcome<Page<PassedFindingView>>> Handle(PassedFindingList request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var passed = db.PassedFindings.AsNoTracking();
        if (request.After is { } after)
            passed = passed.Where(p => p.AuditPosition < after.AuditPosition || (p.AuditPosition == after.AuditPosition && p.Number > after.Number));
        var page = await (
            from finding in passed
            join entry in db.AuditEntries on finding.AuditPosition equals entry.Position
            orderby finding.AuditPosition descending, finding.Number
            select new PassedFindingView
            {
                AuditPosition = entry.Position,
                Number = finding.Number,
                Action = entry.Action,
                By = entry.By,
                At = entry.At,
                ReportId = entry.ReportId,
                GapId = entry.GapId,
                Path = finding.Path,
                RuleId = finding.RuleId,
                Type = finding.Type,
                Reason = finding.Reason,
                AllowedStringId = finding.AllowedStringId,
            }).Take(request.First + 1).ToListAsync(cancellationToken);
        return Page<PassedFindingView>.Of(page, request.First);
    }
}
