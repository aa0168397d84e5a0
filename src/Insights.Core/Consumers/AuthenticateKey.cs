using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Consumers;

/// <summary>Who signs in with a secret, and what the key is good for. Its use is noted at most once an hour.</summary>
/// <param name="Secret">The secret.</param>
[Requires(Permission.CheckKeys)]
public sealed record AuthenticateKey(string? Secret) : IQuery<KeyHolder>;

/// <summary>Whether a key still opens what it opened before.</summary>
/// <param name="Id">The key.</param>
[Requires(Permission.CheckKeys)]
public sealed record KeyStanding(ApiKeyId Id) : IQuery<KeyHolder>;

/// <summary>Notes that a key was used, to the hour.</summary>
/// <param name="Id">The key.</param>
[Requires(Permission.CheckKeys)]
public sealed record NoteKeyUse(ApiKeyId Id) : ICommand<Done>;

/// <summary>Who a key lets in.</summary>
/// <param name="Actor">The consumer or the person as an actor: what they may do at this moment, within the scopes of the key.</param>
/// <param name="UseIsNoted">Whether its use was noted within the last hour.</param>
public sealed record KeyHolder(Actor Actor, bool UseIsNoted);

internal sealed class AuthenticateKeyHandler(IDbContextFactory<InsightsDb> contexts, InsightsDb shared, Ledger ledger, Standing standing, TimeProvider clock) :
    IRequestHandler<AuthenticateKey, Outcome<KeyHolder>>, IRequestHandler<KeyStanding, Outcome<KeyHolder>>, IRequestHandler<NoteKeyUse, Outcome<Done>>
{
    private static readonly TimeSpan NotedEvery = TimeSpan.FromHours(1);

    public async Task<Outcome<KeyHolder>> Handle(AuthenticateKey request, CancellationToken cancellationToken)
    {
        if (!ApiKey.IsSecret(request.Secret))
            return Refusal.NotFound("key");
        var hash = ApiKey.HashOf(request.Secret!);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await HolderAsync(db, db.ApiKeys.AsNoTracking().Where(k => k.Hash == hash), cancellationToken);
    }

    public async Task<Outcome<KeyHolder>> Handle(KeyStanding request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await HolderAsync(db, db.ApiKeys.AsNoTracking().Where(k => k.Id == request.Id), cancellationToken);
    }

    public async Task<Outcome<Done>> Handle(NoteKeyUse request, CancellationToken cancellationToken)
    {
        if (await shared.ApiKeys.FirstOrDefaultAsync(k => k.Id == request.Id, cancellationToken) is not { } key)
            return Refusal.NotFound("key", "id");
        key.Use(clock.GetUtcNow());
        await ledger.CommitAsync(cancellationToken);
        return default(Done);
    }

    private async Task<Outcome<KeyHolder>> HolderAsync(InsightsDb db, IQueryable<ApiKey> keys, CancellationToken ct)
    {
        return await keys.FirstOrDefaultAsync(ct) is { } key && await standing.HolderAsync(db, key, ct) is { } person
            ? new KeyHolder(person.AsActor() with { KeyId = key.Id, Scopes = key.Scopes }, key.LastUsedAt is { } used && clock.GetUtcNow() - used < NotedEvery)
            : Refusal.NotFound("key");
    }
}
