using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Insights.Browser.Tests.Screens;

/// <summary>The form on which a report is written.</summary>
internal sealed partial class FilingForm(IPage page)
{
    public ILocator Ambiguity => page.GetByRole(AriaRole.Radio, new() { Name = "Ambiguity", Exact = true });

    public ILocator Title => page.GetByLabel("What does policy not answer?");

    public ILocator Question => page.GetByLabel("Which question must policy answer?");

    public ILocator Cases => page.GetByLabel("Case references", new() { Exact = true });

    /// <summary>The line that says what became of case ids.</summary>
    public ILocator Exchanged => page.Locator("[data-exchanged]");

    public ILocator NoCase => page.GetByLabel("Why there is no case reference");

    public ILocator Attested => page.GetByLabel("I confirm that this report holds no content");

    public ILocator Send => page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true });

    public ILocator Problem => page.Locator("#problem");

    /// <summary>The look-alikes that are shown, best first.</summary>
    public ILocator LookAlikes => page.Locator("[data-alikes] .alike");

    /// <summary>The gaps that were answered about and are not among the look-alikes.</summary>
    public ILocator AnsweredBefore => page.Locator("h3:has-text('You answered these before') + .alike-list .alike");

    public ILocator CheckLookAlikes => page.GetByRole(AriaRole.Button, new() { Name = "Check for look-alikes" });

    public ILocator SaveDraft => page.GetByRole(AriaRole.Button, new() { Name = "Save draft" });

    /// <summary>The line that says when the draft was saved last.</summary>
    public ILocator Saved => page.Locator("[data-saved]");

    public async Task OpenAsync() => await page.GotoAsync("/report");

    /// <summary>Fills in what an ambiguity needs.</summary>
    public async Task FillAsync(string title, string? question = null)
    {
        await Ambiguity.CheckAsync();
        await Title.FillAsync(title);
        await Question.FillAsync(question ?? $"{title} Two teams answer it differently, and the clause supports both.");
        await NoCase.FillAsync("Seen while comparing earlier decisions.");
        await Attested.CheckAsync();
    }

    /// <summary>Says of the best look-alike that it is the same gap, and answers with its number.</summary>
    public async Task<string> SameAsync()
    {
        var gap = page.Locator(".alike:has(input)").First;
        var number = await gap.Locator(".key").InnerTextAsync();
        await gap.GetByLabel("Same", new() { Exact = true }).CheckAsync();
        return number;
    }

    /// <summary>The answer that a gap is the same.</summary>
    public ILocator SameAs(string gap) => page.Locator($"#same-{gap[2..]}-yes");

    /// <summary>Sends the report, and answers with its number.</summary>
    public async Task<string> SendAsync()
    {
        await Send.ClickAsync();
        return await NumberAsync();
    }

    /// <summary>The number of the report, once its page is reached.</summary>
    public async Task<string> NumberAsync()
    {
        await Expect(page).ToHaveURLAsync(FiledAddress());
        return FiledAddress().Match(page.Url).Groups[1].Value;
    }

    /// <summary>Opens the form, writes and sends.</summary>
    public async Task<string> FileAsync(string title, string? question = null)
    {
        await OpenAsync();
        await FillAsync(title, question);
        return await SendAsync();
    }

    /// <summary>Everything that is typed or chosen, one field a line; the key, the token, the versions and what is empty left out.</summary>
    public Task<string> ContentAsync() => page.Locator("form[data-filing]").EvaluateAsync<string>(
        """
        form => [...new FormData(form)].filter(([name, value]) => /^(report-|answers-|reason)/.test(name) && value !== '')
          .map(([name, value]) => name + '=' + value.replaceAll('\r\n', '\n')).sort().join('\n')
        """);

    [GeneratedRegex(@"/reports/(R-\d+)$")]
    private static partial Regex FiledAddress();
}
