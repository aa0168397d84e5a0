using Insights.Browser.Tests.Screens;
using Insights.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Insights.Browser.Tests;

/// <summary>Writing a report: what is refused, what is found, what is kept.</summary>
[Collection(Acting.Name)]
public sealed class FilingTests(Stage stage) : BrowserTest(stage)
{
    private const string Alike = "When is an edited recording substantially altered?";

    [BrowserTheory]
    [InlineData(1280)]
    [InlineData(360)]
    public async Task An_empty_report_comes_back_with_a_summary_in_focus_whose_links_go_to_the_fields(int width)
    {
        var page = await AsAsync("specialist-a", new Look(width));
        var form = new FilingForm(page);
        await form.OpenAsync();
        await form.Send.ClickAsync();

        await Expect(form.Problem).ToBeFocusedAsync();
        await Expect(page).ToHaveTitleAsync("Error: File a report – Insights");
        var links = form.Problem.GetByRole(AriaRole.Link);
        Assert.True(await links.CountAsync() >= 4);
        for (var i = 0; i < await links.CountAsync(); i++)
        {
            var target = (await links.Nth(i).GetAttributeAsync("href"))![1..];
            await links.Nth(i).ClickAsync();
            Assert.True(await page.Locator($"[id='{target}']").EvaluateAsync<bool>("field => field.contains(document.activeElement)"), target);
            await Expect(page.Locator($"[id='{target}-error']")).ToBeInViewportAsync();
        }
    }

    [BrowserFact]
    public async Task Without_script_the_links_of_the_summary_reach_their_fields_too()
    {
        var page = await AsAsync("specialist-a", Look.WithoutScript);
        var form = new FilingForm(page);
        await form.OpenAsync();
        await form.Send.ClickAsync();

        await Expect(page).ToHaveTitleAsync("Error: File a report – Insights");
        await form.Problem.GetByRole(AriaRole.Link, new() { NameString = "What does policy not answer" }).First.ClickAsync();
        Assert.EndsWith("#report-title", page.Url, StringComparison.Ordinal);
        await Expect(form.Title).ToBeInViewportAsync();
    }

    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_refusal_loses_nothing_that_was_typed(bool script)
    {
        var page = await AsAsync("specialist-a", Look.Desktop with { Script = script });
        var form = new FilingForm(page);
        await form.OpenAsync();
        await form.FillAsync("Is <b>bold</b> \"quoting\" & 'quoting' kept?", "First line.\n\n  Third line, indented — with ñ, ü and 漢字.");
        await page.Locator("details.more > summary").ClickAsync();
        await page.Locator("[name=report-readings-0-reading]").FillAsync("The first reading.");
        await page.Locator("[name=report-readings-1-outcome]").FillAsync("What the second leads to.");
        await page.Locator("[name=report-appliedReading]").SelectOptionAsync("2");
        await page.Locator("[name=report-harm]").SelectOptionAsync("high");
        await page.Locator("[name=report-region]").SelectOptionAsync(new SelectOptionValue { Index = 2 });
        await page.Locator("[name=report-proposedRemedy]").FillAsync("Say which one comes first.");
        await form.Attested.UncheckAsync();
        var typed = await form.ContentAsync();
        await form.Send.ClickAsync();

        await Expect(form.Problem).ToBeVisibleAsync();
        Assert.Equal(typed, await form.ContentAsync());
    }

    [BrowserFact]
    public async Task Personal_data_is_refused_with_its_place_and_nothing_of_it_is_stored()
    {
        const string Before = "May the address ";
        const string Personal = "marigold@example.com";
        const string Marker = "Marigold question about contact";
        var page = await AsAsync("specialist-a");
        var form = new FilingForm(page);
        await form.OpenAsync();
        await form.FillAsync(Marker, $"{Before}{Personal} be named?");
        await Expect(form.Saved).ToContainTextAsync("Not saved: Which question must policy answer: This text holds something");
        await Expect(page.Locator(".field.unsaved")).ToHaveCountAsync(1);
        await form.Send.ClickAsync();

        await Expect(form.Problem).ToBeVisibleAsync();
        await Expect(page.Locator("#report-question-found-0")).ToBeVisibleAsync();
        await form.Problem.GetByRole(AriaRole.Link).First.ClickAsync();
        Assert.Equal(Personal, await form.Question.EvaluateAsync<string>("field => field.value.slice(field.selectionStart, field.selectionEnd)"));
        Assert.DoesNotContain(Personal, await form.Problem.InnerTextAsync(), StringComparison.Ordinal);
        Assert.False(await IsStoredAsync(Personal));
        Assert.False(await IsStoredAsync(Marker));

        await form.Question.FillAsync($"{Before}of a person be named?");
        await form.SendAsync();
        Assert.True(await IsStoredAsync(Marker));
        Assert.False(await IsStoredAsync(Personal));
    }

    [BrowserFact]
    public async Task Look_alikes_come_while_one_writes_and_joining_one_counts()
    {
        var page = await AsAsync("specialist-d");
        var form = new FilingForm(page);
        await form.OpenAsync();
        await form.Ambiguity.CheckAsync();
        await form.Title.PressSequentiallyAsync("When is an edited recording substantially altered");
        var gap = page.Locator(".alike:has(input)").First;
        await Expect(gap).ToBeVisibleAsync();
        await Expect(gap.Locator(".why")).ToContainTextAsync("Alike in");

        var number = await form.SameAsync();
        await form.FillAsync("When is an edited recording substantially altered, and who says so?");
        await Expect(form.SameAs(number)).ToBeCheckedAsync();
        await form.SendAsync();
        await Expect(page.Locator("main")).ToContainTextAsync($"Part of {number}");
        await Expect(page.Locator(".facts")).ToContainTextAsync("Linked to a gap");
    }

    [BrowserFact]
    public async Task Without_script_a_button_shows_the_look_alikes_and_same_joins()
    {
        var page = await AsAsync("specialist-d", Look.WithoutScript);
        var form = new FilingForm(page);
        await form.OpenAsync();
        await form.FillAsync("May a guardian appeal for a child?");
        await form.CheckLookAlikes.ClickAsync();
        var number = await form.SameAsync();
        await form.SendAsync();
        await Expect(page.Locator("main")).ToContainTextAsync($"Part of {number}");
    }

    [BrowserTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_counts_though_the_gap_looks_alike_no_longer(bool script)
    {
        var page = await AsAsync("specialist-d", Look.Desktop with { Script = script });
        var form = new FilingForm(page);
        await form.OpenAsync();
        await form.FillAsync(Alike);
        if (!script)
            await form.CheckLookAlikes.ClickAsync();
        var number = await form.SameAsync();
        // What is filed here is alike from now on: each case has words of its own.
        var other = script ? "Who signs the roster of the night shift?" : "Which drawer holds spare keys?";
        await form.FillAsync(other, other);
        if (!script)
            await form.CheckLookAlikes.ClickAsync();

        await Expect(form.AnsweredBefore).ToHaveCountAsync(1);
        await Expect(form.AnsweredBefore.Locator(".key")).ToHaveTextAsync(number);
        await Expect(form.SameAs(number)).ToBeCheckedAsync();
        await form.SendAsync();
        await Expect(page.Locator("main")).ToContainTextAsync($"Part of {number}");
    }

    [BrowserFact]
    public async Task An_answer_given_while_look_alikes_are_on_their_way_is_kept()
    {
        var page = await AsAsync("specialist-d");
        var form = new FilingForm(page);
        await form.OpenAsync();
        await form.Title.FillAsync(Alike);
        await Expect(form.LookAlikes.First).ToBeVisibleAsync();
        var answered = new TaskCompletionSource();
        await page.RouteAsync("**/report/look-alikes", async route =>
        {
            await answered.Task;
            await route.ContinueAsync();
        });
        await page.RunAndWaitForRequestAsync(() => form.Title.FillAsync("Who waters plants in corridors?"), "**/report/look-alikes");
        var number = await form.SameAsync();
        await form.Title.FocusAsync();
        answered.SetResult();

        await Expect(form.AnsweredBefore).ToHaveCountAsync(1);
        await Expect(form.SameAs(number)).ToBeCheckedAsync();
    }

    /// <summary>Whether these words stand anywhere in the files of the database.</summary>
    private async Task<bool> IsStoredAsync(string words)
    {
        foreach (var path in new[] { Stage.App.DatabasePath, Stage.App.DatabasePath + "-wal" }.Where(File.Exists))
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[file.Length];
            await file.ReadExactlyAsync(bytes);
            if (bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(words)) >= 0)
                return true;
        }

        return false;
    }
}
