using System.Text.RegularExpressions;
using Insights.Privacy;

namespace Insights.Core.Cases;

/// <summary>Why something is not exchanged for a case reference.</summary>
public enum CaseProblem
{
    /// <summary>The source issues no id of this form.</summary>
    NotACaseId,

    /// <summary>It is written like a case reference, but its check character does not fit.</summary>
    Mistyped,

    /// <summary>A case reference whose key is not known here.</summary>
    UnknownKey,

    /// <summary>A case reference whose key is retired: it is shown where it stands and not cited anew.</summary>
    RetiredKey,
}

/// <summary>What became of one id: its reference, or the problem with it.</summary>
/// <param name="Reference">The reference, under the active key unless a reference was given.</param>
/// <param name="Older">References of the same case under older keys, newest first; empty where a reference was given.</param>
/// <param name="Problem">Why there is none.</param>
public sealed record CaseExchanged(CaseToken Reference, IReadOnlyList<CaseToken> Older, CaseProblem? Problem);

/// <summary>
/// Turns case ids into references, and forgets them: the one piece of code behind the command, the pages, the import
/// and the offline verb, since a case exchanged in two ways would become two cases. Safe to share.
/// </summary>
public sealed partial class CaseExchange(CaseScheme scheme)
{
    private readonly CaseTokeniser _tokeniser = new(scheme.Keys);

    /// <summary>The reference of a raw id, or a reference as it is.</summary>
    public CaseExchanged Exchange(CaseSource source, string id)
    {
        if (CaseToken.TryParse(id, out var given))
            return new CaseExchanged(given, [], ProblemOf(given));
        if (LooksLikeReference().IsMatch(id))
            return new CaseExchanged(default, [], CaseProblem.Mistyped);
        if (!source.TryNormalise(id, out _))
            return new CaseExchanged(default, [], CaseProblem.NotACaseId);
        var tokens = _tokeniser.TokeniseUnderEveryKey(scheme.Tenant, source.Code, id);
        return new CaseExchanged(tokens[0], [.. tokens.Skip(1)], null);
    }

    /// <summary>Why this reference may not be cited anew; null when it may.</summary>
    public CaseProblem? ProblemOf(CaseToken reference) => scheme.Keys.StateOf(reference) switch
    {
        CaseKeyState.Active or CaseKeyState.VerifyOnly => null,
        CaseKeyState.Retired => CaseProblem.RetiredKey,
        _ => CaseProblem.UnknownKey,
    };

    /// <summary>One sentence for a person, which never repeats what was given.</summary>
    public static string Sentence(CaseProblem problem) => problem switch
    {
        CaseProblem.NotACaseId => "This is not a case id of this system.",
        CaseProblem.Mistyped => "This looks like a case reference, but its check character does not fit. Compare it with where it was copied from.",
        CaseProblem.UnknownKey => "The key of this case reference is not known here. Exchange the case id here for a reference of this place.",
        CaseProblem.RetiredKey => "The key of this case reference is retired. Exchange the case id again for a new reference.",
    };

    /// <summary>With or without hyphens, up to one character short or too many.</summary>
    [GeneratedRegex(@"^\s*CR[0-9]{1,9}-?(?:(?:[0-9A-Z]{5}-){3}|(?:[0-9A-Z]-?){20,22}\s*$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LooksLikeReference();
}
