using Insights.Core.Feed;

namespace Insights.Core.Calibration;

/// <summary>Agreement as a table, a row a clause and measure; the first rows are over all gaps. Spreadsheets run none of it.</summary>
public static class AgreementCsv
{
    private static readonly string[] Columns =
        ["clause", "measure", "items", "judgements", "tooFew", "observed", "gwet", "gwetLow", "gwetHigh", "alpha", "alphaLow", "alphaHigh", "sure", "asDecided", "notSure", "knew"];

    /// <summary>The table of these agreements.</summary>
    public static byte[] Of(IReadOnlyList<AgreementView> agreements) =>
        FeedCsv.Table(Columns, agreements.SelectMany(a => a.Figures, Row), numbers: true);

    private static object?[] Row(AgreementView agreement, AgreementFigure figure) =>
    [
        agreement.Clause, figure.Measure, figure.Items, figure.Judgements, figure.TooFew, figure.Observed,
        figure.Gwet?.Value, figure.Gwet?.Low, figure.Gwet?.High, figure.Krippendorff?.Value, figure.Krippendorff?.Low, figure.Krippendorff?.High,
        agreement.Sure, agreement.AsDecided, agreement.NotSure, agreement.Knew,
    ];
}
