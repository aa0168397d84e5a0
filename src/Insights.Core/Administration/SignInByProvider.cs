using System.Text.RegularExpressions;
using Insights.Core.Audit;
using Insights.Core.Consumers;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Administration;

/// <summary>
/// Somebody comes back from the provider. Whoever comes for the first time becomes a person here; the roles that the
/// provider says are taken over, and a session starts. Who is suspended is refused.
/// </summary>
/// <param name="Issuer">The provider, as it names itself.</param>
/// <param name="Subject">Whom it vouches for; only a digest of it is kept.</param>
/// <param name="Handle">The pseudonym that the provider proposes; taken where it has the form of one and is free.</param>
/// <param name="Roles">What the provider says they act as.</param>
/// <param name="ProviderSession">The provider's own session, by which it may end this one.</param>
/// <param name="SignOutHint">What the provider wants to see at sign-out, encrypted.</param>
[Requires(Permission.KeepSessions)]
public sealed record SignInByProvider(string Issuer, string Subject, string? Handle, Roles Roles, string? ProviderSession, string? SignOutHint) : ICommand<OpenedSession>, IChecked
{
    public void Check(Check check)
    {
        check.Must(Issuer.Length is > 0 and <= 500 && Subject.Length is > 0 and <= 255, RefusalCode.Malformed, "This is no subject of a provider.");
        check.Must(!Roles.HasFlag(Roles.System), RefusalCode.NotPermitted, "Nobody signs in as the product itself.");
    }
}

internal sealed partial class SignInByProviderHandler(InsightsDb db, Ledger ledger, IdSource ids, SessionDesk sessions, TimeProvider clock)
    : IRequestHandler<SignInByProvider, Outcome<OpenedSession>>
{
    private const string Letters = "0123456789abcdefghjkmnpqrstvwxyz";

    public async Task<Outcome<OpenedSession>> Handle(SignInByProvider request, CancellationToken cancellationToken)
    {
        var subject = Person.DigestOf(request.Issuer, request.Subject);
        var person = await db.People.FirstOrDefaultAsync(p => p.Subject == subject, cancellationToken);
        if (person?.SuspendedAt is not null)
            return Refusal.Of(RefusalCode.NotPermitted, "This person is suspended.");
        if (person is null)
            db.Add(person = Person.EnrolSubject(ids.Next<PersonId>(), await HandleAsync(request.Handle, cancellationToken), subject));
        var before = person.Roles;
        if (person.ProviderRoles != request.Roles)
        {
            person.TakeFromProvider(request.Roles);
            db.Add(RoleChange.Of(person, before, RoleChangeKind.Provider, PersonId.System, clock.GetUtcNow()));
        }

        var opened = await sessions.StartAsync(
            person, SignInWay.Provider, request.ProviderSession is { } sid ? Person.DigestOf(request.Issuer, sid) : null, request.SignOutHint, cancellationToken);
        await ledger.Record(new AuditLine("SignInByProvider") { Person = person.Id, Code = opened.Id.Value, From = before.Codes(), To = person.Roles.Codes() }).CommitAsync(cancellationToken);
        return opened;
    }

    /// <summary>The proposed handle, or a made one where it says nothing, is taken, or could be mistaken for somebody else's.</summary>
    private async Task<string> HandleAsync(string? proposed, CancellationToken ct)
    {
        if (proposed is not null && HandleForm().IsMatch(proposed) && !proposed.StartsWith(RegisterConsumer.Handles, StringComparison.Ordinal)
            && proposed != Actor.System.Handle && !await IsTakenAsync(proposed, ct))
            return proposed;
        while (true)
        {
            var made = "person-" + string.Concat(ids.Secret(10)[5..].Select(b => Letters[b & 31]));
            if (!await IsTakenAsync(made, ct))
                return made;
        }
    }

    private Task<bool> IsTakenAsync(string handle, CancellationToken ct) => db.People.AnyAsync(p => p.Handle == handle, ct);

    [GeneratedRegex(@"^[a-z](?:[a-z0-9]|-(?!-)){1,38}[a-z0-9]\z")]
    private static partial Regex HandleForm();
}
