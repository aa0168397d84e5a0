using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Privacy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Insights.Core.Feed;

/// <summary>What a consumer did with an item of the feed.</summary>
public enum ReceiptUse
{
    /// <summary>It is in a training set.</summary>
    UsedInTraining,

    /// <summary>A case of an evaluation set was made from it.</summary>
    EvaluationCaseAdded,

    /// <summary>A decision tree was changed because of it.</summary>
    DecisionTreeChanged,

    /// <summary>It could not be used; the reason says why.</summary>
    Rejected,

    /// <summary>It was looked at, and nothing needed doing.</summary>
    NoAction,
}

/// <summary>A consumer's word on what it did with one item. It stands until it is withdrawn, and stays on record then.</summary>
public sealed class Receipt
{
    private Receipt()
    {
    }

    public ReceiptId Id { get; private init; }

    public ConsumerId ConsumerId { get; private init; }

    public EventId EventId { get; private init; }

    /// <summary>The gap that the item is about; null where it is about none.</summary>
    public GapId? GapId { get; private init; }

    public ReceiptUse Use { get; private init; }

    public GuardedText? Reason { get; private set; }

    public DateTimeOffset At { get; private init; }

    public DateTimeOffset? WithdrawnAt { get; private set; }

    public int RuleSetVersion { get; private set; }

    public static Receipt Of(ReceiptId id, ConsumerId consumer, EventId item, GapId? gap, ReceiptUse use, GuardedText? reason, DateTimeOffset at) => new()
    {
        Id = id,
        ConsumerId = consumer,
        EventId = item,
        GapId = gap,
        Use = use,
        Reason = reason,
        At = at,
        RuleSetVersion = Screen.RuleSetVersion,
    };

    public void Withdraw(DateTimeOffset at) => WithdrawnAt = at;
}

/// <summary>What a consumer did with an item of the feed.</summary>
public sealed record ReceiptView
{
    /// <summary>The receipt's id.</summary>
    public required ReceiptId Id { get; init; }

    /// <summary>The human number of the consumer.</summary>
    public required long ConsumerNumber { get; init; }

    /// <summary>What the consumer is called.</summary>
    public required GuardedText ConsumerName { get; init; }

    /// <summary>The item.</summary>
    public required EventId EventId { get; init; }

    /// <summary>The gap it is about, as it stands now where that was merged; null where it is about none.</summary>
    public required GapId? GapId { get; init; }

    /// <summary>What was done with it.</summary>
    public required ReceiptUse Use { get; init; }

    /// <summary>Why.</summary>
    public required GuardedText? Reason { get; init; }

    /// <summary>When that was said.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it was taken back; null while it stands.</summary>
    public required DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>Receipts with their consumers, the newest first.</summary>
    internal static IQueryable<ReceiptView> Of(InsightsDb db, IQueryable<Receipt> receipts) => receipts
        .Join(db.Consumers, r => r.ConsumerId, c => c.Id, (r, c) => new { Receipt = r, Consumer = c })
        .OrderByDescending(r => r.Receipt.At).ThenByDescending(r => r.Receipt.Id)
        .Select(r => new ReceiptView
        {
            Id = r.Receipt.Id,
            ConsumerNumber = r.Consumer.Number,
            ConsumerName = r.Consumer.Name,
            EventId = r.Receipt.EventId,
            GapId = r.Receipt.GapId,
            Use = r.Receipt.Use,
            Reason = r.Receipt.Reason,
            At = r.Receipt.At,
            WithdrawnAt = r.Receipt.WithdrawnAt,
        });

    /// <summary>What stands about each of these gaps and about those that were merged into it, the newest first.</summary>
    internal static async Task<List<ReceiptView>> OfGapsAsync(InsightsDb db, IReadOnlyCollection<GapId> gaps, CancellationToken ct)
    {
        var stands = await db.Gaps.AsNoTracking().Where(g => gaps.Contains(g.Id) || (g.StandsIn != null && gaps.Contains(g.StandsIn.Value)))
            .Join(db.Receipts.Where(r => r.WithdrawnAt == null), g => (GapId?)g.Id, r => r.GapId, (g, r) => new { r.Id, Gap = g.Id, g.StandsIn }).ToListAsync(ct);
        var ids = stands.ConvertAll(s => s.Id);
        var views = await Of(db, db.Receipts.AsNoTracking().Where(r => ids.Contains(r.Id))).ToListAsync(ct);
        var gapOf = stands.ToDictionary(s => s.Id, s => gaps.Contains(s.Gap) ? s.Gap : s.StandsIn!.Value);
        return views.ConvertAll(v => v with { GapId = gapOf[v.Id] });
    }
}

internal sealed class ReceiptTable : IEntityTypeConfiguration<Receipt>
{
    public void Configure(EntityTypeBuilder<Receipt> builder)
    {
        builder.ToTable("receipt");
        builder.HasKey(r => r.Id);
        builder.HasIndex(r => new { r.ConsumerId, r.EventId });
        builder.HasIndex(r => r.GapId);
        builder.HasOne<Consumer>().WithMany().HasForeignKey(r => r.ConsumerId).OnDelete(DeleteBehavior.Restrict);
    }
}
