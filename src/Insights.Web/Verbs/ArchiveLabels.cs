using System.Globalization;
using Insights.Similarity.Learning;

namespace Insights.Web.Verbs;

/// <summary>Pairs of an archive that are known to be the same.</summary>
internal static class ArchiveLabels
{
    /// <summary>Reads and checks them.</summary>
    /// <param name="file">Null for none.</param>
    /// <param name="trainBefore">Both reports of each pair are older.</param>
    /// <param name="reports">The archive.</param>
    /// <param name="ct">Stops between two lines.</param>
    /// <exception cref="InvalidDataException">They cannot be used; the message names the line and never quotes it.</exception>
    public static async Task<List<LabelledPair>> ReadAsync(
        FileInfo? file, DateTimeOffset? trainBefore, IReadOnlyList<ArchiveReport> reports, CancellationToken ct)
    {
        if (file is null) return [];
        if (trainBefore is not { } border) throw new InvalidDataException("--labels needs --train-before: from which day on reports are not learned from.");
        var created = reports.ToDictionary(r => r.Id, r => r.Document.Created, StringComparer.Ordinal);
        var pairs = new List<LabelledPair>();
        var line = 0L;
        try
        {
            using var reader = file.OpenText();
            while (await reader.ReadLineAsync(ct) is { } text)
            {
                line++;
                if (string.IsNullOrWhiteSpace(text)) continue;
                var ids = text.Split('\t', StringSplitOptions.TrimEntries);
                if (ids.Length != 2 || ids[0].Length == 0 || ids[1].Length == 0) throw Fault(line, "not two ids with a tab between.");
                if (!created.TryGetValue(ids[0], out var a) || !created.TryGetValue(ids[1], out var b)) throw Fault(line, "an id that is not among the reports.");
                if (ids[0] == ids[1]) throw Fault(line, "one report with itself.");
                var later = a > b ? a : b;
                if (later >= border) throw Fault(line, "a report from --train-before or later.");
                pairs.Add(new LabelledPair(ids[0], ids[1], Same: true, later));
            }
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new InvalidDataException("--labels: there is no such file, or it may not be read.");
        }

        return pairs;
    }

    private static InvalidDataException Fault(long line, string what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"--labels, line {line}: {what}"));
}
