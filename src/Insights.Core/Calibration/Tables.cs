using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Reports;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Insights.Core.Calibration;

/// <summary>The tables of this feature.</summary>
public static class CalibrationTables
{
    extension(InsightsDb db)
    {
        public DbSet<CalibrationRound> CalibrationRounds => db.Set<CalibrationRound>();

        public DbSet<CalibrationReviewer> CalibrationReviewers => db.Set<CalibrationReviewer>();

        public DbSet<CalibrationItem> CalibrationItems => db.Set<CalibrationItem>();

        public DbSet<BlindAnswer> BlindAnswers => db.Set<BlindAnswer>();
    }
}

internal sealed class CalibrationRoundTable : IEntityTypeConfiguration<CalibrationRound>
{
    public void Configure(EntityTypeBuilder<CalibrationRound> builder)
    {
        builder.ToTable("calibration_round");
        builder.HasKey(r => r.Id);
        builder.HasIndex(r => r.Number).IsUnique();
        builder.HasIndex(r => r.ClosedAt);
        builder.Property(r => r.Version).IsConcurrencyToken();
    }
}

internal sealed class CalibrationReviewerTable : IEntityTypeConfiguration<CalibrationReviewer>
{
    public void Configure(EntityTypeBuilder<CalibrationReviewer> builder)
    {
        builder.ToTable("calibration_reviewer");
        builder.HasKey(r => new { r.RoundId, r.PersonId });
        builder.HasIndex(r => r.PersonId);
        builder.HasOne<CalibrationRound>().WithMany().HasForeignKey(r => r.RoundId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class CalibrationItemTable : IEntityTypeConfiguration<CalibrationItem>
{
    public void Configure(EntityTypeBuilder<CalibrationItem> builder)
    {
        builder.ToTable("calibration_item");
        builder.HasKey(i => new { i.RoundId, i.GapId });
        builder.HasOne<CalibrationRound>().WithMany().HasForeignKey(i => i.RoundId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Gap>().WithMany().HasForeignKey(i => i.GapId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Decision>().WithMany().HasForeignKey(i => i.DecisionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Report>().WithMany().HasForeignKey(i => i.ReportId).OnDelete(DeleteBehavior.Restrict);
        // A draft can be discarded; then the disagreement can be followed anew.
        builder.HasOne<Report>().WithMany().HasForeignKey(i => i.DisagreementId).OnDelete(DeleteBehavior.SetNull);
    }
}

internal sealed class BlindAnswerTable : IEntityTypeConfiguration<BlindAnswer>
{
    public void Configure(EntityTypeBuilder<BlindAnswer> builder)
    {
        builder.ToTable("blind_answer");
        builder.HasKey(a => new { a.RoundId, a.GapId, a.ReviewerId });
        builder.HasOne<CalibrationItem>().WithMany().HasForeignKey(a => new { a.RoundId, a.GapId }).OnDelete(DeleteBehavior.Restrict);
        builder.Property(a => a.Content).IsJson();
        builder.Property(a => a.Version).IsConcurrencyToken();
    }
}
