using GraphQL;
using GraphQL.DataLoader;
using Insights.Core.Clusters;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Reports;
using Insights.GraphQL.Contract;
using Insights.GraphQL.Loading;

namespace Insights.GraphQL.Fields;

/// <summary>Who stands behind an operation.</summary>
[FieldsOf(typeof(OperationView))]
internal static class OperationFields
{
    /// <summary>Who did it; null where the product itself did.</summary>
    public static IDataLoaderResult<PersonView?> By([FromSource] OperationView operation, [FromServices] Loaders loaders) => loaders.People.Load(operation.By);
}

/// <summary>What a gap in an operation leads to.</summary>
[FieldsOf(typeof(OperationGapView), nameof(OperationGapView.GapId))]
internal static class OperationGapFields
{
    /// <summary>The gap, as it is now.</summary>
    public static IDataLoaderResult<GapView?> Gap([FromSource] OperationGapView touched, [FromServices] Loaders loaders) => loaders.Gaps.Load(touched.GapId);

    /// <summary>Who answered for it before; null where nobody did or it was not recorded.</summary>
    public static IDataLoaderResult<PersonView?>? OwnerBefore([FromSource] OperationGapView touched, [FromServices] Loaders loaders) =>
        touched.OwnerBefore is { } owner ? loaders.People.Load(owner) : null;

    /// <summary>Who answered for it after; null where nobody did or it was not recorded.</summary>
    public static IDataLoaderResult<PersonView?>? OwnerAfter([FromSource] OperationGapView touched, [FromServices] Loaders loaders) =>
        touched.OwnerAfter is { } owner ? loaders.People.Load(owner) : null;
}

/// <summary>What a report in an operation leads to.</summary>
[FieldsOf(typeof(OperationReportView), nameof(OperationReportView.ReportId))]
internal static class OperationReportFields
{
    /// <summary>The report; null when the viewer may not see it.</summary>
    public static IDataLoaderResult<ReportView?> Report([FromSource] OperationReportView moved, [FromServices] Loaders loaders) => loaders.Reports.Load(moved.ReportId);
}

/// <summary>Who answers for a gap on one side of an operation.</summary>
[FieldsOf(typeof(GapSideView), nameof(GapSideView.OwnerId))]
internal static class GapSideFields
{
    /// <summary>Who answers for it.</summary>
    public static IDataLoaderResult<PersonView?>? Owner([FromSource] GapSideView side, [FromServices] Loaders loaders) =>
        side.OwnerId is { } owner ? loaders.People.Load(owner) : null;
}
