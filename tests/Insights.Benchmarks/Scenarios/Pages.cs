using System.Globalization;
using System.Text.Json;
using Insights.Benchmarks.Collection;
using Insights.Benchmarks.Measuring;
using Insights.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;

namespace Insights.Benchmarks.Scenarios;

/// <summary>
/// What a person waits for: pages of the product as a process of its own, until their first byte and, in Chromium, until
/// their largest part is seen. The peer is a static file from the same process: what the host alone takes.
/// </summary>
internal static class Pages
{
    private const int Usual = 10_000;
    private const int Calls = 60;
    private const int Loads = 9;

    private static readonly (string Path, string Persona)[] All =
    [
        ("/", "triage-lead-a"), ("/triage", "triage-lead-a"), ("/triage?gap=G-40", "triage-lead-a"), ("/gaps", "triage-lead-a"), ("/gaps/G-40", "triage-lead-a"),
        ("/report", "specialist-a"), ("/reports", "specialist-a"), ("/search?q=evidence", "triage-lead-a"), ("/insights", "triage-lead-a"),
    ];

    private static readonly string[] Quotas =
        [.. ((string[])["RequestsPerPerson", "RequestsPerAddress", "WritesPerPerson"]).Select(q => $"--Insights:Edge:{q}=10000000")];

    public static async Task RunAsync()
    {
        foreach (var reports in (Environment.GetEnvironmentVariable("INSIGHTS_PAGES") ?? "10000,100000").Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture)))
        {
            await using var app = await RunningApp.WithPeopleOnlyInAsync(await FilledAsync(reports), Quotas);
            // What must stay quick however many there are is the queue.
            var pages = reports > Usual ? [.. All.Where(p => p.Path.StartsWith("/triage", StringComparison.Ordinal))] : All;
            await FirstBytesAsync(app, reports, pages);
            await SeenAsync(app, reports, pages);
        }
    }

    /// <summary>A folder with a database of so many reports.</summary>
    private static async Task<string> FilledAsync(int reports)
    {
        var folder = Directory.CreateTempSubdirectory("insights-pages").FullName;
        var examples = DemoReports.Read();
        await using var product = await Product.CreateAsync(examples);
        await using (var loader = new Loader(product, new Composer(examples, 3), withHistory: true))
            await loader.FillAsync(reports);
        SqliteConnection.ClearAllPools();
        await using var db = product.Connect();
        await using var copy = db.CreateCommand();
        // The process brings the catalogue that it ships.
        copy.CommandText = "PRAGMA foreign_keys = OFF; DELETE FROM policy_clause; DELETE FROM list_entry; VACUUM INTO $path;";
        copy.Parameters.AddWithValue("$path", Path.Combine(folder, "insights.db"));
        await copy.ExecuteNonQueryAsync();
        return folder;
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

    private static async Task SeenAsync(RunningApp app, int reports, (string Path, string Persona)[] pages)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Executable, Args = ["--no-sandbox", "--disable-gpu"] });
        foreach (var (path, persona) in pages)
        {
            var context = await browser.NewContextAsync(new() { BaseURL = app.Address.ToString(), ViewportSize = new() { Width = 1280, Height = 900 } });
            var tab = await context.NewPageAsync();
            await tab.GotoAsync("/sign-in");
            await tab.Locator($"button[name=handle][value='{persona}']").ClickAsync();
            await tab.WaitForURLAsync(app.Address.ToString());
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
            await context.CloseAsync();
        }
    }
}
