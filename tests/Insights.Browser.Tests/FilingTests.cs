using System.Diagnostics;
using Insights.Browser.Tests.Screens;
using Insights.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Insights.Browser.Tests;

/// <summary>Writing a report: what is refused, what is found, what is kept.</summary>
[Collection(Acting.Name)]
public sealed class FilingTests(Stage stage) : BrowserTest(stage)
{
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
    public async Task Look_alikes_come_within_two_seconds_of_the_last_key_and_joining_one_counts()
    {
        var page = await AsAsync("specialist-d");
        var form = new FilingForm(page);
        await form.OpenAsync();
        await form.Ambiguity.CheckAsync();
        await form.Title.PressSequentiallyAsync("When is an edited recording substantially altered");
        var watch = Stopwatch.StartNew();
        var gap = page.Locator(".alike:has(input)").First;
        await Expect(gap).ToBeVisibleAsync();
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        await Expect(gap.Locator(".why")).ToContainTextAsync("Alike in");

        var number = await gap.Locator(".key").InnerTextAsync();
        await gap.GetByLabel("Same", new() { Exact = true }).CheckAsync();
        await form.FillAsync("When is an edited recording substantially altered, and who says so?");
        await Expect(page.Locator($"#same-{number[2..]}-yes")).ToBeCheckedAsync();
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
        await page.GetByRole(AriaRole.Button, new() { Name = "Check for look-alikes" }).ClickAsync();
        var gap = page.Locator(".alike:has(input)").First;
        var number = await gap.Locator(".key").InnerTextAsync();
        await gap.GetByLabel("Same", new() { Exact = true }).CheckAsync();
        await form.SendAsync();
        await Expect(page.Locator("main")).ToContainTextAsync($"Part of {number}");
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
