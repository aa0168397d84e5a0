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
    public async Task A_refusal_comes_in_the_language_of_the_page_numbers_and_all()
    {
        using var who = await Browsing.AsAsync(edge.App.Address, "specialist-a");
        using var chosen = await who.PostAsync("/language", [("language", "ms")]);
        var form = (await who.GetAsync("/report")).Document.Forms.First(f => f.Method is "post" && f.QuerySelector("[name=formKey]") is not null);

        using var answer = await who.PostAsync("/report", [("act", "send"), ("report-title", new string('a', 161)), .. Sending.TokenOf(form)]);
        var page = (await Browsing.ReadAsync("/report", answer)).Document;

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var said = page.QuerySelector("#problem")!;
        Assert.Contains(Malay("At most {0} characters.").Replace("{0}", "160"), said.TextContent, StringComparison.Ordinal);
        Assert.Contains(Malay("This is needed."), said.TextContent, StringComparison.Ordinal);
        Assert.Empty(said.QuerySelectorAll("[lang]"));
        Assert.StartsWith(Malay("Error: "), page.Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_reads_the_same_whatever_language_it_asks_for()
    {
        using var client = edge.App.ClientOf("calibration-lead");
        var query = new StringContent("""{"query":"mutation { saveDraft(input: { report: {} }) { refusals { message } } }"}""", System.Text.Encoding.UTF8, "application/json");
        var english = await client.GetStringAsync("/insights/clarity.csv");
        using var first = await client.PostAsync("/graphql", query);
        client.DefaultRequestHeaders.Add("Accept-Language", "ms");
        using var second = await client.PostAsync("/graphql", query);

        Assert.Equal(english, await client.GetStringAsync("/insights/clarity.csv"));
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
    }

    private static string Malay(string english) => TextsTests.Malay[english];

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
