using Insights.Core.Pipeline;
using Insights.Core.Policies;

namespace Insights.Core.Reports;

/// <summary>Holds the codes of a form against the catalogue.</summary>
internal static class FormCodes
{
    public static List<Refusal> Unknown(Catalogue catalogue, ReportForm form, string at) =>
    [
        .. new[]
        {
            catalogue.Unknown(CodeList.Area, form.Area, at, "area"),
            catalogue.UnknownClause(form.Clause, form.ClauseVersion, at, "clause"),
            catalogue.Unknown(CodeList.Surface, form.Surface, at, "surface"),
            catalogue.Unknown(CodeList.Language, form.Language, at, "language"),
            catalogue.Unknown(CodeList.Region, form.Region, at, "region"),
            catalogue.UnknownClause(form.NearestClause, null, at, "nearestClause"),
        }.OfType<Refusal>(),
    ];
}
