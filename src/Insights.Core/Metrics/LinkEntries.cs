using Insights.Core.Gaps;

namespace Insights.Core.Metrics;

/// <summary>Links by when they were made, and which of them were taken back.</summary>
internal static class LinkEntries
{
    /// <summary>What says that reports belong together. What was put back by an undo is the link that it was.</summary>
    public static List<MetricEntry> Of(MetricScope scope, MetricRows rows) =>
    [
        .. from link in rows.Links
           where link.IsFirst && scope.Holds(link.At)
           let operation = rows.Operations.GetValueOrDefault(link.Operation)
           where operation?.Kind is OperationKind.Link or OperationKind.Merge or OperationKind.Group
           let report = rows.Reports.GetValueOrDefault(link.Report)
           where report is not null
           select new MetricEntry(link.At, report.Number, Counted: rows.IsUndone(link.Operation), Operation: operation.Number) { Kind = report.Kind, Area = report.Area },
    ];
}
