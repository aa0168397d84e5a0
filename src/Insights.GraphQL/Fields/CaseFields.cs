using GraphQL;
using Insights.Core.Reports;
using Insights.GraphQL.Contract;

namespace Insights.GraphQL.Fields;

/// <summary>What a case leads to.</summary>
[FieldsOf(typeof(CaseView))]
internal static class CaseFields
{
    /// <summary>The reports that cite it and that the viewer may see, the newest first, at most 100.</summary>
    public static IEnumerable<ReportView> Reports([FromSource] CaseView of) => of.Citations.Select(c => c.Report);
}
