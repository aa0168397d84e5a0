using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace Insights.Web.Tests.Edge;

/// <summary>What is refused about a proposed cluster is said beside it, wherever it stands by now; what was typed is never gone.</summary>
[Collection(EdgeApp.Name)]
public sealed class ProposalRefusalTests(EdgeApp edge)
{
    private const string Reason = "Both ask who counts as a guardian.";

    [Fact]
    public async Task A_refusal_shows_the_cluster_it_is_about_with_the_reason_that_was_given()
    {
        using var lead = await Browsing.AsAsync(edge.App.Address, "triage-lead-a");
        var card = (await ProposedAsync(lead))[^1];
        var fields = Fields(card);

        // Nothing is ticked, and its number is one that it no longer goes by.
        using var answer = await lead.PostAsync("/clusters/C-987654", [.. fields, ("reason", Reason)]);
        var again = await Browsing.ReadAsync("/clusters", answer);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var same = again.Document.QuerySelectorAll("input[name=first]").OfType<IHtmlInputElement>().Single(i => i.Value == First(fields)).Form!;
        Assert.Equal(Reason, same.QuerySelector<IHtmlInputElement>("input[name=reason]")?.Value ?? same.QuerySelector<IHtmlTextAreaElement>("textarea[name=reason]")?.Value);
        Assert.NotEmpty(same.QuerySelectorAll(".error"));
        Assert.Empty(again.Document.QuerySelectorAll("textarea[readonly]"));
    }

    [Fact]
    public async Task Of_a_cluster_that_is_proposed_no_more_the_words_are_left()
    {
        using var lead = await Browsing.AsAsync(edge.App.Address, "triage-lead-a");
        var fields = Fields((await ProposedAsync(lead))[0]).Where(f => f.Name is not "first");

        using var answer = await lead.PostAsync("/clusters/C-987654", [.. fields, ("reason", Reason), ("first", "rep_01JZZZZZZZZZZZZZZZZZZZZZZZ")]);
        var again = await Browsing.ReadAsync("/clusters", answer);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal(Reason, Assert.IsType<IHtmlTextAreaElement>(again.Document.QuerySelector("textarea[readonly]"), exactMatch: false).Value);
    }

    private static async Task<List<IElement>> ProposedAsync(Browsing who)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            var cards = (await who.GetAsync("/clusters")).Document.QuerySelectorAll(".cluster").ToList();
            if (cards.Count > 0)
                return cards;
            await Task.Delay(200, limit.Token);
        }
    }

    private static List<(string Name, string Value)> Fields(IElement card) =>
        [.. Sending.HiddenIn(card).Where(f => f.Name is not "oneClick")];

    private static string First(IEnumerable<(string Name, string Value)> fields) => fields.Single(f => f.Name is "first").Value;
}
