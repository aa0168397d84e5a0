using System.Globalization;
using System.Net;

namespace Insights.Web.Hosting;

/// <summary>Reads <c>Insights:Edge</c> and <c>AllowedHosts</c>: who may stand in front, by which names it answers, and how much one caller may ask. Whatever is wrong stops the start and is named, never shown.</summary>
/// <param name="KnownProxies">The proxies whose word about a caller's address and scheme is taken; none by default.</param>
/// <param name="Hosts">The names it answers by.</param>
/// <param name="Connections">Most connections open at once.</param>
/// <param name="RequestsPerAddress">Requests a minute from one address, whoever sends them.</param>
/// <param name="RequestsPerPerson">Requests a minute of one person or program.</param>
/// <param name="WritesPerPerson">Posted forms a minute of one person.</param>
/// <param name="SignInsPerAddress">Steps of signing in a minute from one address.</param>
/// <param name="FailuresPerAddress">Keys and tokens that open nothing, a minute from one address.</param>
public sealed record EdgeSettings(
    IReadOnlyList<IPNetwork> KnownProxies,
    IReadOnlyList<string> Hosts,
    int Connections,
    int RequestsPerAddress,
    int RequestsPerPerson,
    int WritesPerPerson,
    int SignInsPerAddress,
    int FailuresPerAddress)
{
    private const string At = "Insights:Edge";
    private const string HostsAt = "AllowedHosts";

    /// <summary>What the framework reads to believe every <c>X-Forwarded-</c> header from anybody.</summary>
    private const string BelieveEverybody = "FORWARDEDHEADERS_ENABLED";

    private static readonly string[] Loopback = ["localhost", "127.0.0.1", "[::1]"];

    /// <exception cref="InvalidDataException">A setting is missing or wrong; the message names its key.</exception>
    public static EdgeSettings Read(IConfiguration configuration, bool development)
    {
        if (bool.TryParse(configuration[BelieveEverybody], out var believe) && believe)
            throw new InvalidDataException($"ASPNETCORE_{BelieveEverybody} takes anybody's word for the address of a caller. Take it away, and name the proxies in {At}:KnownProxies.");
        var section = configuration.GetSection(At);
        return new EdgeSettings(
            [.. section.GetSection("KnownProxies").GetChildren().Select(ProxyOf)],
            HostsOf(configuration[HostsAt], development),
            Number(section, "Connections", 5_000),
            Number(section, "RequestsPerAddress", 30_000),
            Number(section, "RequestsPerPerson", 12_000),
            Number(section, "WritesPerPerson", 3_000),
            Number(section, "SignInsPerAddress", 300),
            Number(section, "FailuresPerAddress", 300));
    }

    /// <summary>In Development the names of this computer; elsewhere they have to be said, or a name that somebody else gave this address would do.</summary>
    private static string[] HostsOf(string? text, bool development)
    {
        var hosts = (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (hosts.Any(h => h is "*" or "[::]" or "0.0.0.0"))
            throw new InvalidDataException($"{HostsAt} lets every name in. Say by which names it is reached, as in insights.example.com.");
        return hosts.Length > 0 ? hosts
            : development ? Loopback
            : throw new InvalidDataException($"{HostsAt} is not set. Say by which names it is reached, as in insights.example.com, with a semicolon between two.");
    }

    private static IPNetwork ProxyOf(IConfigurationSection child) =>
        IPAddress.TryParse(child.Value, out var one) ? new IPNetwork(one, one.GetAddressBytes().Length * 8)
        : IPNetwork.TryParse(child.Value ?? "", out var many) && many.PrefixLength > 0 ? many
        : throw new InvalidDataException($"{child.Path} is neither an address such as 10.0.0.5 nor a network such as 10.0.0.0/24.");

    private static int Number(IConfigurationSection section, string key, int usual) =>
        section[key] is not { Length: > 0 } text ? usual
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 10_000_000 ? number
        : throw new InvalidDataException($"{section.Path}:{key} is not a number from 1 to 10000000.");
}
