using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Insights.Testing.Provider;
using Microsoft.IdentityModel.Tokens;

namespace Insights.Web.Tests.SignIn;

/// <summary>Every way in which a session ends, and how soon that is felt.</summary>
public sealed class SessionEndTests(CompanyApp company) : IClassFixture<CompanyApp>
{
    private static readonly ProviderPerson Admin = new("s-admin", "admins");

    [Fact]
    public async Task Signing_out_ends_the_session_here_and_at_the_provider()
    {
        using var visitor = await company.SignInAsync(new ProviderPerson("s-leaving", "specialists"));
        var kept = visitor.Session!;

        var answer = await visitor.PostAsync("/reports", "/sign-out", ("confirm", "yes"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var onwards = new Uri(answer.Headers.GetValues("Refresh").Single()["0; url=".Length..]);
        Assert.StartsWith(company.Provider.Address.AbsoluteUri + "logout?", onwards.AbsoluteUri, StringComparison.Ordinal);
        var back = (await visitor.Client.GetAsync(onwards)).Headers.Location!;
        Assert.Equal(new Uri(company.App.Address, "/signed-out"), back);
        Assert.Contains("s-leaving", company.Provider.SignedOut);
        Assert.Equal(HttpStatusCode.OK, (await visitor.Client.GetAsync(back)).StatusCode);

        // The cookie is gone; one that was copied before opens nothing either.
        Assert.Null(visitor.Session is { Length: > 0 } left ? left : null);
        using var thief = WithCookie(kept);
        Assert.StartsWith("/sign-in", (await thief.Client.GetAsync("/reports")).Headers.Location?.OriginalString, StringComparison.Ordinal);
        Assert.Contains("UNAUTHENTICATED", (await thief.AskAsync("{ viewer { handle } }")).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Suspending_somebody_closes_page_api_socket_and_stream_within_a_minute()
    {
        using var admin = await company.SignInAsync(Admin);
        using var reader = await company.SignInAsync(new ProviderPerson("s-reader", "model-teams") { Nickname = "watchful-tern" });
        using var socket = await SocketAsync(reader);
        var stream = await StreamAsync(reader);
        var account = (await admin.AskAsync("{ accounts { id handle version } }")).GetProperty("data").GetProperty("accounts").EnumerateArray().Single(a => a.GetProperty("handle").GetString() == "watchful-tern");

        var suspended = await admin.AskAsync($"mutation {{ suspendPerson(input: {{ personId: \"{account.GetProperty("id").GetString()}\", expectedVersion: {account.GetProperty("version").GetInt32()} }}) {{ account {{ roles openSessions }} refusals {{ code }} }} }}");
        Assert.Equal("""{"data":{"suspendPerson":{"account":{"openSessions":0,"roles":[]},"refusals":[]}}}""", Sorted(suspended));

        Assert.StartsWith("/sign-in", (await reader.Client.GetAsync("/feed")).Headers.Location?.OriginalString, StringComparison.Ordinal);
        Assert.Contains("UNAUTHENTICATED", (await reader.AskAsync("{ feed { endCursor } }")).GetRawText(), StringComparison.Ordinal);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        Assert.Equal(4403, await ClosedWithAsync(socket, limit.Token));
        Assert.Contains("SESSION_ENDED", await stream.ReadToEndAsync(limit.Token), StringComparison.Ordinal);

        company.Provider.Person = new ProviderPerson("s-reader", "model-teams");
        using var again = company.Visit();
        Assert.Equal("/sign-in?suspended=1", (await again.ComeBackAsync(await again.GoToProviderAsync())).Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_change_of_roles_is_felt_with_the_next_request_and_stands_in_the_history()
    {
        using var admin = await company.SignInAsync(Admin);
        using var person = await company.SignInAsync(new ProviderPerson("s-promoted", "specialists") { Nickname = "rising-swift" });
        Assert.Equal(HttpStatusCode.Forbidden, (await person.Client.GetAsync("/audit")).StatusCode);
        var list = await admin.Client.GetStringAsync("/people");
        var id = System.Text.RegularExpressions.Regex.Match(list, "/people/(per_[0-9A-Z]{26})\">rising-swift").Groups[1].Value;

        var changed = await admin.PostAsync($"/people/{id}", $"/people/{id}/roles", ("roles", "auditor"), ("expectedVersion", "1"));
        Assert.Equal((HttpStatusCode.Redirect, $"/people/{id}"), (changed.StatusCode, changed.Headers.Location?.OriginalString));
        Assert.Equal(HttpStatusCode.OK, (await person.Client.GetAsync("/audit")).StatusCode);
        // What another administrator did meanwhile is not overwritten.
        Assert.Equal(HttpStatusCode.Conflict, (await admin.PostAsync($"/people/{id}", $"/people/{id}/roles", ("expectedVersion", "1"))).StatusCode);
        var page = await admin.Client.GetStringAsync($"/people/{id}");
        Assert.Contains("An administrator changed roles", page, StringComparison.Ordinal);
        Assert.Contains("The provider said so at sign-in", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await person.PostAsync("/sessions", $"/people/{id}/roles", ("expectedVersion", "2"))).StatusCode);
    }

    [Fact]
    public async Task One_signs_out_everywhere_from_any_browser()
    {
        var person = new ProviderPerson("s-everywhere", "specialists");
        using var desk = await company.SignInAsync(person, "sid-desk");
        using var phone = await company.SignInAsync(person, "sid-phone");

        Assert.Equal(HttpStatusCode.Redirect, (await desk.PostAsync("/sessions", "/sessions/end", ("confirm", "yes"))).StatusCode);

        foreach (var visitor in new[] { desk, phone })
            Assert.StartsWith("/sign-in", (await visitor.Client.GetAsync("/sessions")).Headers.Location?.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_provider_ends_a_session_by_a_token_made_for_that_and_by_no_other()
    {
        using var visitor = await company.SignInAsync(new ProviderPerson("s-remote", "specialists"), "sid-remote");
        using var provider = company.Visit();
        Dictionary<string, object?> claims = new()
        {
            ["aud"] = TestProvider.ClientId,
            ["sid"] = "sid-remote",
            ["events"] = new Dictionary<string, object> { ["http://schemas.openid.net/event/backchannel-logout"] = new { } },
        };
        using var foreign = System.Security.Cryptography.RSA.Create(2048);
        var wrong = new[]
        {
            company.Provider.TokenFor("s-remote", "", new(claims) { ["nonce"] = "n" }, "logout+jwt"),
            company.Provider.TokenFor("s-remote", "", new(claims) { ["events"] = null }, "logout+jwt"),
            company.Provider.TokenFor("s-remote", "", new(claims) { ["aud"] = "another" }, "logout+jwt"),
            company.Provider.TokenFor("s-remote", "", new(claims) { ["iss"] = "https://other.example.com/" }, "logout+jwt"),
            company.Provider.TokenFor("s-remote", "", new(claims) { ["jti"] = null }, "logout+jwt"),
            company.Provider.TokenFor("s-remote", "", new(claims) { ["exp"] = DateTimeOffset.UtcNow.AddHours(-1).ToUnixTimeSeconds() }, "logout+jwt"),
            company.Provider.TokenFor("s-remote", "", claims, "at+jwt"),
            company.Provider.TokenFor("s-remote", "", claims, "logout+jwt", new SigningCredentials(new RsaSecurityKey(foreign) { KeyId = "key-1" }, SecurityAlgorithms.RsaSha256)),
            "not-a-token",
        };
        foreach (var token in wrong)
            Assert.Equal(HttpStatusCode.BadRequest, await SayAsync(token));
        Assert.Equal(HttpStatusCode.OK, (await visitor.Client.GetAsync("/reports")).StatusCode);

        Assert.Equal(HttpStatusCode.OK, await SayAsync(company.Provider.TokenFor("s-remote", "", claims, "logout+jwt")));
        Assert.StartsWith("/sign-in", (await visitor.Client.GetAsync("/reports")).Headers.Location?.OriginalString, StringComparison.Ordinal);

        async Task<HttpStatusCode> SayAsync(string token) =>
            (await provider.Client.PostAsync("/sign-out/provider", new FormUrlEncodedContent([KeyValuePair.Create("logout_token", token)]))).StatusCode;
    }

    [Fact]
    public async Task A_logout_token_is_heard_that_a_key_signed_which_the_provider_made_since()
    {
        using var visitor = await company.SignInAsync(new ProviderPerson("s-rotated", "specialists"), "sid-rotated");
        using var provider = company.Visit();
        using var foreign = System.Security.Cryptography.RSA.Create(2048);
        var newer = company.Provider.AddKey();
        Dictionary<string, object?> claims = new()
        {
            ["aud"] = TestProvider.ClientId,
            ["sid"] = "sid-rotated",
            ["events"] = new Dictionary<string, object> { ["http://schemas.openid.net/event/backchannel-logout"] = new { } },
        };

        Assert.Equal(HttpStatusCode.OK, await SayAsync(newer));
        Assert.StartsWith("/sign-in", (await visitor.Client.GetAsync("/reports")).Headers.Location?.OriginalString, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, await SayAsync(new SigningCredentials(new RsaSecurityKey(foreign) { KeyId = "key-3" }, SecurityAlgorithms.RsaSha256)));
        Assert.Equal(HttpStatusCode.BadRequest, await SayAsync(new SigningCredentials(new RsaSecurityKey(foreign) { KeyId = "key-2" }, SecurityAlgorithms.RsaSha256)));

        async Task<HttpStatusCode> SayAsync(SigningCredentials by) => (await provider.Client.PostAsync("/sign-out/provider",
            new FormUrlEncodedContent([KeyValuePair.Create("logout_token", company.Provider.TokenFor("s-rotated", "", claims, "logout+jwt", by))]))).StatusCode;
    }

    [Fact]
    public async Task Signing_in_again_in_a_browser_ends_the_session_it_had_and_the_api_knows_which_one_is_present()
    {
        var person = new ProviderPerson("s-again", "specialists");
        using var elsewhere = await company.SignInAsync(person, "sid-elsewhere");
        using var visitor = await company.SignInAsync(person, "sid-before");
        var before = visitor.Session!;
        company.Provider.Session = "sid-after";

        var provider = await visitor.GoToProviderAsync();
        // As a browser does with a Strict cookie on the way back from another site.
        visitor.Cookies.GetCookies(company.App.Address)[Visitor.SessionCookie]!.Expired = true;
        Assert.StartsWith("/signed-in", (await visitor.ComeBackAsync(provider)).Headers.Location?.OriginalString, StringComparison.Ordinal);

        using var copied = WithCookie(before);
        Assert.StartsWith("/sign-in", (await copied.Client.GetAsync("/reports")).Headers.Location?.OriginalString, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await elsewhere.Client.GetAsync("/reports")).StatusCode);
        var sessions = (await visitor.AskAsync("{ sessions { open present } }")).GetProperty("data").GetProperty("sessions").EnumerateArray().Select(s => $"{s.GetProperty("open")} {s.GetProperty("present")}").ToList();
        Assert.Equal(["True True", "False False", "True False"], sessions);
    }

    private Visitor WithCookie(string session)
    {
        var visitor = company.Visit();
        visitor.Cookies.Add(company.App.Address, new Cookie(Visitor.SessionCookie, session, "/"));
        return visitor;
    }

    private async Task<ClientWebSocket> SocketAsync(Visitor visitor)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        socket.Options.Cookies = visitor.Cookies;
        socket.Options.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject is "CN=127.0.0.1";
        await socket.ConnectAsync(new UriBuilder(company.App.Address) { Scheme = "wss", Path = "/graphql" }.Uri, CancellationToken.None);
        foreach (var message in new[] { """{"type":"connection_init"}""", """{"id":"1","type":"subscribe","payload":{"query":"subscription { feed { __typename } }"}}""" })
            await socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, CancellationToken.None);
        return socket;
    }

    private static async Task<int> ClosedWithAsync(ClientWebSocket socket, CancellationToken ct)
    {
        var buffer = new byte[64 * 1024];
        while ((await socket.ReceiveAsync(buffer, ct)).MessageType is not WebSocketMessageType.Close)
        {
        }

        return (int)socket.CloseStatus!.Value;
    }

    private static async Task<StreamReader> StreamAsync(Visitor visitor)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/feed") { Headers = { { "Accept", "text/event-stream" } } };
        var answer = await visitor.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return new StreamReader(await answer.Content.ReadAsStreamAsync());
    }

    private static string Sorted(JsonElement answer) => JsonSerializer.Serialize(Sort(answer));

    private static object? Sort(JsonElement e) => e.ValueKind switch
    {
        JsonValueKind.Object => new SortedDictionary<string, object?>(e.EnumerateObject().ToDictionary(p => p.Name, p => Sort(p.Value)), StringComparer.Ordinal),
        JsonValueKind.Array => e.EnumerateArray().Select(Sort).ToList(),
        _ => e,
    };
}
