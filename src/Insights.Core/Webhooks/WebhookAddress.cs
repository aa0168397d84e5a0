using System.Net;
using System.Text.RegularExpressions;

namespace Insights.Core.Webhooks;

/// <summary>What a deployment lets messages be sent to besides public hosts over https; for development and tests.</summary>
/// <param name="Networks">Networks whose addresses may be written out, and be reached without encryption.</param>
public sealed record WebhookAllowance(IReadOnlyList<IPNetwork> Networks)
{
    /// <summary>Public hosts over https and nothing else.</summary>
    public static WebhookAllowance None { get; } = new([]);
}

/// <summary>
/// Which addresses an endpoint may have: https, a public host by its name, a usual port, and nothing else in it. Judged by
/// the text itself, since readers of addresses disagree about odd ones. What the name leads to is looked at on connecting.
/// </summary>
public static partial class WebhookAddress
{
    /// <summary>Longest address.</summary>
    public const int Longest = 300;

    /// <summary>What is not a host of the public internet, whatever it leads to.</summary>
    private static readonly string[] Inner = [".localhost", ".local", ".internal", ".intranet", ".lan", ".home", ".corp", ".private", ".home.arpa", ".arpa", ".onion", ".test", ".invalid"];

    /// <summary>Whether messages may go to this address.</summary>
    public static bool IsAllowed(string? url, WebhookAllowance allowance)
    {
        ArgumentNullException.ThrowIfNull(allowance);
        if (url is null || url.Length > Longest || !Uri.TryCreate(url, UriKind.Absolute, out _))
            return false;
        if (Written().Match(url) is { Success: true } written)
            return allowance.Networks.Count > 0 && IPAddress.TryParse(written.Groups["address"].Value, out var address) && address.ToString() == written.Groups["address"].Value
                && allowance.Networks.Any(network => network.Contains(address));
        return Named().Match(url) is { Success: true } named && named.Groups["host"].Value is { Length: <= 253 } host
            && !Inner.Any(end => host.EndsWith(end, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\Ahttps://(?<host>([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?)(:443|:8443)?(/[A-Za-z0-9._~/-]*)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Named();

    [GeneratedRegex(@"\Ahttps?://(?<address>[0-9]{1,3}(\.[0-9]{1,3}){3})(:[1-9][0-9]{0,4})?(/[A-Za-z0-9._~/-]*)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Written();
}
