using System.Diagnostics;
using System.Globalization;
using Insights.Similarity;
using Insights.Similarity.Clustering;
using Insights.Similarity.Learning;

namespace Insights.Web.Verbs;

/// <summary>Goes once through an archive as if its reports were coming in: each is ranked against what was there before it, and then added.</summary>
/// <remarks>Labels are learned when the first report of the day after them arrives, from what the index holds by then; reports before are ranked by the
/// shipped model. What is learned ranks on only where it did at least as well as the shipped model on the newest fifth of the labels.</remarks>
internal sealed class ArchiveEvaluation(VerbConsole console, ArchiveRequest request, TimeProvider clock)
{
    private const int Ranked = 500;
    private const int ReportsPerLine = 1_000;

    private readonly LookAlikeIndex _index = new(ArchiveReport.Fields);
    private readonly List<double> _milliseconds = [];
    private LookAlikeModel _model = LookAlikeModel.Default;

    /// <exception cref="InvalidDataException">A file or an option cannot be used.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        var reports = await ArchiveReport.ReadAsync(request.Reports, ct);
        var labels = await ArchiveLabels.ReadAsync(request.Labels, request.TrainBefore, reports, ct);
        await using (var run = Created(request.Run, "--run"))
        {
            await using var clusters = Created(request.Clusters, "--clusters");
            await RankAsync(reports, labels, run, ct);
            await ClusterAsync(reports, labels, clusters, ct);
        }

        await TellAsync(reports.Count);
    }

    private async Task RankAsync(List<ArchiveReport> reports, List<LabelledPair> labels, StreamWriter run, CancellationToken ct)
    {
        var learned = labels.Count == 0;
        for (var i = 0; i < reports.Count; i++)
        {
            ct.ThrowIfCancellationRequested();
            var document = reports[i].Document;
            if (!learned && document.Created >= request.TrainBefore)
            {
                await LearnAsync(labels, ct);
                learned = true;
            }

            var start = clock.GetTimestamp();
            var found = _index.Rank(document, _model, Ranked, window: Window(document.Created)).Keys;
            _milliseconds.Add(clock.GetElapsedTime(start).TotalMilliseconds);
            await run.WriteAsync($"{reports[i].Id}\t{string.Join(' ', found)}\n");
            _index.Put(document);
            await ProgressAsync("ranked", i + 1, reports.Count);
        }

        if (!learned) await LearnAsync(labels, ct);
    }

    /// <summary>Whole days, counted from midnight in UTC.</summary>
    private TimeSpan? Window(DateTimeOffset created) =>
        request.Window is { } days ? created.UtcDateTime.TimeOfDay + TimeSpan.FromDays(days) : null;

    private async Task LearnAsync(List<LabelledPair> labels, CancellationToken ct)
    {
        await console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"learning from {labels.Count:N0} pairs"));
        if (new LookAlikeTrainer(_index).Train(labels, _model, ct) is not { } trained)
        {
            await console.Out.WriteLineAsync(
                string.Create(CultureInfo.InvariantCulture, $"Learned nothing: fewer than {LookAlikeTrainer.LeastQuestions} reports have a known like."));
            return;
        }

        var taken = trained.IsNotWorse;
        await console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"Learned from {trained.LabelsUsed} pairs. On the newest fifth, mean reciprocal rank {trained.Measured.MeanReciprocalRank:F3} against {trained.InForce.MeanReciprocalRank:F3} (difference {trained.DifferenceLow:+0.000;-0.000} to {trained.DifferenceHigh:+0.000;-0.000}), in ten {trained.Measured.FoundInTen:F3} against {trained.InForce.FoundInTen:F3}: {(taken ? "taken" : "not taken, the shipped model goes on")}."));
        if (taken) _model = trained.Model;
    }

    private async Task ClusterAsync(List<ArchiveReport> reports, List<LabelledPair> labels, StreamWriter into, CancellationToken ct)
    {
        var together = labels.Select(l => (IReadOnlyList<string>)[l.KeyA, l.KeyB]).ToList();
        var proposer = new ClusterProposer(_index, _model, new ClusterConstraints(together, []));
        var proposed = proposer.Sweep(new Told(console.Error), ct: ct);
        var cluster = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (members, canonical) in proposed.Select(c => (c.Members, c.CanonicalKey)))
        {
            foreach (var member in members) cluster[member.Key] = canonical;
        }

        foreach (var group in proposer.Linked)
        {
            foreach (var key in group) cluster.TryAdd(key, group[0]);
        }

        foreach (var report in reports) await into.WriteAsync($"{report.Id}\t{cluster.GetValueOrDefault(report.Id, report.Id)}\n");
        var sure = proposed.Count(c => c.IsSure);
        await console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{proposed.Count:N0} clusters of {proposed.Sum(c => c.Members.Count):N0} reports proposed, {sure:N0} of them in the band for one-click acceptance."));
    }

    private async Task TellAsync(int reports)
    {
        var sorted = _milliseconds.Order().ToArray();
        double At(double part) => sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)(part * sorted.Length))];
        var seconds = sorted.Sum() / 1000;
        using var process = Process.GetCurrentProcess();
        await console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{reports:N0} reports, {(seconds > 0 ? reports / seconds : 0):F0} queries/s, p50 {At(0.5):F2} ms, p95 {At(0.95):F2} ms, p99 {At(0.99):F2} ms, peak memory {process.PeakWorkingSet64 / (1024.0 * 1024):F0} MB"));
    }

    private async Task ProgressAsync(string what, int done, int all)
    {
        if (done % ReportsPerLine == 0 || done == all)
            await console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{what} {done:N0} of {all:N0}"));
    }

    private static StreamWriter Created(FileInfo file, string option)
    {
        try
        {
            return new StreamWriter(file.Create());
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{option}: the file cannot be written.");
        }
    }

    /// <summary>Says at once how far the sweep is, on the sweeping thread.</summary>
    private sealed class Told(TextWriter to) : IProgress<SweepProgress>
    {
        public void Report(SweepProgress value)
        {
            if (value.Done % (10 * ReportsPerLine) != 0 && value.Done != value.All) return;
            lock (to) to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"compared {value.Done:N0} of {value.All:N0}"));
        }
    }
}
