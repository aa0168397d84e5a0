using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Insights.Core.Webhooks;

/// <summary>Secrets and signatures after the Standard Webhooks specification, version v1: HMAC-SHA256 of id, time and body.</summary>
public static class WebhookSignature
{
    /// <summary>How a secret begins.</summary>
    public const string Mark = "whsec_";

    /// <summary>Random bytes of a secret.</summary>
    public const int SecretBytes = 32;

    /// <summary>A secret as the receiver keeps it.</summary>
    public static string SecretOf(byte[] random) => Mark + Convert.ToBase64String(random);

    /// <summary>The header, one signature for each secret, the newest first; a receiver accepts any of them.</summary>
    /// <param name="secrets">Secrets as the receiver keeps them.</param>
    /// <param name="id">The message's id.</param>
    /// <param name="timestamp">Seconds since 1970 at which it is sent.</param>
    /// <param name="body">The bytes as they are sent.</param>
    public static string Header(IEnumerable<string> secrets, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}."));
        byte[] signed = [.. head, .. body];
        return string.Join(' ', secrets.Select(secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret[Mark.Length..]), signed))));
    }
}
