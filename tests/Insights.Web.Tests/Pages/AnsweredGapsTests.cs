using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Insights.Web.Tests.Edge;

namespace Insights.Web.Tests.Pages;

/// <summary>What was said of a look-alike stays in sight and is kept with the draft, without script.</summary>
[Collection(EdgeApp.Name)]
public sealed class AnsweredGapsTests(EdgeApp edge)
{
    private const string Alike = "When is an edited recording substantially altered";
    private const string Group = "You answered these before";

    [Theory]
    [InlineData("Which of two rosters may a supervisor sign for the night?")]
    [InlineData("Qwxyzzy vblorft")]
    [InlineData("May someone@example.com be named?")]
    [InlineData("")]
    public async Task An_answered_gap_stays_in_the_list_whatever_is_found_by_now(string words)
    {
        using var who = await Browsing.AsAsync(edge.App.Address, "specialist-b");
        var form = await FormAsync(who, "/report");
        var gap = (await AlikeAsync(who, form))[^1];

        var list = await LookAsync(who, form, ("report-title", words), (gap, "yes"));

        Assert.Contains(Group, list.QuerySelectorAll("h3")[^1].TextContent, StringComparison.Ordinal);
        Assert.Equal([(gap, "yes")], Checked(list));
        Assert.NotNull(list.QuerySelector($"button[name=joins][value={gap["answers-".Length..]}]"));
    }

    [Fact]
    public async Task An_answered_gap_that_is_found_stands_among_the_others_only()
    {
        using var who = await Browsing.AsAsync(edge.App.Address, "specialist-b");
        var form = await FormAsync(who, "/report");
        var gap = (await AlikeAsync(who, form))[0];

        var list = await LookAsync(who, form, ("report-title", Alike), (gap, "not-sure"));

        Assert.Equal([(gap, "not-sure")], Checked(list));
        Assert.DoesNotContain(list.QuerySelectorAll("h3"), h => h.TextContent.Contains(Group, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_form_that_is_refused_keeps_the_answers_and_a_draft_that_is_taken_up_shows_them_at_once()
    {
        using var who = await Browsing.AsAsync(edge.App.Address, "specialist-b");
        var form = await FormAsync(who, "/report");
        var gap = (await AlikeAsync(who, form))[^1];

        using var refused = await SendAsync(who, form, ("act", "send"), ("report-title", "Qwxyzzy vblorft"), (gap, "yes"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var again = FormIn(await Browsing.ReadAsync("/report", refused));
        Assert.Equal([(gap, "yes")], Checked(again));

        var draft = await SaveAsync(who, again, ("report-title", "Qwxyzzy vblorft"), (gap, "yes"));
        var taken = await FormAsync(who, draft);
        Assert.Contains(Group, taken.TextContent, StringComparison.Ordinal);
        Assert.Equal([(gap, "yes")], Checked(taken));

        // Said otherwise, it is kept otherwise.
        await SaveAsync(who, taken, ("report-title", "Qwxyzzy vblorft"), (gap, "no"));
        Assert.Equal([(gap, "no")], Checked(await FormAsync(who, draft)));
    }

    /// <summary>However the second one comes back: as late, only looked at, or refused for something else.</summary>
    [Theory]
    [InlineData("save", HttpStatusCode.Conflict)]
    [InlineData("look", HttpStatusCode.OK)]
    [InlineData("send", HttpStatusCode.UnprocessableEntity)]
    public async Task What_two_tabs_wrote_is_brought_together_and_the_one_that_comes_second_holds_where_both_did(string act, HttpStatusCode status)
    {
        const string Question = "Does a change of the sound alone count?";
        using var who = await Browsing.AsAsync(edge.App.Address, "specialist-b");
        var form = await FormAsync(who, "/report");
        var gaps = await AlikeAsync(who, form);
        var draft = await SaveAsync(who, form, ("report-title", Alike));
        var (one, other) = (await FormAsync(who, draft), await FormAsync(who, draft));
        await SaveAsync(who, one, ("report-title", Alike), ("report-question", Question), (gaps[0], "no"), (gaps[1], "yes"));

        using var back = await SendAsync(who, other, ("act", act), ("report-title", Alike), (gaps[0], "not-sure"));
        Assert.Equal(status, back.StatusCode);
        var merged = FormIn(await Browsing.ReadAsync(draft, back));

        Assert.Equal(new[] { (gaps[0], "not-sure"), (gaps[1], "yes") }.Order(), Checked(merged).Order());
        Assert.Equal(Question, merged.QuerySelector<IHtmlTextAreaElement>("#report-question")!.Value);
        Assert.Contains("What changed since you opened this", merged.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_words_with_another_answer_are_another_save()
    {
        using var who = await Browsing.AsAsync(edge.App.Address, "specialist-b");
        var form = await FormAsync(who, "/report");
        var gap = (await AlikeAsync(who, form))[0];

        var first = await SaveAsync(who, form, ("report-title", Alike));
        var second = await SaveAsync(who, form, ("report-title", Alike), (gap, "no"));

        Assert.NotEqual(first, second);
        Assert.Equal(second, await SaveAsync(who, form, ("report-title", Alike), (gap, "no")));
    }

    [Fact]
    public async Task A_report_joins_one_gap_and_the_button_beside_one_says_no_longer_yes_to_another()
    {
        using var who = await Browsing.AsAsync(edge.App.Address, "specialist-b");
        var form = await FormAsync(who, "/report");
        var gaps = await AlikeAsync(who, form);

        using var both = await SendAsync(who, form, ("act", "send"), ("report-title", "Qwxyzzy vblorft"), (gaps[0], "yes"), (gaps[1], "yes"));
        var refused = await Browsing.ReadAsync("/report", both);
        Assert.Contains("A report joins one gap. Say “Same” for one only.", refused.Document.QuerySelector("#problem")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(2, Checked(FormIn(refused)).Count);

        using var joins = await SendAsync(who, FormIn(refused), ("joins", gaps[1]["answers-".Length..]), ("report-title", "Qwxyzzy vblorft"), (gaps[0], "yes"), (gaps[1], "yes"));
        Assert.Equal([(gaps[1], "yes")], Checked(FormIn(await Browsing.ReadAsync("/report", joins))));
    }

    /// <summary>The names of the answers about what is alike.</summary>
    private static async Task<List<string>> AlikeAsync(Browsing who, IHtmlFormElement form)
    {
        var found = (await LookAsync(who, form, ("report-title", Alike))).QuerySelectorAll("input[type=radio]").Select(r => r.GetAttribute("name")!).Distinct().ToList();
        Assert.True(found.Count > 1);
        return found;
    }

    private static async Task<IElement> LookAsync(Browsing who, IHtmlFormElement form, params (string Name, string Value)[] fields)
    {
        using var answer = await who.PostAsync("/report/look-alikes", [.. fields, .. Sending.TokenOf(form)]);
        return (await Browsing.ReadAsync("/report/look-alikes", answer)).Document.QuerySelector("[data-alikes]")!;
    }

    private static async Task<string> SaveAsync(Browsing who, IHtmlFormElement form, params (string Name, string Value)[] fields)
    {
        using var saved = await SendAsync(who, form, [("act", "save"), .. fields]);
        return saved.Headers.Location?.ToString() ?? throw new InvalidOperationException($"{saved.StatusCode}");
    }

    /// <summary>Sends what the form carries along, with these fields.</summary>
    private static Task<HttpResponseMessage> SendAsync(Browsing who, IHtmlFormElement form, params (string Name, string Value)[] fields) => who.PostAsync(
        form.GetAttribute("action")!,
        [.. Sending.HiddenIn(form), .. fields]);

    private static async Task<IHtmlFormElement> FormAsync(Browsing who, string address) => FormIn(await who.GetAsync(address));

    private static IHtmlFormElement FormIn(SeenPage page) => (IHtmlFormElement)page.Document.QuerySelector("form[data-filing]")!;

    private static List<(string Name, string Value)> Checked(IElement within) =>
        [.. within.QuerySelectorAll("input[type=radio][name^=answers-][checked]").Select(r => (r.GetAttribute("name")!, r.GetAttribute("value")!))];
}
