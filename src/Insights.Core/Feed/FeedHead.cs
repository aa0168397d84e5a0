using Insights.Core.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Insights.Core.Feed;

/// <summary>The one row that hands out positions of both logs; updating it is the last lock a transaction takes.</summary>
public sealed class FeedHead
{
    public int Id { get; private init; }

    /// <summary>Which life of the log this is; a restored copy starts another.</summary>
    public long Epoch { get; private init; }

    public long FeedPosition { get; private init; }

    public long AuditPosition { get; private init; }

    /// <summary>Hash of the last audit entry; empty while there is none, or none is sealed.</summary>
    public byte[]? AuditHash { get; private init; }

    /// <summary>Up to which audit entry a checkpoint was signed and put outside the database.</summary>
    public long? CheckpointPosition { get; private init; }
}

internal sealed class FeedHeadTable : IEntityTypeConfiguration<FeedHead>
{
    public void Configure(EntityTypeBuilder<FeedHead> builder)
    {
        builder.ToTable("feed_head");
        builder.HasKey(h => h.Id);
        builder.Property(h => h.Id).ValueGeneratedNever();
        builder.Property(h => h.AuditHash).HasMaxLength(AuditChain.HashLength);
        builder.HasData(new { Id = 1, Epoch = 0L, FeedPosition = 0L, AuditPosition = 0L });
    }
}
