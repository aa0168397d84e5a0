using System.Security.Cryptography;

namespace Insights.Web.Pages.Shared;

/// <summary>Keys that make sending a form twice one act. Every form that is shown gets its own. Safe to share.</summary>
internal sealed class FormKeys(Action<byte[]> fillRandom)
{
    /// <summary>Keys from the operating system's random source.</summary>
    public FormKeys() : this(bytes => RandomNumberGenerator.Fill(bytes))
    {
    }

    public string Next()
    {
        var bytes = new byte[12];
        fillRandom(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
