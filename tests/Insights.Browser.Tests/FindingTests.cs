using Insights.Browser.Tests.Screens;
using Insights.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Insights.Browser.Tests;

/// <summary>What the guard finds is marked where it stands, and dealt with there.</summary>
[Collection(Acting.Name)]
public sealed class FindingTests(Stage stage) : BrowserTest(stage)
{
    private const string Two = "May a finding name someone@example.com,\nor +1 555 0100, as its source?";

    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Each_finding_can_be_replaced_by_its_placeholder_and_every_other_word_stays(bool script)
    {
        var page = await AsAsync("specialist-f", Look.Desktop with { Script = script });
        var form = await RefusedAsync(page, $"May a source be named ({(script ? "by letter" : "by message")})?", Two);
        await Expect(page.Locator("mark")).ToHaveTextAsync(["someone@example.com (e-mail address)", "+1 555 0100 (phone)"]);

        await Button(page, "Replace with [EMAIL]").ClickAsync();
        await Expect(form.Question).ToHaveValueAsync("May a finding name [EMAIL],\nor +1 555 0100, as its source?");
        if (script)
        {
            await Expect(form.Question).ToBeFocusedAsync();
            await Expect(page.Locator("#said-softly")).ToHaveTextAsync("Replaced with [EMAIL]. 1 left.");
        }

        await Button(page, "Replace with [PHONE]").ClickAsync();
        await Expect(form.Question).ToHaveValueAsync("May a finding name [EMAIL],\nor [PHONE], as its source?");
        await Expect(Button(page, "Replace with")).ToHaveCountAsync(0);
        if (!script)
            await Expect(form.Problem).ToContainTextAsync("Replaced with [PHONE]. Nothing is sent yet.");
        await Expect(page).Not.ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/reports/"));

        await form.SendAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("or [PHONE], as its source?");
    }

    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task All_are_replaced_at_once(bool script)
    {
        var page = await AsAsync("specialist-f", Look.Phone with { Script = script });
        var form = await RefusedAsync(page, $"May every source be named ({(script ? "by letter" : "by message")})?", Two);
        await Button(page, "Replace all").ClickAsync();

        await Expect(form.Question).ToHaveValueAsync("May a finding name [EMAIL],\nor [PHONE], as its source?");
        await form.SendAsync();
    }

    [BrowserFact]
    public async Task Ranges_follow_what_is_typed_and_what_is_typed_over_is_done()
    {
        var page = await AsAsync("specialist-f");
        var form = await RefusedAsync(page, "May a source be quoted?", Two);
        await form.Question.PressAsync("Control+Home");
        await form.Question.PressSequentiallyAsync("When? ");
        await form.Question.EvaluateAsync("field => field.setSelectionRange(30, 35)");
        await form.Question.PressAsync("Delete");
        await Expect(page.Locator(".finding").First).ToContainTextAsync("Done");

        await Button(page, "Replace with [PHONE]").ClickAsync();
        Assert.EndsWith(",\nor [PHONE], as its source?", await form.Question.InputValueAsync(), StringComparison.Ordinal);
        await Expect(page.Locator("#said-softly")).ToHaveTextAsync("Replaced with [PHONE]. Nothing marked is left.");
    }

    [BrowserFact]
    public async Task Without_script_a_text_that_changed_meanwhile_loses_nothing()
    {
        var page = await AsAsync("specialist-f", Look.WithoutScript);
        var form = await RefusedAsync(page, "May a source be kept?", Two);
        await form.Question.FillAsync($"When? {Two}");
        await Button(page, "Replace with [EMAIL]").ClickAsync();

        await Expect(form.Question).ToHaveValueAsync($"When? {Two}");
        await Expect(form.Problem).ToContainTextAsync("The text has changed since it was marked, so nothing was replaced.");
        await Button(page, "Replace with [EMAIL]").ClickAsync();
        await Expect(form.Question).ToHaveValueAsync("When? May a finding name [EMAIL],\nor +1 555 0100, as its source?");
    }

    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_only_warns_is_kept_with_a_reason_which_is_about_those_words_alone(bool script)
    {
        var page = await AsAsync("specialist-f", Look.Desktop with { Script = script });
        var form = await RefusedAsync(page, $"May a chair be named ({(script ? "by letter" : "by message")})?", "May a finding name Dr Tan as the chair?");
        await page.GetByLabel("Keep it:").SelectOptionAsync("public-role");
        await form.Question.FillAsync("May a finding name Dr Lim as the chair?");
        await form.Send.ClickAsync();
        await Expect(form.Problem).ToContainTextAsync("may name a person or a place");
        await Expect(page.Locator("mark")).ToContainTextAsync("Lim");

        await page.GetByLabel("Keep it:").SelectOptionAsync("public-role");
        await form.Attested.UncheckAsync();
        await form.Send.ClickAsync();
        await Expect(page.GetByLabel("Keep it:")).ToHaveValueAsync("public-role");
        await form.Attested.CheckAsync();
        var report = await form.SendAsync();

        var auditor = await AsAsync("auditor");
        await auditor.GotoAsync("/privacy/kept");
        await Expect(auditor.Locator("tbody tr", new() { HasText = report })).ToContainTextAsync("Its writer: it names an office or a public role");
    }

    [BrowserFact]
    public async Task Every_other_form_offers_the_same()
    {
        var page = await AsAsync("triage-lead-a", Look.WithoutScript);
        await page.GotoAsync("/gaps/G-1");
        await page.GetByLabel("Write a remark").FillAsync("Ask someone@example.com for the earlier decision.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Write it" }).ClickAsync();
        await Button(page, "Replace with [EMAIL]").ClickAsync();
        await Expect(page.GetByLabel("Write a remark")).ToHaveValueAsync("Ask [EMAIL] for the earlier decision.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Write it" }).ClickAsync();
        await Expect(page.Locator("#said")).ToHaveTextAsync("Your remark is written.");
    }

    private static async Task<FilingForm> RefusedAsync(IPage page, string title, string question)
    {
        var form = new FilingForm(page);
        await form.OpenAsync();
        await form.FillAsync(title, question);
        await form.Send.ClickAsync();
        await Expect(form.Problem).ToBeVisibleAsync();
        return form;
    }

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name }).Locator("visible=true");
}
