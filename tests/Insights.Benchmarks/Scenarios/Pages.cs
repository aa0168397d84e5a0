using System.Globalization;
using System.Text.Json;
using Insights.Benchmarks.Collection;
using Insights.Benchmarks.Measuring;
using Insights.Core.Reports;
using Insights.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;

namespace Insights.Benchmarks.Scenarios;

/// <summary>
/// What a person waits for: pages of the product as a process of its own, until their first byte and, in Chromium, until
/// their largest part is seen; and how long after the last key of a draft its look-alikes are. The peer is a static file from the same process: what the host alone takes.
/// </summary>
internal static class Pages
{
    private const int Usual = 10_000;
    private const int Calls = 60;
    private const int Loads = 9;
    private const int WarmDrafts = 3;
    private const int Drafts = 30;

    private static readonly (string Path, string Persona)[] All =
    [
        ("/", "triage-lead-a"), ("/triage", "triage-lead-a"), ("/triage?gap=G-40", "triage-lead-a"), ("/gaps", "triage-lead-a"), ("/gaps/G-40", "triage-lead-a"),
        ("/report", "specialist-a"), ("/reports", "specialist-a"), ("/search?q=evidence", "triage-lead-a"), ("/precedents", "triage-lead-a"), ("/insights", "triage-lead-a"),
    ];

    private static readonly string[] Quotas =
        [.. ((string[])["RequestsPerPerson", "RequestsPerAddress", "WritesPerPerson"]).Select(q => $"--Insights:Edge:{q}=10000000")];

    public static async Task RunAsync()
    {
        foreach (var reports in (Environment.GetEnvironmentVariable("INSIGHTS_PAGES") ?? "10000,100000").Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture)))
        {
            var (folder, drafts) = await FilledAsync(reports);
            await using var app = await RunningApp.WithPeopleOnlyInAsync(folder, Quotas);
            // What must stay quick however many there are is the queue.
            var pages = reports > Usual ? [.. All.Where(p => p.Path.StartsWith("/triage", StringComparison.Ordinal))] : All;
            await FirstBytesAsync(app, reports, pages);
            using var playwright = await Playwright.CreateAsync();
            await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Executable, Args = ["--no-sandbox", "--disable-gpu"] });
            await SeenAsync(browser, app, reports, pages);
            if (reports <= Usual)
                await AlikeAsync(browser, app, reports, drafts);
        }
    }

    /// <summary>A folder with a database of so many reports, and drafts that are like some of them.</summary>
    private static async Task<(string Folder, IReadOnlyList<ReportContent> Drafts)> FilledAsync(int reports)
    {
        var folder = Directory.CreateTempSubdirectory("insights-pages").FullName;
        var examples = DemoReports.Read();
        await using var product = await Product.CreateAsync(examples);
        var composer = new Composer(examples, 3);
        var drafts = new List<ReportContent>();
        await using (var loader = new Loader(product, composer, withHistory: true))
        {
            await loader.FillAsync(reports);
            for (var draft = 0; draft < WarmDrafts + Drafts; draft++)
                drafts.Add(composer.MedianDraft(loader.SomeTheme()));
        }

        SqliteConnection.ClearAllPools();
        await using var db = product.Connect();
        await using var copy = db.CreateCommand();
        // The process brings the catalogue that it ships.
        copy.CommandText = "PRAGMA foreign_keys = OFF; DELETE FROM policy_clause; DELETE FROM list_entry; VACUUM INTO $path;";
        copy.Parameters.AddWithValue("$path", Path.Combine(folder, "insights.db"));
        await copy.ExecuteNonQueryAsync();
        return (folder, drafts);
    }

    private static async Task FirstBytesAsync(RunningApp app, int reports, (string Path, string Persona)[] pages)
    {
        var sheet = new Sheet();
        foreach (var (path, persona) in pages)
        {
            using var client = app.ClientOf(persona);
            client.Timeout = TimeSpan.FromMinutes(5);
            var (page, file) = await Contest.RunAsync(Calls, _ => FirstByteAsync(client, path), _ => FirstByteAsync(client, "/favicon.svg"));
            sheet.Latency(path, page, file);
        }

        sheet.Print(string.Create(CultureInfo.InvariantCulture, $"pages, {reports:N0} reports: first byte"));
    }

    private static async Task FirstByteAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        await answer.Content.CopyToAsync(Stream.Null);
    }

    private static async Task<IPage> SignedInAsync(IBrowser browser, RunningApp app, string persona)
    {
        var context = await browser.NewContextAsync(new() { BaseURL = app.Address.ToString(), ViewportSize = new() { Width = 1280, Height = 900 } });
        var tab = await context.NewPageAsync();
        await tab.GotoAsync("/sign-in");
        await tab.Locator($"button[name=handle][value='{persona}']").ClickAsync();
        await tab.WaitForURLAsync(app.Address.ToString());
        return tab;
    }

    private static async Task SeenAsync(IBrowser browser, RunningApp app, int reports, (string Path, string Persona)[] pages)
    {
        foreach (var (path, persona) in pages)
        {
            var tab = await SignedInAsync(browser, app, persona);
            var loads = new List<double[]>();
            for (var load = 0; load < Loads; load++)
            {
                await tab.GotoAsync(path);
                var seen = await tab.EvaluateAsync<JsonElement>("""
                    async () => {
                      let largest = 0, shift = 0;
                      new PerformanceObserver(list => { largest = list.getEntries().at(-1).startTime; }).observe({ type: 'largest-contentful-paint', buffered: true });
                      new PerformanceObserver(list => { for (const e of list.getEntries()) shift += e.value; }).observe({ type: 'layout-shift', buffered: true });
                      await new Promise(done => setTimeout(done, 300));
                      const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
                      return [largest, shift, all.reduce((sum, e) => sum + e.decodedBodySize, 0)];
                    }
                    """);
                loads.Add([seen[0].GetDouble(), seen[1].GetDouble(), seen[2].GetDouble()]);
            }

            Sheet.Note($"{reports:N0} reports, {path}: largest part seen after {Rounds.Median(loads.Select(l => l[0])):0} ms (median of {Loads}, most {loads.Max(l => l[0]):0}); moved by at most {loads.Max(l => l[1]):0.000}; {loads[^1][2] / 1024:0} KB in all.");
            await tab.Context.CloseAsync();
        }
    }

    /// <summary>From the last key of a draft until its look-alikes are drawn; every draft on a page of its own.</summary>
    private static async Task AlikeAsync(IBrowser browser, RunningApp app, int reports, IReadOnlyList<ReportContent> drafts)
    {
        var tab = await SignedInAsync(browser, app, "specialist-a");
        var taken = new List<double[]>();
        foreach (var (i, draft) in drafts.Index())
        {
            await tab.GotoAsync("/report");
            await tab.Locator("[name='report-kind'][value='ambiguity']").CheckAsync();
            var question = tab.Locator("[name='report-question']");
            // All but the last key stands there already, so that nothing is asked before it.
            await tab.Locator("[name='report-title']").EvaluateAsync("(field, words) => { field.value = words; }", draft.Title!.Value);
            await question.EvaluateAsync("(field, words) => { field.value = words; }", (draft.Question ?? draft.Pattern ?? draft.Surprise)!.Value);
            await question.FocusAsync();
            await tab.EvaluateAsync("""
                () => {
                  window.shown = new Promise((done, none) => {
                    let last = 0;
                    document.activeElement.addEventListener('keydown', event => { last = event.timeStamp; });
                    new MutationObserver((_, watch) => {
                      if (!document.querySelector('[data-alikes] .alike')) return;
                      watch.disconnect();
                      requestAnimationFrame(() => setTimeout(() => {
                        const now = performance.now(), asked = performance.getEntriesByType('resource').findLast(e => e.name.endsWith('/report/look-alikes'));
                        done([now - last, asked.startTime - last, asked.duration]);
                      }));
                    }).observe(document.querySelector('form[data-filing]'), { childList: true, subtree: true });
                    setTimeout(() => none(new Error('No look-alikes are shown.')), 30000);
                  });
                }
                """);
            await tab.Keyboard.PressAsync("End");
            await tab.Keyboard.PressAsync("?");
            var shown = await tab.EvaluateAsync<double[]>("() => shown");
            if (i >= WarmDrafts)
                taken.Add(shown);
        }

        var whole = new Rounds();
        whole.Add([.. taken.Select(t => t[0])], TimeSpan.Zero);
        Sheet.Note($"{reports:N0} reports, /report: look-alikes shown {whole.Percentile(.5):0} ms after the last key (p50 of {Drafts}; p95 {whole.Percentile(.95):0}, most {whole.Percentile(1):0}); asked for after {Rounds.Median(taken.Select(t => t[1])):0} ms, answered {Rounds.Median(taken.Select(t => t[2])):0} ms later.");
        await tab.Context.CloseAsync();
    }
}
