using Insights.Core.Data;
using Insights.Core.Pipeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Insights.Core.Audit;

/// <summary>
/// What a command carried into the store although the guard found something: on its writer's word, or because the
/// allow-list lets it pass. Stands under the audit line of that command, which says who and when.
/// </summary>
public sealed class PassedFinding
{
    private PassedFinding()
    {
    }

    /// <summary>Position of the command's first audit line.</summary>
    public long AuditPosition { get; private init; }

    public int Number { get; private init; }

    public string Path { get; private init; } = null!;

    public string RuleId { get; private init; } = null!;

    public string Type { get; private init; } = null!;

    public int Start { get; private init; }

    public int End { get; private init; }

    public KeepReason? Reason { get; private init; }

    public AllowedStringId? AllowedStringId { get; private init; }

    internal static PassedFinding Of(long auditPosition, int number, FindingPassed passed) => new()
    {
        AuditPosition = auditPosition,
        Number = number,
        Path = passed.Path,
        RuleId = passed.RuleId,
        Type = passed.Type,
        Start = passed.Start,
        End = passed.End,
        Reason = passed.Reason,
        AllowedStringId = passed.AllowedStringId is { } id ? Data.AllowedStringId.Of(id) : null,
    };
}

internal sealed class PassedFindingTable : IEntityTypeConfiguration<PassedFinding>
{
    public void Configure(EntityTypeBuilder<PassedFinding> builder)
    {
        builder.ToTable("passed_finding");
        builder.HasKey(p => new { p.AuditPosition, p.Number });
        builder.HasOne<AuditEntry>().WithMany().HasForeignKey(p => p.AuditPosition).OnDelete(DeleteBehavior.Restrict);
        builder.Property(p => p.Path).HasMaxLength(200);
        builder.Property(p => p.RuleId).HasMaxLength(64);
        builder.Property(p => p.Type).HasMaxLength(40);
        builder.HasIndex(p => p.AllowedStringId);
    }
}
