using System.Net;
using System.Text;

namespace Insights.Web.Tests.Edge;

/// <summary>The figures as pages and as tables: who gets them, and what a question that makes no sense gets.</summary>
[Collection(EdgeApp.Name)]
public sealed class InsightsTests(EdgeApp edge)
{
    [Theory]
    [InlineData("/insights", "Persona policy-owner-a", "text/html", 200)]
    [InlineData("/insights", "Persona specialist-a", "text/html", 403)]
    [InlineData("/insights", "Persona administrator", "text/html", 403)]
    [InlineData("/insights", null, "text/html", 302)]
    [InlineData("/insights?from=soon", "Persona policy-owner-a", "text/html", 422)]
    [InlineData("/insights?from=2026-02-01&to=2026-01-01", "Persona auditor", "text/html", 422)]
    [InlineData("/insights/recurrence?part=judged", "Persona auditor", "text/html", 200)]
    [InlineData("/insights/recurrence?cohort=zyzzyva", "Persona auditor", "text/html", 422)]
    [InlineData("/insights/people", "Persona auditor", "text/html", 404)]
    [InlineData("/insights/decide.csv", "Persona specialist-a", "application/json", 403)]
    [InlineData("/insights/decide.csv?from=soon", "Persona auditor", null, 422)]
    [InlineData("/insights/decide.csv?area=no%20code", "Persona auditor", null, 422)]
    [InlineData("/insights/decide.csv", "Bearer ins_none", null, 401)]
    [InlineData("/insights/decide.csv", null, "text/html", 302)]
    public async Task Each_address_answers_who_may_ask_what_makes_sense(string address, string? authorization, string? accept, int status)
    {
        using var client = Client(authorization, accept);
        using var answer = await client.GetAsync(address);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.DoesNotContain("zyzzyva", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_figure_of_the_page_has_its_table_its_list_and_its_file()
    {
        using var client = Client("Persona triage-lead-a", null);
        var page = await client.GetStringAsync("/insights");

        foreach (var name in (string[])["clarity", "actionability", "completeness", "acknowledge", "assess", "decide", "implement", "reversed-links", "duplicates-at-filing", "receipts", "recurrence", "reports-filed", "open-gaps"])
        {
            Assert.Contains($"href=\"/insights/{name}.csv\"", page, StringComparison.Ordinal);
            using var file = await client.GetAsync($"/insights/{name}.csv");
            var text = await file.Content.ReadAsByteArrayAsync();
            Assert.Equal((HttpStatusCode.OK, "text/csv", $"insights-{name}.csv"), (file.StatusCode, file.Content.Headers.ContentType!.MediaType, file.Content.Headers.ContentDisposition!.FileName));
            Assert.Equal(Encoding.UTF8.Preamble.ToArray(), text[..3]);
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/insights/{name}")).StatusCode);
        }
    }

    private HttpClient Client(string? authorization, string? accept)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = edge.App.Address };
        if (authorization is not null)
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        if (accept is not null)
            client.DefaultRequestHeaders.Add("Accept", accept);
        return client;
    }
}
