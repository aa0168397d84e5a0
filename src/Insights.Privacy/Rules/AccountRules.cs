using System.Text.RegularExpressions;

namespace Insights.Privacy.Rules;

/// <summary>User names and the numbers of accounts, devices and items on a platform.</summary>
internal static partial class AccountRules
{
    public static void Apply(Sweep sweep)
    {
        foreach (Match match in AtName().Matches(sweep.Text))
            if (!CodeWord().IsMatch(match.ValueSpan) && (match.Length > 4 || sweep.Before(NameCue(), match.Index)))
                sweep.Found(match.Index, match.Index + match.Length, FindingType.Handle, "handle-at", FindingTier.B);

        foreach (Match match in UserPath().Matches(sweep.Text))
            sweep.Found(match.Index, match.Index + match.Length, FindingType.Handle, "handle-path", FindingTier.B);

        foreach (Match match in AnnouncedName().Matches(sweep.Text))
        {
            var name = match.Groups["id"];
            if (HasDigitOrLine(name.ValueSpan) || (match.Groups["alone"].Success && !NoName().IsMatch(name.ValueSpan)))
                sweep.Found(name.Index, name.Index + name.Length, FindingType.Handle, "handle-cue", FindingTier.B);
        }

        foreach (Match match in NumberedName().Matches(sweep.Text))
            if (sweep.Before(NameCue(), match.Index))
                sweep.Found(match.Index, match.Index + match.Length, FindingType.Handle, "handle-number", FindingTier.B);

        foreach (Match match in AnnouncedId().Matches(sweep.Text))
        {
            var id = match.Groups["id"];
            var digits = Values.Digits(id.ValueSpan);
            if (digits >= (match.Groups["weak"].Success ? 6 : match.Groups["bare"].Success ? 5 : 3) && id.Length >= 4
                && !Values.IsYear(id.ValueSpan) && !(match.Groups["weak"].Success && sweep.Before(OtherIdCue(), match.Index, 16)))
                sweep.Found(id.Index, id.Index + id.Length, FindingType.AccountId, "account-cue", FindingTier.B);
        }
    }

    private static bool HasDigitOrLine(ReadOnlySpan<char> name)
    {
        var letter = false;
        var mark = false;
        foreach (var c in name)
        {
            letter |= char.IsLetter(c);
            mark |= char.IsAsciiDigit(c) || c == '_';
        }

        return letter && mark;
    }

    [GeneratedRegex(@"(?<![\w@./-])@(?>[A-Za-z0-9_][\w.-]{0,28})(?<=\w\w)(?![\w@])")]
    private static partial Regex AtName();

    [GeneratedRegex(@"(?<![\w/.])/?(?:u|user|users)/(?>[A-Za-z0-9_-]{3,30})(?![\w/])")]
    private static partial Regex UserPath();

    [GeneratedRegex(@"\b(?:user ?names?|screen ?names?|nick ?names?|nicks?|gamer ?tags?|handles?|login(?: names?)?|nama pengguna|nama samaran|alias|benutzername|pseudo|usuario|(?:telegram|discord|snapchat|snap|instagram|insta|ig|tiktok|kik|wickr|skype|twitter|wechat|steam|roblox|xbox|psn|twitch|reddit|facebook|fb)(?: (?:id|user|username|handle|name|account))?)\b(?:(?<mark> ?[:=] ?[""'@]?| (?:is|ialah) [""'@]?| [""'@]?))(?<id>(?>[A-Za-z0-9](?:[\w.-]{1,28}[A-Za-z0-9_])))(?!\w)(?<alone>(?<=[:=] ?[""'@]?[\w.-]{3,30})(?= ?(?:[,;)""']|\.?(?:\s|$)(?!\w)|\n|$)))?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex AnnouncedName();

    [GeneratedRegex(@"(?<![\w#])[A-Za-z][\w.]{1,31}#\d{4}(?!\w)")]
    private static partial Regex NumberedName();

    /// <summary>"user id 123", "account no AC-123"; bare "account 12345"; weak "ID 123456".</summary>
    [GeneratedRegex(@"(?<![\w-])(?:(?:user|account|acct|acc|a/c|member|membership|profile|customer|client|subscriber|player|device|akaun|pengguna|ahli|pelanggan|konto|employee|staff|badge)[ _-]?(?:ids?|nos?|numbers?|num|nr|nombor|bil|uid)|(?:channel|session|post|message|chat|group|guild|media|content|object|advertising|subject|video|stream|upload)[ _-]?ids?|(?:id|nombor|no\.?) (?:pengguna|akaun|ahli|pelanggan)|uids?|imei|imsi|steam ?id(?:64)?|(?<bare>accounts?|acct|akaun|users?|konto)|(?<weak>id))(?![\w-])\.?(?: (?:is|was|ialah))?(?: ?[:=#] ?| )[""'#]?(?<id>(?=[A-Z0-9_.-]{0,30}\d)(?>[A-Z0-9]{1,30}(?:[_.-][A-Z0-9]{1,30}){0,5}))(?!\w)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex AnnouncedId();

    [GeneratedRegex(@"\b(?:user|users|username|account|accounts|handle|handles|profile|nick|nickname|alias|tag|gamertag|discord|telegram|instagram|insta|tiktok|twitter|snapchat|kik|follow|followed|contact|contacted|message|messaged|dm|akaun|pengguna|by|from)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NameCue();

    /// <summary>Words that follow an @ in style sheets, source code and documentation.</summary>
    [GeneratedRegex(@"^@(?:media|import|charset|keyframes|supports|font|page|layer|container|property|include|extends?|mixin|params?|returns?|throws|override|deprecated|author|since|see|todo|test|before|after|click|submit|model|bind|component|latest|next|types|else|each|code|using|inject|rest|least|most|scale|once)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CodeWord();

    [GeneratedRegex(@"^(?:none|unknown|missing|required|redacted|removed|hidden|blank|empty|optional|yes|no|tbd|not|any|n\.?a|see|as|the|tiada)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NoName();

    [GeneratedRegex(@"\b(?:policy|clause|gap|precedent|rule|label|template|section|control|decision|event|case|kes|ticket|tiket|report|laporan|incident|escalation|job|item|queue|tip)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OtherIdCue();
}
