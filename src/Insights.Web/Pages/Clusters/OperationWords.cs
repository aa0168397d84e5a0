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
        OperationKind.KeepApart => Words.Count(operation.KeptApart.Count, "pair", "pairs"),
        OperationKind.Merge => $"{string.Join(", ", operation.Gaps.Where(g => g.StoodBefore && !g.StoodAfter).Select(g => $"G-{g.Number}"))} into {string.Join(", ", operation.Gaps.Where(g => g.StoodAfter).Select(g => $"G-{g.Number}"))}",
        OperationKind.Move or OperationKind.Assign or OperationKind.Label or OperationKind.Break => Words.Count(operation.Gaps.Count, "gap", "gaps"),
        _ when operation.Reports is [var only] => $"R-{only.Number} {Way(only)}",
        _ => Words.Count(operation.ReportCount, "report", "reports"),
    };

    public static string Of(OperationGapView gap) => gap switch
    {
        { StoodBefore: false, StoodAfter: true, StateBefore: null } => "opened",
        { StoodBefore: false, StoodAfter: true } => "stands by itself again",
        { StoodBefore: true, StoodAfter: false } => "stands by itself no more",
        { StateBefore: { } before } when before != gap.StateAfter => $"from “{Words.Of(before)}” to “{Words.Of(gap.StateAfter)}”",
        _ when gap.OwnerBefore != gap.OwnerAfter => gap.OwnerAfter is null ? "nobody answers for it" : "somebody else answers for it",
        _ when !gap.LabelsBefore.SequenceEqual(gap.LabelsAfter) => gap.LabelsAfter.Count == 0 ? "no label any more" : $"labels: {string.Join(", ", gap.LabelsAfter)}",
        _ when gap.CanonicalBefore != gap.CanonicalAfter => "another report stands for it",
        _ => "state as before",
    };

    public static string Way(OperationReportView report) => (report.From, report.To) switch
    {
        ({ } from, { } to) => $"from G-{from} to G-{to}",
        ({ } from, null) => $"out of G-{from}",
        (null, { } to) => $"into G-{to}",
        _ => "",
    };
}
