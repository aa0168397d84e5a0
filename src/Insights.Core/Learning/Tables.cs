using Insights.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Insights.Core.Learning;

/// <summary>The tables of this feature.</summary>
public static class LearningTables
{
    extension(InsightsDb db)
    {
        public DbSet<ModelVersion> ModelVersions => db.Set<ModelVersion>();

        public DbSet<ModelInForce> ModelsInForce => db.Set<ModelInForce>();
    }
}

internal sealed class ModelVersionTable : IEntityTypeConfiguration<ModelVersion>
{
    public void Configure(EntityTypeBuilder<ModelVersion> builder)
    {
        builder.ToTable("look_alike_model");
        builder.HasKey(m => m.Number);
        builder.Property(m => m.Number).ValueGeneratedNever();
        builder.Property(m => m.Json).HasMaxLength(1_000_000);
        builder.Property(m => m.EngineVersion).HasMaxLength(40);
        builder.Property(m => m.Figures).IsJson();
        builder.HasData(new { Number = ModelVersion.Shipped, EngineVersion = "", TrainedBy = PersonId.System, Labels = 0, Figures = TrainingFigures.None, FirstInForceAt = (DateTimeOffset?)DateTimeOffset.UnixEpoch });
    }
}

internal sealed class ModelInForceTable : IEntityTypeConfiguration<ModelInForce>
{
    public void Configure(EntityTypeBuilder<ModelInForce> builder)
    {
        builder.ToTable("look_alike_model_in_force");
        builder.HasKey(m => m.Id);
        builder.Property(m => m.Id).ValueGeneratedNever();
        builder.HasOne<ModelVersion>().WithMany().HasForeignKey(m => m.Number).OnDelete(DeleteBehavior.Restrict);
        builder.HasData(new { Id = 1, Number = ModelVersion.Shipped });
    }
}
