using System.Net;
using Insights.Web.Tests.Edge;

namespace Insights.Web.Tests.SignIn;

/// <summary>The tour acts as others, so it is held like signing in as one of them.</summary>
[Collection(EdgeApp.Name)]
public sealed class TourTests(EdgeApp edge)
{
    [Theory]
    [InlineData("0")]
    [InlineData("99")]
    [InlineData("-1")]
    [InlineData("")]
    [InlineData("a step")]
    public async Task What_is_no_stop_ends_the_tour_and_signs_nobody_in(string step)
    {
        using var who = new Browsing(edge.App.Address);
        var form = (await who.GetAsync("/tour")).Document.Forms.First(f => f.GetAttribute("action") is "/tour");

        using var answer = await who.PostAsync("/tour", [("step", step), .. Sending.TokenOf(form)]);

        if (answer.StatusCode != HttpStatusCode.BadRequest)
            Assert.Equal("/tour", answer.Headers.Location?.ToString());
        Assert.Equal("/sign-in?returnTo=%2Freports", (await who.GetAsync("/reports")).Answer.Headers.Location?.ToString());
    }

    [Fact]
    public async Task A_stop_is_reached_as_whoever_works_there_and_not_from_elsewhere()
    {
        using var who = new Browsing(edge.App.Address);
        var form = (await who.GetAsync("/tour")).Document.Forms.First(f => f.GetAttribute("action") is "/tour");

        using var elsewhere = await who.PostAsync("/tour", [("step", "2"), .. Sending.TokenOf(form)], ("Sec-Fetch-Site", "same-origin"), ("X-Forwarded-For", "192.0.2.7"));
        Assert.Equal("/tour", elsewhere.Headers.Location?.ToString());
        Assert.False(elsewhere.Headers.TryGetValues("Set-Cookie", out var set) && set.Any(c => c.Contains("insights-tour", StringComparison.Ordinal)));

        using var here = await who.PostAsync("/tour", [("step", "2"), .. Sending.TokenOf(form)]);
        Assert.Equal("/triage", here.Headers.Location?.ToString());
        Assert.Equal("triage-lead-a", (await who.GetAsync("/triage")).Document.QuerySelector(".who-name")!.TextContent);
    }
}
