using System.Security.Cryptography;
using Insights.Core.Webhooks;
using Microsoft.AspNetCore.DataProtection;

namespace Insights.Web.Webhooks;

/// <summary>Encrypts signing secrets with the keys of <see cref="SignIn.KeyRing"/>.</summary>
internal sealed class ProtectedSecrets(IDataProtectionProvider provider) : IWebhookSecrets
{
    private readonly IDataProtector _protector = provider.CreateProtector("Insights.Webhooks.Secret.v1");

    public string Seal(string secret) => _protector.Protect(secret);

    public string? Open(string stored)
    {
        try
        {
            return _protector.Unprotect(stored);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
