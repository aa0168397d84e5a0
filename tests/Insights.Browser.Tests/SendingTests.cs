using System.Text.RegularExpressions;
using Insights.Browser.Tests.Screens;
using Insights.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Insights.Browser.Tests;

/// <summary>Sending twice, coming back, being signed out: one report, and no word lost.</summary>
[Collection(Acting.Name)]
public sealed class SendingTests(Stage stage) : BrowserTest(stage)
{
    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_double_click_on_send_files_once(bool script)
    {
        var title = $"Is a notice needed twice ({(script ? "by letter" : "by message")})?";
        var page = await AsAsync("specialist-e", Look.Desktop with { Script = script });
        var form = new FilingForm(page);
        await form.OpenAsync();
        await form.FillAsync(title);
        await form.Send.DblClickAsync();

        await form.NumberAsync();
        await AssertFiledOnceAsync(page, title);
    }

    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Going_back_after_sending_gives_an_empty_form_and_files_nothing_twice(bool script)
    {
        var title = $"Is a reminder a notice ({(script ? "by letter" : "by message")})?";
        var page = await AsAsync("specialist-e", Look.Desktop with { Script = script });
        var form = new FilingForm(page);
        await form.FileAsync(title);
        await page.GoBackAsync();
        await Expect(form.Title).ToHaveValueAsync("");
        await form.Send.ClickAsync();

        await Expect(form.Problem).ToBeVisibleAsync();
        await AssertFiledOnceAsync(page, title);
    }

    [BrowserFact]
    public async Task Going_back_to_a_draft_that_was_sent_shows_the_report_it_became()
    {
        const string Title = "Is a reminder a second notice?";
        var page = await AsAsync("specialist-e");
        var form = new FilingForm(page);
        await form.OpenAsync();
        await form.FillAsync(Title);
        await Expect(form.Saved).ToContainTextAsync("Saved");
        var report = await form.SendAsync();
        await page.GoBackAsync();

        Assert.Equal(report, await form.NumberAsync());
        await Expect(page.Locator("h1")).ToHaveTextAsync(Title);
        await AssertFiledOnceAsync(page, Title);
    }

    [BrowserFact]
    public async Task A_draft_saves_itself_and_outlives_its_tab_and_the_session()
    {
        const string Title = "Which draft of a clause may be quoted?";
        var visit = await VisitAsync("specialist-f");
        var form = new FilingForm(visit.Page);
        await form.OpenAsync();
        await form.Title.PressSequentiallyAsync(Title);
        await Expect(form.Saved).ToContainTextAsync("Saved");
        var later = await visit.OpenTabAsync();
        await visit.Page.CloseAsync();

        await later.GotoAsync("/");
        await later.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        Stage.Forget("specialist-f");
        await Expect(later.Locator("h1")).ToHaveTextAsync("Sign in");
        await later.Locator("button[value='specialist-f']").ClickAsync();
        await later.GetByRole(AriaRole.Link, new() { Name = Title }).First.ClickAsync();
        await Expect(new FilingForm(later).Title).ToHaveValueAsync(Title);
    }

    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_about_a_look_alike_outlives_its_tab(bool script)
    {
        var visit = await VisitAsync("specialist-f", Look.Desktop with { Script = script });
        var form = new FilingForm(visit.Page);
        await form.OpenAsync();
        await form.Title.FillAsync($"When is an edited recording altered ({(script ? "by hand" : "by machine")})?");
        var gap = "";
        if (script)
        {
            await visit.Page.RunAndWaitForResponseAsync(async () => gap = await form.SameAsync(), SavesAnAnswer);
        }
        else
        {
            await form.CheckLookAlikes.ClickAsync();
            gap = await form.SameAsync();
            await form.SaveDraft.ClickAsync();
        }

        await Expect(visit.Page).ToHaveURLAsync(new Regex(@"/report/R-\d+$"));
        var (draft, later) = (visit.Page.Url, await visit.OpenTabAsync());
        await visit.Page.CloseAsync();

        await later.GotoAsync(draft);
        form = new FilingForm(later);
        await Expect(form.SameAs(gap)).ToBeCheckedAsync();
        await form.Title.FillAsync("Who waters plants in corridors?");
        if (!script)
            await form.SaveDraft.ClickAsync();
        await Expect(form.AnsweredBefore.Locator(".key")).ToHaveTextAsync(gap);
        await Expect(form.SameAs(gap)).ToBeCheckedAsync();
    }

    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Losing_the_token_keeps_the_text_and_sending_again_files_it(bool script)
    {
        var title = $"Who may lift a restriction ({(script ? "early" : "late")})?";
        var visit = await VisitAsync("specialist-f", Look.Desktop with { Script = script });
        var form = new FilingForm(visit.Page);
        await form.OpenAsync();
        await form.FillAsync(title);
        await visit.Page.Context.ClearCookiesAsync(new() { NameRegex = new("^insights-form") });
        var typed = await form.ContentAsync();
        await form.Send.ClickAsync();

        await Expect(form.Problem).ToContainTextAsync("nothing was lost");
        Assert.Equal(typed, await form.ContentAsync());
        await form.SendAsync();
        await AssertFiledOnceAsync(visit.Page, title);
    }

    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Being_signed_out_meanwhile_keeps_the_text_until_it_is_sent(bool script)
    {
        var title = $"Who may extend a restriction ({(script ? "early" : "late")})?";
        var visit = await VisitAsync("specialist-f", Look.Desktop with { Script = script });
        var form = new FilingForm(visit.Page);
        await form.OpenAsync();
        await form.FillAsync(title);
        var question = await form.Question.InputValueAsync();
        var other = await visit.OpenTabAsync();
        await other.GotoAsync("/policies");
        await other.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        Stage.Forget("specialist-f");
        await Expect(other.Locator("h1")).ToHaveTextAsync("Sign in");
        await form.Send.ClickAsync();

        await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Your session ended; your text is kept");
        await Expect(visit.Page.GetByText(question)).ToBeVisibleAsync();
        await other.Locator("button[value='specialist-f']").ClickAsync();
        await Expect(other.Locator("h1")).ToHaveTextAsync("Home");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Send again" }).ClickAsync();
        await Expect(form.Title).ToHaveValueAsync(title);
        await Expect(form.Question).ToHaveValueAsync(question);
        await form.SendAsync();
        await AssertFiledOnceAsync(visit.Page, title);
    }

    private static bool SavesAnAnswer(IResponse answer) => answer.Ok && !answer.Url.EndsWith("/look-alikes", StringComparison.Ordinal)
        && answer.Request.PostData?.Contains("\"answers-", StringComparison.Ordinal) is true;

    private static async Task AssertFiledOnceAsync(IPage page, string title)
    {
        await page.GotoAsync("/reports");
        await Expect(page.Locator(".row").Filter(new() { HasText = title }).Filter(new() { HasNotText = "Draft" })).ToHaveCountAsync(1);
        await page.GotoAsync("/reports?state=draft");
        await Expect(page.Locator(".row", new() { HasText = title })).ToHaveCountAsync(0);
    }
}
