using System.Net;

namespace Insights.Web.Tests.Edge;

/// <summary>What a page of somebody else has a browser send is refused, and gives nothing back that could be sent on.</summary>
[Collection(EdgeApp.Name)]
public sealed class ForeignPageTests(EdgeApp edge)
{
    public static TheoryData<string, string> Signs => new()
    {
        { "Sec-Fetch-Site", "cross-site" },
        { "Sec-Fetch-Site", "same-site" },
        { "Sec-Fetch-Site", "anything" },
        { "Origin", "https://elsewhere.example" },
        { "Origin", "null" },
        { "Origin", "http://127.0.0.1" },
        { "Origin", "not an origin" },
    };

    [Theory]
    [MemberData(nameof(Signs))]
    public async Task A_form_sent_by_a_foreign_page_does_nothing_and_is_not_prepared_for_a_second_press(string name, string value)
    {
        using var who = await Browsing.AsAsync(edge.App.Address, "specialist-a");
        var page = await who.GetAsync("/report");
        var token = Sending.TokenOf(page.Document.Forms.First(f => f.GetAttribute("action") is "/report")).ToList();
        foreach (var (address, proof) in new[] { ("/report", token), ("/report", []), ("/sign-out", []), ("/sign-in", []) })
        {
            using var answer = await who.PostAsync(address, [("report-title", "Words of an attacker"), ("handle", "specialist-b"), .. proof], (name, value));
            var body = await answer.Content.ReadAsStringAsync();

            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.DoesNotContain("Words of an attacker", body, StringComparison.Ordinal);
            Assert.DoesNotContain("<form", body, StringComparison.Ordinal);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        }

        Assert.Equal(HttpStatusCode.OK, (await who.GetAsync("/reports")).Answer.StatusCode);
    }

    [Fact]
    public async Task A_foreign_page_that_signs_itself_twice_is_refused_and_our_own_is_not()
    {
        using var who = await Browsing.AsAsync(edge.App.Address, "specialist-a");
        var own = edge.App.Address.GetLeftPart(UriPartial.Authority);
        async Task<int> PostAsync(params (string, string)[] headers)
        {
            using var answer = await who.PostAsync("/report/look-alikes", [], headers);
            return (int)answer.StatusCode;
        }

        Assert.Equal(403, await PostAsync(("Origin", own), ("Sec-Fetch-Site", "cross-site")));
        Assert.Equal(403, await PostAsync(("Origin", own), ("Origin", "https://elsewhere.example")));
        Assert.Equal(403, await PostAsync(("Origin", own + ".elsewhere.example")));
        Assert.NotEqual(403, await PostAsync(("Origin", own)));
        Assert.NotEqual(403, await PostAsync(("Origin", "null"), ("Sec-Fetch-Site", "same-origin")));
        Assert.NotEqual(403, await PostAsync(("X-Nothing", "said")));
    }

    [Theory]
    [InlineData("elsewhere.example")]
    [InlineData("127.0.0.1.elsewhere.example")]
    [InlineData("elsewhere.example:80")]
    public async Task A_name_that_is_not_ours_is_refused_without_a_word(string host)
    {
        using var client = edge.App.ClientOf("specialist-a");
        client.DefaultRequestHeaders.Host = host;
        using var answer = await client.GetAsync("/reports");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_program_is_told_in_its_own_form()
    {
        using var client = edge.App.ClientOf("specialist-a");
        client.DefaultRequestHeaders.Add("Origin", "https://elsewhere.example");
        using var question = await client.PostAsync("/graphql", new StringContent("{\"query\":\"{ __typename }\"}", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")));
        Assert.Equal(HttpStatusCode.Forbidden, question.StatusCode);
        Assert.Contains("\"code\":\"FOREIGN_ORIGIN\"", await question.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.StartsWith("application/", question.Content.Headers.ContentType!.MediaType, StringComparison.Ordinal);
    }
}
