using System.Text.RegularExpressions;

namespace Insights.Privacy.Rules;

/// <summary>Ids and user names whose label stands further off: "account number (old system) …", "… is the case number".</summary>
internal static partial class LabelRules
{
    private const int Reach = 52;

    public static void Apply(Sweep sweep)
    {
        if (!Label().IsMatch(sweep.Text)) return;

        foreach (var match in Token().EnumerateMatches(sweep.Text))
        {
            var value = sweep.Text.AsSpan(match.Index, match.Length);
            var digits = Values.Digits(value);
            var (start, end) = (match.Index, match.Index + match.Length);
            if (digits >= 4 && !Values.IsYear(value) && !DateLike().IsMatch(value))
            {
                if (sweep.Before(AccountBefore(), start, Reach) || sweep.After(AccountAfter(), end, 44))
                    sweep.Found(start, end, FindingType.AccountId, "account-label", FindingTier.B);
                else if (sweep.Before(CaseBefore(), start, Reach) || sweep.After(CaseAfter(), end, 44))
                    sweep.Found(start, end, FindingType.CaseId, "case-label", FindingTier.B);
            }

            if (IsHyphenated(value) && sweep.After(NameItself(), end, 36))
                sweep.Found(start, end, FindingType.Handle, "handle-label", FindingTier.B);
            else if (ReadsAsName(value) && (sweep.Before(NameBefore(), start, Reach) || sweep.After(NameAfter(), end, 36)))
                sweep.Found(start, end, FindingType.Handle, "handle-label", FindingTier.B);
        }
    }

    private static bool ReadsAsName(ReadOnlySpan<char> value) =>
        value.Length >= 5 && char.IsLetter(value[0]) && value.ContainsAny('_', '.') | value.ContainsAnyInRange('0', '9')
        && value.ContainsAnyInRange('a', 'z');

    /// <summary>onyx-raven is a word of prose unless the sentence says that it is the name.</summary>
    private static bool IsHyphenated(ReadOnlySpan<char> value) => value.Length >= 7 && value.IndexOf('-') is > 2 && Values.Digits(value) == 0;

    [GeneratedRegex(@"^[""'`]? (?:is|was) (?:the|his|her|their|my) (?:user ?name|handle|screen name|nickname|alias)(?= ?(?:[.,;)]|$))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NameItself();

    [GeneratedRegex(@"\b(?:account|discord|telegram|snapchat|instagram|tiktok|kik|reddit|twitter|wechat|steam|roblox|twitch|user|usernames?|handles?|case|ticket|report|member|customer|profile|akaun|pengguna|kes|laporan|konto|benutzername|fall|compte|cuenta|caso)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Label();

    [GeneratedRegex(@"(?<![\w.@/-])(?>[A-Z0-9]\w{0,29}(?:[.-]\w{1,29}){0,4})(?![\w@/])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Token();

    [GeneratedRegex(@"^\d{1,4}[.-]\d{1,2}[.-]\d{1,4}$|^\d{1,3}(?:\.\d{1,3}){2,5}$|^(?:19|20)\d\d-(?:\d\d|\d{4})$")]
    private static partial Regex DateLike();

    [GeneratedRegex(@"\b(?:(?:account|user|member(?:ship)?|customer|profile|player|device) (?:ids?|no|number)|(?:id|nombor) (?:akaun|pengguna)|kontonummer|num[ée]ro de compte|n[úu]mero de cuenta)\b(?! ?\d)(?:\.(?= (?:of|for|in|on|used|given|shown|from|by)\b))?(?:(?!\. )[^;:!?0-9]){0,36}(?::|\)| is| was| ialah| ist| est| es) ?[""'`]?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AccountBefore();

    [GeneratedRegex(@"^[""'`]?(?:,| -| =|,? as| is| was| ialah|,? which is)? ?\(?(?:(?:the|an?|his|her|their|my|old|new) ){0,2}(?:account|user|member(?:ship)?|customer|profile) (?:ids?|no|number)\b|^[""'`]? (?:is|was) (?:the|his|her|their|my) (?:account|profile)(?= ?(?:[.,;)]|$))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AccountAfter();

    [GeneratedRegex(@"\b(?:(?:case|ticket|report|incident|referral|complaint) (?:ids?|no|number|ref(?:erence)?)|(?:id|nombor) (?:kes|laporan|tiket)|fallnummer|num[ée]ro de dossier|n[úu]mero de caso)\b(?! ?\d)(?:\.(?= (?:of|for|in|on|used|given|shown|from|by)\b))?(?:(?!\. )[^;:!?0-9]){0,36}(?::|\)| is| was| ialah| ist| est| es) ?[""'`]?$|\b(?:ticket|case|incident|complaint|referral) (?:opened|filed|raised|logged|created|closed|reopened|quoted|cited|linked|mentioned)\b(?:(?!\. )[^;:!?0-9]){0,24}: ?[""'`]?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CaseBefore();

    [GeneratedRegex(@"^[""'`]?(?:,| -| =|,? as| is| was| ialah|,? which is)? ?\(?(?:(?:the|an?|his|her|their|my|old|new) ){0,2}(?:case|ticket|incident|referral|complaint) (?:ids?|no|number|ref(?:erence)?)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CaseAfter();

    [GeneratedRegex(@"\b(?:user ?names?|handles?|screen names?|nick(?:name)?s?|alias|nama pengguna|benutzername|pseudo|nombre de usuario)\b(?:(?!\. )[^;:!?0-9_]){0,36}(?::|\)| is| was(?: last)?| ialah| ist| war(?: zuletzt)?| est| es) ?[""'`@]?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NameBefore();

    [GeneratedRegex(@"^[""'`]?(?:,| -| is| was| ialah| ist| war)? ?\(?(?:(?:the|an?|his|her|their|my|old|new|der) ){0,2}(?:user ?name|handle|screen name|nickname|alias|nama pengguna|benutzername|(?<=^ )on (?:discord|telegram|snapchat|instagram|tiktok|kik|reddit|twitter|wechat|steam|roblox|twitch))\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NameAfter();
}
