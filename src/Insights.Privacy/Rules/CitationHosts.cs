using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Insights.Privacy.Rules;

/// <summary>Marks addresses on hosts that may be cited, up to a query or fragment.</summary>
internal sealed partial class CitationHosts(IEnumerable<string> hosts)
{
    private readonly FrozenSet<string> hosts = hosts.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public void Mark(Sweep sweep)
    {
        foreach (Match match in Address().Matches(sweep.Text))
            if (Allows(match.Groups["host"].Value))
                sweep.Exempt(match.Index, match.Index + match.Length);
    }

    private bool Allows(string host)
    {
        for (var at = 0; ;)
        {
            if (hosts.Contains(host[at..])) return true;
            at = host.IndexOf('.', at) + 1;
            if (at == 0) return false;
        }
    }

    // A path with an @ is left to the other rules.
    [GeneratedRegex(@"(?<![\w@.-])(?:https?://)?(?<host>(?>[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,6}))(?![\w@.]{0,200}@)(?=[\s/?#.,;:)\]'""]|$)(?:/[^\s?#@<>""]{0,500}(?![^\s?#]{0,200}@))?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
