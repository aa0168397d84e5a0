using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Insights.Core.Queue;

/// <summary>The tables of this feature.</summary>
public static class QueueTables
{
    extension(InsightsDb db)
    {
        public DbSet<Label> Labels => db.Set<Label>();

        public DbSet<Snooze> Snoozes => db.Set<Snooze>();

        public DbSet<TriageRota> TriageRotas => db.Set<TriageRota>();

        public DbSet<SavedView> SavedViews => db.Set<SavedView>();
    }
}

internal sealed class LabelTable : IEntityTypeConfiguration<Label>
{
    public void Configure(EntityTypeBuilder<Label> builder)
    {
        builder.ToTable("label");
        builder.HasKey(l => l.Code);
        builder.Property(l => l.Code).HasMaxLength(KeepLabel.LongestCode);
        builder.Property(l => l.Version).IsConcurrencyToken();
    }
}

internal sealed class SnoozeTable : IEntityTypeConfiguration<Snooze>
{
    public void Configure(EntityTypeBuilder<Snooze> builder)
    {
        builder.ToTable("snooze");
        builder.HasKey(s => new { s.PersonId, s.GapId });
        builder.HasOne<Person>().WithMany().HasForeignKey(s => s.PersonId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Gap>().WithMany().HasForeignKey(s => s.GapId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class TriageRotaTable : IEntityTypeConfiguration<TriageRota>
{
    public void Configure(EntityTypeBuilder<TriageRota> builder)
    {
        builder.ToTable("triage_rota");
        builder.HasKey(r => r.Id);
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.Property(r => r.Leads).IsJson();
        builder.Property(r => r.Swaps).IsJson();
        builder.Property(r => r.Version).IsConcurrencyToken();
    }
}

internal sealed class SavedViewTable : IEntityTypeConfiguration<SavedView>
{
    public void Configure(EntityTypeBuilder<SavedView> builder)
    {
        builder.ToTable("saved_view");
        builder.HasKey(v => v.Id);
        builder.HasIndex(v => new { v.Scope, v.Slug }).IsUnique();
        builder.Property(v => v.Scope).HasMaxLength(PublicIds.Length);
        builder.Property(v => v.Slug).HasMaxLength(SaveView.LongestSlug);
        builder.Property(v => v.Filter).IsJson();
        builder.Property(v => v.Version).IsConcurrencyToken();
    }
}
