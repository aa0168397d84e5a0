using System.Globalization;
using Insights.Core.Metrics;

namespace Insights.Web.Pages.Metrics;

/// <summary>One place of a chart.</summary>
/// <param name="Value">Its value, 0 to 1 of the height; null where there is none.</param>
/// <param name="Low">Lower end of its interval.</param>
/// <param name="High">Upper end of its interval.</param>
/// <param name="Items">How many items there are.</param>
public readonly record struct ChartPoint(double? Value, double? Low, double? High, int Items);

/// <summary>The figures of an indicator as places of a chart, and the value that stands at its top.</summary>
public sealed record ChartLine(IReadOnlyList<ChartPoint> Points, double Top, string TopSaid)
{
    /// <summary>The measure where there is one, and else the share.</summary>
    public static ChartLine Of(IndicatorView indicator)
    {
        if (indicator.Whole.Measure is null)
            return new([.. indicator.Cohorts.Select(c => new ChartPoint(c.Share!.Share, c.Share.Low, c.Share.High, c.Items))], 1, "100 %");
        var definition = indicator.Definition;
        var top = definition.Unit switch
        {
            "%" => 100,
            "of 5 steps" => 5,
            _ => Math.Max(1, Math.Ceiling(indicator.Cohorts.Max(c => Math.Max(c.Measure!.Typical ?? 0, c.Measure.NineInTen ?? 0)))),
        };
        return new([.. indicator.Cohorts.Select(c => new ChartPoint(c.Measure!.Typical / top, null, c.Measure.NineInTen / top, c.Items))], top, top.ToString("0", CultureInfo.InvariantCulture));
    }

    public static ChartLine OfCounts(IReadOnlyList<int> counts, int top) =>
        new([.. counts.Select(c => new ChartPoint((double)c / top, null, null, c))], top, top.ToString(CultureInfo.InvariantCulture));
}
