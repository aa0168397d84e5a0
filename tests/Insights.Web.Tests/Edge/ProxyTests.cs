using System.Net;
using Insights.Testing;
using Insights.Web.Hosting;
using Microsoft.Extensions.Configuration;

namespace Insights.Web.Tests.Edge;

/// <summary>Whose word is taken about where a request comes from, and by which names the product answers.</summary>
public sealed class ProxyTests
{
    [Fact]
    public async Task Nobody_is_believed_about_an_address_unless_named_and_a_proxied_demo_lets_nobody_in()
    {
        await using var app = await RunningApp.WithPeopleOnlyAsync("--Insights:Edge:FailuresPerAddress=3");
        using var client = app.ClientOf("specialist-a");
        Assert.Equal(200, await StatusAsync(client));
        foreach (var header in new[] { "X-Forwarded-For", "Forwarded", "X-Real-IP", "Via", "X-Forwarded-Host" })
            Assert.Contains(await StatusAsync(client, header, header is "X-Forwarded-For" or "X-Real-IP" ? "127.0.0.1" : "for=127.0.0.1"), new[] { 401, 429 });

        // One address all the while, whatever it says of itself.
        Assert.True(await IsStoppedAsync(n => StatusAsync(client, "X-Forwarded-For", $"192.0.2.{n}")));
    }

    [Fact]
    public async Task A_known_proxy_is_believed_about_the_address_and_the_scheme_and_about_nothing_else()
    {
        await using var app = await RunningApp.WithPeopleOnlyAsync("--Insights:Edge:KnownProxies:0=127.0.0.1", "--Insights:Edge:FailuresPerAddress=3");
        using var client = app.ClientOf("specialist-a");
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        Assert.True(await IsStoppedAsync(_ => StatusAsync(client, "X-Forwarded-For", "192.0.2.1")));
        // Somebody else is counted by themselves; an address one only claims to come from stands before the proxy's own word.
        Assert.Equal(401, await StatusAsync(client, "X-Forwarded-For", "192.0.2.2"));
        Assert.True(await IsStoppedAsync(n => StatusAsync(client, "X-Forwarded-For", $"192.0.2.{9 + n}, 192.0.2.1")));

        using var page = await client.GetAsync("/sign-in");
        Assert.Equal("max-age=31536000; includeSubDomains", page.Headers.GetValues("Strict-Transport-Security").Single());
    }

    [Fact]
    public void Settings_of_the_edge_are_read()
    {
        var settings = EdgeSettings.Read(Configured(("AllowedHosts", "insights.example.com; *.insights.test"), ("Insights:Edge:KnownProxies:0", "10.0.0.5"), ("Insights:Edge:KnownProxies:1", "2001:db8::/48"), ("Insights:Edge:WritesPerPerson", "7")), development: false);
        Assert.Equal(["insights.example.com", "*.insights.test"], settings.Hosts);
        Assert.Equal([IPNetwork.Parse("10.0.0.5/32"), IPNetwork.Parse("2001:db8::/48")], settings.KnownProxies);
        Assert.Equal((7, 12_000, 5_000), (settings.WritesPerPerson, settings.RequestsPerPerson, settings.Connections));
        Assert.Equal(["localhost", "127.0.0.1", "[::1]"], EdgeSettings.Read(Configured(), development: true).Hosts);
    }

    [Theory]
    [InlineData(null, null, "AllowedHosts")]
    [InlineData("AllowedHosts", "*", "AllowedHosts")]
    [InlineData("AllowedHosts", "insights.example.com;*", "AllowedHosts")]
    [InlineData("AllowedHosts", ";", "AllowedHosts")]
    [InlineData("Insights:Edge:KnownProxies:0", "proxy.secret.example", "Insights:Edge:KnownProxies:0")]
    [InlineData("Insights:Edge:KnownProxies:1", "0.0.0.0/0", "Insights:Edge:KnownProxies:1")]
    [InlineData("Insights:Edge:RequestsPerPerson", "0", "Insights:Edge:RequestsPerPerson")]
    [InlineData("Insights:Edge:FailuresPerAddress", "-3", "Insights:Edge:FailuresPerAddress")]
    [InlineData("Insights:Edge:Connections", "many", "Insights:Edge:Connections")]
    [InlineData("FORWARDEDHEADERS_ENABLED", "true", "FORWARDEDHEADERS_ENABLED")]
    public void A_setting_of_the_edge_that_is_missing_or_wrong_stops_the_start_and_is_named_but_not_shown(string? key, string? value, string named)
    {
        List<(string, string?)> given = key is "AllowedHosts" or null ? [] : [("AllowedHosts", "insights.example.com")];
        if (key is not null)
            given.Add((key, value));
        var refused = Assert.Throws<InvalidDataException>(() => EdgeSettings.Read(Configured([.. given]), development: false));
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
        if (value is { Length: > 3 } and not "true")
            Assert.DoesNotContain(value, refused.Message, StringComparison.Ordinal);
    }

    private static IConfiguration Configured(params (string Key, string? Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(v => KeyValuePair.Create(v.Key, v.Value))).Build();

    /// <summary>Whether a quota of three is used up at last; on a slow machine it refills meanwhile.</summary>
    private static async Task<bool> IsStoppedAsync(Func<int, Task<int>> ask)
    {
        for (var n = 0; n < 30; n++)
        {
            if (await ask(n) == 429)
                return true;
        }

        return false;
    }

    private static async Task<int> StatusAsync(HttpClient client, string? header = null, string value = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/feed");
        request.Headers.Add("Accept", "application/x-ndjson");
        if (header is not null)
            request.Headers.TryAddWithoutValidation(header, value);
        using var answer = await client.SendAsync(request);
        return (int)answer.StatusCode is 403 ? 200 : (int)answer.StatusCode;
    }
}
