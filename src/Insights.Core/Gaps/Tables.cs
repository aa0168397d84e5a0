using Insights.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Insights.Core.Gaps;

/// <summary>The tables of this feature.</summary>
public static class GapTables
{
    extension(InsightsDb db)
    {
        public DbSet<Gap> Gaps => db.Set<Gap>();

        public DbSet<GapLink> Links => db.Set<GapLink>();

        public DbSet<Operation> Operations => db.Set<Operation>();

        public DbSet<OperationGap> OperationGaps => db.Set<OperationGap>();

        public DbSet<KeptApart> KeptApart => db.Set<KeptApart>();

        public DbSet<Decision> Decisions => db.Set<Decision>();

        public DbSet<DecisionDraft> DecisionDrafts => db.Set<DecisionDraft>();

        public DbSet<Comment> Comments => db.Set<Comment>();

        public DbSet<LookAlikeAnswer> LookAlikeAnswers => db.Set<LookAlikeAnswer>();
    }
}

internal sealed class GapTable : IEntityTypeConfiguration<Gap>
{
    public void Configure(EntityTypeBuilder<Gap> builder)
    {
        builder.ToTable("gap");
        builder.HasKey(g => g.Id);
        builder.HasIndex(g => g.Number).IsUnique();
        // Who lists or counts gaps asks for those that stand by themselves, so these begin with that. The first two hold what the queue asks for besides.
        builder.HasIndex(g => new { g.EndedBy, g.State, g.DueOn, g.Id });
        builder.HasIndex(g => new { g.EndedBy, g.DueOn, g.Number, g.State, g.Id });
        builder.HasIndex(g => new { g.EndedBy, g.LastActivityAt, g.Number });
        // Without the empty ones, which are nearly all: counted with them, SQLite takes every value for one that nearly all have, and reads the table.
        builder.HasIndex(g => g.StandsIn).HasFilter("\"StandsIn\" IS NOT NULL");
        builder.HasIndex(g => g.RiskExpiresOn);
        builder.HasIndex(g => new { g.OwnerId, g.State });
        builder.PrimitiveCollection(g => g.Labels);
        // Gaps from before owners and labels were versioned count as never changed.
        builder.Property(g => g.OwnerVersion).HasDefaultValue(1);
        builder.Property(g => g.LabelsVersion).HasDefaultValue(1);
        builder.Property(g => g.Area).HasMaxLength(64);
        builder.Property(g => g.ClauseCode).HasMaxLength(64);
        builder.Property(g => g.Destination).HasMaxLength(64);
        builder.Property(g => g.Version).IsConcurrencyToken();
        builder.Ignore(g => g.Stand);
    }
}

internal sealed class GapLinkTable : IEntityTypeConfiguration<GapLink>
{
    public void Configure(EntityTypeBuilder<GapLink> builder)
    {
        builder.ToTable("gap_link");
        builder.HasKey(l => new { l.OperationId, l.ReportId });
        builder.HasOne<Gap>().WithMany(g => g.Links).HasForeignKey(l => l.GapId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Operation>().WithMany().HasForeignKey(l => l.OperationId).OnDelete(DeleteBehavior.Restrict);
        // A report stands in one gap at a time, whatever happens around it.
        builder.HasIndex(l => l.ReportId).IsUnique().HasFilter("\"EndedBy\" IS NULL");
        builder.HasIndex(l => new { l.GapId, l.EndedBy });
        // Without the empty ones, as with gaps that stand in another.
        builder.HasIndex(l => l.EndedBy).HasFilter("\"EndedBy\" IS NOT NULL");
        builder.Property(l => l.EngineVersion).HasMaxLength(40);
        builder.Property(l => l.Matches).IsJson();
    }
}

internal sealed class OperationTable : IEntityTypeConfiguration<Operation>
{
    public void Configure(EntityTypeBuilder<Operation> builder)
    {
        builder.ToTable("operation");
        builder.HasKey(o => o.Id);
        builder.HasIndex(o => o.Number).IsUnique();
        builder.HasIndex(o => o.Undoes).IsUnique();
    }
}

internal sealed class OperationGapTable : IEntityTypeConfiguration<OperationGap>
{
    public void Configure(EntityTypeBuilder<OperationGap> builder)
    {
        builder.ToTable("operation_gap");
        builder.HasKey(o => new { o.OperationId, o.GapId });
        builder.HasIndex(o => o.GapId);
        builder.HasOne<Operation>().WithMany().HasForeignKey(o => o.OperationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Gap>().WithMany().HasForeignKey(o => o.GapId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(o => o.Before!).IsJson();
        builder.Property(o => o.After).IsJson();
    }
}

internal sealed class KeptApartTable : IEntityTypeConfiguration<KeptApart>
{
    public void Configure(EntityTypeBuilder<KeptApart> builder)
    {
        builder.ToTable("kept_apart");
        builder.HasKey(k => new { k.OperationId, k.ReportA, k.ReportB });
        // Two reports are kept apart once; saying it again changes nothing.
        builder.HasIndex(k => new { k.ReportA, k.ReportB }).IsUnique().HasFilter("\"EndedBy\" IS NULL");
        builder.HasIndex(k => k.ReportB);
        builder.HasIndex(k => k.EndedBy).HasFilter("\"EndedBy\" IS NOT NULL");
        builder.HasOne<Operation>().WithMany().HasForeignKey(k => k.OperationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class DecisionTable : IEntityTypeConfiguration<Decision>
{
    public void Configure(EntityTypeBuilder<Decision> builder)
    {
        builder.ToTable("decision");
        builder.HasKey(d => d.Id);
        builder.HasIndex(d => new { d.GapId, d.VersionNumber }).IsUnique();
        builder.HasOne<Gap>().WithMany().HasForeignKey(d => d.GapId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(d => d.Content).IsJson();
        builder.PrimitiveCollection(d => d.Cites);
    }
}

internal sealed class DecisionDraftTable : IEntityTypeConfiguration<DecisionDraft>
{
    public void Configure(EntityTypeBuilder<DecisionDraft> builder)
    {
        builder.ToTable("decision_draft");
        builder.HasKey(d => d.GapId);
        builder.HasOne<Gap>().WithOne().HasForeignKey<DecisionDraft>(d => d.GapId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(d => d.Content!).IsJson();
        builder.Property(d => d.Version).IsConcurrencyToken();
    }
}

internal sealed class CommentTable : IEntityTypeConfiguration<Comment>
{
    public void Configure(EntityTypeBuilder<Comment> builder)
    {
        builder.ToTable("comment");
        builder.HasKey(c => c.Id);
        builder.HasIndex(c => new { c.GapId, c.At });
        builder.HasIndex(c => new { c.ReportId, c.At });
    }
}

internal sealed class LookAlikeAnswerTable : IEntityTypeConfiguration<LookAlikeAnswer>
{
    public void Configure(EntityTypeBuilder<LookAlikeAnswer> builder)
    {
        builder.ToTable("look_alike_answer");
        builder.HasKey(a => a.Id);
        builder.HasIndex(a => new { a.ReportId, a.GapId });
        builder.HasIndex(a => a.GapId);
        builder.Property(a => a.EngineVersion).HasMaxLength(40);
        builder.Property(a => a.Matches).IsJson();
    }
}
