using System.Globalization;
using Insights.Core.Cases;
using Insights.Core.Data;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Privacy;

namespace Insights.Core.Reports;

/// <summary>Holds the codes of a form against the catalogue, and the keys of its case references against the key ring.</summary>
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

    /// <summary>A new report does not rest on a clause that is retired; one that stands may be amended all the same.</summary>
    private static IEnumerable<Refusal> Retired(Catalogue catalogue, ReportForm form, string at) =>
        catalogue.Retired(form.Clause, at, "clause") is { } retired ? [retired] : [];

    /// <summary>The same, and a clause that is retired, and case references whose key is retired or unknown: a new report cites none of those.</summary>
    public static List<Refusal> Unknown(Catalogue catalogue, CaseExchange cases, ReportForm form, string at) =>
        [.. Unknown(catalogue, form, at), .. Retired(catalogue, form, at), .. NotCitable(cases, form, [], at)];

    /// <summary>Case references whose key is retired or unknown, but for those that are cited already: what stands is not rewritten.</summary>
    public static List<Refusal> NotCitable(CaseExchange cases, ReportForm form, IReadOnlyList<CaseToken> cited, string at) =>
    [
        .. from reference in form.CaseReferences.Select((text, i) => (Token: CaseToken.Parse(text), Index: i))
           where !cited.Contains(reference.Token)
           let problem = cases.ProblemOf(reference.Token)
           where problem is not null
           select Refusal.Of(RefusalCode.NotACaseReference, CaseExchange.Sentence(problem.Value),
               at, "caseReferences", reference.Index.ToString(CultureInfo.InvariantCulture)),
    ];
}
