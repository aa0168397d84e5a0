using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Insights.Web.Verbs;
using CommandLine = Insights.Web.Verbs.Verbs;

namespace Insights.Web.Tests.Verbs;

public sealed class LookAlikesVerbTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lookalikes");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Each_report_is_ranked_against_the_earlier_ones_and_gets_a_cluster()
    {
        Archive(
            Line(3, "2026-01-03", "Appeal deadline for age bands"),
            Line(1, "2026-01-01", "Deadline of an appeal, age band unclear"),
            Line(2, "2026-01-02", "Glossary entry differs by locale"),
            Line(4, "2026-01-03", "Glossary entry of another locale"));

        var (exit, output, error) = await RunAsync();

        Assert.Equal(VerbExit.Done, exit);
        Assert.Equal(["1\t", "2\t", "3\t1", "4\t2"], Lines("run.tsv"));
        Assert.Equal(["1", "2", "3", "4"], Lines("clusters.tsv").Select(l => l.Split('\t')[0]));
        Assert.All(Lines("clusters.tsv"), l => Assert.NotEmpty(l.Split('\t')[1]));
        Assert.Matches(@"4 reports, \d+ queries/s, p50 \d+\.\d\d ms, p95 \d+\.\d\d ms, p99 \d+\.\d\d ms, peak memory \d+ MB", output);
        Assert.Contains("ranked 4 of 4", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_hidden_in_the_archive_and_other_fields_change_nothing()
    {
        string[] plain = [.. Enumerable.Range(0, 40).Select(i => Line(i, $"2026-01-{1 + i / 2:00}", $"Subject{i / 2} of policy{i % 3} and locale{i % 5}"))];
        Archive(plain);
        Assert.Equal(VerbExit.Done, (await RunAsync()).Exit);
        var (run, clusters) = (Lines("run.tsv"), Lines("clusters.tsv"));

        Archive([.. plain.Select((l, i) => l[..^1] + $",\"bucket\":{i / 2},\"solo\":{i % 2},\"resolution\":\"Duplicate of {i ^ 1}\"}}")]);
        Assert.Equal(VerbExit.Done, (await RunAsync()).Exit);

        Assert.Equal(run, Lines("run.tsv"));
        Assert.Equal(clusters, Lines("clusters.tsv"));
    }

    [Fact]
    public async Task What_comes_later_changes_nothing_before_it()
    {
        string[] early = [.. Enumerable.Range(0, 30).Select(i => Line(i, $"2026-01-{1 + i / 2:00}", $"Subject{i / 2} of policy{i % 3}"))];
        Archive(early);
        Assert.Equal(VerbExit.Done, (await RunAsync()).Exit);
        var run = Lines("run.tsv");

        Archive([.. early, .. Enumerable.Range(100, 30).Select(i => Line(i, $"2026-03-{i - 99:00}", $"Subject{i % 7} of policy{i % 3}"))]);
        Assert.Equal(VerbExit.Done, (await RunAsync()).Exit);

        Assert.Equal(run, Lines("run.tsv").Take(30));
    }

    [Fact]
    public async Task The_window_counts_whole_days()
    {
        Archive(
            Line(1, "2026-01-01T08:00:00Z", "Appeal deadline"), Line(2, "2026-01-11T23:00:00Z", "Appeal deadline"), Line(3, "2026-01-12T01:00:00Z", "Appeal deadline"));

        Assert.Equal(VerbExit.Done, (await RunAsync("--window", "10")).Exit);

        Assert.Equal(["1\t", "2\t1", "3\t2"], Lines("run.tsv"));
    }

    [Fact]
    public async Task Labels_are_learned_from_their_day_on_and_their_pairs_stay_together()
    {
        Archive([.. Pairs(60)]);
        await File.WriteAllLinesAsync(At("pairs.tsv"), Enumerable.Range(0, 40).Select(i => $"{2 * i + 1}\t{2 * i}"));
        Assert.Equal(VerbExit.Done, (await RunAsync()).Exit);
        var without = Lines("run.tsv");

        var (exit, output, _) = await RunAsync("--labels", At("pairs.tsv"), "--train-before", "2026-02-10");

        Assert.Equal(VerbExit.Done, exit);
        Assert.Contains("Learned from 40 pairs.", output, StringComparison.Ordinal);
        Assert.Equal(without.Take(80), Lines("run.tsv").Take(80));
        var cluster = Lines("clusters.tsv").Select(l => l.Split('\t')).ToDictionary(l => l[0], l => l[1]);
        Assert.All(Enumerable.Range(0, 40), i => Assert.Equal(cluster[$"{2 * i}"], cluster[$"{2 * i + 1}"]));
    }

    [Fact]
    public async Task Few_labels_teach_nothing_and_that_is_told()
    {
        Archive([.. Pairs(30)]);
        await File.WriteAllTextAsync(At("pairs.tsv"), "1\t0\n");

        var (exit, output, _) = await RunAsync("--labels", At("pairs.tsv"), "--train-before", "2026-06-01");

        Assert.Equal(VerbExit.Done, exit);
        Assert.Contains("Learned nothing", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("maya@example.com")]
    [InlineData("[1]")]
    [InlineData("{\"id\":2}")]
    [InlineData("{\"created\":\"2026-01-01\"}")]
    [InlineData("{\"id\":2,\"created\":\"yesterday\",\"summary\":\"maya@example.com\"}")]
    [InlineData("{\"id\":\"a b\",\"created\":\"2026-01-01\"}")]
    [InlineData("{\"id\":2,\"created\":\"2026-01-01\",\"summary\":\"\\ud83d\"}")]
    [InlineData("{\"id\":1,\"created\":\"2026-01-01\"}")]
    public async Task A_line_that_is_no_report_is_told_by_number_alone(string line)
    {
        Archive(Line(1, "2026-01-01", "Appeal"), line);

        var (exit, output, error) = await RunAsync();

        Assert.Equal((VerbExit.Unusable, ""), (exit, output));
        Assert.StartsWith("--reports, line 2: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("maya", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1\t9", "line 1: an id that is not among the reports")]
    [InlineData("1", "line 1: not two ids")]
    [InlineData("1\t1", "line 1: one report with itself")]
    [InlineData("1\t2\n3\t1", "line 2: a report from --train-before or later")]
    public async Task Labels_that_cannot_be_used_are_told_by_line(string pairs, string message)
    {
        Archive(Line(1, "2026-01-01", "Appeal"), Line(2, "2026-01-02", "Appeal"), Line(3, "2026-02-01", "Appeal"));
        await File.WriteAllTextAsync(At("pairs.tsv"), pairs);

        var (exit, _, error) = await RunAsync("--labels", At("pairs.tsv"), "--train-before", "2026-02-01");

        Assert.Equal(VerbExit.Unusable, exit);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--train-before", "01.02.2026", "--train-before")]
    [InlineData("--window", "-1", "--window")]
    [InlineData("--labels", "nowhere.tsv", "--labels needs --train-before")]
    public async Task An_option_that_cannot_be_used_is_named(string option, string value, string message)
    {
        Archive(Line(1, "2026-01-01", "Appeal"));

        var (exit, output, error) = await RunAsync(option, value);

        Assert.Equal((VerbExit.Unusable, ""), (exit, output));
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_and_broken_files_are_told()
    {
        Assert.Equal(VerbExit.Unusable, (await RunAsync()).Exit);

        await File.WriteAllBytesAsync(At("reports.ndjson.gz"), [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6, 7, 8]);
        var (exit, _, error) = await RunAsync();
        Assert.Equal(VerbExit.Unusable, exit);
        Assert.StartsWith("--reports, line 1: ", error, StringComparison.Ordinal);

        Archive(Line(1, "2026-01-01", "Appeal"));
        var (noLabels, _, told) = await RunAsync("--labels", At("nowhere.tsv"), "--train-before", "2026-01-01");
        Assert.Equal(VerbExit.Unusable, noLabels);
        Assert.Contains("--labels: there is no such file", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archive_without_gzip_is_read_too_and_an_empty_one_is_done_at_once()
    {
        await File.WriteAllTextAsync(At("reports.ndjson.gz"), Line("TIM-7", "2026-01-01", "Appeal") + "\n\n" + Line("TIM-8", "2026-01-02", "Appeal") + "\n");
        Assert.Equal(VerbExit.Done, (await RunAsync()).Exit);
        Assert.Equal(["TIM-7\t", "TIM-8\tTIM-7"], Lines("run.tsv"));

        Archive();
        Assert.Equal(VerbExit.Done, (await RunAsync()).Exit);
        Assert.Empty(Lines("run.tsv"));
        Assert.Empty(Lines("clusters.tsv"));
    }

    [Theory]
    [InlineData("reports.ndjson.gz", "clusters.tsv")]
    [InlineData("run.tsv", "run.tsv")]
    public async Task What_is_read_is_never_written_over(string run, string clusters)
    {
        Archive(Line(1, "2026-01-01", "Appeal"));
        var before = await File.ReadAllBytesAsync(At("reports.ndjson.gz"));
        using var error = new StringWriter();

        var exit = await CommandLine.RunAsync(
            ["lookalikes", "evaluate", "--reports", At("reports.ndjson.gz"), "--run", At(run), "--clusters", At(clusters)],
            new VerbConsole(TextReader.Null, TextWriter.Null, error, false), new VerbProduct([]));

        Assert.Equal(VerbExit.Unusable, exit);
        Assert.Contains("name one file twice", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(At("reports.ndjson.gz")));
    }

    [Fact]
    public async Task It_can_be_stopped()
    {
        Archive([.. Pairs(20)]);
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        Assert.Equal(VerbExit.Stopped, (await RunAsync(stop.Token)).Exit);
    }

    private static IEnumerable<string> Pairs(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var day = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(i);
            yield return Line(2 * i, Written(day), $"subject{i} matter{i} question{i} locale{i % 5} policy{i % 3}");
            yield return Line(2 * i + 1, Written(day.AddHours(5)), $"policy{i % 4} matter{i} asks subject{i} locale{i % 7} question{i}");
        }
    }

    private static string Written(DateTime day) => day.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static string Line(object id, string created, string summary) =>
        JsonSerializer.Serialize(new { id, created, summary, description = "", component = (string?)null, product = "Policy" });

    private void Archive(params string[] lines)
    {
        using var file = File.Create(At("reports.ndjson.gz"));
        using var zipped = new GZipStream(file, CompressionLevel.Fastest);
        zipped.Write(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private string[] Lines(string name) => File.ReadAllLines(At(name));

    private Task<(int Exit, string Output, string Error)> RunAsync(params string[] more) => RunAsync(default, more);

    private async Task<(int Exit, string Output, string Error)> RunAsync(CancellationToken ct, params string[] more)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        string[] line = ["lookalikes", "evaluate", "--reports", At("reports.ndjson.gz"), "--run", At("run.tsv"), "--clusters", At("clusters.tsv"), .. more];
        var exit = await CommandLine.RunAsync(line, new VerbConsole(TextReader.Null, output, error, false), new VerbProduct([]), ct);
        return (exit, output.ToString(), error.ToString());
    }
}
