using System.Net;
using System.Security.Claims;
using Insights.Testing.Provider;
using Microsoft.AspNetCore.WebUtilities;
using OpenIddict.Abstractions;

namespace Insights.Web.Tests.SignIn;

/// <summary>Signing in by the company's provider, and everything that may be wrong on the way.</summary>
public sealed class ProviderSignInTests(CompanyApp company) : IClassFixture<CompanyApp>
{
    [Fact]
    public async Task Somebody_goes_to_the_provider_comes_back_and_is_known_by_a_pseudonym()
    {
        company.Provider.Person = new ProviderPerson("canary-subject-1", "specialists") { Nickname = "quiet-heron" };
        using var visitor = company.Visit();

        var asked = await visitor.GoToProviderAsync("/reports");
        var query = QueryHelpers.ParseQuery(asked.Query);
        Assert.Equal(("code", "S256", TestProvider.ClientId), (query["response_type"].ToString(), query["code_challenge_method"].ToString(), query["client_id"].ToString()));
        Assert.True(query["state"].ToString().Length > 40 && query["nonce"].ToString().Length > 40 && query["code_challenge"].ToString().Length == 43);

        var answer = await visitor.ComeBackAsync(asked);
        Assert.Equal("/signed-in?returnTo=%2Freports", answer.Headers.Location?.OriginalString);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith(Visitor.SessionCookie + "=", StringComparison.Ordinal));
        var marks = cookie.Split(';').Skip(1).Select(m => m.Trim().ToLowerInvariant()).ToList();
        Assert.Superset(new HashSet<string> { "path=/", "secure", "httponly", "samesite=strict" }, marks.ToHashSet());
        Assert.DoesNotContain(marks, m => m.StartsWith("domain", StringComparison.Ordinal));

        var hop = await visitor.Client.GetAsync(answer.Headers.Location);
        Assert.Equal((HttpStatusCode.OK, "0; url=/reports"), (hop.StatusCode, hop.Headers.GetValues("Refresh").Single()));
        var page = await visitor.Client.GetAsync("/reports");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("quiet-heron", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("""{"data":{"viewer":{"handle":"quiet-heron","roles":["SPECIALIST"]}}}""", (await visitor.AskAsync("{ viewer { handle roles } }")).GetRawText());
        foreach (var file in Directory.EnumerateFiles(company.App.Folder, "insights.db*").Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)))
            Assert.DoesNotContain("canary-subject-1", await ReadAsync(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_that_is_not_the_browsers_own_signs_nobody_in()
    {
        company.Provider.Person = new ProviderPerson("s-state", "specialists");
        using var visitor = company.Visit();
        using var other = company.Visit();
        var back = await visitor.LedBackAsync(await visitor.GoToProviderAsync());
        await other.GoToProviderAsync();

        // Of another browser, of nobody, and made up.
        await AssertRefusedAsync(other, back);
        using (var nobody = company.Visit())
            await AssertRefusedAsync(nobody, back);
        await AssertRefusedAsync(visitor, new Uri(back.AbsoluteUri.Replace("state=", "state=x", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_code_is_good_for_one_sign_in_of_the_browser_it_was_made_for()
    {
        company.Provider.Person = new ProviderPerson("s-code", "specialists");
        using var visitor = company.Visit();
        var back = await visitor.LedBackAsync(await visitor.GoToProviderAsync());
        await visitor.Client.GetAsync(back);
        var before = visitor.Session;
        Assert.NotNull(before);
        await AssertRefusedAsync(visitor, back, before);

        // Somebody else's code in a sign-in of one's own: the provider finds that the proof does not fit.
        using var thief = company.Visit();
        var own = await thief.LedBackAsync(await thief.GoToProviderAsync());
        using var victim = company.Visit();
        var stolen = QueryHelpers.ParseQuery((await victim.LedBackAsync(await victim.GoToProviderAsync())).Query)["code"].ToString();
        var code = QueryHelpers.ParseQuery(own.Query)["code"].ToString();
        Assert.Contains(Uri.EscapeDataString(code), own.AbsoluteUri, StringComparison.Ordinal);
        await AssertRefusedAsync(thief, new Uri(own.AbsoluteUri.Replace(Uri.EscapeDataString(code), Uri.EscapeDataString(stolen), StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("nonce")]
    [InlineData("expired")]
    [InlineData("audience")]
    [InlineData("issuer")]
    [InlineData("subject")]
    public async Task An_identity_that_was_not_made_for_this_sign_in_is_refused(string wrong)
    {
        company.Provider.Person = new ProviderPerson("s-forged", "admins");
        company.Provider.Forge = principal => Change(principal, wrong);
        try
        {
            using var visitor = company.Visit();
            await AssertRefusedAsync(visitor, await visitor.LedBackAsync(await visitor.GoToProviderAsync()));
        }
        finally
        {
            company.Provider.Forge = null;
        }
    }

    [Fact]
    public async Task A_refusal_of_the_provider_leads_to_a_page_that_says_so_and_repeats_nothing()
    {
        using var visitor = company.Visit();
        var state = QueryHelpers.ParseQuery((await visitor.GoToProviderAsync()).Query)["state"].ToString();
        var answer = await visitor.Client.GetAsync($"/sign-in/callback?error=access_denied&error_description=canary-words&state={Uri.EscapeDataString(state)}");

        Assert.Equal("/sign-in?failed=1", answer.Headers.Location?.OriginalString);
        Assert.DoesNotContain("canary-words", await visitor.Client.GetStringAsync(answer.Headers.Location), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_holds_no_role_is_told_so_and_sees_nothing()
    {
        using var visitor = await company.SignInAsync(new ProviderPerson("s-roleless", "canteen", "Specialists") { Nickname = "roleless-wren" });

        var page = await visitor.Client.GetAsync("/gaps");
        Assert.Equal(HttpStatusCode.Forbidden, page.StatusCode);
        var text = await page.Content.ReadAsStringAsync();
        Assert.Contains("You are signed in but hold no role yet", text, StringComparison.Ordinal);
        Assert.Contains("roleless-wren", text, StringComparison.Ordinal);
        foreach (var query in new[] { "{ gaps { nodes { id } } }", "{ reports { nodes { id } } }", "{ policies { clauses { code } } }", "{ sessions { id } }", "{ accounts { id } }" })
            Assert.Contains("NOT_PERMITTED", (await visitor.AskAsync(query)).GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example.com/", "/")]
    [InlineData("//evil.example.com", "/")]
    [InlineData("/nothing-here", "/")]
    [InlineData("/\\evil.example.com", "/")]
    [InlineData("/gaps", "/gaps")]
    public async Task After_signing_in_a_browser_is_led_to_pages_of_ours_only(string returnTo, string led)
    {
        using var visitor = company.Visit();
        company.Provider.Person = new ProviderPerson("s-return", "specialists");
        var answer = await visitor.ComeBackAsync(await visitor.GoToProviderAsync(returnTo));

        Assert.Equal($"/signed-in?returnTo={Uri.EscapeDataString(led)}", answer.Headers.Location?.OriginalString);
        Assert.Equal($"0; url={led}", (await visitor.Client.GetAsync($"/signed-in?returnTo={Uri.EscapeDataString(returnTo)}")).Headers.GetValues("Refresh").Single());
    }

    [Fact]
    public async Task Nobody_is_let_in_by_the_name_of_a_persona()
    {
        await company.SignInAsync(new ProviderPerson("s-persona", "specialists") { Nickname = "named-finch" });
        using var visitor = company.Visit();
        visitor.Client.DefaultRequestHeaders.Add("Authorization", "Persona named-finch");

        Assert.Contains("UNAUTHENTICATED", (await visitor.AskAsync("{ viewer { handle } }")).GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("named-finch", await visitor.Client.GetStringAsync("/sign-in"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await visitor.PostAsync("/sign-in", "/sign-in", ("handle", "named-finch"))).StatusCode);
        Assert.Null(visitor.Session);
    }

    private static async Task AssertRefusedAsync(Visitor visitor, Uri back, string? session = null)
    {
        var answer = await visitor.Client.GetAsync(back);
        Assert.Equal((HttpStatusCode.Redirect, "/sign-in?failed=1"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
        Assert.Equal(session, visitor.Session);
    }

    private static void Change(ClaimsPrincipal principal, string wrong) => _ = wrong switch
    {
        "nonce" => principal.SetClaim("nonce", "another"),
        "expired" => principal.SetCreationDate(DateTimeOffset.UtcNow.AddHours(-2)).SetExpirationDate(DateTimeOffset.UtcNow.AddHours(-1)),
        "audience" => principal.SetClaim(OpenIddictConstants.Claims.Audience, "another").SetAudiences("another"),
        "issuer" => principal.SetClaim(OpenIddictConstants.Claims.Private.Issuer, "https://other.example.com/"),
        _ => principal.RemoveClaims("sub"),
    };

    private static async Task<string> ReadAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }
}
