using Insights.Browser.Tests.Support;
using Insights.Testing;
using Insights.Testing.Provider;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Insights.Browser.Tests;

/// <summary>
/// Signing in and out by a provider in a real browser, which alone decides when a cookie is sent: the product at 127.0.0.1,
/// the provider on another site, at localhost.
/// </summary>
public sealed class ProviderTests
{
    [BrowserFact]
    public async Task A_browser_comes_back_from_another_site_with_its_strict_cookie_and_leaves_again()
    {
        await using var company = await Company.StartAsync();
        company.Provider.Person = new ProviderPerson("s-browser", "specialists") { Nickname = "calm-plover" };
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Executable, Args = ["--no-sandbox", "--disable-gpu", "--no-first-run"] });
        var context = await browser.NewContextAsync(new() { BaseURL = company.App.Address.ToString(), IgnoreHTTPSErrors = true });
        var page = await context.NewPageAsync();

        await page.GotoAsync("/reports");
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in with your company's sign-in" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Uri(company.App.Address, "/reports").ToString());
        await Expect(page.Locator(".who-name")).ToHaveTextAsync("calm-plover");
        var cookies = await context.CookiesAsync([company.App.Address.ToString()]);
        var session = Assert.Single(cookies, c => c.Name == "__Host-insights");
        Assert.Equal((true, true, SameSiteAttribute.Strict, "/"), (session.HttpOnly, session.Secure, session.SameSite, session.Path));
        Assert.DoesNotContain(cookies, c => c.Name.StartsWith("__Host-insights-state-", StringComparison.Ordinal) || c.Name.StartsWith("__Host-insights-nonce-", StringComparison.Ordinal));

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Uri(company.App.Address, "/signed-out").ToString());
        Assert.Equal(["s-browser"], company.Provider.SignedOut);
        await page.GotoAsync("/reports");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Sign in");
    }
}
