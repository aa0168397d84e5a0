using Insights.Core.Data;
using Insights.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Cases;

/// <summary>
/// The newest reference of every case that has an older one, in memory; read at start and told of each commit.
/// Safe to share: it is replaced whole, by one writer at a time.
/// </summary>
public sealed class CaseAliases(IDbContextFactory<InsightsDb> contexts)
{
    private volatile IReadOnlyDictionary<CaseToken, CaseToken> _newest = new Dictionary<CaseToken, CaseToken>();

    /// <summary>After a commit: these older references have another newest one now.</summary>
    public event Action<IReadOnlyCollection<CaseToken>>? Changed;

    public async Task ReadAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        _newest = await db.CaseAliases.AsNoTracking().ToDictionaryAsync(a => a.Old, a => a.New, ct);
    }

    /// <summary>The newest reference of the same case; mostly the reference itself.</summary>
    public CaseToken NewestOf(CaseToken reference) => _newest.GetValueOrDefault(reference, reference);

    internal void Add(IReadOnlyDictionary<CaseToken, CaseToken> committed)
    {
        _newest = _newest.Concat(committed).GroupBy(a => a.Key).ToDictionary(g => g.Key, g => g.Last().Value);
        Changed?.Invoke([.. committed.Keys]);
    }
}
