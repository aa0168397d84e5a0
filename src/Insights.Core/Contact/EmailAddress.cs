namespace Insights.Core.Contact;

/// <summary>Whether something is an e-mail address a digest can go to. Plain ones only: no display name, no comment, no quotes.</summary>
public static class EmailAddress
{
    /// <summary>Longest address that mail can carry.</summary>
    public const int MaxLength = 254;

    private const int LongestLocalPart = 64;
    private const int LongestLabel = 63;

    public static bool IsOne(string text) =>
        text.Length <= MaxLength && text.Split('@') is [var local, var domain] && IsLocal(local) && IsDomain(domain);

    private static bool IsLocal(string local) => local.Length is >= 1 and <= LongestLocalPart
        && local.Split('.').All(part => part.Length > 0 && part.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~".Contains(c, StringComparison.Ordinal)));

    private static bool IsDomain(string domain) => domain.Split('.') is { Length: >= 2 } labels
        && labels.All(label => label.Length is >= 1 and <= LongestLabel && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-') && label[0] != '-' && label[^1] != '-');
}
