using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Reports;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Insights.Core.Contact;

/// <summary>The tables of this feature.</summary>
public static class ContactTables
{
    extension(InsightsDb db)
    {
        public DbSet<Notification> Notifications => db.Set<Notification>();

        public DbSet<ToldUpTo> ToldUpTo => db.Set<ToldUpTo>();

        public DbSet<Watch> Watches => db.Set<Watch>();

        public DbSet<ContactPreference> ContactPreferences => db.Set<ContactPreference>();

        public DbSet<ReportRating> ReportRatings => db.Set<ReportRating>();
    }
}

internal sealed class NotificationTable : IEntityTypeConfiguration<Notification>
{
    public void Configure(EntityTypeBuilder<Notification> builder)
    {
        builder.ToTable("notification");
        builder.HasKey(n => new { n.PersonId, n.Position });
        builder.HasIndex(n => new { n.PersonId, n.ReadAt, n.About });
        builder.Property(n => n.About).HasMaxLength(PublicIds.Length);
    }
}

internal sealed class ToldUpToTable : IEntityTypeConfiguration<ToldUpTo>
{
    public void Configure(EntityTypeBuilder<ToldUpTo> builder)
    {
        builder.ToTable("told_up_to");
        builder.HasKey(t => t.Id);
        builder.Property(t => t.Id).ValueGeneratedNever();
    }
}

internal sealed class WatchTable : IEntityTypeConfiguration<Watch>
{
    public void Configure(EntityTypeBuilder<Watch> builder)
    {
        builder.ToTable("watch");
        builder.HasKey(w => new { w.PersonId, w.GapId });
        builder.HasIndex(w => w.GapId);
        builder.HasOne<Gap>().WithMany().HasForeignKey(w => w.GapId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ContactPreferenceTable : IEntityTypeConfiguration<ContactPreference>
{
    public void Configure(EntityTypeBuilder<ContactPreference> builder)
    {
        builder.ToTable("contact_preference");
        builder.HasKey(p => p.PersonId);
        builder.Property(p => p.Address).HasMaxLength(EmailAddress.MaxLength);
        builder.Property(p => p.Deliveries).IsJson();
    }
}

internal sealed class ReportRatingTable : IEntityTypeConfiguration<ReportRating>
{
    public void Configure(EntityTypeBuilder<ReportRating> builder)
    {
        builder.ToTable("report_rating");
        builder.HasKey(r => new { r.ReportId, r.Revision, r.RaterId });
        builder.HasOne<Report>().WithMany().HasForeignKey(r => r.ReportId).OnDelete(DeleteBehavior.Restrict);
    }
}
