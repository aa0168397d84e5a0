using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Stewardship;

/// <summary>A privacy steward stops letting a string pass. What was stored on its word is screened again.</summary>
/// <param name="AllowedStringId">The entry.</param>
/// <param name="ExpectedVersion">The version the caller has seen.</param>
[Requires(Permission.KeepPrivacy)]
public sealed record RevokeAllowedString(string AllowedStringId, int ExpectedVersion) : ICommand<AllowedStringView>, IChecked
{
    public void Check(Check check) => check.Id<AllowedStringId>(AllowedStringId, required: true, "allowedStringId");
}

/// <summary>Ends the entries whose day of review has passed. Sent by the scheduler; sending it twice changes nothing more.</summary>
[Requires(Permission.KeepTime)]
public sealed record EndAllowances : ICommand<int>;

internal sealed class EndAllowanceHandler(InsightsDb db, Ledger ledger, CurrentActor current, TimeProvider clock, Allowances allowances) :
    IRequestHandler<RevokeAllowedString, Outcome<AllowedStringView>>, IRequestHandler<EndAllowances, Outcome<int>>
{
    public async Task<Outcome<AllowedStringView>> Handle(RevokeAllowedString request, CancellationToken cancellationToken)
    {
        var id = Data.AllowedStringId.Of(request.AllowedStringId);
        if (await db.AllowedEntries.FirstOrDefaultAsync(a => a.Id == id, cancellationToken) is not { } entry)
            return Refusal.NotFound("entry of the allow-list", "allowedStringId");
        if (entry.Version != request.ExpectedVersion)
            return new ConflictRefusal(entry.Version);
        if (entry.End(current.Actor.Id, clock.GetUtcNow()) is { Refused: true } refused)
            return refused.Refusals.ToList();

        ledger.Record(new AuditLine("RevokeAllowedString") { AllowedString = id });
        await allowances.CommitAsync(narrower: true, cancellationToken);
        return await AllowedStringView.From(db, db.AllowedEntries.AsNoTracking().Where(a => a.Id == id)).SingleAsync(cancellationToken);
    }

    public async Task<Outcome<int>> Handle(EndAllowances request, CancellationToken cancellationToken)
    {
        var at = clock.GetUtcNow();
        var today = DateOnly.FromDateTime(at.UtcDateTime);
        var due = await db.AllowedEntries.Where(a => a.EndedAt == null && a.ReviewBy < today).OrderBy(a => a.Id).ToListAsync(cancellationToken);
        foreach (var entry in due)
        {
            entry.End(current.Actor.Id, at);
            ledger.Record(new AuditLine("EndAllowance") { AllowedString = entry.Id });
        }

        if (due.Count > 0)
            await allowances.CommitAsync(narrower: true, cancellationToken);
        return due.Count;
    }
}
