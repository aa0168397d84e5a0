using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Webhooks;

/// <summary>
/// Forgets what was sent long ago: attempts, and the bytes of messages that nothing waits for. Sent by the scheduler until
/// there is nothing left to forget. Answers how many rows were.
/// </summary>
/// <remarks>
/// What is to go is found before the turn to write, and the turn is not taken where there is nothing. The audit log, which
/// holds who steered an endpoint and why it stopped, keeps everything.
/// </remarks>
[Requires(Permission.KeepTime)]
public sealed record PruneWebhooks : ICommand<int>, ILongCommand
{
    /// <summary>Days that an attempt is kept: ten times as long as one message is tried, so that whoever looks into a failure finds it.</summary>
    public const int KeptDays = 30;

    /// <summary>Newest attempts of one endpoint that are kept in any case, however old: what is seldom used is looked into as well.</summary>
    public const int KeptInAnyCase = 20;

    /// <summary>Newest attempts of one endpoint that are kept at most, so that a busy one cannot fill the disk within the days.</summary>
    public const int KeptAtMost = 10_000;

    /// <summary>Most attempts, and most bodies, of one endpoint and one turn to write, so that people's commands need not wait long.</summary>
    public const int MostRows = 500;
}

internal sealed class PruneWebhooksHandler(InsightsDb db, WriteTurn turn, Ledger ledger, TimeProvider clock) : IRequestHandler<PruneWebhooks, Outcome<int>>
{
    public async Task<Outcome<int>> Handle(PruneWebhooks request, CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow().AddDays(-PruneWebhooks.KeptDays);
        var forgotten = 0;
        foreach (var id in await db.Webhooks.AsNoTracking().Select(w => w.Id).ToListAsync(cancellationToken))
        {
            var attempts = await AttemptsAsync(id, before, cancellationToken);
            // The bytes of a message go with the last attempt at it. A message that was never sent has none, and goes by its age.
            var bodies = attempts.Select(a => a.EventId).Concat(await LeftOverAsync(id, before, cancellationToken)).Distinct().ToList();
            if (bodies.Count > 0)
                forgotten += await turn.TakeAsync(() => ForgetAsync(id, [.. attempts.Select(a => a.Number)], bodies, cancellationToken), cancellationToken);
        }

        return forgotten;
    }

    private async Task<int> ForgetAsync(WebhookId id, List<long> attempts, List<EventId> bodies, CancellationToken ct)
    {
        var rows = await db.WebhookDeliveries.Where(d => d.WebhookId == id && attempts.Contains(d.Number)).ExecuteDeleteAsync(ct);
        rows += await Unneeded(id).Where(m => bodies.Contains(m.EventId)).ExecuteDeleteAsync(ct);
        if (rows > 0)
            await ledger.CommitAsync(ct);
        return rows;
    }

    private async Task<List<(long Number, EventId EventId)>> AttemptsAsync(WebhookId id, DateTimeOffset before, CancellationToken ct)
    {
        var ofOne = db.WebhookDeliveries.AsNoTracking().Where(d => d.WebhookId == id);
        var old = await NumberAtAsync(ofOne, PruneWebhooks.KeptInAnyCase, ct);
        var many = await NumberAtAsync(ofOne, PruneWebhooks.KeptAtMost, ct);
        var found = await ofOne.Where(d => (d.Number <= old && d.StartedAt < before) || d.Number <= many)
            .OrderBy(d => d.Number).Select(d => new { d.Number, d.EventId }).Take(PruneWebhooks.MostRows).ToListAsync(ct);
        return [.. found.Select(f => (f.Number, f.EventId))];
    }

    /// <summary>The number of the newest attempt that so many newer ones stand before.</summary>
    private static async Task<long> NumberAtAsync(IQueryable<WebhookDelivery> ofOne, int newer, CancellationToken ct) =>
        await ofOne.OrderByDescending(d => d.Number).Skip(newer).Select(d => d.Number).FirstOrDefaultAsync(ct);

    private Task<List<EventId>> LeftOverAsync(WebhookId id, DateTimeOffset before, CancellationToken ct) =>
        Unneeded(id).AsNoTracking().Where(m => m.At < before).OrderBy(m => m.At).Select(m => m.EventId).Take(PruneWebhooks.MostRows).ToListAsync(ct);

    /// <summary>
    /// The bytes of what waits, of what an attempt on record sent, and of what was skipped stay, so that a later attempt sends
    /// the same; others are written anew from the feed should somebody replay from that long ago.
    /// </summary>
    private IQueryable<WebhookMessage> Unneeded(WebhookId id)
    {
        var (waiting, attempts, skipped) = (db.Webhooks.Where(w => w.Id == id), db.WebhookDeliveries.Where(d => d.WebhookId == id), db.DeadLetters.Where(d => d.WebhookId == id));
        return db.WebhookMessages.Where(m => m.WebhookId == id && !waiting.Any(w => w.EventId == m.EventId || w.TestId == m.EventId)
            && !attempts.Any(d => d.EventId == m.EventId) && !skipped.Any(d => d.EventId == m.EventId));
    }
}
