using System.Globalization;
using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Cases;

/// <summary>
/// At start: remembers the check value of every key that is used for the first time, and refuses to go on with a key
/// that is another one than this database knows by its id, since that would silently split every case in two.
/// </summary>
[Requires(Permission.KeepCaseKeys)]
public sealed record KnowCaseKeys : ICommand<Done>;

internal sealed class KnowCaseKeysHandler(InsightsDb db, CaseScheme scheme, Ledger ledger, TimeProvider clock) : IRequestHandler<KnowCaseKeys, Outcome<Done>>
{
    public async Task<Outcome<Done>> Handle(KnowCaseKeys request, CancellationToken cancellationToken)
    {
        var known = await db.KnownCaseKeys.ToDictionaryAsync(k => k.KeyId, cancellationToken);
        var wrong = scheme.Keys.Keys.Where(k => known.TryGetValue(k.Id, out var seen) && !k.Has(seen.CheckValue)).ToList();
        if (wrong.Count > 0)
            return wrong.Select(k => Refusal.Of(RefusalCode.WrongKey, string.Create(CultureInfo.InvariantCulture,
                $"Insights:CaseReferences:Keys gives key {k.Id} another secret than the one this database knows. Configure the right one, or give the new secret an id that was never used."))).ToList();

        var unseen = scheme.Keys.Keys.Where(k => !known.ContainsKey(k.Id)).ToList();
        if (unseen.Count == 0)
            return default(Done);
        db.AddRange(unseen.Select(k => KnownCaseKey.Of(k, clock.GetUtcNow())));
        await ledger.Record(new AuditLine("KnowCaseKeys") { Count = unseen.Count }).CommitAsync(cancellationToken);
        return default(Done);
    }
}
