using Insights.Core.Data;
using Insights.Core.Pipeline;
using Insights.Privacy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Insights.Core.Stewardship;

/// <summary>What is erased.</summary>
public enum ErasureKind
{
    /// <summary>Some words, wherever they stand.</summary>
    Redact,

    /// <summary>Everything a report or a remark says, in all its revisions.</summary>
    Purge,
}

/// <summary>Why something is erased.</summary>
public enum ErasureReason
{
    /// <summary>It identifies a person or a case and got past the guard.</summary>
    PersonalData,

    /// <summary>The person it is about asked for it.</summary>
    DataSubjectRequest,

    /// <summary>A court or an authority ordered it.</summary>
    LegalOrder,

    /// <summary>It describes material instead of policy.</summary>
    ContentOutOfPlace,
}

/// <summary>Where an erasure stands.</summary>
public enum ErasureState
{
    /// <summary>It waits for a second steward.</summary>
    Requested,

    /// <summary>A second steward approved it, and it was done at once.</summary>
    Done,

    /// <summary>It was turned down, or taken back.</summary>
    Rejected,
}

/// <summary>An erasure: asked for by one privacy steward, done by a second. Says what kind, why, by whom; never what.</summary>
[SetApart]
public sealed class Erasure
{
    private Erasure()
    {
    }

    public ErasureId Id { get; private init; }

    public long Number { get; private init; }

    public ErasureKind Kind { get; private init; }

    public ErasureReason Reason { get; private init; }

    /// <summary>The words to redact, as they stand somewhere in the store; gone once it is decided.</summary>
    public GuardedText? Words { get; private set; }

    public ReportId? ReportId { get; private init; }

    public CommentId? CommentId { get; private init; }

    public ErasureState State { get; private set; }

    public PersonId RequestedBy { get; private init; }

    public DateTimeOffset RequestedAt { get; private init; }

    public PersonId? ReviewedBy { get; private set; }

    public DateTimeOffset? ReviewedAt { get; private set; }

    /// <summary>How many rows lost words.</summary>
    public int? RowsChanged { get; private set; }

    public int RuleSetVersion { get; private init; }

    public int Version { get; private set; }

    public static Erasure Request(
        ErasureId id, long number, ErasureKind kind, ErasureReason reason, GuardedText? words, ReportId? report, CommentId? comment,
        PersonId by, int ruleSetVersion, DateTimeOffset at) => new()
        {
            Id = id,
            Number = number,
            Kind = kind,
            Reason = reason,
            Words = words,
            ReportId = report,
            CommentId = comment,
            RequestedBy = by,
            RequestedAt = at,
            RuleSetVersion = ruleSetVersion,
            Version = 1,
        };

    /// <summary>A second steward approves. Whoever asked for it never can.</summary>
    public Outcome<Erasure> Approve(PersonId by) => State is not ErasureState.Requested
        ? Refusal.Of(RefusalCode.IllegalMove, $"This erasure is {State}.", "erasureId")
        : by == RequestedBy
            ? Refusal.Of(RefusalCode.SamePerson, "Whoever asks for an erasure does not approve it.", "erasureId")
            : this;

    /// <summary>Notes that it was done.</summary>
    public void Done(int rowsChanged, PersonId by, DateTimeOffset at)
    {
        RowsChanged = rowsChanged;
        Decide(ErasureState.Done, by, at);
    }

    /// <summary>Any steward turns it down; whoever asked for it takes it back this way.</summary>
    public Outcome<Erasure> Reject(PersonId by, DateTimeOffset at)
    {
        if (State is not ErasureState.Requested)
            return Refusal.Of(RefusalCode.IllegalMove, $"This erasure is {State}.", "erasureId");
        Decide(ErasureState.Rejected, by, at);
        return this;
    }

    private void Decide(ErasureState state, PersonId by, DateTimeOffset at)
    {
        (State, Words, ReviewedBy, ReviewedAt) = (state, null, by, at);
        Version++;
    }
}

internal sealed class ErasureTable : IEntityTypeConfiguration<Erasure>
{
    public void Configure(EntityTypeBuilder<Erasure> builder)
    {
        builder.ToTable("erasure");
        builder.HasKey(e => e.Id);
        builder.HasIndex(e => e.Number).IsUnique();
        builder.HasIndex(e => new { e.State, e.Number });
        builder.Property(e => e.Version).IsConcurrencyToken();
    }
}
