namespace Insights.Privacy;

/// <summary>What a deployment may decide about the guard. Checked when a <see cref="Guard"/> is made.</summary>
public sealed record GuardOptions
{
    /// <summary>The options of <see cref="Guard.Default"/>.</summary>
    public static GuardOptions Default { get; } = new();

    /// <summary>
    /// Letters that open a case id in the systems specialists work with, such as <c>CASE</c> in a case number; two to
    /// twelve ASCII letters each, compared without regard to case.
    /// </summary>
    public IReadOnlyList<string> CaseIdPrefixes { get; init; } =
        ["CASE", "ESC", "TKT", "TICKET", "INC", "SR", "RPT", "CS", "JOB", "MOD", "CMP", "SAR", "IWF", "KES", "APL"];

    /// <summary>
    /// Hosts whose addresses may be cited. An entry allows itself and every host below it: <c>gov</c> allows
    /// <c>www.justice.gov</c>. What follows a <c>?</c> or <c>#</c> in such an address is still scanned.
    /// </summary>
    public IReadOnlyList<string> CitationHosts { get; init; } =
        [
            "gov", "gov.uk", "gov.my", "gov.sg", "gov.au", "gc.ca", "europa.eu", "coe.int", "un.org", "ohchr.org", "unicef.org", "interpol.int", "who.int", "oecd.org",
            "iso.org", "rfc-editor.org", "w3.org", "doi.org", "law.cornell.edu",
        ];

    /// <summary>Longest text <see cref="Guard.TryScreen"/> takes, in UTF-16 units; at least 1. Longer texts are refused unscanned.</summary>
    public int MaxLength { get; init; } = 8_000;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxLength, 1);
        if (CaseIdPrefixes.Any(prefix => prefix.Length is < 2 or > 12 || !prefix.All(char.IsAsciiLetter)))
            throw new ArgumentException("A case id prefix is two to twelve ASCII letters.");
        if (CitationHosts.Any(host => host.Length is 0 or > 253 || host[0] == '.' || host[^1] == '.'
            || !host.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-')))
            throw new ArgumentException("A citation host is a plain host name without scheme, star or path.");
    }
}
