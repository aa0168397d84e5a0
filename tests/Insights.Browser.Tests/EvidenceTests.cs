using System.IO.Compression;
using Insights.Browser.Tests.Support;
using Insights.Core.Evidence;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Insights.Browser.Tests;

/// <summary>An auditor takes a pack from the gap's page, and finds on the audit page that they did.</summary>
[Collection(Reading.Name)]
public sealed class EvidenceTests(Stage stage) : BrowserTest(stage)
{
    [BrowserFact]
    public async Task A_pack_is_downloaded_and_the_log_remembers_it()
    {
        var page = await AsAsync("auditor");
        await page.GotoAsync("/gaps/G-5");

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Download evidence pack" }).ClickAsync());

        Assert.Equal("G-5-evidence.zip", download.SuggestedFilename);
        await using (var zip = new ZipArchive(File.OpenRead(await download.PathAsync())))
            Assert.Equal([EvidencePack.PageName, EvidencePack.ProofName], zip.Entries.Select(e => e.Name));
        await page.GotoAsync("/audit");
        await page.GetByLabel("What was done").SelectOptionAsync("RecordEvidence");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        var entry = page.Locator("tbody tr").First;
        await Expect(entry).ToContainTextAsync("auditor as auditor");
        await Expect(entry.GetByRole(AriaRole.Link, new() { Name = "G-5" })).ToHaveAttributeAsync("href", "/gaps/G-5");
    }
}
