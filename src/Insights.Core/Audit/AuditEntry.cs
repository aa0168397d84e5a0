using Insights.Core.Data;
using Insights.Core.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Insights.Core.Audit;

/// <summary>Who did what to what, when. Ids and codes only; text stays where it can be purged.</summary>
public sealed class AuditEntry
{
    /// <summary>The command that is on record without being part of what happened to the gap.</summary>
    public const string Snoozing = "SnoozeGap";

    private AuditEntry()
    {
    }

    /// <summary>Dense and in commit order.</summary>
    public long Position { get; private init; }

    public DateTimeOffset At { get; private init; }

    public PersonId By { get; private init; }

    /// <summary>The command, by name.</summary>
    public string Action { get; private init; } = null!;

    public GapId? GapId { get; private init; }

    public ReportId? ReportId { get; private init; }

    public OperationId? OperationId { get; private init; }

    public DecisionId? DecisionId { get; private init; }

    public CommentId? CommentId { get; private init; }

    public AllowedStringId? AllowedStringId { get; private init; }

    public WithheldTextId? WithheldTextId { get; private init; }

    public ErasureId? ErasureId { get; private init; }

    /// <summary>Whom it concerns, where that is somebody else than the one who did it.</summary>
    public PersonId? PersonId { get; private init; }

    /// <summary>The code it is about, such as a label, an area or a clock; never words.</summary>
    public string? Code { get; private init; }

    public string? FromState { get; private init; }

    public string? ToState { get; private init; }

    /// <summary>How many things it was done to, where that is all that may be said of them.</summary>
    public int? Count { get; private init; }

    /// <summary>The roles the actor held when it was done.</summary>
    internal Roles? ByRoles { get; private init; }

    /// <summary>How the actor had signed in, as a code; empty where the product acts by itself.</summary>
    internal string? Via { get; private init; }

    /// <summary>The request it came with, as the server named it.</summary>
    internal string? RequestId { get; private init; }

    /// <summary>Ties the entry to all before it; empty until entries from before <see cref="AuditChain"/> are sealed.</summary>
    internal byte[]? Hash { get; private set; }

    internal static AuditEntry Write(long position, AuditLine line, CurrentActor by, DateTimeOffset at) => new()
    {
        Position = position,
        At = at,
        By = by.Actor.Id,
        ByRoles = by.Actor.Roles,
        Via = by.Via,
        RequestId = by.RequestId,
        Action = line.Action,
        GapId = line.Gap,
        ReportId = line.Report,
        OperationId = line.Operation,
        DecisionId = line.Decision,
        CommentId = line.Comment,
        AllowedStringId = line.AllowedString,
        WithheldTextId = line.WithheldText,
        ErasureId = line.Erasure,
        PersonId = line.Person,
        Code = line.Code,
        FromState = line.From,
        ToState = line.To,
        Count = line.Count,
    };

    internal byte[] Seal(byte[] previous, IReadOnlyList<PassedFinding> passed) => Hash = AuditChain.HashOf(previous, this, passed);
}

/// <summary>What a handler says for the record.</summary>
public sealed record AuditLine(string Action)
{
    public GapId? Gap { get; init; }

    public ReportId? Report { get; init; }

    public OperationId? Operation { get; init; }

    public DecisionId? Decision { get; init; }

    public CommentId? Comment { get; init; }

    public AllowedStringId? AllowedString { get; init; }

    public WithheldTextId? WithheldText { get; init; }

    public ErasureId? Erasure { get; init; }

    public PersonId? Person { get; init; }

    public string? Code { get; init; }

    public string? From { get; init; }

    public string? To { get; init; }

    public int? Count { get; init; }
}

/// <summary>The tables of this feature.</summary>
public static class AuditTables
{
    extension(InsightsDb db)
    {
        public DbSet<AuditEntry> AuditEntries => db.Set<AuditEntry>();

        public DbSet<PassedFinding> PassedFindings => db.Set<PassedFinding>();
    }
}

internal sealed class AuditEntryTable : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("audit_entry");
        builder.HasKey(a => a.Position);
        builder.Property(a => a.Position).ValueGeneratedNever();
        builder.HasIndex(a => new { a.GapId, a.Position });
        builder.HasIndex(a => new { a.ReportId, a.Position });
        builder.HasIndex(a => new { a.By, a.Position });
        builder.HasIndex(a => new { a.Action, a.Position });
        builder.HasIndex(a => a.At);
        builder.Property(a => a.ByRoles).HasConversion<int>();
        builder.Property(a => a.Via).HasMaxLength(32);
        builder.Property(a => a.RequestId).HasMaxLength(64);
        builder.Property(a => a.Hash).HasMaxLength(AuditChain.HashLength);
        builder.Property(a => a.Action).HasMaxLength(64);
        builder.Property(a => a.Code).HasMaxLength(64);
        builder.Property(a => a.FromState).HasMaxLength(40);
        builder.Property(a => a.ToState).HasMaxLength(40);
    }
}
