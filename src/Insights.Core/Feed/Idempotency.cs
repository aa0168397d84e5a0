using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Insights.Core.Feed;

/// <summary>What one person's key made; written in the same transaction as the thing it made.</summary>
public sealed class IdempotencyRow
{
    public PersonId By { get; init; }

    public string Key { get; init; } = null!;

    public byte[] RequestHash { get; init; } = [];

    public string ResultId { get; init; } = null!;

    public DateTimeOffset At { get; init; }
}

/// <summary>Lets a command be repeated: the same key gives the same answer, and never a second thing.</summary>
public sealed class Idempotency(InsightsDb db, CurrentActor current, TimeProvider clock)
{
    /// <summary>The id of what this key made before; null if it made nothing; refused if the request was another one.</summary>
    public async Task<Outcome<string?>> FindAsync<TRequest>(TRequest request, CancellationToken ct) where TRequest : class, IRepeatable
    {
        if (request.IdempotencyKey is not { } key)
            return (string?)null;
        var by = current.Actor.Id;
        var kept = KeptAs(key);
        var row = await db.Set<IdempotencyRow>().AsNoTracking().FirstOrDefaultAsync(r => r.By == by && r.Key == kept, ct);
        if (row is null)
            return (string?)null;
        return CryptographicOperations.FixedTimeEquals(row.RequestHash, HashOf(request))
            ? row.ResultId
            : Refusal.Of(RefusalCode.IdempotencyMismatch, "This key was used for something else.", "idempotencyKey");
    }

    /// <summary>Keeps what the key made, to be committed with it.</summary>
    public void Remember<TRequest>(TRequest request, string resultId) where TRequest : class, IRepeatable
    {
        if (request.IdempotencyKey is { } key)
            db.Add(new IdempotencyRow { By = current.Actor.Id, Key = KeptAs(key), RequestHash = HashOf(request), ResultId = resultId, At = clock.GetUtcNow() });
    }

    /// <summary>How a key is kept: it is only ever compared, and a client may have made it from a case id.</summary>
    internal static string KeptAs(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("insights/idempotency/v1\0" + key)));

    private static byte[] HashOf<TRequest>(TRequest request) =>
        SHA256.HashData([.. JsonSerializer.SerializeToUtf8Bytes(typeof(TRequest).Name), .. JsonSerializer.SerializeToUtf8Bytes(request)]);
}

internal sealed class IdempotencyTable : IEntityTypeConfiguration<IdempotencyRow>
{
    public void Configure(EntityTypeBuilder<IdempotencyRow> builder)
    {
        builder.ToTable("idempotency");
        builder.HasKey(r => new { r.By, r.Key });
        builder.Property(r => r.Key).HasMaxLength(64);
        builder.Property(r => r.ResultId).HasMaxLength(PublicIds.Length);
    }
}
