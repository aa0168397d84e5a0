using System.Security.Claims;
using Insights.Core.Identity;
using Insights.Web.Hosting;
using Microsoft.Extensions.Configuration;

namespace Insights.Web.Tests.Hosting;

/// <summary>What stops the start about signing in, and that it is named and never shown.</summary>
public sealed class SignInSettingsTests
{
    private static readonly (string Key, string Value)[] Enough = [("Authority", "https://login.example.com/tenant"), ("ClientId", "insights"), ("ClientSecret", "not-to-be-shown")];

    [Fact]
    public void Outside_Development_a_start_without_a_provider_says_exactly_what_to_set()
    {
        var fault = Assert.Throws<InvalidDataException>(() => Read(development: false));
        foreach (var key in new[] { "Insights:SignIn:Authority", "Insights:SignIn:ClientId", "Insights:SignIn:ClientSecret", "Insights__SignIn__Authority", "Insights__SignIn__ClientId", "Insights__SignIn__ClientSecret" })
            Assert.Contains(key, fault.Message, StringComparison.Ordinal);

        var one = Assert.Throws<InvalidDataException>(() => Read(development: false, Enough[..2]));
        Assert.Contains("Not set: Insights:SignIn:ClientSecret.", one.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Insights:SignIn:Authority", one.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void In_Development_none_is_needed_and_half_of_one_is_refused()
    {
        Assert.Null(Read(development: true));
        Assert.Throws<InvalidDataException>(() => Read(development: true, Enough[..1]));
        Assert.NotNull(Read(development: true, ("Authority", "http://127.0.0.1:9000"), Enough[1], Enough[2]));
    }

    [Fact]
    public void A_whole_start_outside_Development_names_the_provider_first_and_refuses_the_demo()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Insights:Database:Path"] = "x.db", ["Insights:Catalogue"] = "seed" });
        Assert.Contains("Insights:SignIn:Authority", Assert.Throws<InvalidDataException>(() => InsightsSettings.Read(configuration.Build(), development: false)).Message, StringComparison.Ordinal);
        configuration.AddInMemoryCollection([new("Insights:Demo", "true")]);
        Assert.Contains("Insights:Demo", Assert.Throws<InvalidDataException>(() => InsightsSettings.Read(configuration.Build(), development: false)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Authority", "http://login.example.com")]
    [InlineData("Authority", "http://127.0.0.1:9000")]
    [InlineData("Authority", "sso.example.org")]
    [InlineData("Authority", "https://user:secret@login.example.com")]
    [InlineData("Algorithms", "HS256")]
    [InlineData("Algorithms", "RS256 none")]
    [InlineData("TokenTypes", "secevent+jwt")]
    [InlineData("Roles:leads", "Boss")]
    [InlineData("Roles:leads", "System")]
    [InlineData("Roles:leads", "None")]
    [InlineData("Roles:leads", "512")]
    [InlineData("Roles:leads", "")]
    [InlineData("Name", "a name that is much longer than sixty characters, which a button cannot hold")]
    public void What_is_wrong_is_named_by_its_key_and_not_repeated(string key, string value)
    {
        var fault = Assert.Throws<InvalidDataException>(() => Read(development: false, [.. Enough, (key, value)]));
        Assert.Contains($"Insights:SignIn:{key}", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not-to-be-shown", fault.Message, StringComparison.Ordinal);
        if (value.Length > 6)
            Assert.DoesNotContain(value, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_audience_under_which_identities_would_pass_as_access_tokens_is_refused()
    {
        var fault = Assert.Throws<InvalidDataException>(() => Read(development: false, [.. Enough, ("Audience", "insights"), ("TokenTypes", "at+jwt JWT")]));
        Assert.Contains("Insights:SignIn:Audience", fault.Message, StringComparison.Ordinal);
        Assert.NotNull(Read(development: false, [.. Enough, ("Audience", "insights")]));
        Assert.DoesNotContain("not-to-be-shown", Read(development: false, Enough)!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SessionHours", "0")]
    [InlineData("SessionHours", "169")]
    [InlineData("SessionHours", "a day")]
    [InlineData("IdleMinutes", "4")]
    [InlineData("IdleMinutes", "1000")]
    [InlineData("RolesHoldDays", "0")]
    [InlineData("RolesHoldDays", "367")]
    [InlineData("RolesHoldDays", "for ever")]
    public void Lengths_of_sessions_have_bounds(string key, string value)
    {
        var fault = Assert.Throws<InvalidDataException>(() => SignInSettings.ReadLimits(Of([(key, value)])));
        Assert.Contains($"Insights:SignIn:{key}", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_left_out_has_safe_values()
    {
        var settings = Read(development: false, Enough)!;
        Assert.Equal(["openid"], settings.Scopes);
        Assert.Equal(["RS256", "PS256", "ES256"], settings.Algorithms);
        Assert.Equal(["at+jwt"], settings.TokenTypes);
        Assert.Equal(("roles", null, null), (settings.RolesClaim, settings.Audience, settings.HandleClaim));
        Assert.Empty(settings.Roles);
        Assert.Equal(SessionLimits.Usual, SignInSettings.ReadLimits(Of([])));
    }

    [Fact]
    public void Values_of_the_claim_are_mapped_to_the_letter_and_others_give_nothing()
    {
        var settings = Read(development: false, [.. Enough, ("RolesClaim", "groups"), ("Roles:policy-leads", "PolicyOwner, policyapprover"), ("Roles:7b1c", "Auditor")])!;
        Assert.Equal(Roles.PolicyOwner | Roles.PolicyApprover, settings.RolesOf(Of("groups", "policy-leads", "canteen")));
        Assert.Equal(Roles.Auditor, settings.RolesOf(Of("groups", "7b1c")));
        Assert.Equal(Roles.None, settings.RolesOf(Of("groups", "Policy-Leads", "PolicyOwner", "")));
        Assert.Equal(Roles.None, settings.RolesOf(Of("roles", "policy-leads")));
    }

    [Fact]
    public void How_long_keys_and_tokens_go_by_a_sign_in_is_set_in_days() =>
        Assert.Equal((TimeSpan.FromDays(7), false), (SignInSettings.ReadLimits(Of([("RolesHoldDays", "7")])).RolesHold, SignInSettings.ReadLimits(Of([])).PersonasAllowed));

    [Fact]
    public void It_is_known_whether_the_provider_can_make_an_administrator()
    {
        Assert.False(Read(development: false, Enough)!.MapsAdministrator);
        Assert.False(Read(development: false, [.. Enough, ("Roles:all", "Specialist, Auditor")])!.MapsAdministrator);
        Assert.True(Read(development: false, [.. Enough, ("Roles:all", "Specialist"), ("Roles:few", "Auditor, Administrator")])!.MapsAdministrator);
    }

    private static SignInSettings? Read(bool development, params (string Key, string Value)[] settings) => SignInSettings.Read(Of(settings), development);

    private static ClaimsPrincipal Of(string claim, params string[] values) => new(new ClaimsIdentity(values.Select(v => new Claim(claim, v))));

    private static IConfiguration Of((string Key, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.GroupBy(s => s.Key).ToDictionary(s => $"Insights:SignIn:{s.Key}", s => (string?)s.Last().Value)).Build();
}
