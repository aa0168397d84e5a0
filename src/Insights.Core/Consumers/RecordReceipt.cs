using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Consumers;

/// <summary>
/// A consumer says what it did with an item of the feed. The gap shows it, and whoever reported the gap sees what changed
/// because of them. Each use of an item is said once; to say it otherwise, withdraw it first.
/// </summary>
/// <param name="EventId">The item.</param>
/// <param name="Use">What was done with it.</param>
/// <param name="Reason">Why; needed where it was rejected.</param>
/// <param name="IdempotencyKey">The same key gives the same answer.</param>
[Requires(Permission.RecordReceipts)]
public sealed record RecordReceipt(string EventId, ReceiptUse Use, string? Reason, string? IdempotencyKey) : ICommand<ReceiptView>, IChecked, IAcknowledging, IRepeatable
{
    /// <summary>Longest reason.</summary>
    public const int LongestReason = 500;

    /// <summary>The findings that whoever wrote the reason has looked at and keeps.</summary>
    public IReadOnlyList<AcknowledgedFindingForm>? Acknowledged { get; init; }

    public void Check(Check check)
    {
        check.Id<EventId>(EventId, required: true, "eventId");
        check.Text(Reason, LongestReason, required: Use is ReceiptUse.Rejected, "reason");
    }
}

/// <summary>A consumer takes back what it said about an item.</summary>
/// <param name="ReceiptId">The receipt.</param>
[Requires(Permission.RecordReceipts)]
public sealed record WithdrawReceipt(string ReceiptId) : ICommand<ReceiptView>, IChecked
{
    public void Check(Check check) => check.Id<ReceiptId>(ReceiptId, required: true, "receiptId");
}

/// <summary>What consumers did with the items about these gaps, the newest first; what was taken back is left out.</summary>
/// <param name="Gaps">The gaps.</param>
[Requires(Permission.ReadGaps)]
public sealed record ReceiptsOf(IReadOnlyCollection<GapId> Gaps) : IQuery<ManyBy<GapId, ReceiptView>>;

/// <summary>What consumers did with items of the feed, counted; for people of a model team, their own.</summary>
[Requires(Permission.ReadReceiptCounts)]
public sealed record ReceiptCounts : IQuery<List<ReceiptCountView>>;

/// <summary>How many items a consumer used in a way, as far as it said so.</summary>
public sealed record ReceiptCountView
{
    /// <summary>The human number of the consumer.</summary>
    public required long ConsumerNumber { get; init; }

    /// <summary>What was done.</summary>
    public required ReceiptUse Use { get; init; }

    /// <summary>With how many items; what was taken back is left out.</summary>
    public required int Items { get; init; }

    /// <summary>About how many gaps.</summary>
    public required int Gaps { get; init; }
}

internal sealed class ReceiptHandlers(
    InsightsDb db, Idempotency repeats, Ledger ledger, CurrentActor current, IdSource ids, Screen screen, TimeProvider clock, IDbContextFactory<InsightsDb> contexts, ConsumerDesk desk, AfterCommit afterCommit, ReceiptTally tally) :
    IRequestHandler<RecordReceipt, Outcome<ReceiptView>>, IRequestHandler<WithdrawReceipt, Outcome<ReceiptView>>,
    IRequestHandler<ReceiptsOf, Outcome<ManyBy<GapId, ReceiptView>>>, IRequestHandler<ReceiptCounts, Outcome<List<ReceiptCountView>>>
{
    public async Task<Outcome<ReceiptView>> Handle(RecordReceipt request, CancellationToken cancellationToken)
    {
        var earlier = await repeats.FindAsync(request, cancellationToken);
        if (earlier.Refused)
            return earlier.Refusals.ToList();
        if (earlier.Value is { } made)
            return await ViewAsync(ReceiptId.Of(made), cancellationToken);
        if (await SelfAsync(cancellationToken) is not { } consumer)
            return NoConsumer;
        var item = Data.EventId.Of(request.EventId);
        if (await db.FeedEvents.AsNoTracking().FirstOrDefaultAsync(e => e.Id == item, cancellationToken) is not { } happened || !await SeesAsync(consumer, happened, cancellationToken))
            return Refusal.NotFound("event", "eventId");
        if (await db.Receipts.AnyAsync(r => r.ConsumerId == consumer.Id && r.EventId == item && r.Use == request.Use && r.WithdrawnAt == null, cancellationToken))
            return Refusal.Of(RefusalCode.IllegalMove, "This consumer has said so about this item already.", "use");

        var receipt = Receipt.Of(ids.Next<ReceiptId>(), consumer.Id, item, happened.GapId, request.Use, screen.Of(request.Reason), clock.GetUtcNow());
        db.Add(receipt);
        repeats.Remember(request, receipt.Id.Value);
        ledger.Record(new AuditLine("RecordReceipt") { Gap = happened.GapId, Code = receipt.Id.Value });
        await ledger.CommitAsync(cancellationToken);
        afterCommit.Do(() => tally.Count(request.Use));
        return await ViewAsync(receipt.Id, cancellationToken);
    }

    public async Task<Outcome<ReceiptView>> Handle(WithdrawReceipt request, CancellationToken cancellationToken)
    {
        if (await SelfAsync(cancellationToken) is not { } consumer)
            return NoConsumer;
        var id = ReceiptId.Of(request.ReceiptId);
        if (await db.Receipts.FirstOrDefaultAsync(r => r.Id == id && r.ConsumerId == consumer.Id, cancellationToken) is not { } receipt)
            return Refusal.NotFound("receipt", "receiptId");
        if (receipt.WithdrawnAt is not null)
            return Refusal.Of(RefusalCode.IllegalMove, "This receipt is withdrawn already.", "receiptId");
        receipt.Withdraw(clock.GetUtcNow());
        ledger.Record(new AuditLine("WithdrawReceipt") { Gap = receipt.GapId, Code = receipt.Id.Value });
        await ledger.CommitAsync(cancellationToken);
        return await ViewAsync(receipt.Id, cancellationToken);
    }

    public async Task<Outcome<ManyBy<GapId, ReceiptView>>> Handle(ReceiptsOf request, CancellationToken cancellationToken)
    {
        await using var own = await contexts.CreateDbContextAsync(cancellationToken);
        return new ManyBy<GapId, ReceiptView>(await ReceiptView.OfGapsAsync(own, request.Gaps, cancellationToken), r => r.GapId!.Value);
    }

    public async Task<Outcome<List<ReceiptCountView>>> Handle(ReceiptCounts request, CancellationToken cancellationToken)
    {
        await using var own = await contexts.CreateDbContextAsync(cancellationToken);
        var all = (current.Actor.Roles & RolePermissions.AllowedTo(Permission.ReadReceiptCounts) & ~Roles.Consumer) != 0;
        return await own.Receipts.AsNoTracking().Where(r => r.WithdrawnAt == null)
            .Join(all ? own.Consumers : desk.Seen(own), r => r.ConsumerId, c => c.Id, (r, c) => new { c.Number, r.Use, r.EventId, r.GapId })
            .GroupBy(r => new { r.Number, r.Use }).OrderBy(g => g.Key.Number).ThenBy(g => g.Key.Use)
            .Select(g => new ReceiptCountView { ConsumerNumber = g.Key.Number, Use = g.Key.Use, Items = g.Count(), Gaps = g.Select(r => r.GapId).Distinct().Count() })
            .ToListAsync(cancellationToken);
    }

    private static Refusal NoConsumer => Refusal.Of(RefusalCode.NotPermitted, "Only a registered consumer, signed in with a key of its own, says what it did.");

    /// <summary>An item that the consumer's filter never let through does not exist for it.</summary>
    private async Task<bool> SeesAsync(Consumer consumer, FeedEvent happened, CancellationToken ct)
    {
        var sieve = new FeedSieve(asked: null, consumer.Filter);
        await sieve.RecallAsync(db, [happened], ct);
        return sieve.Lets(happened, out _);
    }

    private Task<Consumer?> SelfAsync(CancellationToken ct)
    {
        var me = current.Actor.Id;
        return db.Consumers.AsNoTracking().FirstOrDefaultAsync(c => c.PersonId == me && c.EndedAt == null, ct);
    }

    private Task<ReceiptView> ViewAsync(ReceiptId id, CancellationToken ct) => ReceiptView.Of(db, db.Receipts.AsNoTracking().Where(r => r.Id == id)).SingleAsync(ct);
}
