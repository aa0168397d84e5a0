using System.Text.RegularExpressions;

namespace Insights.Privacy.Rules;

/// <summary>User names and the numbers of accounts, devices and items on a platform.</summary>
internal static partial class AccountRules
{
    public static void Apply(Sweep sweep)
    {
        Handles(sweep);
        if (sweep.Digits > 2) Accounts(sweep);
    }

    private static void Handles(Sweep sweep)
    {
        if (sweep.Ats > 0)
            foreach (Match match in AtName().Matches(sweep.Text))
                if (!CodeWord().IsMatch(match.ValueSpan) && (match.Length > 3 || sweep.At(match.Index + match.Length) == ':' || sweep.Before(NameCue(), match.Index)))
                    sweep.Found(match.Index, match.Index + match.Length, FindingType.Handle, "handle-at", FindingTier.B);

        if (sweep.Text.Contains('/', StringComparison.Ordinal))
            foreach (Match match in UserPath().Matches(sweep.Text))
                sweep.Found(match.Index, match.Index + match.Length, FindingType.Handle, "handle-path", FindingTier.B);

        foreach (Match match in AnnouncedName().Matches(sweep.Text))
        {
            var name = match.Groups["id"];
            var plain = match.Groups["alone"].Success && !match.Groups["weak"].Success && !NoName().IsMatch(name.ValueSpan);
            if (plain || (ReadsAsName(name.ValueSpan) && !IsFieldName(name.ValueSpan, match.Groups["weak"].Success)))
                sweep.Found(name.Index, name.Index + name.Length, FindingType.Handle, "handle-cue", FindingTier.B);
        }

        if (sweep.Digits < 4) return;

        foreach (Match match in NumberedName().Matches(sweep.Text))
            if (match.Groups["mention"].Success || sweep.Before(NameCue(), match.Index))
                sweep.Found(match.Index, match.Index + match.Length, FindingType.Handle, "handle-number", FindingTier.B);
    }

    private static void Accounts(Sweep sweep)
    {
        foreach (Match match in AnnouncedId().Matches(sweep.Text))
        {
            var id = match.Groups["id"];
            var digits = Values.Digits(id.ValueSpan);
            var weak = match.Groups["weak"].Success;
            var bare = match.Groups["bare"].Success;
            if (digits < (weak ? 6 : match.Groups["plural"].Success ? 7 : bare ? 5 : 3) || id.Length < 4 || Values.IsYear(id.ValueSpan)) continue;
            if (weak && sweep.Before(OtherIdCue(), match.Index, 16)) continue;
            if (bare && (Values.IsLongDate(id.ValueSpan) || sweep.After(Values.Unit(), id.Index + id.Length, 16))) continue;
            sweep.Found(id.Index, id.Index + id.Length, FindingType.AccountId, "account-cue", FindingTier.B);
        }
    }

    /// <summary>A letter and a digit or underscore, or a capital or full stop inside: no word of prose.</summary>
    private static bool ReadsAsName(ReadOnlySpan<char> name)
    {
        var (letter, mark) = (false, false);
        for (var i = 0; i < name.Length; i++)
        {
            letter |= char.IsLetter(name[i]);
            mark |= char.IsAsciiDigit(name[i]) || name[i] == '_' || (i > 2 && char.IsUpper(name[i]) && char.IsLower(name[i - 1]))
                || (i > 2 && i < name.Length - 3 && name[i] == '.');
        }

        return letter && mark;
    }

    /// <summary>Names of fields and groups, such as user_id or user group_2.</summary>
    private static bool IsFieldName(ReadOnlySpan<char> name, bool weak)
    {
        if (weak && (name.Length < 5 || !char.IsLetter(name[0]))) return true;
        foreach (var part in name.Split('_'))
            if (!FieldWord().IsMatch(name[part])) return false;
        return true;
    }

    [GeneratedRegex(@"(?:(?<![A-Za-z0-9@./-])|(?<=\b(?:hi|hey|hello|dear|thanks|cc)))@(?=[\w.-]{0,30}\p{L})(?>\w{2,30}(?:[.-]\w{1,29}){0,3})(?![\w@])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AtName();

    [GeneratedRegex(@"(?<![\w/.])/?(?:u|user|users)/(?>[A-Za-z0-9_-]{2,30}(?:\.[A-Za-z0-9_-]{1,30}){0,3})(?<=/[\w.-]{3,90})(?![\w/])")]
    private static partial Regex UserPath();

    [GeneratedRegex(@"\b(?:user ?names?|screen ?names?|display ?names?|nick ?names?|nicks?|gamer ?tags?|player ?tags?|handles?|login(?: names?)?|(?:account|profile|channel) names?|nama pengguna|nama samaran|nama akaun|alias|benutzername|nutzername|spitzname|pseudo(?:nyme)?|nom d'utilisateur|identifiant|usuario|nombre de usuario|apodo|(?:known|posts?|posted|posting|goes|went|online|active|registered|signed in|logged in) (?:on \w{2,20} )?(?:as|by)|(?:telegram|discord|snapchat|snap|instagram|insta|ig|tiktok|kik|wickr|skype|twitter|wechat|steam|roblox|xbox|psn|twitch|reddit|facebook|fb|mastodon|bluesky|threads|signal|youtube|minecraft|fortnite)(?: (?:id|user|username|handle|name|account))?|(?<weak>user_names?|users?|member|player|pengguna|ahli|benutzer|utilisateur))\b(?:[""']? ?[:=|] ?[""'`@]?| (?:is|was|ialah|ist|est|es|war) [""'`@]?| [""'`@]?)(?<id>(?>[A-Za-z0-9]\w{0,29}(?:[.-]\w{1,29}){0,3})(?<=[\w.-]{3}))(?!\w)(?<alone>(?<=[:=|] ?[""'`@]?[\w.-]{3,90})(?= ?(?:[,;)""'`]|\.?(?:\s|$)(?!\w)|\n|$)))?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex AnnouncedName();

    /// <summary>Quiet#0420; and the long number a chat writes for a mention.</summary>
    [GeneratedRegex(@"(?<![\w#])[A-Za-z][\w.]{1,31}#\d{4}(?!\w)|(?<mention><@!?\d{15,20}>)", RegexOptions.ExplicitCapture)]
    private static partial Regex NumberedName();

    /// <summary>"user id 123", "account no AC-123"; bare "account 12345"; weak "ID 123456".</summary>
    [GeneratedRegex(@"(?<![\w-])(?:(?:user|account|acct|acc|a/c|member|membership|profile|customer|client|subscriber|player|device|bank account|akaun|pengguna|ahli|pelanggan|konto|kunden|nutzer|benutzer|mitglieds|employee|staff|badge|loyalty|wallet)[ _-]?(?:ids?|nos?|numbers?|nummer|num|nr|nombor|bil|uid|refs?|reference|identifier|#)|(?:channel|session|post|message|chat|group|guild|media|content|object|advertising|subject|video|stream|upload|photo|image|file|thread|server|installation|android|idfa|gaid|cookie|visitor|tenant|creator|seller|publisher|page|page|author|owner|sender|recipient|uploader|poster|reporter)[ _-]?(?:ids?|identifier)|(?:id|nombor|no\.?) (?:pengguna|akaun|ahli|pelanggan|peranti)|num[ée]ro (?:de )?(?:compte|client|membre)|compte n[°o]\.?|n[°º]\.? (?:de )?(?:compte|cuenta|client)|n[úu]mero de (?:cuenta|cliente|usuario|socio)|id de (?:usuario|cuenta|cliente)|uids?|userid|imei|imsi|steam ?id(?:64)?|(?<bare>account|acct|a/c|akaun|user|identifiant|konto|compte|cuenta|profile|member|(?<plural>accounts|users))|(?<weak>id))(?![\w-])\.?(?: (?:is|was|ialah|ist|est|es))?(?:[""']? ?[:=#|] ?#?| - | )[""'`#(]?(?<id>-?(?=[A-Z0-9_.-]{0,30}\d)(?>[A-Z0-9]{1,30}(?:[_.:-][A-Z0-9]{1,30}){0,5}))(?!\w)|(?<![\w-])(?<id>STEAM_[0-5]:[01]:\d{4,12})(?!\w)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex AnnouncedId();

    [GeneratedRegex(@"\b(?:user|users|username|account|accounts|handle|handles|profile|nick|nickname|alias|tag|gamertag|player|screen|discord|telegram|instagram|insta|tiktok|twitter|snapchat|kik|follow|followed|add|added|contact|contacted|message|messaged|dm|akaun|pengguna|by|from|hi|hello|ask|asked|cc)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NameCue();

    /// <summary>Words that follow an @ in style sheets, source code and documentation.</summary>
    [GeneratedRegex(@"^@(?:media|import|charset|keyframes|supports|font|font-face|page|layer|container|property|include|extends?|mixin|params?|returns?|throws|override|deprecated|author|since|see|todo|test|before|after|beforeeach|aftereach|click|submit|model|bind|component|latest|next|types|else|each|for|foreach|while|section|functions|inherits|layout|if|code|using|inject|rest|least|most|scale|once|link|ref|id|key|value|type|class|def|end|interface|autowired|entity|table|column|nullable|notnull|get|post|put|delete|query|decorator|property|staticmethod|dataclass|fixture|mock|v\d{1,3})$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CodeWord();

    [GeneratedRegex(@"^(?:none|unknown|missing|required|redacted|removed|hidden|blank|empty|optional|yes|no|tbd|not|any|n\.?a|see|as|the|tiada|null|nil|true|false|masked|withheld|anonymous|deleted)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NoName();

    [GeneratedRegex(@"^(?:users?|names?|ids?|accounts?|case|ref|reference|type|key|field|status|state|count|age|band|min|max|country|region|policy|clause|label|text|date|time|code|level|role|group|cohort|segment|test|set|list|table|column|row|flag|score|tier|version|v\d{1,3}|\d{1,4}|first|last|display|screen|email|phone|number|value|is|has|reports?|created|updated|at|by|on|of|in|to|per|max|total|new|old|h\d|q\d|p\d{1,2}|t\d|e\.g|i\.e|[a-z]|x{1,30})$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FieldWord();

    [GeneratedRegex(@"\b(?:policy|clause|gap|precedent|rule|label|template|section|control|decision|event|case|kes|ticket|tiket|report|laporan|incident|escalation|job|item|queue|tip|build|run|model|dataset|sample|row|form|schema|question|rubric|task|term|test|measure)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OtherIdCue();
}
