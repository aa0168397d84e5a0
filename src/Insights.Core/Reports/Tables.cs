using Insights.Core.Cases;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Insights.Core.Reports;

/// <summary>The tables of this feature.</summary>
public static class ReportTables
{
    extension(InsightsDb db)
    {
        public DbSet<Report> Reports => db.Set<Report>();

        public DbSet<ReportRevision> ReportRevisions => db.Set<ReportRevision>();

        /// <summary>The reports that stand in these gaps.</summary>
        internal Task<List<Report>> MembersOfAsync(IReadOnlyCollection<GapId> gaps, CancellationToken ct) => (
            from link in db.Links
            join report in db.Reports on link.ReportId equals report.Id
            where link.EndedBy == null && gaps.Contains(link.GapId)
            select report).ToListAsync(ct);

        /// <summary>Who wrote the reports that stand in these gaps.</summary>
        internal Task<List<StandingAuthor>> AuthorsOfAsync(IReadOnlyCollection<GapId> gaps, CancellationToken ct) => (
            from link in db.Links
            join report in db.Reports on link.ReportId equals report.Id
            where link.EndedBy == null && gaps.Contains(link.GapId)
            select new StandingAuthor(link.GapId, report.AuthorId)).ToListAsync(ct);
    }
}

/// <summary>That somebody wrote a report which stands in a gap.</summary>
internal readonly record struct StandingAuthor(GapId GapId, PersonId AuthorId);

internal sealed class ReportTable : IEntityTypeConfiguration<Report>
{
    public void Configure(EntityTypeBuilder<Report> builder)
    {
        builder.ToTable("report");
        builder.HasKey(r => r.Id);
        builder.HasIndex(r => r.Number).IsUnique();
        // The author too: who counts what waits sees their own drafts, and so every count asks for it.
        builder.HasIndex(r => new { r.State, r.Number, r.AuthorId });
        builder.HasIndex(r => new { r.AuthorId, r.Number });
        builder.HasIndex(r => new { r.AuthorId, r.State, r.SavedAt });
        builder.Property(r => r.Area).HasMaxLength(64);
        builder.Property(r => r.ClauseCode).HasMaxLength(64);
        builder.Property(r => r.Surface).HasMaxLength(64);
        builder.Property(r => r.Language).HasMaxLength(64);
        builder.Property(r => r.Region).HasMaxLength(64);
        builder.Property(r => r.Content).IsJson();
        builder.Property(r => r.DraftAnswers).IsJson();
        builder.Property(r => r.Version).IsConcurrencyToken();
    }
}

internal sealed class ReportRevisionTable : IEntityTypeConfiguration<ReportRevision>
{
    public void Configure(EntityTypeBuilder<ReportRevision> builder)
    {
        builder.ToTable("report_revision");
        builder.HasKey(r => new { r.ReportId, r.Number });
        builder.HasOne<Report>().WithMany().HasForeignKey(r => r.ReportId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(r => r.Content).IsJson();
    }
}

internal sealed class ReportCaseTable : IEntityTypeConfiguration<ReportCase>
{
    public void Configure(EntityTypeBuilder<ReportCase> builder)
    {
        builder.ToTable("report_case");
        builder.HasKey(c => new { c.ReportId, c.Case });
        builder.HasOne<Report>().WithMany().HasForeignKey(c => c.ReportId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(c => c.Case);
    }
}
