using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Privacy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Insights.Core.Feed;

/// <summary>
/// What may leave: the closed list of fields every outlet shares. Adding one needs a privacy review. No
/// person, no case reference, no region, no time finer than a day, and words only after approval.
/// </summary>
public sealed record FeedItem
{
    /// <summary>Id of the event, the same for ever.</summary>
    public required EventId Id { get; init; }

    /// <summary>What happened.</summary>
    public required FeedEventType Type { get; init; }

    /// <summary>The day it happened, UTC.</summary>
    public required DateOnly On { get; init; }

    /// <summary>The gap it is about.</summary>
    public GapId? GapId { get; init; }

    /// <summary>The gap's human number.</summary>
    public long? GapNumber { get; init; }

    /// <summary>The report it is about.</summary>
    public ReportId? ReportId { get; init; }

    /// <summary>Kind of gap.</summary>
    public GapKind? Kind { get; init; }

    /// <summary>Policy area.</summary>
    public string? Area { get; init; }

    /// <summary>Policy clause.</summary>
    public string? Clause { get; init; }

    /// <summary>Version of the clause.</summary>
    public int? ClauseVersion { get; init; }

    /// <summary>Severity of the gap.</summary>
    public Severity? Severity { get; init; }

    /// <summary>State of the gap after the event.</summary>
    public GapState? State { get; init; }

    /// <summary>How the gap was answered, once it is.</summary>
    public Resolution? Resolution { get; init; }

    /// <summary>The codes of its labels; left out where it has none.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>How the report belongs to the gap.</summary>
    public LinkRole? LinkRole { get; init; }

    /// <summary>True where the machine linked by itself; left out where a person did.</summary>
    public bool? ByMachine { get; init; }

    /// <summary>The cluster operation it is part of.</summary>
    public OperationId? OperationId { get; init; }

    /// <summary>That operation's human number, as in O-12.</summary>
    public long? OperationNumber { get; init; }

    /// <summary>The operation that was undone; on the events of its undoing.</summary>
    public OperationId? Undoes { get; init; }

    /// <summary>The other gap: the one it was merged into, that its reports went to or came from, or that it is kept apart from.</summary>
    public GapId? OtherGapId { get; init; }

    /// <summary>The other gap's human number.</summary>
    public long? OtherGapNumber { get; init; }

    /// <summary>The other report, of two that are kept apart.</summary>
    public ReportId? OtherReportId { get; init; }

    /// <summary>The approved decision; only on the events of its approval and of its restatement.</summary>
    public FeedDecision? Decision { get; init; }

    /// <summary>The earlier events whose words are withdrawn; only on the event that withdraws them.</summary>
    public IReadOnlyList<EventId>? Withdraws { get; init; }
}

/// <summary>The words of an approved decision, screened once more on the way out.</summary>
public sealed record FeedDecision
{
    /// <summary>Title of the gap.</summary>
    public required GuardedText Title { get; init; }

    /// <summary>How the gap is answered.</summary>
    public required Resolution Resolution { get; init; }

    /// <summary>How the ground leads to the answer.</summary>
    public required GuardedText Explanation { get; init; }

    /// <summary>The clause the decision rests on.</summary>
    public string? GroundClause { get; init; }

    /// <summary>The version of that clause.</summary>
    public int? GroundVersion { get; init; }

    /// <summary>First day the decision holds.</summary>
    public required DateOnly EffectiveOn { get; init; }

    /// <summary>Day by which it is looked at again.</summary>
    public required DateOnly ReviewBy { get; init; }
}

/// <summary>One line of the log: the item that leaves, and the columns it is filtered by.</summary>
public sealed class FeedEvent
{
    private FeedEvent()
    {
    }

    /// <summary>Dense, and in commit order.</summary>
    public long Position { get; private init; }

    public EventId Id { get; private init; }

    public FeedEventType Type { get; private init; }

    public GapId? GapId { get; private init; }

    public ReportId? ReportId { get; private init; }

    public GapKind? Kind { get; private init; }

    public string? Area { get; private init; }

    public string? Clause { get; private init; }

    public Severity? Severity { get; private init; }

    public GapState? State { get; private init; }

    public FeedItem Item { get; private init; } = null!;

    /// <summary>Where the gap's approved decision holds; null before there is one.</summary>
    public FeedScope? Scope { get; private init; }

    /// <summary>Version of the rules its words were masked by.</summary>
    public int RuleSetVersion { get; private init; }

    internal static FeedEvent Append(long position, FeedItem item, FeedScope? scope) => new()
    {
        Position = position,
        Id = item.Id,
        Type = item.Type,
        GapId = item.GapId,
        ReportId = item.ReportId,
        Kind = item.Kind,
        Area = item.Area,
        Clause = item.Clause,
        Severity = item.Severity,
        State = item.State,
        Item = item,
        Scope = scope,
        RuleSetVersion = Guard.RuleSetVersion,
    };
}

/// <summary>The tables of this feature.</summary>
public static class FeedTables
{
    extension(InsightsDb db)
    {
        public DbSet<FeedEvent> FeedEvents => db.Set<FeedEvent>();

        public DbSet<FeedHead> FeedHeads => db.Set<FeedHead>();
    }
}

internal sealed class FeedEventTable : IEntityTypeConfiguration<FeedEvent>
{
    public void Configure(EntityTypeBuilder<FeedEvent> builder)
    {
        builder.ToTable("feed_event");
        builder.HasKey(e => e.Position);
        builder.Property(e => e.Position).ValueGeneratedNever();
        builder.HasIndex(e => e.Id).IsUnique();
        builder.HasIndex(e => new { e.GapId, e.Position });
        builder.Property(e => e.Area).HasMaxLength(64);
        builder.Property(e => e.Clause).HasMaxLength(64);
        builder.Property(e => e.Item).IsJson();
        builder.Property(e => e.Scope!).IsJson();
    }
}
