using Insights.Browser.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Insights.Browser.Tests;

/// <summary>Malay words are longer than English ones; pages hold them, and the module speaks Malay as well.</summary>
[Collection(Reading.Name)]
public sealed class MalayTests(Stage stage) : BrowserTest(stage)
{
    [BrowserTheory]
    [InlineData("home of a specialist")]
    [InlineData("report, refused")]
    [InlineData("triage, refused beside the list")]
    [InlineData("precedents")]
    [InlineData("proposed clusters")]
    [InlineData("guided tour")]
    public async Task A_page_in_Malay_is_accessible_and_as_wide_as_the_screen(string name)
    {
        var place = Places.All[name];
        var page = (await VisitAsync(place.Persona, Look.Phone)).Page;
        await place.GoAsync(page);
        await InMalayAsync(page);
        await page.ReloadAsync();

        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "ms");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await Axe.PutIntoAsync(page);
        await Axe.AssertAllAsync(page);
        await AssertAsWideAsTheScreenAsync(page);
    }

    [BrowserTheory]
    [InlineData("/insights", "calibration-lead")]
    [InlineData("/calibration/1", "calibration-lead")]
    [InlineData("/gaps/G-22", "policy-owner-b")]
    [InlineData("/workflow", "auditor")]
    [InlineData("/privacy", "privacy-steward-a")]
    public async Task A_wide_page_in_Malay_scrolls_no_sideways(string address, string persona)
    {
        var page = (await VisitAsync(persona, Look.Phone)).Page;
        await InMalayAsync(page);
        await page.GotoAsync(address);

        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "ms");
        await AssertAsWideAsTheScreenAsync(page);
    }

    [BrowserFact]
    public async Task What_the_module_says_by_itself_is_Malay_too()
    {
        var page = await AsAsync("specialist-d");
        await InMalayAsync(page);
        await page.GotoAsync("/report");
        await page.GetByLabel("Apakah yang tidak dijawab oleh dasar?").FillAsync("Bolehkah penjaga merayu bagi pihak kanak-kanak?");
        await Expect(page.Locator("[data-saved]")).ToContainTextAsync("Disimpan");

        await page.Context.SetOfflineAsync(true);
        await page.GetByLabel("Apakah yang tidak dijawab oleh dasar?").FillAsync("Bolehkah penjaga merayu?");
        await Expect(page.Locator("[data-saved]")).ToHaveTextAsync("Tidak disimpan: tiada sambungan. Teks anda masih di sini.");
        await page.Context.SetOfflineAsync(false);
    }

    private static Task InMalayAsync(IPage page) =>
        page.Context.AddCookiesAsync([new() { Name = "insights-language", Value = "ms", Domain = "127.0.0.1", Path = "/" }]);
}
