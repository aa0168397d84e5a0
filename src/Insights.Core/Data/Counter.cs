using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Insights.Core.Data;

/// <summary>Hands out the human numbers: R-123, G-42, operation 7, withheld text W-3, erasure E-2, consumer 4, scenario S-5, calibration round 6.</summary>
public sealed class Counter
{
    public string Name { get; private init; } = null!;

    public long Value { get; private init; }
}

/// <summary>Takes the next number of a series inside the present transaction; a rollback gives it back.</summary>
public sealed class NumberSource(InsightsDb db)
{
    public const string Reports = "report";
    public const string Gaps = "gap";
    public const string Operations = "operation";
    public const string WithheldTexts = "withheld";
    public const string Erasures = "erasure";
    public const string Consumers = "consumer";
    public const string Scenarios = "scenario";
    public const string CalibrationRounds = "calibration-round";

    public async Task<long> NextAsync(string series, CancellationToken ct) =>
        (await db.Database.SqlQuery<long>($"""UPDATE counter SET "Value" = "Value" + 1 WHERE "Name" = {series} RETURNING "Value" """).ToListAsync(ct)).Single();
}

internal sealed class CounterTable : IEntityTypeConfiguration<Counter>
{
    public void Configure(EntityTypeBuilder<Counter> builder)
    {
        builder.ToTable("counter");
        builder.HasKey(c => c.Name);
        builder.Property(c => c.Name).HasMaxLength(20);
        builder.HasData(
            new { Name = NumberSource.Reports, Value = 0L },
            new { Name = NumberSource.Gaps, Value = 0L },
            new { Name = NumberSource.Operations, Value = 0L },
            new { Name = NumberSource.WithheldTexts, Value = 0L },
            new { Name = NumberSource.Erasures, Value = 0L },
            new { Name = NumberSource.Consumers, Value = 0L },
            new { Name = NumberSource.Scenarios, Value = 0L },
            new { Name = NumberSource.CalibrationRounds, Value = 0L });
    }
}
