using System.Security.Cryptography;
using System.Text;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Privacy;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Insights.Core.Stewardship;

/// <summary>Sent once at start: puts the allow-list in force, and has everything screened again when the guard is configured otherwise than before.</summary>
/// <param name="Options">How the guard is configured.</param>
[Requires(Permission.KeepTime)]
public sealed record AdoptGuard(GuardOptions Options) : ICommand<Done>;

/// <summary>How the guard was configured when it last started. One row.</summary>
public sealed class GuardState
{
    public int Id { get; private init; }

    public string Fingerprint { get; private set; } = "";

    public void Adopt(string fingerprint) => Fingerprint = fingerprint;
}

internal sealed class GuardStateTable : IEntityTypeConfiguration<GuardState>
{
    public void Configure(EntityTypeBuilder<GuardState> builder)
    {
        builder.ToTable("guard_state");
        builder.HasKey(g => g.Id);
        builder.Property(g => g.Id).ValueGeneratedNever();
        builder.Property(g => g.Fingerprint).HasMaxLength(64);
        builder.HasData(new { Id = 1, Fingerprint = "" });
    }
}

internal sealed class AdoptGuardHandler(InsightsDb db, Ledger ledger, GuardInForce guard) : IRequestHandler<AdoptGuard, Outcome<Done>>
{
    public async Task<Outcome<Done>> Handle(AdoptGuard request, CancellationToken cancellationToken)
    {
        guard.Allow(await Allowances.ReadAsync(db, cancellationToken));
        var state = await db.Set<GuardState>().SingleAsync(cancellationToken);
        var fingerprint = FingerprintOf(request.Options);
        if (state.Fingerprint == fingerprint)
            return default(Done);

        // A fresh database has been screened by nothing else.
        if (state.Fingerprint.Length > 0)
            await TextTables.MarkAllAsync(db, cancellationToken);
        state.Adopt(fingerprint);
        await ledger.CommitAsync(cancellationToken);
        return default(Done);
    }

    private static string FingerprintOf(GuardOptions options)
    {
        var words = string.Join('\n', [.. options.CaseIdPrefixes.Order(StringComparer.Ordinal), "", .. options.CitationHosts.Order(StringComparer.Ordinal)]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(words)));
    }
}
