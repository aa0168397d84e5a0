using Insights.Core.Data;
using Insights.Privacy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Insights.Core.Cases;

/// <summary>That a report cites a case, so that a case can be asked for its reports.</summary>
public sealed class ReportCase
{
    private ReportCase()
    {
    }

    public ReportId ReportId { get; private init; }

    public CaseToken Case { get; private init; }

    public static ReportCase Of(ReportId report, CaseToken token) => new() { ReportId = report, Case = token };
}

/// <summary>That two references stand for one case: an older one, and the one that is its newest.</summary>
public sealed class CaseAlias
{
    private CaseAlias()
    {
    }

    public CaseToken Old { get; private init; }

    public CaseToken New { get; private set; }

    internal static CaseAlias Of(CaseToken old, CaseToken newest) => new() { Old = old, New = newest };

    internal void PointTo(CaseToken newest) => New = newest;
}

/// <summary>A key this database has seen at work, so that another one under its id is noticed.</summary>
public sealed class KnownCaseKey
{
    private KnownCaseKey()
    {
    }

    public int KeyId { get; private init; }

    public string CheckValue { get; private init; } = null!;

    public DateTimeOffset FirstUsedAt { get; private init; }

    internal static KnownCaseKey Of(CaseKey key, DateTimeOffset at) => new() { KeyId = key.Id, CheckValue = key.CheckValue, FirstUsedAt = at };
}

/// <summary>The tables of this feature. What a report cites has its table with the report.</summary>
public static class CaseTables
{
    extension(InsightsDb db)
    {
        public DbSet<ReportCase> ReportCases => db.Set<ReportCase>();

        public DbSet<CaseAlias> CaseAliases => db.Set<CaseAlias>();

        public DbSet<KnownCaseKey> KnownCaseKeys => db.Set<KnownCaseKey>();
    }
}

internal sealed class CaseAliasTable : IEntityTypeConfiguration<CaseAlias>
{
    public void Configure(EntityTypeBuilder<CaseAlias> builder)
    {
        builder.ToTable("case_alias");
        builder.HasKey(a => a.Old);
        builder.HasIndex(a => a.New);
    }
}

internal sealed class KnownCaseKeyTable : IEntityTypeConfiguration<KnownCaseKey>
{
    public void Configure(EntityTypeBuilder<KnownCaseKey> builder)
    {
        builder.ToTable("case_key");
        builder.HasKey(k => k.KeyId);
        builder.Property(k => k.KeyId).ValueGeneratedNever();
        builder.Property(k => k.CheckValue).HasMaxLength(6);
    }
}
