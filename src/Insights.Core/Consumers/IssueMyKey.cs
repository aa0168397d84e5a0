using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Consumers;

/// <summary>
/// Issues a key with which a program signs in as the caller. It opens at most what the caller's roles open at that moment,
/// within its scopes, and never what only a person does. The secret is in the answer, this once.
/// </summary>
/// <param name="ExpectedVersion">How many keys the caller has seen of theirs, as <c>myKeys</c> counts them, so that a repeated request issues no second one.</param>
/// <param name="Name">What the key is for.</param>
/// <param name="Scopes">What the key is good for, at least one.</param>
/// <param name="ExpiresOn">The last day on which it opens anything, within a year.</param>
[Requires(Permission.KeepKeys)]
public sealed record IssueMyKey(int ExpectedVersion, string? Name, IReadOnlyList<KeyScopes> Scopes, DateOnly? ExpiresOn) : ICommand<IssuedKeyView>, IChecked, IAcknowledging
{
    /// <summary>Longest name.</summary>
    public const int LongestName = 80;

    /// <summary>The findings the writer has looked at and keeps.</summary>
    public IReadOnlyList<AcknowledgedFindingForm>? Acknowledged { get; init; }

    public void Check(Check check)
    {
        check.Text(Name, LongestName, required: true, "name");
        ApiKey.CheckTerms(check, Scopes, ExpiresOn);
    }
}

internal sealed class IssueMyKeyHandler(InsightsDb db, Ledger ledger, IdSource ids, TimeProvider clock, CurrentActor current, Screen screen) : IRequestHandler<IssueMyKey, Outcome<IssuedKeyView>>
{
    public async Task<Outcome<IssuedKeyView>> Handle(IssueMyKey request, CancellationToken cancellationToken)
    {
        var (me, at) = (current.Actor.Id, clock.GetUtcNow());
        var today = DateOnly.FromDateTime(at.UtcDateTime);
        var mine = db.ApiKeys.Where(k => k.PersonId == me);
        var issued = await mine.CountAsync(cancellationToken);
        if (issued != request.ExpectedVersion)
            return new ConflictRefusal(issued);
        if (ApiKey.RefuseExpiry(request.ExpiresOn!.Value, today) is { } refusal)
            return refusal;
        if (await mine.CountAsync(k => k.RevokedAt == null && k.ExpiresOn >= today, cancellationToken) >= ApiKey.MostInForce)
            return Refusal.Of(RefusalCode.OutOfRange, "You have 20 keys in force. Revoke one first.");

        var (key, secret) = ApiKey.Issue(ids, me, screen.Of(request.Name)!, request.Scopes.Aggregate((all, scope) => all | scope), request.ExpiresOn.Value, at);
        db.Add(key);
        ledger.Record(new AuditLine("IssueMyKey") { Code = key.Id.Value });
        await ledger.CommitAsync(cancellationToken);
        return new IssuedKeyView { Key = ApiKeyView.Of(key, today, consumerNumber: null), Secret = secret };
    }
}
