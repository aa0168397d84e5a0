using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Consumers;

/// <summary>Issues a key that a consumer signs in with. The secret is in the answer, this once.</summary>
/// <param name="ConsumerId">The consumer.</param>
/// <param name="ExpectedVersion">The version of it that the caller has seen, so that a repeated request issues no second key.</param>
/// <param name="Scopes">What the key is good for, at least one.</param>
/// <param name="ExpiresOn">The last day on which it opens anything, within a year.</param>
[Requires(Permission.KeepConsumers)]
public sealed record IssueKey(string ConsumerId, int ExpectedVersion, IReadOnlyList<KeyScopes> Scopes, DateOnly? ExpiresOn) : ICommand<IssuedKeyView>, IChecked
{
    public void Check(Check check)
    {
        check.Id<ConsumerId>(ConsumerId, required: true, "consumerId");
        ApiKey.CheckTerms(check, Scopes, ExpiresOn);
    }
}

/// <summary>Revokes a key: one's own, one of a consumer that one answers for; an administrator, any. From now on it opens nothing, and what it opened is closed.</summary>
/// <param name="KeyId">The key.</param>
[Requires(Permission.KeepKeys)]
public sealed record RevokeKey(string KeyId) : ICommand<ApiKeyView>, IChecked
{
    public void Check(Check check) => check.Id<ApiKeyId>(KeyId, required: true, "keyId");
}

internal sealed class KeyHandlers(InsightsDb db, Ledger ledger, IdSource ids, TimeProvider clock, ConsumerDesk desk, CurrentActor current) :
    IRequestHandler<IssueKey, Outcome<IssuedKeyView>>, IRequestHandler<RevokeKey, Outcome<ApiKeyView>>
{
    public async Task<Outcome<IssuedKeyView>> Handle(IssueKey request, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var found = await desk.FindAsync(db, request.ConsumerId, request.ExpectedVersion, cancellationToken);
        if (!found.Succeeded(out var consumer))
            return found.Refusals.ToList();
        var expiresOn = request.ExpiresOn!.Value;
        if (ApiKey.RefuseExpiry(expiresOn, today) is { } refusal)
            return refusal;
        if (await db.ApiKeys.CountAsync(k => k.ConsumerId == consumer.Id && k.RevokedAt == null && k.ExpiresOn >= today, cancellationToken) >= ApiKey.MostInForce)
            return Refusal.Of(RefusalCode.OutOfRange, "This consumer has 20 keys already. Revoke one first.", "consumerId");
        var (key, secret) = ApiKey.Issue(ids, consumer.Id, request.Scopes.Aggregate((all, scope) => all | scope), expiresOn, clock.GetUtcNow());
        db.Add(key);
        consumer.KeyIssued();
        ledger.Record(new AuditLine("IssueKey") { Code = key.Id.Value });
        await ledger.CommitAsync(cancellationToken);
        return new IssuedKeyView { Key = ApiKeyView.Of(key, today, consumer.Number), Secret = secret };
    }

    public async Task<Outcome<ApiKeyView>> Handle(RevokeKey request, CancellationToken cancellationToken)
    {
        var id = ApiKeyId.Of(request.KeyId);
        if (await db.ApiKeys.FirstOrDefaultAsync(k => k.Id == id, cancellationToken) is not { } key)
            return Refusal.NotFound("key", "keyId");
        var consumer = await db.Consumers.AsNoTracking().FirstOrDefaultAsync(c => c.Id == key.ConsumerId, cancellationToken);
        if (!(consumer is null ? key.PersonId == current.Actor.Id || (current.Actor.Roles & Roles.Administrator) != 0 : consumer.IsKeptBy(current.Actor)))
            return Refusal.NotFound("key", "keyId");
        if (key.RevokedAt is not null)
            return Refusal.Of(RefusalCode.IllegalMove, "This key is revoked already.", "keyId");
        key.Revoke(clock.GetUtcNow());
        ledger.Record(new AuditLine("RevokeKey") { Code = key.Id.Value, Person = key.PersonId == current.Actor.Id ? null : key.PersonId });
        await ledger.CommitAsync(cancellationToken);
        return ApiKeyView.Of(key, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), consumer?.Number);
    }
}
