using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Insights.Testing;
using Insights.Testing.Provider;
using Insights.Web.Hosting;

namespace Insights.Web.Tests.SignIn;

/// <summary>The product as a company runs it: its own process in Production, over https, with a provider that is as real as it gets on loopback.</summary>
public sealed class CompanyApp : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "insights-tests", Path.GetRandomFileName())).FullName;
    private TestCertificates _certificates = null!;

    public TestProvider Provider { get; private set; } = null!;

    public RunningApp App { get; private set; } = null!;

    public Dictionary<string, string> Settings { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _certificates = TestCertificates.Make(_folder);
        Provider = await TestProvider.StartAsync(_certificates.Certificate);
        var auditKey = Path.Combine(_folder, "audit.key");
        AuditSettings.MakeKey(auditKey);
        Settings = new Dictionary<string, string>
        {
            ["Insights__SignIn__Authority"] = Provider.Address.AbsoluteUri,
            ["Insights__SignIn__ClientId"] = TestProvider.ClientId,
            ["Insights__SignIn__ClientSecret"] = Provider.ClientSecret,
            ["Insights__SignIn__HandleClaim"] = "nickname",
            ["Insights__SignIn__Audience"] = TestProvider.Audience,
            ["Insights__SignIn__Roles__specialists"] = "Specialist",
            ["Insights__SignIn__Roles__model-teams"] = "Consumer",
            ["Insights__SignIn__Roles__admins"] = "Administrator, Auditor",
            ["Insights__CaseReferences__Tenant"] = "acme",
            ["Insights__CaseReferences__Keys__0__Id"] = "1",
            ["Insights__CaseReferences__Keys__0__Secret"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["Insights__Audit__KeyFile"] = auditKey,
            ["Insights__Audit__CheckpointFolder"] = Path.Combine(_folder, "checkpoints"),
            ["Kestrel__Certificates__Default__Path"] = _certificates.PfxFile,
            ["SSL_CERT_FILE"] = _certificates.PemFile,
        };
        App = await RunningApp.InProductionAsync(Settings, "https://127.0.0.1:0");
    }

    public async Task DisposeAsync()
    {
        if (App is not null)
            await App.DisposeAsync();
        await Provider.DisposeAsync();
        _certificates.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    public Visitor Visit() => new(App.Address);

    /// <summary>Signs this person in, all the way.</summary>
    public async Task<Visitor> SignInAsync(ProviderPerson person, string session = "sid-1")
    {
        (Provider.Person, Provider.Session) = (person, session);
        var visitor = Visit();
        var answer = await visitor.ComeBackAsync(await visitor.GoToProviderAsync());
        Assert.StartsWith("/signed-in", answer.Headers.Location?.OriginalString, StringComparison.Ordinal);
        return visitor;
    }
}

/// <summary>A browser: it keeps cookies, follows nothing by itself, and sends what a page's form holds.</summary>
public sealed partial class Visitor : IDisposable
{
    public const string SessionCookie = "__Host-insights";

    public Visitor(Uri address) => Client = new HttpClient(new HttpClientHandler
    {
        AllowAutoRedirect = false,
        CookieContainer = Cookies,
        ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
    })
    {
        BaseAddress = address,
        Timeout = TimeSpan.FromSeconds(60),
    };

    public CookieContainer Cookies { get; } = new();

    public HttpClient Client { get; }

    public string? Session => Cookies.GetCookies(Client.BaseAddress!)[SessionCookie]?.Value;

    /// <summary>Where the product sends a browser that is to sign in.</summary>
    public async Task<Uri> GoToProviderAsync(string returnTo = "/reports") =>
        (await Client.GetAsync($"/sign-in/provider?returnTo={Uri.EscapeDataString(returnTo)}")).Headers.Location!;

    /// <summary>Goes to the provider, and back to where it leads.</summary>
    public async Task<HttpResponseMessage> ComeBackAsync(Uri provider) => await Client.GetAsync(await LedBackAsync(provider));

    /// <summary>Where the provider leads back to.</summary>
    public async Task<Uri> LedBackAsync(Uri provider)
    {
        var answer = await Client.GetAsync(provider);
        return answer.Headers.Location ?? throw new InvalidOperationException($"The provider answered {answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Posts to this address as a form of this page would.</summary>
    public async Task<HttpResponseMessage> PostAsync(string page, string address, params (string, string)[] fields)
    {
        var token = Token().Match(await Client.GetStringAsync(page)).Groups[1].Value;
        return await Client.PostAsync(address, new FormUrlEncodedContent([.. fields.Select(f => KeyValuePair.Create(f.Item1, f.Item2)), KeyValuePair.Create("__RequestVerificationToken", token)]));
    }

    /// <summary>The data of a GraphQL answer, or its errors.</summary>
    public async Task<JsonElement> AskAsync(string query)
    {
        using var content = new StringContent(JsonSerializer.Serialize(new { query }), Encoding.UTF8, "application/json");
        return JsonDocument.Parse(await (await Client.PostAsync("/graphql", content)).Content.ReadAsStringAsync()).RootElement;
    }

    public void Dispose() => Client.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
