using System.Globalization;

namespace Insights.Benchmarks.Measuring;

/// <summary>Prints results as a Markdown table, ready for the README.</summary>
internal sealed class Sheet
{
    private readonly List<string> _lines = [];

    /// <summary>A line of latencies, with the ratio of the medians to the peer's where there is one.</summary>
    public void Latency(string what, Rounds taken, Rounds? peer = null)
    {
        var (least, greatest) = taken.Spread(0.95);
        var (byClock, byCpu) = peer is null ? ("", "") : (Ratio(taken.RatioTo(peer, 0.5)), Ratio(taken.CpuRatioTo(peer)));
        _lines.Add(Text($"| {what} | {taken.Samples:N0} | {Ms(taken.Percentile(0.5))} | {Ms(taken.Percentile(0.95))} | {Ms(taken.Percentile(0.99))} | {Ms(least)}–{Ms(greatest)} | {Ms(taken.Cpu)} | {(taken.CpuPercentile(0.95) is { } p95 ? Ms(p95) : "")} | {byClock} | {byCpu} |"));
    }

    public void Print(string title)
    {
        Console.WriteLine($"\n### {title}\n");
        Console.WriteLine("| | calls | p50 ms | p95 ms | p99 ms | p95 of the rounds | CPU ms | CPU p95 | p50 to peer | CPU to peer |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
        _lines.ForEach(Console.WriteLine);
    }

    /// <summary>A plain sentence below or between tables.</summary>
    public static void Note(FormattableString sentence) => Console.WriteLine("\n" + sentence.ToString(CultureInfo.InvariantCulture));

    private static string Ratio((double Median, double Least, double Greatest) r) => Text($"{r.Median:0.00} ({r.Least:0.00}–{r.Greatest:0.00})");

    private static string Ms(double value) => value.ToString(value < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
