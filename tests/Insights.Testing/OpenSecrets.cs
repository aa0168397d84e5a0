using Insights.Core.Webhooks;

namespace Insights.Testing;

/// <summary>Keeps signing secrets as good as open, so that a test can read what was stored.</summary>
public sealed class OpenSecrets : IWebhookSecrets
{
    private const string Mark = "sealed:";

    public string Seal(string secret) => Mark + secret;

    public string? Open(string stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return stored.StartsWith(Mark, StringComparison.Ordinal) ? stored[Mark.Length..] : null;
    }
}
