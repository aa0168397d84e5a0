using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Privacy;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Consumers;

/// <summary>The keys that sign in as the caller: those in force first, then the newest, at most 500.</summary>
[Requires(Permission.KeepKeys)]
public sealed record MyKeys : IQuery<MyKeysView>;

/// <summary>The keys of everyone, people and consumers: those in force first, then the newest, at most 500.</summary>
/// <param name="PersonId">Only those that sign in as this person; without it, all.</param>
[Requires(Permission.ReadKeys)]
public sealed record KeyList(string? PersonId) : IQuery<List<ApiKeyView>>, IChecked
{
    public void Check(Check check) => check.Id<PersonId>(PersonId, required: false, "personId");
}

/// <summary>The keys that sign in as the caller.</summary>
public sealed record MyKeysView
{
    /// <summary>The keys: those in force first, then the newest.</summary>
    public required IReadOnlyList<ApiKeyView> Keys { get; init; }

    /// <summary>Counts the keys that were ever issued; whoever issues another one says which count they have seen.</summary>
    public required int Version { get; init; }
}

/// <summary>A key that a program signs in with, without its secret.</summary>
public sealed record ApiKeyView
{
    /// <summary>The key's id.</summary>
    public required ApiKeyId Id { get; init; }

    /// <summary>What its holder calls it; null for the key of a consumer, which has no name.</summary>
    public required GuardedText? Name { get; init; }

    /// <summary>The person it signs in as; null for the key of a consumer.</summary>
    public required PersonId? HolderId { get; init; }

    /// <summary>Human number of the consumer it signs in as; null for the key of a person.</summary>
    public required long? ConsumerNumber { get; init; }

    /// <summary>How the secret begins, to know it again by.</summary>
    public required string Prefix { get; init; }

    /// <summary>What it is good for.</summary>
    public required IReadOnlyList<KeyScopes> Scopes { get; init; }

    /// <summary>When it was issued.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>The last day on which it opens anything.</summary>
    public required DateOnly ExpiresOn { get; init; }

    /// <summary>When it was used last, to the hour; null while it never was.</summary>
    public required DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>When it was revoked.</summary>
    public required DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Whether it opens anything today.</summary>
    public required bool InForce { get; init; }

    internal static ApiKeyView Of(ApiKey key, DateOnly today, long? consumerNumber) => new()
    {
        Id = key.Id,
        Name = key.Name,
        HolderId = key.PersonId,
        ConsumerNumber = consumerNumber,
        Prefix = key.Prefix,
        Scopes = [.. Enum.GetValues<KeyScopes>().Where(s => s is not KeyScopes.None && key.Scopes.HasFlag(s))],
        IssuedAt = key.IssuedAt,
        ExpiresOn = key.ExpiresOn,
        LastUsedAt = key.LastUsedAt,
        RevokedAt = key.RevokedAt,
        InForce = key.Opens(today),
    };
}

/// <summary>A key that was just issued.</summary>
public sealed record IssuedKeyView
{
    /// <summary>The key.</summary>
    public required ApiKeyView Key { get; init; }

    /// <summary>What to sign in with. It is shown this once; only its hash is kept.</summary>
    public required string Secret { get; init; }
}

internal sealed class ReadKeysHandler(IDbContextFactory<InsightsDb> contexts, CurrentActor current, TimeProvider clock) :
    IRequestHandler<MyKeys, Outcome<MyKeysView>>, IRequestHandler<KeyList, Outcome<List<ApiKeyView>>>
{
    private const int Most = 500;

    public async Task<Outcome<MyKeysView>> Handle(MyKeys request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var me = current.Actor.Id;
        var mine = db.ApiKeys.AsNoTracking().Where(k => k.PersonId == me);
        return new MyKeysView { Keys = await ViewsAsync(db, mine, cancellationToken), Version = await mine.CountAsync(cancellationToken) };
    }

    public async Task<Outcome<List<ApiKeyView>>> Handle(KeyList request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var keys = db.ApiKeys.AsNoTracking();
        if (PublicIds.ParseOrNull<PersonId>(request.PersonId) is { } person)
            keys = keys.Where(k => k.PersonId == person);
        return await ViewsAsync(db, keys, cancellationToken);
    }

    private async Task<List<ApiKeyView>> ViewsAsync(InsightsDb db, IQueryable<ApiKey> which, CancellationToken ct)
    {
        var (today, consumers) = (DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), db.Consumers);
        var keys = await which.OrderBy(k => k.RevokedAt != null || k.ExpiresOn < today).ThenByDescending(k => k.IssuedAt).ThenByDescending(k => k.Id).Take(Most)
            .Select(k => new { Key = k, Number = consumers.Where(c => c.Id == k.ConsumerId).Select(c => (long?)c.Number).FirstOrDefault() }).ToListAsync(ct);
        return keys.ConvertAll(k => ApiKeyView.Of(k.Key, today, k.Number));
    }
}
