using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Insights.Testing;
using Insights.Testing.Provider;

namespace Insights.Web.Tests.SignIn;

/// <summary>A company that runs the product, for the tests of a class.</summary>
public sealed class CompanyApp : IAsyncLifetime
{
    private Company _company = null!;

    public TestProvider Provider => _company.Provider;

    public RunningApp App => _company.App;

    public Dictionary<string, string> Settings => _company.Settings;

    public async Task InitializeAsync() => _company = await Company.StartAsync();

    public async Task DisposeAsync() => await _company.DisposeAsync();

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
