using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Contact;

/// <summary>
/// Notes what became of a digest. It is sent after the mail was handed over: a stop in between has the mail sent once
/// more, and never has one lost.
/// </summary>
/// <param name="PersonId">Whose digest it was.</param>
/// <param name="DueAt">The time of the schedule it was for.</param>
/// <param name="Through">The newest line it told of; empty when there was nothing to tell.</param>
/// <param name="Failure">Why it was not handed over; empty when it was.</param>
[Requires(Permission.KeepTime)]
public sealed record NoteDigest(string PersonId, DateTimeOffset DueAt, long? Through, MailFailure? Failure) : ICommand<Done>, IChecked
{
    public void Check(Check check) => check.Id<PersonId>(PersonId, required: true, "personId");
}

/// <summary>Where the mail of this deployment stands.</summary>
[Requires(Permission.ReadMailStanding)]
public sealed record ReadMailStanding : IQuery<MailStandingView>;

/// <summary>Where the mail of this deployment stands. It names no address.</summary>
public sealed record MailStandingView
{
    /// <summary>Whether a mail server is configured.</summary>
    public required bool Enabled { get; init; }

    /// <summary>How many people take a digest.</summary>
    public required int Takers { get; init; }

    /// <summary>When a mail was last handed over.</summary>
    public DateTimeOffset? LastMailedAt { get; init; }

    /// <summary>Whose digest waits because it could not be handed over, the longest first.</summary>
    public required IReadOnlyList<WaitingDigestView> Waiting { get; init; }
}

/// <summary>A digest that could not be handed over yet.</summary>
public sealed record WaitingDigestView
{
    /// <summary>Whose it is.</summary>
    public required PersonId PersonId { get; init; }

    /// <summary>What went wrong last.</summary>
    public required MailFailure Failure { get; init; }

    /// <summary>How often in a row.</summary>
    public required int Failures { get; init; }

    /// <summary>When it is tried again.</summary>
    public required DateTimeOffset RetryAt { get; init; }
}

internal sealed class NoteDigestHandler(InsightsDb db, Ledger ledger, TimeProvider clock) : IRequestHandler<NoteDigest, Outcome<Done>>
{
    public async Task<Outcome<Done>> Handle(NoteDigest request, CancellationToken cancellationToken)
    {
        var id = Data.PersonId.Of(request.PersonId);
        if (await db.ContactPreferences.FirstOrDefaultAsync(p => p.PersonId == id, cancellationToken) is not { } preference)
            return Refusal.NotFound("preference", "personId");

        var at = clock.GetUtcNow();
        if (request.Failure is { } failure)
            preference.Fail(failure, at);
        else
            preference.Settle(request.DueAt, request.Through, at);
        if (request is { Failure: null, Through: not null })
            ledger.Record(new AuditLine("SendDigest") { Person = id });
        await ledger.CommitAsync(cancellationToken);
        return new Done();
    }
}

internal sealed class ReadMailStandingHandler(IDbContextFactory<InsightsDb> contexts, DigestOptions options) : IRequestHandler<ReadMailStanding, Outcome<MailStandingView>>
{
    private const int MostWaiting = 100;

    public async Task<Outcome<MailStandingView>> Handle(ReadMailStanding request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var takers = db.ContactPreferences.AsNoTracking().Where(p => p.Address != null && p.Cadence != DigestCadence.Off);
        return new MailStandingView
        {
            Enabled = options.Enabled,
            Takers = await takers.CountAsync(cancellationToken),
            LastMailedAt = await db.ContactPreferences.MaxAsync(p => p.LastMailedAt, cancellationToken),
            Waiting = await takers.Where(p => p.LastFailure != null && p.RetryAt != null)
                .OrderByDescending(p => p.Failures).ThenBy(p => p.PersonId).Take(MostWaiting)
                .Select(p => new WaitingDigestView { PersonId = p.PersonId, Failure = p.LastFailure!.Value, Failures = p.Failures, RetryAt = p.RetryAt!.Value })
                .ToListAsync(cancellationToken),
        };
    }
}
