using System.Globalization;

namespace Insights.Web.Verbs;

/// <summary>Tells how far the import is: one line drawn over on a terminal, a line every thousand rows otherwise.</summary>
internal sealed class ImportProgress(TextWriter to, bool redraws, long rows, TimeProvider clock)
{
    private const int RowsPerLine = 1_000;
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(200);

    private readonly long _start = clock.GetTimestamp();
    private TimeSpan _drawn = TimeSpan.MinValue;

    public void After(ImportTally tally)
    {
        var elapsed = clock.GetElapsedTime(_start);
        if (redraws && (tally.Rows == rows || elapsed - Redraw >= _drawn))
        {
            _drawn = elapsed;
            to.Write($"\r{Line(tally, elapsed)}\u001b[K");
            if (tally.Rows == rows)
                to.WriteLine();
        }
        else if (!redraws && (tally.Rows == rows || tally.Rows % RowsPerLine == 0))
        {
            to.WriteLine(Line(tally, elapsed));
        }
    }

    private string Line(ImportTally tally, TimeSpan elapsed)
    {
        var rate = elapsed > TimeSpan.Zero ? string.Create(CultureInfo.InvariantCulture, $", {tally.Rows / elapsed.TotalSeconds:N0} a second") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{tally.Rows:N0} of {rows:N0} rows{rate}, {tally.Refused:N0} refused");
    }
}
