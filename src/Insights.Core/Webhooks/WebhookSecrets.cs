namespace Insights.Core.Webhooks;

/// <summary>Keeps signing secrets unreadable in the database. The host brings the keys.</summary>
public interface IWebhookSecrets
{
    /// <summary>A secret as it is stored.</summary>
    string Seal(string secret);

    /// <summary>The secret again; null where the keys that sealed it are gone.</summary>
    string? Open(string stored);
}
