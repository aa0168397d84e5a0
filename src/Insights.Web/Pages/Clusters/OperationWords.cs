using Insights.Core.Clusters;
using Insights.Core.Gaps;
using Insights.Web.Pages.Shared;

namespace Insights.Web.Pages.Clusters;

/// <summary>What an operation did, in words.</summary>
internal static class OperationWords
{
    public static string Summary(OperationView operation) => operation.Kind switch
    {
        OperationKind.Undo => $"O-{operation.UndoesNumber}",
        OperationKind.KeepApart => Words.Count(operation.KeptApart.Count, Texts.T("pair"), Texts.T("pairs")),
        OperationKind.Merge => Texts.T("{0} into {1}", string.Join(", ", operation.Gaps.Where(g => g.StoodBefore && !g.StoodAfter).Select(g => $"G-{g.Number}")), string.Join(", ", operation.Gaps.Where(g => g.StoodAfter).Select(g => $"G-{g.Number}"))),
        OperationKind.Move or OperationKind.Assign or OperationKind.Label or OperationKind.Break => Words.Count(operation.Gaps.Count, Texts.T("gap"), Texts.T("gaps")),
        _ when operation.Reports is [var only] => $"R-{only.Number} {Way(only)}",
        _ => Words.Count(operation.ReportCount, Texts.T("report"), Texts.T("reports")),
    };

    public static string Of(OperationGapView gap) => gap switch
    {
        { StoodBefore: false, StoodAfter: true, StateBefore: null } => "opened",
        { StoodBefore: false, StoodAfter: true } => Texts.T("stands by itself again"),
        { StoodBefore: true, StoodAfter: false } => Texts.T("stands by itself no more"),
        { StateBefore: { } before } when before != gap.StateAfter => Texts.T("from “{0}” to “{1}”", Words.Of(before), Words.Of(gap.StateAfter)),
        _ when gap.OwnerBefore != gap.OwnerAfter => gap.OwnerAfter is null ? Texts.T("nobody answers for it") : Texts.T("somebody else answers for it"),
        _ when !gap.LabelsBefore.SequenceEqual(gap.LabelsAfter) => gap.LabelsAfter.Count == 0 ? Texts.T("no label any more") : Texts.T("labels: {0}", string.Join(", ", gap.LabelsAfter)),
        _ when gap.CanonicalBefore != gap.CanonicalAfter => Texts.T("another report stands for it"),
        _ => Texts.T("state as before"),
    };

    public static string Way(OperationReportView report) => (report.From, report.To) switch
    {
        ({ } from, { } to) => Texts.T("from G-{0} to G-{1}", from, to),
        ({ } from, null) => Texts.T("out of G-{0}", from),
        (null, { } to) => Texts.T("into G-{0}", to),
        _ => "",
    };
}
