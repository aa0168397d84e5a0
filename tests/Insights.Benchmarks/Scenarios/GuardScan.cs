using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Insights.Benchmarks.Collection;
using Insights.Benchmarks.Measuring;
using Insights.Privacy;
using Insights.Privacy.Tests.Rules;

namespace Insights.Benchmarks.Scenarios;

/// <summary>The guard over single lines, and over hostile texts of 8,000 and 16,000 characters.</summary>
internal static partial class GuardScan
{
    private const int Passes = 40;
    private const int Length = 8_000;
    private const int Tries = 7;

    public static Task RunAsync()
    {
        var lines = Lines();
        Line(lines, Guard.Default.Scan, Passes / 2);
        Line(lines, Trio, Passes / 2);
        var (product, peer) = (new Rounds(), new Rounds());
        for (var round = 0; round < Contest.RoundCount; round++)
        {
            Take(product, lines, Guard.Default.Scan);
            Take(peer, lines, Trio);
        }

        Console.WriteLine("\n### guard, a line\n");
        Console.WriteLine("| | lines | p50 µs | p95 µs | p99 µs | CPU µs | p50 to peer |\n|---|---|---|---|---|---|---|");
        var ratio = product.RatioTo(peer, 0.5);
        Row("guard", product, string.Create(CultureInfo.InvariantCulture, $"{ratio.Median:0.0} ({ratio.Least:0.0}–{ratio.Greatest:0.0})"));
        Row("peer, three expressions", peer, "");
        Sheet.Note($"{lines.Count} lines of {Rounds.Median(lines.Select(l => (double)l.Length)):0} characters (median), half of them with something to find.");
        Hostile();
        return Task.CompletedTask;
    }

    /// <summary>Every sample of the guard's tests, with and without a finding, and sentences of the demo reports.</summary>
    private static List<string> Lines()
    {
        var samples = Samples.Positive.Select(s => s.Line.Replace("«", "", StringComparison.Ordinal).Replace("»", "", StringComparison.Ordinal)).Where(l => l.Length < 300).ToList();
        var prose = new List<string>();
        foreach (var report in DemoReports.Read())
        {
            report.Replace((_, text) =>
            {
                prose.AddRange(text.Split(". "));
                return text;
            });
        }

        return [.. samples, .. Samples.Negative.Select(s => s.Line), .. prose.Where((_, i) => i % 17 == 0).Take(Math.Max(0, samples.Count - Samples.Negative.Length))];
    }

    private static void Take<T>(Rounds rounds, List<string> lines, Func<string, T> scan)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        var times = Line(lines, scan, Passes);
        rounds.Add(times, Environment.CpuUsage.TotalTime - cpu);
    }

    private static List<double> Line<T>(List<string> lines, Func<string, T> scan, int passes)
    {
        var times = new List<double>(lines.Count * passes);
        for (var pass = 0; pass < passes; pass++)
        {
            foreach (var line in lines)
            {
                var before = Stopwatch.GetTimestamp();
                scan(line);
                times.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
            }
        }

        return times;
    }

    private static void Row(string what, Rounds rounds, string ratio) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"| {what} | {rounds.Samples:N0} | {rounds.Percentile(0.5) * 1000:0.0} | {rounds.Percentile(0.95) * 1000:0.0} | {rounds.Percentile(0.99) * 1000:0.0} | {rounds.Cpu * 1000:0.0} | {ratio} |"));

    /// <summary>The worst shape of each rule, by the least of several runs, so that other work on the machine does not count.</summary>
    private static void Hostile()
    {
        Console.WriteLine("\n### guard, hostile text\n");
        Console.WriteLine("| made from | ms at 8,000 | ms at 16,000 | ratio |\n|---|---|---|---|");
        var worst = 0.0;
        var shapes = Samples.Positive.GroupBy(s => s.RuleId).Select(g => (Rule: g.Key, Of: (Func<int, string[]>)(n => [.. g.SelectMany(s => HostileShapes.Of(s.Line, n))])))
            .Append(("plain repetitions", n => [.. HostileShapes.Plain.Select(unit => HostileShapes.Fill(unit, n))]));
        foreach (var (rule, of) in shapes)
        {
            var (once, twice) = (of(Length), of(2 * Length));
            var ratios = once.Zip(twice, (o, t) => (Once: Fastest(o), Twice: Fastest(t))).OrderByDescending(p => p.Twice / p.Once).ToList();
            var slowest = ratios.MaxBy(p => p.Once);
            worst = Math.Max(worst, ratios[0].Twice / ratios[0].Once);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {rule} | {slowest.Once:0.00} | {slowest.Twice:0.00} | {ratios[0].Twice / ratios[0].Once:0.00} |"));
        }

        Sheet.Note($"Times are of the slowest shape; the ratio is the greatest of all its shapes. Greatest of all: {worst:0.00}.");
    }

    private static double Fastest(string text)
    {
        var fastest = double.MaxValue;
        for (var i = 0; i < Tries; i++)
        {
            var before = Stopwatch.GetTimestamp();
            Guard.Default.Scan(text);
            fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(before).TotalMilliseconds);
        }

        return fastest;
    }

    /// <summary>What a team writes in an afternoon: an e-mail address, a phone number, an IPv4 address, and nothing else.</summary>
    private static int Trio(string line) => Mail().Count(line) + Phone().Count(line) + Address().Count(line);

    [GeneratedRegex(@"[\w.+-]+@[\w-]+\.[\w.-]+")]
    private static partial Regex Mail();

    [GeneratedRegex(@"\+?\d[\d ()-]{7,}\d")]
    private static partial Regex Phone();

    [GeneratedRegex(@"\b\d{1,3}(?:\.\d{1,3}){3}\b")]
    private static partial Regex Address();
}
