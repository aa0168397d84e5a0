using Insights.Core.Cases;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Reports;

/// <summary>What filing this report would come to, without filing it: the same refusals in the same order, and what its key did before.</summary>
/// <param name="Report">What it says.</param>
/// <param name="IdempotencyKey">The key it would be filed with.</param>
[Requires(Permission.FileReports)]
public sealed record CheckReport(ReportForm Report, string? IdempotencyKey) : IQuery<CheckedReport>, IChecked
{
    /// <summary>The command that files what is checked here.</summary>
    internal FileReport Filing => new(null, null, Report, null, null, IdempotencyKey);

    public void Check(Check check)
    {
        check.Key(Filing);
        Filing.Check(check);
    }
}

/// <summary>What an idempotency key has filed so far.</summary>
public enum KeyStanding
{
    /// <summary>Nothing: filing would make a new report.</summary>
    Unused,

    /// <summary>This very report.</summary>
    SameReport,

    /// <summary>A report that said something else.</summary>
    OtherContent,

    /// <summary>A report of another person.</summary>
    OtherPerson,
}

/// <summary>A report that could be filed as it is, or was filed before.</summary>
public sealed record CheckedReport
{
    /// <summary>What its key has filed so far.</summary>
    public required KeyStanding Standing { get; init; }

    /// <summary>Human number of the report the key has filed; empty where it has filed none.</summary>
    public long? Number { get; init; }

    /// <summary>How complete the report is.</summary>
    public required Completeness Completeness { get; init; }
}

internal sealed class CheckReportHandler(
    IDbContextFactory<InsightsDb> contexts, CurrentActor current, Catalogue catalogue, CaseExchange cases, Screen screen, TimeProvider clock)
    : IRequestHandler<CheckReport, Outcome<CheckedReport>>
{
    public async Task<Outcome<CheckedReport>> Handle(CheckReport request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var earlier = await new Idempotency(db, current, clock).FindAsync(request.Filing, cancellationToken);
        var (by, made) = await MadeByAsync(db, request.IdempotencyKey, cancellationToken);
        var standing = by is null ? KeyStanding.Unused
            : by != current.Actor.Id ? KeyStanding.OtherPerson
            : earlier.Refused ? KeyStanding.OtherContent : KeyStanding.SameReport;
        if (standing is KeyStanding.Unused && FormCodes.Unknown(catalogue, cases, request.Report, "report") is { Count: > 0 } unknown)
            return unknown;

        return new CheckedReport
        {
            Standing = standing,
            Number = made is { } id ? await db.Reports.Where(r => r.Id == id).Select(r => (long?)r.Number).FirstOrDefaultAsync(cancellationToken) : null,
            Completeness = Completeness.Of(ReportContent.From(request.Report, screen)),
        };
    }

    /// <summary>Who used this key; the caller first. Through the list of people, because the rows are sorted by person.</summary>
    private async Task<(PersonId? By, ReportId? Made)> MadeByAsync(InsightsDb db, string? key, CancellationToken ct)
    {
        if (key is null)
            return (null, null);
        var me = current.Actor.Id;
        var kept = Idempotency.KeptAs(key);
        var people = db.People.Select(p => p.Id);
        var row = await db.Set<IdempotencyRow>().AsNoTracking()
            .Where(r => people.Contains(r.By) && r.Key == kept)
            .OrderBy(r => r.By == me ? 0 : 1)
            .Select(r => new { r.By, r.ResultId }).FirstOrDefaultAsync(ct);
        return row is null ? (null, null) : (row.By, PublicIds.ParseOrNull<ReportId>(row.ResultId));
    }
}
