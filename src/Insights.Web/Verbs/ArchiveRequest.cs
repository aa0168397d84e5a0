using System.Globalization;

namespace Insights.Web.Verbs;

/// <summary>What <c>lookalikes evaluate</c> was asked for.</summary>
/// <param name="Reports">The archive.</param>
/// <param name="Labels">Pairs known to be the same, or null.</param>
/// <param name="TrainBefore">All labels are older than this day.</param>
/// <param name="Window">Days looked back; null for all.</param>
/// <param name="Run">Where rankings go.</param>
/// <param name="Clusters">Where clusters go.</param>
internal sealed record ArchiveRequest(FileInfo Reports, FileInfo? Labels, DateTimeOffset? TrainBefore, int? Window, FileInfo Run, FileInfo Clusters)
{
    /// <summary>Refuses to write over what is read, or two results into one file.</summary>
    /// <exception cref="InvalidDataException">It was asked to.</exception>
    public ArchiveRequest Checked()
    {
        string[] files = [Reports.FullName, .. Labels is null ? [] : new[] { Labels.FullName }, Run.FullName, Clusters.FullName];
        return files.Distinct(StringComparer.Ordinal).Count() == files.Length
            ? this
            : throw new InvalidDataException("--reports, --labels, --run and --clusters name one file twice.");
    }

    /// <exception cref="InvalidDataException">It is no day.</exception>
    public static DateTimeOffset? ReadDay(string? given)
    {
        if (given is null) return null;
        return DateTimeOffset.TryParseExact(given, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var day)
            ? day
            : throw new InvalidDataException("--train-before: not a day as YYYY-MM-DD.");
    }

    /// <exception cref="InvalidDataException">It is below 0.</exception>
    public static int? ReadWindow(int days) => days switch
    {
        0 => null,
        > 0 and <= 36_500 => days,
        _ => throw new InvalidDataException("--window: a number of days from 0, for all, to 36500."),
    };
}
