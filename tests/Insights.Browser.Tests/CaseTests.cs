using System.Text;
using System.Text.RegularExpressions;
using Insights.Browser.Tests.Screens;
using Insights.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Insights.Browser.Tests;

/// <summary>A case id that is pasted becomes a reference before anything else sees it; a reference leads to what cites it.</summary>
[Collection(Acting.Name)]
public sealed partial class CaseTests(Stage stage) : BrowserTest(stage)
{
    [BrowserFact]
    public async Task A_pasted_id_is_exchanged_in_place_and_travels_in_the_one_request_that_exchanges_it()
    {
        const string Id = "CASE-90210771";
        var page = await AsAsync("specialist-a");
        var carrying = new List<string>();
        page.Request += (_, request) =>
        {
            if (request.PostData?.Contains("90210771", StringComparison.Ordinal) is true || request.Url.Contains("90210771", StringComparison.Ordinal))
                carrying.Add(new Uri(request.Url).AbsolutePath);
        };
        var form = new FilingForm(page);
        await form.OpenAsync();
        await form.FillAsync("Does a case id have to be typed twice?");
        await form.NoCase.FillAsync("");

        await PasteAsync(page, form.Cases, $"{Id}\n case–90210771 ");

        await Expect(form.Cases).ToHaveValueAsync(TwoAlike());
        await Expect(form.Exchanged).ToContainTextAsync("exchanged for pseudonymous references");
        await Expect(form.Saved).ToContainTextAsync("Saved");
        var report = await form.SendAsync();

        Assert.Equal(["/report/case-references"], carrying);
        Assert.False(await IsStoredAsync("90210771"));
        await page.Locator("a.case").First.ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync(Reference());
        await Expect(page.Locator("#reports")).ToContainTextAsync(report);
    }

    [BrowserFact]
    public async Task A_typed_id_waits_for_its_exchange_while_the_draft_saves_itself()
    {
        var page = await AsAsync("specialist-b");
        var saved = new List<string>();
        page.Request += (_, request) =>
        {
            if (request.Method == "POST" && !request.Url.EndsWith("/report/case-references", StringComparison.Ordinal))
                saved.Add(request.PostData ?? "");
        };
        var form = new FilingForm(page);
        await form.OpenAsync();
        await form.Title.FillAsync("May a draft hold half of a case id?");
        await form.Cases.FocusAsync();
        await form.Cases.PressSequentiallyAsync("CASE-90210772");
        await Expect(form.Saved).ToContainTextAsync("Saved");
        Assert.NotEmpty(saved);
        Assert.DoesNotContain(saved, body => body.Contains("90210772", StringComparison.Ordinal));

        await form.Title.FocusAsync();

        await Expect(form.Cases).ToHaveValueAsync(Reference());
        Assert.DoesNotContain(saved, body => body.Contains("90210772", StringComparison.Ordinal));
    }

    [BrowserFact]
    public async Task Without_script_the_form_comes_back_with_references_whatever_button_is_pressed()
    {
        var page = await AsAsync("specialist-a", Look.WithoutScript);
        var form = new FilingForm(page);
        await form.OpenAsync();
        await form.FillAsync("Does a form without script exchange case ids?");
        await form.NoCase.FillAsync("");
        await form.Cases.FillAsync("CASE-90210773");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check for look-alikes" }).ClickAsync();
        await Expect(form.Cases).ToHaveValueAsync(Reference());

        await form.Cases.FillAsync(await form.Cases.InputValueAsync() + "\nCASE-90210774");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save draft" }).ClickAsync();
        await Expect(form.Cases).ToHaveValueAsync(Two());

        await form.SendAsync();
        await Expect(page.Locator("a.case")).ToHaveCountAsync(2);
        Assert.False(await IsStoredAsync("9021077"));
    }

    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_line_that_is_no_id_is_refused_at_its_line_and_kept_while_the_others_are_exchanged(bool script)
    {
        var page = await AsAsync("specialist-a", Look.Desktop with { Script = script });
        var form = new FilingForm(page);
        await form.OpenAsync();
        await form.FillAsync("What becomes of a line that is no case id?");
        await form.Cases.FillAsync("CASE-90210775\nthe one from last week");
        await form.Title.FocusAsync();
        if (script)
            await Expect(form.Exchanged).ToContainTextAsync("Line 2: This is not a case id");

        await form.Send.ClickAsync();

        await Expect(form.Problem).ToContainTextAsync("Line 2: This is not a case id of this system.");
        await Expect(form.Cases).ToHaveValueAsync(WithALineKept());
        Assert.DoesNotContain("last week", await form.Problem.InnerTextAsync(), StringComparison.Ordinal);
        await form.Cases.FillAsync((await form.Cases.InputValueAsync()).Split('\n')[0]);
        await form.SendAsync();
    }

    [BrowserFact]
    public async Task Amending_exchanges_ids_too()
    {
        var page = await AsAsync("specialist-c");
        var form = new FilingForm(page);
        var report = await form.FileAsync("Is an amended report exchanged too?");
        await page.GotoAsync($"/reports/{report}/amend");
        await form.Cases.FillAsync("CASE-90210776");
        await page.GetByLabel("Why do you amend it?").FillAsync("The case was opened meanwhile.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Amend the report" }).ClickAsync();

        await Expect(page.Locator("a.case").First).ToHaveTextAsync(Reference());
        Assert.False(await IsStoredAsync("90210776"));
    }

    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_case_is_found_by_an_id_that_is_neither_in_the_address_nor_kept(bool script)
    {
        var visit = await VisitAsync("triage-lead-a", Look.Phone with { Script = script });
        var page = visit.Page;
        await FindAsync(page, "C-0241");

        await Expect(page).ToHaveURLAsync(CaseAddress());
        await Expect(page.Locator("#reports .row")).Not.ToHaveCountAsync(0);
        Assert.DoesNotMatch(@"\banonymous", await page.Locator("body").InnerTextAsync());
        var found = page.Url;
        await page.GotoAsync(found.Replace("/CR", "/cr", StringComparison.Ordinal));
        await Expect(page).ToHaveURLAsync(found);
    }

    [BrowserFact]
    public async Task A_case_that_nothing_cites_says_so_and_gives_its_reference()
    {
        var page = await AsAsync("specialist-d");
        await FindAsync(page, "CASE-90210777");
        await Expect(page.Locator(".empty")).ToContainTextAsync("No report that you may see cites this case");
        var reference = await page.Locator(".empty code").InnerTextAsync();

        var answer = await page.GotoAsync($"/cases/{reference}");
        Assert.Equal(404, answer!.Status);
        Assert.Equal(404, (await page.GotoAsync("/cases/CASE-90210777"))!.Status);
    }

    [BrowserFact]
    public async Task Who_may_not_exchange_asks_by_reference_and_who_may_not_ask_is_told_so()
    {
        var approver = await AsAsync("policy-approver-a");
        await approver.GotoAsync("/cases");
        await approver.GetByLabel("Case reference").FillAsync("CASE-90210778");
        await approver.GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();
        await Expect(approver.Locator("#problem")).ToContainTextAsync("This is not a case reference.");

        var machine = await AsAsync("model-team-classifiers");
        Assert.Equal(403, (await machine.GotoAsync("/cases"))!.Status);
    }

    private static async Task FindAsync(IPage page, string id)
    {
        await page.GotoAsync("/cases");
        await page.GetByLabel("Case reference or case id").FillAsync(id);
        await page.GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();
    }

    private static async Task PasteAsync(IPage page, ILocator field, string text)
    {
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await page.EvaluateAsync("text => navigator.clipboard.writeText(text)", text);
        await field.FocusAsync();
        await page.Keyboard.PressAsync("Control+V");
    }

    /// <summary>Whether a text is anywhere in the database, its log included.</summary>
    private async Task<bool> IsStoredAsync(string text)
    {
        foreach (var path in Directory.EnumerateFiles(Stage.App.Folder, "insights.db*").Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)))
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(file, Encoding.Latin1);
            if ((await reader.ReadToEndAsync()).Contains(text, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    [GeneratedRegex(@"^CR1(-[0-9A-Z]{5}){4}-[0-9A-Z]$")]
    private static partial Regex Reference();

    [GeneratedRegex(@"^(CR1(?:-[0-9A-Z]{5}){4}-[0-9A-Z])\r?\n\1$")]
    private static partial Regex TwoAlike();

    [GeneratedRegex(@"^CR1(-[0-9A-Z]{5}){4}-[0-9A-Z]\r?\nCR1(-[0-9A-Z]{5}){4}-[0-9A-Z]$")]
    private static partial Regex Two();

    [GeneratedRegex(@"^CR1(-[0-9A-Z]{5}){4}-[0-9A-Z]\r?\nthe one from last week$")]
    private static partial Regex WithALineKept();

    [GeneratedRegex(@"/cases/CR1(-[0-9A-Z]{5}){4}-[0-9A-Z]$")]
    private static partial Regex CaseAddress();
}
