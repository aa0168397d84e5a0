using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Evidence;

/// <summary>
/// An auditor has the audit log remember a document about a gap by its digest, so that the document can be checked years
/// later against the signed log. The evidence pack does this with its page.
/// </summary>
/// <param name="GapId">The gap it is about.</param>
/// <param name="Sha256">SHA-256 of the document, 64 hexadecimal digits in small letters.</param>
[Requires(Permission.TakeEvidence)]
public sealed record RecordEvidence(string GapId, string Sha256) : ICommand<EvidenceView>, IChecked
{
    public void Check(Check check) => check.Must(
        Sha256 is { Length: 64 } && Sha256.All(char.IsAsciiHexDigitLower), RefusalCode.Malformed, "This is not a SHA-256 of 64 hexadecimal digits in small letters.", "sha256");
}

/// <summary>That a document about a gap was recorded.</summary>
public sealed record EvidenceView
{
    /// <summary>The gap.</summary>
    public required GapId GapId { get; init; }

    /// <summary>SHA-256 of the document.</summary>
    public required string Sha256 { get; init; }

    /// <summary>When it was recorded.</summary>
    public required DateTimeOffset At { get; init; }
}

internal sealed class RecordEvidenceHandler(InsightsDb db, Ledger ledger, TimeProvider clock) : IRequestHandler<RecordEvidence, Outcome<EvidenceView>>
{
    public async Task<Outcome<EvidenceView>> Handle(RecordEvidence request, CancellationToken cancellationToken)
    {
        if (PublicIds.ParseOrNull<GapId>(request.GapId) is not { } gap || !await db.Gaps.AnyAsync(g => g.Id == gap, cancellationToken))
            return Refusal.NotFound("gap", "gapId");
        await ledger.Record(new AuditLine(nameof(RecordEvidence)) { Gap = gap, Code = request.Sha256 }).CommitAsync(cancellationToken);
        return new EvidenceView { GapId = gap, Sha256 = request.Sha256, At = clock.GetUtcNow() };
    }
}
