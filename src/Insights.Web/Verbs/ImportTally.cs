using System.Globalization;
using Insights.Core.Pipeline;

namespace Insights.Web.Verbs;

/// <summary>Counts of one run. Numbers, codes, columns and rule names only.</summary>
internal sealed class ImportTally
{
    public long Rows { get; private set; }

    /// <summary>Filed now, or in a dry run: would be filed.</summary>
    public long Filed { get; private set; }

    /// <summary>In already, from an earlier run.</summary>
    public long AlreadyIn { get; private set; }

    public long Refused { get; private set; }

    /// <summary>Of the filed ones, how many look like something that is here already; a dry run asks.</summary>
    public long LookAlike { get; private set; }

    public long Exchanged { get; private set; }

    private readonly SortedDictionary<string, long> _refusals = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _masked = new(StringComparer.Ordinal);
    private double _completeness;

    public void File(RowReading reading, double completeness, bool looksAlike)
    {
        Rows++;
        Filed++;
        LookAlike += looksAlike ? 1 : 0;
        Exchanged += reading.Cases.Count;
        _completeness += completeness;
        foreach (var (rule, count) in reading.Masked)
            _masked[rule] = _masked.GetValueOrDefault(rule) + count;
    }

    public void Pass()
    {
        Rows++;
        AlreadyIn++;
    }

    public void Refuse(IReadOnlyList<Refusal> refusals)
    {
        Rows++;
        Refused++;
        foreach (var reason in refusals.Select(r => $"{RejectedRows.CodeOf(r.Code)} {string.Join('.', r.Path)}").Distinct())
            _refusals[reason] = _refusals.GetValueOrDefault(reason) + 1;
    }

    /// <summary>Writes the summary of the run.</summary>
    public async Task WriteAsync(TextWriter to, bool dryRun, string rejectedFile)
    {
        async Task Line(FormattableString line) => await to.WriteLineAsync(line.ToString(CultureInfo.InvariantCulture));

        await Line($"{Rows,9:N0} rows read");
        await Line($"{Filed,9:N0} {(dryRun ? "would be filed" : "filed")}{(Filed > 0 ? $", {_completeness / Filed:P0} complete on average" : "")}");
        if (dryRun)
            await Line($"{LookAlike,9:N0} of them look like a report that is here already");
        await Line($"{AlreadyIn,9:N0} in already, from an earlier import");
        await Line($"{Refused,9:N0} refused{(Refused > 0 ? $"; the rows are in {Path.GetFileName(rejectedFile)}, with raw text and raw case ids" : "")}");
        foreach (var (reason, count) in _refusals)
            await Line($"{count,13:N0} {reason}");
        await Line($"{Exchanged,9:N0} case references {(dryRun ? "would be" : "were")} kept, no case id");
        await Line($"{_masked.Values.Sum(),9:N0} places {(dryRun ? "would be" : "were")} masked");
        foreach (var (rule, count) in _masked)
            await Line($"{count,13:N0} {rule}");
    }
}
