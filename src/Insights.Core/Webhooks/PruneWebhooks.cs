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
/// <remarks>The audit log, which holds who steered an endpoint and why it stopped, keeps everything.</remarks>
[Requires(Permission.KeepTime)]
public sealed record PruneWebhooks : ICommand<int>
{
    /// <summary>Days that an attempt is kept: ten times as long as one message is tried, so that whoever looks into a failure finds it.</summary>
    public const int KeptDays = 30;

    /// <summary>Newest attempts of one endpoint that are kept in any case, however old: what is seldom used is looked into as well.</summary>
    public const int KeptInAnyCase = 20;

    /// <summary>Newest attempts of one endpoint that are kept at most, so that a busy one cannot fill the disk within the days.</summary>
    public const int KeptAtMost = 10_000;

    /// <summary>Most rows of one step, so that people's commands need not wait long.</summary>
    public const int MostRows = 2_000;
}

internal sealed class PruneWebhooksHandler(InsightsDb db, Ledger ledger, TimeProvider clock) : IRequestHandler<PruneWebhooks, Outcome<int>>
{
    public async Task<Outcome<int>> Handle(PruneWebhooks request, CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow().AddDays(-PruneWebhooks.KeptDays);
        var left = PruneWebhooks.MostRows;
        foreach (var endpoint in await db.Webhooks.AsNoTracking().Select(w => new { w.Id, w.EventId, w.TestId }).ToListAsync(cancellationToken))
        {
            if (left <= 0)
                break;
            left -= await AttemptsAsync(endpoint.Id, before, left, cancellationToken);
            left -= await BodiesAsync(endpoint.Id, endpoint.EventId, endpoint.TestId, before, left, cancellationToken);
        }

        var forgotten = PruneWebhooks.MostRows - left;
        if (forgotten > 0)
            await ledger.CommitAsync(cancellationToken);
        return forgotten;
    }

    private async Task<int> AttemptsAsync(WebhookId id, DateTimeOffset before, int most, CancellationToken ct)
    {
        var ofOne = db.WebhookDeliveries.Where(d => d.WebhookId == id);
        var old = await NumberAtAsync(ofOne, PruneWebhooks.KeptInAnyCase, ct);
        var many = await NumberAtAsync(ofOne, PruneWebhooks.KeptAtMost, ct);
        var last = await ofOne.Where(d => (d.Number <= old && d.StartedAt < before) || d.Number <= many).OrderBy(d => d.Number).Select(d => d.Number).Take(most).ToListAsync(ct);
        return last.Count == 0 ? 0 : await ofOne.Where(d => last.Contains(d.Number)).ExecuteDeleteAsync(ct);
    }

    /// <summary>The number of the newest attempt that so many newer ones stand before.</summary>
    private static async Task<long> NumberAtAsync(IQueryable<WebhookDelivery> ofOne, int newer, CancellationToken ct) =>
        await ofOne.OrderByDescending(d => d.Number).Skip(newer).Select(d => d.Number).FirstOrDefaultAsync(ct);

    /// <summary>
    /// The bytes of what waits, of what an attempt on record sent, and of what was skipped stay, so that a later attempt sends
    /// the same; others are written anew from the feed should somebody replay from that long ago.
    /// </summary>
    private async Task<int> BodiesAsync(WebhookId id, EventId? waiting, EventId? test, DateTimeOffset before, int most, CancellationToken ct)
    {
        var (attempts, skipped) = (db.WebhookDeliveries.Where(d => d.WebhookId == id), db.DeadLetters.Where(d => d.WebhookId == id));
        var unneeded = await db.WebhookMessages.Where(m => m.WebhookId == id && m.At < before && m.EventId != waiting && m.EventId != test
                && !attempts.Any(d => d.EventId == m.EventId) && !skipped.Any(d => d.EventId == m.EventId))
            .OrderBy(m => m.At).Select(m => m.EventId).Take(most).ToListAsync(ct);
        return unneeded.Count == 0 ? 0 : await db.WebhookMessages.Where(m => m.WebhookId == id && unneeded.Contains(m.EventId)).ExecuteDeleteAsync(ct);
    }
}
