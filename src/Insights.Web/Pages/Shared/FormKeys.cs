using System.Security.Cryptography;

namespace Insights.Web.Pages.Shared;

/// <summary>Keys that make sending a form twice one act. Every form that is shown gets its own. Safe to share.</summary>
internal sealed class FormKeys
{
    public string Next() => RandomNumberGenerator.GetHexString(24, lowercase: true);
}
