using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Insights.Privacy;

namespace Insights.Web.Verbs;

/// <summary>
/// Turns what people keep in a column of case ids into references. Both verbs use it, with the same default source,
/// since a case named under two sources would become two cases.
/// </summary>
internal sealed partial class CaseExchange(CaseTokeniser tokeniser, CaseKeyRing keys, string tenant, string source)
{
    /// <summary>The source system whose ids these are, unless it is named.</summary>
    public const string UsualSource = "cases";

    /// <summary>The reference of a raw id, or a reference as it is; otherwise the reason, which never repeats the id.</summary>
    public bool TryExchange(string id, out CaseToken reference, [NotNullWhen(false)] out string? reason)
    {
        reason = null;
        if (CaseToken.TryParse(id, out reference))
        {
            if (!keys.Accepts(reference))
                reason = "This case reference was made with a key that is not configured here.";
        }
        else if (LooksLikeReference().IsMatch(id))
        {
            reason = "This looks like a case reference, but its check character does not fit.";
        }
        else
        {
            try
            {
                reference = tokeniser.Tokenise(tenant, source, id);
            }
            catch (ArgumentException)
            {
                reason = "This is not a case id: it has 1 to 200 characters.";
            }
        }

        return reason is null;
    }

    [GeneratedRegex(@"^\s*CR[0-9]{1,9}-?([0-9A-Z]{5}-){3}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LooksLikeReference();
}
