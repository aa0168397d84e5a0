using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Insights.Privacy.Rules;

/// <summary>Raw case ids: by the prefixes of the deployment, or by the words before them.</summary>
internal sealed partial class CaseIdRules(IEnumerable<string> prefixes)
{
    private const int FewestDigits = 4;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> prefixes =
        prefixes.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    public void Apply(Sweep sweep)
    {
        if (sweep.Digits < FewestDigits) return;

        for (var match = Prefixed().Match(sweep.Text); match.Success;)
        {
            var found = prefixes.Contains(match.Groups["prefix"].ValueSpan) && ReadsAsPrefixed(match);
            if (found) sweep.Found(match.Index, match.Index + match.Length, FindingType.CaseId, "case-prefix", FindingTier.B);

            // A word that is no prefix may stand before one that is.
            match = Prefixed().Match(sweep.Text, match.Index + (found ? match.Length : match.Groups["prefix"].Length));
        }

        foreach (Match match in Announced().Matches(sweep.Text))
        {
            var id = match.Groups["id"];
            if (!ReadsAsAnnounced(sweep, match, id)) continue;
            sweep.Found(id.Index, id.Index + id.Length, FindingType.CaseId, "case-cue", FindingTier.B);
            var more = Further().Match(sweep.Text, id.Index + id.Length);
            for (; more.Success; more = Further().Match(sweep.Text, more.Index + more.Length))
                sweep.Found(more.Groups["id"].Index, more.Index + more.Length, FindingType.CaseId, "case-list", FindingTier.B);
        }
    }

    private static bool ReadsAsPrefixed(Match match)
    {
        var number = match.Groups["number"].ValueSpan;
        var digits = Values.Digits(number);
        var prefix = match.Groups["prefix"].ValueSpan;

        // Words such as "case 4000" and "job 2024" are prose; INC 0012345 is not.
        if (match.Groups["gap"].ValueSpan is " " or "")
            return (!prefix.ContainsAnyInRange('a', 'z') || (match.Groups["gap"].Length == 0 && digits >= 6 && !Values.IsLongDate(number))) && !Year().IsMatch(number) && digits >= (match.Groups["gap"].Length == 0 ? 4 : 5);
        return digits >= 4 && !Year().IsMatch(number);
    }

    private static bool ReadsAsAnnounced(Sweep sweep, Match match, Group id)
    {
        var value = id.ValueSpan;
        var digits = Values.Digits(value);
        if (Law().IsMatch(value) || Year().IsMatch(value) || Date().IsMatch(value)) return false;
        if (match.Groups["label"].Success) return digits >= 4;

        // "Reports 10000 to 12000", "cases 1000-2000", "escalation 4320 minutes" are counts and ranges; 2020/2016 is a procedure.
        if (Values.IsLongDate(value) || sweep.After(Values.Unit(), id.Index + id.Length, 16)) return false;
        if (match.Groups["strong"].Success) return digits >= 4;
        return digits >= (match.Groups["plural"].Success ? 6 : 5) && !Range().IsMatch(value) && !Procedure().IsMatch(value);
    }

    [GeneratedRegex(@"(?<![\w-])(?<prefix>[A-Z]{2,12})(?<gap>[-_#/:]| ?# ?| ?)(?<number>(?:(?<=[-_#/:])[A-Z]{1,4}[-_/])?\d{1,14}(?:[-_/][A-Z]{0,3}\d{1,12}){0,3}[A-Z]?)(?!\w)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Prefixed();

    [GeneratedRegex(@"\b(?:(?<strong>tickets?|(?:cyber ?)?tip ?lines?(?: reports?)?|cyber ?tips?(?: reports?)?|ncmec(?: report)?|queue items?|review jobs?|moderation jobs?|work items?|tiket|incidents?|insiden|escalations?|eskalasi|service requests?|zendesk|jira|servicenow|salesforce|freshdesk|(?:no\.?|nombor|bil\.?) (?:kes|laporan|aduan|rujukan|tiket))|(?<plural>cases|reports)|(?<!\bin )case(?: file)?|case(?=[ _-](?:ids?|nos?|numbers?|ref|reference)\b)|kes|appeal|rayuan|report|laporan|aduan|complaint|referral|rujukan|job|queue|matter|investigation|siasatan|tip|fall|dossier|affaire|signalement|caso|expediente|incidencia|vorgang|meldung|fallakte|abuse report)(?<label>(?:[ _-]?(?:ids?|nos?|numbers?|num|nr|nummer|nombor|bil|ref|reference|code|file)\b|(?: de (?:caso|expediente|dossier))?[ -]?(?:n[°º.]|n[úu]m\.?|#))\.?| ?#)?(?:(?:[""']? ?[:=#|] ?| - | (?:is|was|ialah|adalah|ist|est|es) | ){1,2})[""'`(]?(?<id>(?=[A-Z0-9_/:-]{0,30}\d)(?>[A-Z0-9]{1,20}(?:[-_/:][A-Z0-9]{1,20}){0,4}))(?!\w)|\b(?<label>(?:fall|vorgangs|ticket|melde|meldungs|akten)-?(?:nummer|nr\.?|id|zeichen)|num[ée]ro d[eu] (?:dossier|ticket|signalement|rapport)|n[úu]mero de (?:caso|expediente|ticket|incidencia|reporte)|nombor (?:kes|laporan|aduan|rujukan|tiket)|(?:our|your|file|ncmec) ref(?:erence)?\.?(?: no\.?)?|ref(?:erence)? (?:no|number|nr)\.?)(?: ?[:=#] ?| (?:is|ialah|ist|est|es) | )(?<id>(?=[A-Z0-9_/:-]{0,30}\d)(?>[A-Z0-9]{1,20}(?:[-_/:][A-Z0-9]{1,20}){0,4}))(?!\w)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Announced();

    /// <summary>The next id of a list; fewer than five digits could be a count.</summary>
    [GeneratedRegex(@"\G(?:, ?(?:and |dan )?| and | & | dan )#?(?<id>(?>[A-Z]{0,4}-?\d{5,14}))(?![\w%]|[.,]\d)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Further();

    /// <summary>A year, or a year and a short serial as policies and papers are numbered.</summary>
    [GeneratedRegex(@"^(?:19|20)\d\d(?:[-/]\d{1,3}|[-/](?:19|20)\d\d)?$")]
    private static partial Regex Year();

    [GeneratedRegex(@"^(?:\d{1,4}[-/]\d{1,2}[-/]\d{1,4}|\d{1,2}:\d\d(?::\d\d)?)$")]
    private static partial Regex Date();

    /// <summary>A year and a serial, as parliaments number.</summary>
    [GeneratedRegex(@"^(?:19|20)\d\d/\d{1,4}$")]
    private static partial Regex Procedure();

    [GeneratedRegex(@"^\d{1,5}-\d{1,5}$")]
    private static partial Regex Range();

    /// <summary>Court references: C-413/23, 2872/02, 12/2019, 1:21-cv-01234, IT-95-17/1, A/HRC/34/60.</summary>
    [GeneratedRegex(@"^(?:[CTF]-\d{1,4}/\d\d|\d{1,5}/\d\d|\d{1,4}/(?:19|20)\d\d|(?:\d:)?\d\d-(?:cv|cr|mj|md|mc)-\d{3,6}(?:-[A-Z]{1,4}){0,3}|\d\d-\d{2,4}|(?:ICC|ICTR|ICTY|IT|SCSL)-\d\d[-/\w]{0,20}|[A-Z](?:/[A-Z]{1,4}){1,3}/\d[\d/]{0,12})$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Law();
}
