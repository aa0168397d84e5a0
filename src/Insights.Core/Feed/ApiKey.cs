using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Privacy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Insights.Core.Feed;

/// <summary>
/// A key that a program signs in with, as a consumer or as a person. Of the secret only the hash is kept: 256 random bits
/// need no salt and no slow hash.
/// </summary>
public sealed class ApiKey
{
    /// <summary>Most keys in force that one consumer, or one person, has at once.</summary>
    public const int MostInForce = 20;

    private const int MostDays = 366;
    /// <summary>How every secret begins, so that it is told from other tokens and found where it does not belong.</summary>
    public const string Mark = "ins_";

    private const int SecretBytes = 32;
    private const int ShownLength = 12;

    private ApiKey()
    {
    }

    public ApiKeyId Id { get; private init; }

    /// <summary>The consumer it lets in; null for the key of a person.</summary>
    public ConsumerId? ConsumerId { get; private init; }

    /// <summary>The person it lets in; null for the key of a consumer.</summary>
    public PersonId? PersonId { get; private init; }

    /// <summary>What a person calls it; a consumer's key has no name.</summary>
    public GuardedText? Name { get; private init; }

    /// <summary>How the secret begins, to know it again by.</summary>
    public string Prefix { get; private init; } = null!;

    public byte[] Hash { get; private init; } = [];

    public KeyScopes Scopes { get; private init; }

    public DateTimeOffset IssuedAt { get; private init; }

    /// <summary>The last day on which it opens anything.</summary>
    public DateOnly ExpiresOn { get; private init; }

    /// <summary>When it was used last, to the hour.</summary>
    public DateTimeOffset? LastUsedAt { get; private set; }

    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>Version of the rules that its name has passed.</summary>
    public int RuleSetVersion { get; private init; }

    /// <summary>A key that lets a consumer in.</summary>
    public static (ApiKey Key, string Secret) Issue(IdSource ids, ConsumerId consumer, KeyScopes scopes, DateOnly expiresOn, DateTimeOffset at) =>
        Issue(ids, consumer, null, null, scopes, expiresOn, at);

    /// <summary>A key that lets a person in, under the name they gave it.</summary>
    public static (ApiKey Key, string Secret) Issue(IdSource ids, PersonId person, GuardedText name, KeyScopes scopes, DateOnly expiresOn, DateTimeOffset at) =>
        Issue(ids, null, person, name, scopes, expiresOn, at);

    /// <summary>What of a key to be issued can be checked before its turn.</summary>
    public static void CheckTerms(Check check, IReadOnlyList<KeyScopes> scopes, DateOnly? expiresOn)
    {
        check.Must(scopes.Count > 0, RefusalCode.Required, "Say what the key is good for.", "scopes");
        check.Must(scopes.All(s => s is KeyScopes.Read or KeyScopes.Write or KeyScopes.Export), RefusalCode.UnknownCode, "There is no such scope.", "scopes");
        check.Present(expiresOn, "expiresOn");
    }

    /// <summary>Why no key may hold until this day; null when it may.</summary>
    public static Refusal? RefuseExpiry(DateOnly expiresOn, DateOnly today) => expiresOn >= today && expiresOn <= today.AddDays(MostDays) ? null
        : Refusal.Of(RefusalCode.OutOfRange, "A key holds until a day within a year from today.", "expiresOn");

    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>Whether a text has the form of a secret of ours.</summary>
    public static bool IsSecret(string? text) => text is not null && text.Length == Mark.Length + 43 && text.StartsWith(Mark, StringComparison.Ordinal);

    public bool Opens(DateOnly today) => RevokedAt is null && today <= ExpiresOn;

    public void Use(DateTimeOffset at) => LastUsedAt = at;

    public void Revoke(DateTimeOffset at) => RevokedAt = at;

    private static (ApiKey Key, string Secret) Issue(
        IdSource ids, ConsumerId? consumer, PersonId? person, GuardedText? name, KeyScopes scopes, DateOnly expiresOn, DateTimeOffset at)
    {
        var secret = Mark + Base64Url.EncodeToString(ids.Secret(SecretBytes));
        return (new ApiKey
        {
            Id = ids.Next<ApiKeyId>(),
            ConsumerId = consumer,
            PersonId = person,
            Name = name,
            Prefix = secret[..ShownLength],
            Hash = HashOf(secret),
            Scopes = scopes,
            IssuedAt = at,
            ExpiresOn = expiresOn,
            RuleSetVersion = Screen.RuleSetVersion,
        }, secret);
    }
}

internal sealed class ApiKeyTable : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> builder)
    {
        builder.ToTable("api_key", table => table.HasCheckConstraint("CK_api_key_holder", "(\"ConsumerId\" IS NULL) <> (\"PersonId\" IS NULL)"));
        builder.HasKey(k => k.Id);
        builder.HasIndex(k => k.Hash).IsUnique();
        builder.HasOne<Consumer>().WithMany().HasForeignKey(k => k.ConsumerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Person>().WithMany().HasForeignKey(k => k.PersonId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(k => k.Hash).HasMaxLength(32);
        builder.Property(k => k.Prefix).HasMaxLength(16);
        builder.Property(k => k.Scopes).HasConversion<int>();
    }
}
