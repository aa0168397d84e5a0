using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Insights.Testing.Provider;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Insights.Web.Tests.SignIn;

/// <summary>What an access token of the provider opens, and everything that is none.</summary>
public sealed class AccessTokenTests(CompanyApp company) : IClassFixture<CompanyApp>
{
    private const string Subject = "s-program";

    [Fact]
    public async Task A_token_opens_what_its_scopes_and_the_roles_of_the_moment_open()
    {
        using var person = await company.SignInAsync(new ProviderPerson(Subject, "model-teams", "specialists"));
        var token = company.Provider.TokenFor(Subject, "openid insights.read");

        Assert.Contains("\"feed\"", await AskAsync(token, "{ feed { endCursor } }"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(token, "/feed", "application/x-ndjson")).StatusCode);
        // A specialist may read gaps at a page; no scope of the token opens them.
        Assert.Contains("NOT_PERMITTED", await AskAsync(company.Provider.TokenFor(Subject, "insights.write"), "{ feed { endCursor } }"), StringComparison.Ordinal);
        Assert.Contains("NOT_PERMITTED", await AskAsync(company.Provider.TokenFor(Subject, "openid"), "{ feed { endCursor } }"), StringComparison.Ordinal);
        Assert.Contains("NOT_PERMITTED", await AskAsync(token, "{ sessions { id } }"), StringComparison.Ordinal);
        Assert.Contains("\"feed\"", await AskAsync(company.Provider.TokenFor(Subject, "insights.read", type: "application/at+jwt"), "{ feed { endCursor } }"), StringComparison.Ordinal);

        // The roles of now: at the next sign-in the provider takes them away, and the same token opens nothing.
        using var less = await company.SignInAsync(new ProviderPerson(Subject, "canteen"));
        Assert.Contains("NOT_PERMITTED", await AskAsync(token, "{ feed { endCursor } }"), StringComparison.Ordinal);
        using var again = await company.SignInAsync(new ProviderPerson(Subject, "model-teams", "specialists"));
    }

    public static TheoryData<string> Wrong =>
    [
        "none", "none without a signature", "public key as a secret", "another key of the same name", "another key that the token brings", "another key behind an address",
        "no name of a key", "expired", "not yet valid", "without an end", "issuer", "audience", "without audience", "type JWT", "type of an ID token", "unknown subject",
        "without subject", "of a client", "cut off", "no token",
    ];

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Anything_else_is_answered_alike_and_opens_nothing(string wrong)
    {
        using var person = await company.SignInAsync(new ProviderPerson(Subject, "model-teams", "specialists"));
        var token = await MakeAsync(wrong);

        var bodies = new List<string>();
        foreach (var answer in new[] { await SendAsync(token, "{ feed { endCursor } }"), await GetAsync(token, "/feed", "application/x-ndjson"), await GetAsync(token, "/feed", "text/event-stream"), await GetAsync(token, "/gaps", "text/html") })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("Bearer error=\"invalid_token\"", answer.Headers.WwwAuthenticate.ToString());
            bodies.Add(await answer.Content.ReadAsStringAsync());
        }

        Assert.Equal("""{"type":"about:blank","title":"Not signed in","status":401,"code":"NOT_SIGNED_IN","detail":"This token opens nothing here."}""", Assert.Single(bodies.Distinct()));
    }

    [Fact]
    public async Task A_socket_closes_when_its_token_expires()
    {
        using var person = await company.SignInAsync(new ProviderPerson(Subject, "model-teams", "specialists"));
        var token = company.Provider.TokenFor(Subject, "insights.read", new() { ["exp"] = DateTimeOffset.UtcNow.AddSeconds(5).ToUnixTimeSeconds() });
        using var visitor = company.Visit();
        var request = new HttpRequestMessage(HttpMethod.Get, "/feed") { Headers = { { "Accept", "text/event-stream" }, { "Authorization", $"Bearer {token}" } } };
        var answer = await visitor.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(limit.Token));
        Assert.Contains("SESSION_ENDED", await reader.ReadToEndAsync(limit.Token), StringComparison.Ordinal);
    }

    private async Task<string> MakeAsync(string wrong)
    {
        var provider = company.Provider;
        var good = provider.TokenFor(Subject, "insights.read");
        var (header, payload, signature) = good.Split('.') is [var h, var p, var s] ? (h, p, s) : throw new InvalidOperationException();
        using var foreign = RSA.Create(2048);
        SigningCredentials By(string? kid) => new(new RsaSecurityKey(foreign.ExportParameters(true)) { KeyId = kid }, SecurityAlgorithms.RsaSha256);
        var now = DateTimeOffset.UtcNow;
        string With(string claim, object? value) => provider.TokenFor(Subject, "insights.read", new() { [claim] = value });
        switch (wrong)
        {
            case "none":
                return $"{Base64Url("""{"alg":"none","typ":"at+jwt"}""")}.{payload}.";
            case "none without a signature":
                return $"{header}.{payload}.";
            case "public key as a secret":
                var head = Base64Url("""{"alg":"HS256","kid":"key-1","typ":"at+jwt"}""");
                var pem = provider.Key.Rsa.ExportSubjectPublicKeyInfoPem();
                return $"{head}.{payload}.{Base64UrlEncoder.Encode(HMACSHA256.HashData(Encoding.UTF8.GetBytes(pem), Encoding.UTF8.GetBytes($"{head}.{payload}")))}";
            case "another key of the same name":
                return provider.TokenFor(Subject, "insights.read", by: By("key-1"));
            case "another key that the token brings":
                var own = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(foreign.ExportParameters(false)));
                return provider.TokenFor(Subject, "insights.read", by: By("mine"), header: new() { ["jwk"] = new Dictionary<string, string> { ["kty"] = "RSA", ["n"] = own.N, ["e"] = own.E } });
            case "another key behind an address":
                return provider.TokenFor(Subject, "insights.read", by: By("mine"), header: new() { ["jku"] = "https://keys.example.com/jwks", ["x5u"] = "https://keys.example.com/x5u" });
            case "no name of a key":
                return provider.TokenFor(Subject, "insights.read", by: By(null));
            case "expired":
                return With("exp", now.AddMinutes(-2).ToUnixTimeSeconds());
            case "not yet valid":
                return With("nbf", now.AddMinutes(5).ToUnixTimeSeconds());
            case "without an end":
                return With("exp", null);
            case "issuer":
                return With("iss", "https://other.example.com/");
            case "audience":
                return With("aud", "another-api");
            case "without audience":
                return With("aud", null);
            case "type JWT":
                return provider.TokenFor(Subject, "insights.read", type: "JWT");
            case "type of an ID token":
                return provider.TokenFor(Subject, "insights.read", type: "id+jwt");
            case "unknown subject":
                return With("sub", "s-never-seen");
            case "without subject":
                return With("sub", null);
            case "of a client":
                return await OfClientAsync();
            case "cut off":
                return good[..^20];
            default:
                return "ey" + signature;
        }
    }

    /// <summary>The provider itself gives it, to the product's own client: whoever that is, no person of ours.</summary>
    private async Task<string> OfClientAsync()
    {
        using var visitor = company.Visit();
        var answer = await visitor.Client.PostAsync(new Uri(company.Provider.Address, "/token"), new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = TestProvider.ClientId,
            ["client_secret"] = company.Provider.ClientSecret,
            ["scope"] = "insights.read",
        }));
        var token = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("access_token").GetString()!;
        Assert.Equal(("at+jwt", "insights"), (new JsonWebToken(token).Typ, new JsonWebToken(token).Subject));
        return token;
    }

    private async Task<string> AskAsync(string token, string query) => await (await SendAsync(token, query)).Content.ReadAsStringAsync();

    private async Task<HttpResponseMessage> SendAsync(string token, string query)
    {
        using var visitor = company.Visit();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = new StringContent(JsonSerializer.Serialize(new { query }), Encoding.UTF8, "application/json"),
            Headers = { { "Authorization", $"Bearer {token}" } },
        };
        return await visitor.Client.SendAsync(request);
    }

    private async Task<HttpResponseMessage> GetAsync(string token, string address, string accept)
    {
        using var visitor = company.Visit();
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "Authorization", $"Bearer {token}" }, { "Accept", accept } } };
        return await visitor.Client.SendAsync(request);
    }

    private static string Base64Url(string json) => Base64UrlEncoder.Encode(json);
}
