using GraphQL;
using GraphQL.DataLoader;
using Insights.Core.Clusters;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Reports;
using Insights.GraphQL.Contract;
using Insights.GraphQL.Loading;

namespace Insights.GraphQL.Fields;

/// <summary>What a proposed cluster leads to.</summary>
[FieldsOf(typeof(ProposedClusterView), nameof(ProposedClusterView.CanonicalReportId), nameof(ProposedClusterView.Key))]
internal static class ProposedClusterFields
{
    /// <summary>The report that would stand for them; null when the viewer may not see it.</summary>
    public static IDataLoaderResult<ReportView?> CanonicalReport([FromSource] ProposedClusterView cluster, [FromServices] Loaders loaders) =>
        loaders.Reports.Load(cluster.CanonicalReportId);
}

/// <summary>What a member of a proposed cluster leads to.</summary>
[FieldsOf(typeof(ProposedMemberView))]
internal static class ProposedMemberFields
{
    /// <summary>The gap; null for a report that stands in none.</summary>
    public static IDataLoaderResult<GapView?>? Gap([FromSource] ProposedMemberView member, [FromServices] Loaders loaders) =>
        member.GapId is { } gap ? loaders.Gaps.Load(gap) : null;

    /// <summary>The report; null when the viewer may not see it.</summary>
    public static IDataLoaderResult<ReportView?> Report([FromSource] ProposedMemberView member, [FromServices] Loaders loaders) => loaders.Reports.Load(member.ReportId);
}

/// <summary>Who asked for a sweep.</summary>
[FieldsOf(typeof(ClusterSweepView))]
internal static class ClusterSweepFields
{
    /// <summary>Who asked for it; the product itself where nobody did.</summary>
    public static IDataLoaderResult<PersonView?>? By([FromSource] ClusterSweepView sweep, [FromServices] Loaders loaders) =>
        sweep.By is { } person ? loaders.People.Load(person) : null;
}
