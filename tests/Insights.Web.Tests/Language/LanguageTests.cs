using System.Net;
using Insights.Web.Tests.Edge;

namespace Insights.Web.Tests.Language;

/// <summary>Pages come in the language somebody chose, or else in the one their browser asks for.</summary>
[Collection(EdgeApp.Name)]
public sealed class LanguageTests(EdgeApp edge)
{
    [Theory]
    [InlineData(null, null, "en")]
    [InlineData(null, "ms-MY,en;q=0.5", "ms")]
    [InlineData(null, "de,fr", "en")]
    [InlineData(null, "not a language;;;", "en")]
    [InlineData("ms", "en", "ms")]
    [InlineData("en", "ms", "en")]
    [InlineData("xx", "ms", "ms")]
    public async Task The_choice_comes_before_what_the_browser_asks_for_and_English_is_last(string? chosen, string? asked, string language)
    {
        using var answer = await SendAsync(HttpMethod.Get, "/sign-in", chosen, asked);
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Contains($"<html lang=\"{language}\"", page, StringComparison.Ordinal);
        Assert.Contains(language is "ms" ? "<h1>Log masuk</h1>" : "<h1>Sign in</h1>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_chooses_a_language_keeps_it_and_comes_back_to_the_page()
    {
        using var answer = await SendAsync(HttpMethod.Post, "/language", null, null, ("language", "ms"), ("returnTo", "/sign-in"));

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal("/sign-in", answer.Headers.Location?.ToString());
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("insights-language=ms;", cookie, StringComparison.Ordinal);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("ms-MY")]
    [InlineData("xx")]
    [InlineData("")]
    public async Task A_language_that_pages_do_not_come_in_is_refused(string language)
    {
        using var answer = await SendAsync(HttpMethod.Post, "/language", null, null, ("language", language));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Nobody_is_led_off_to_another_site()
    {
        using var answer = await SendAsync(HttpMethod.Post, "/language", null, null, ("language", "en"), ("returnTo", "//elsewhere.example/"));

        Assert.Equal("/", answer.Headers.Location?.ToString());
    }

    [Fact]
    public async Task A_page_that_comes_in_English_only_is_marked_as_that()
    {
        using var who = await Browsing.AsAsync(edge.App.Address, "specialist-a");
        using var answer = await who.PostAsync("/language", [("language", "ms")]);
        var gaps = (await who.GetAsync("/gaps")).Document;
        var settings = (await who.GetAsync("/settings")).Document;

        Assert.Equal("ms", gaps.DocumentElement.GetAttribute("lang"));
        Assert.Equal("en", gaps.QuerySelector("main")!.GetAttribute("lang"));
        Assert.Equal("Jurang", gaps.QuerySelector("nav a[href='/gaps']")!.TextContent);
        Assert.Null(settings.QuerySelector("main")!.GetAttribute("lang"));
        Assert.Equal("Tetapan", settings.QuerySelector("h1")!.TextContent);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, string? chosen, string? asked, params (string, string)[] fields)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false };
        using var client = new HttpClient(handler) { BaseAddress = edge.App.Address };
        using var request = new HttpRequestMessage(method, address);
        if (chosen is not null)
            request.Headers.Add("Cookie", $"insights-language={chosen}");
        if (asked is not null)
            request.Headers.TryAddWithoutValidation("Accept-Language", asked);
        if (method == HttpMethod.Post)
            request.Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Item1, f.Item2)));
        return await client.SendAsync(request);
    }
}
