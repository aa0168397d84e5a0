using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Privacy;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Metrics;

/// <summary>Which of the items.</summary>
public enum MetricPart
{
    /// <summary>Those in the numerator.</summary>
    Counted,

    /// <summary>The others of the denominator.</summary>
    Others,

    /// <summary>The denominator.</summary>
    Judged,

    /// <summary>Those that are in neither, because it is too early to tell.</summary>
    NotJudged,
}

/// <summary>The items that a number counts, the newest first, page by page.</summary>
/// <param name="Metric">Of which metric.</param>
/// <param name="Filter">Over which time and of what.</param>
/// <param name="Cohort">Only this week or month, as in 2026-W10.</param>
/// <param name="Part">Only this part of them; without it, all.</param>
/// <param name="Cell">Open gaps of this clause and severity only.</param>
/// <param name="First">How many at most, 1 to 100.</param>
/// <param name="After">The key of the last item read.</param>
[Requires(Permission.ReadMetrics)]
public sealed record MetricItems(Metric Metric, MetricFilter Filter, string? Cohort, MetricPart? Part, HeatCell? Cell, int First, MetricItemKey? After) : IQuery<Page<MetricItemView>>, IChecked
{
    public void Check(Check check)
    {
        Filter.Check(check);
        check.Code(Cohort, required: false, "cohort").Code(Cell?.Clause, required: false, "clause");
        check.Must(First is >= 1 and <= Page<MetricItemView>.MaxSize, RefusalCode.OutOfRange, "Ask for 1 to 100 items.", "first");
    }
}

internal sealed class MetricItemsHandler(IDbContextFactory<InsightsDb> contexts, MetricBook book)
    : IRequestHandler<MetricItems, Outcome<Page<MetricItemView>>>
{
    public async Task<Outcome<Page<MetricItemView>>> Handle(MetricItems request, CancellationToken cancellationToken)
    {
        var read = await book.ReadAsync(request.Filter, cancellationToken);
        if (!read.Succeeded(out var reading))
            return read.Refusals.ToList();
        var cohort = reading.Period.Cohorts.FirstOrDefault(c => c.Key == request.Cohort);
        if (request.Cohort is not null && cohort is null)
            return Refusal.Of(RefusalCode.OutOfRange, "This week or month is not in the period.", "cohort");

        var entries = reading.Of(request.Metric).Where(e =>
            (cohort is null || (reading.Period.PlaceOf(e.At) is { } place && reading.Period.Cohorts[place] == cohort))
            && Holds(request.Part, e.Counted) && (request.Cell is null || e.Cell == request.Cell));
        if (request.After is { } after)
            entries = entries.Where(e => e.At.ToUnixTimeMilliseconds() is var at && (at < after.At || (at == after.At && e.Number < after.Number)));
        var page = entries.OrderByDescending(e => e.At.ToUnixTimeMilliseconds()).ThenByDescending(e => e.Number).Take(request.First + 1).ToList();
        return Page<MetricItemView>.Of(await TitledAsync(request.Metric, page, cancellationToken), request.First);
    }

    private static bool Holds(MetricPart? part, bool? counted) => part is null || part.Value switch
    {
        MetricPart.Counted => counted is true,
        MetricPart.Others => counted is false,
        MetricPart.Judged => counted is not null,
        MetricPart.NotJudged => counted is null,
    };

    private async Task<List<MetricItemView>> TitledAsync(Metric metric, List<MetricEntry> entries, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var numbers = entries.ConvertAll(e => e.Number);
        var ofReports = MetricEntries.IsOfReports(metric);
        var titles = ofReports
            ? await db.Reports.AsNoTracking().Where(r => numbers.Contains(r.Number)).Select(r => new { r.Number, r.Title }).ToDictionaryAsync(r => r.Number, r => r.Title, ct)
            : await db.Gaps.AsNoTracking().Where(g => numbers.Contains(g.Number)).Select(g => new { g.Number, g.Title }).ToDictionaryAsync(g => g.Number, g => (GuardedText?)g.Title, ct);
        return entries.ConvertAll(e => new MetricItemView
        {
            At = e.At,
            ReportNumber = ofReports ? e.Number : null,
            GapNumber = ofReports ? null : e.Number,
            OperationNumber = e.Operation,
            Title = titles.GetValueOrDefault(e.Number),
            Value = e.Value,
            Finished = e.Finished,
            Counted = e.Counted,
        });
    }
}
