using Insights.Core.Data;
using Insights.Core.Gaps;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Insights.Core.Scenarios;

/// <summary>The tables of this feature.</summary>
public static class ScenarioTables
{
    extension(InsightsDb db)
    {
        public DbSet<Scenario> Scenarios => db.Set<Scenario>();
    }
}

internal sealed class ScenarioTable : IEntityTypeConfiguration<Scenario>
{
    public void Configure(EntityTypeBuilder<Scenario> builder)
    {
        builder.ToTable("scenario");
        builder.HasKey(s => s.Id);
        builder.HasIndex(s => s.Number).IsUnique();
        builder.HasIndex(s => s.GapId);
        builder.HasOne<Gap>().WithMany().HasForeignKey(s => s.GapId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Decision>().WithMany().HasForeignKey(s => s.DecisionId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(s => s.ClauseCode).HasMaxLength(64);
        builder.Property(s => s.Language).HasMaxLength(64);
        builder.Property(s => s.Factors).IsJson();
        builder.Property(s => s.Version).IsConcurrencyToken();
    }
}
