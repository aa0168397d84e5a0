using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Privacy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Insights.Core.Feed;

/// <summary>What is counted. Every gap that stands by itself is in exactly one of the first three.</summary>
public enum CountSubject
{
    /// <summary>Gaps without an approved decision, by kind.</summary>
    OpenGaps,

    /// <summary>Gaps whose decision is approved, by severity.</summary>
    DecidedGaps,

    /// <summary>Gaps that are not for policy, by kind.</summary>
    DeclinedGaps,

    /// <summary>Reports that were ever filed, by the kind and the area they were filed with.</summary>
    FiledReports,

    /// <summary>Different cases that reports cite, by the kind and the area of the reports. A case may stand in several cells, so these have no sums.</summary>
    CitedCases,
}

/// <summary>Of how much of its subject a count is.</summary>
public enum CountScope
{
    /// <summary>One area, and one kind or severity.</summary>
    Cell,

    /// <summary>One area.</summary>
    Area,

    /// <summary>One kind or severity, over all areas.</summary>
    Column,

    /// <summary>All of the subject.</summary>
    Total,
}

/// <summary>One count of a day, as it is published: 0, or a multiple of the step, or not shown.</summary>
/// <param name="Subject">What is counted.</param>
/// <param name="Scope">Of how much of it.</param>
public sealed record FeedCount(CountSubject Subject, CountScope Scope)
{
    /// <summary>The policy area; none where the scope is over all areas, or where what is counted has none.</summary>
    public string? Area { get; init; }

    /// <summary>The kind; none where the scope is over all kinds, or where what is counted has none.</summary>
    public GapKind? Kind { get; init; }

    /// <summary>The severity; none where the scope is over all severities, or where what is counted has none.</summary>
    public Severity? Severity { get; init; }

    /// <summary>The count; left out where it is not shown.</summary>
    public long? Count { get; init; }

    /// <summary>Whether it is not shown, since it is small or would give a small one away.</summary>
    public required bool Suppressed { get; init; }

    /// <summary>The least that a sum can be by the counts it is made of; left out for a single count.</summary>
    public long? AtLeast { get; init; }

    /// <summary>The most that a sum can be by the counts it is made of; left out for a single count.</summary>
    public long? AtMost { get; init; }
}

/// <summary>The counts of one UTC day, as at its end. Written once, and holding only what may be published: the exact counts are not kept.</summary>
public sealed class FeedSnapshot
{
    private FeedSnapshot()
    {
    }

    public DateOnly Day { get; private init; }

    /// <summary>The last position of the feed on that day.</summary>
    public long Position { get; private init; }

    /// <summary>Where the feed ended when the day was counted; an export from before that has not got it yet.</summary>
    public long TakenPosition { get; private init; }

    public DateTimeOffset TakenAt { get; private init; }

    /// <summary>The smallest count that is shown.</summary>
    public int Threshold { get; private init; }

    /// <summary>What shown counts are multiples of.</summary>
    public int Step { get; private init; }

    public IReadOnlyList<FeedCount> Counts { get; private init; } = [];

    public static FeedSnapshot Of(DateOnly day, long position, long takenPosition, IReadOnlyList<FeedCount> counts, SmallCountRule rule, DateTimeOffset at) => new()
    {
        Day = day,
        Position = position,
        TakenPosition = takenPosition,
        TakenAt = at,
        Threshold = rule.Threshold,
        Step = rule.Step,
        Counts = counts,
    };
}

/// <summary>The table of daily counts.</summary>
public static class FeedSnapshotTables
{
    extension(InsightsDb db)
    {
        public DbSet<FeedSnapshot> FeedSnapshots => db.Set<FeedSnapshot>();
    }
}

internal sealed class FeedSnapshotTable : IEntityTypeConfiguration<FeedSnapshot>
{
    public void Configure(EntityTypeBuilder<FeedSnapshot> builder)
    {
        builder.ToTable("feed_snapshot");
        builder.HasKey(s => s.Day);
        builder.Property(s => s.Counts).IsJson();
    }
}
