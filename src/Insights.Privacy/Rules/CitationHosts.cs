using System.Buffers;
using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Insights.Privacy.Rules;

/// <summary>Marks addresses on hosts that may be cited, up to a query or fragment.</summary>
internal sealed partial class CitationHosts(IEnumerable<string> hosts)
{
    private const int Ahead = 200;
    private static readonly SearchValues<char> PathEnds = SearchValues.Create(" \t\n?#@");
    private readonly FrozenSet<string> hosts = hosts.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public void Mark(Sweep sweep)
    {
        foreach (Match match in Address().Matches(sweep.Text))
            if (Allows(match.Groups["host"].Value))
                sweep.Exempt(match.Index, HoldsAt(sweep, match.Index + match.Length) ? match.Groups["path"].Index : match.Index + match.Length);
    }

    /// <summary>A path with an @ is left to the other rules.</summary>
    private static bool HoldsAt(Sweep sweep, int end)
    {
        var rest = sweep.Text.AsSpan(end, Math.Min(Ahead, sweep.Text.Length - end));
        return rest.IndexOfAny(PathEnds) is var place and >= 0 && rest[place] == '@';
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

    [GeneratedRegex(@"(?<![\w@.-])(?:https?://)?(?<host>(?>[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,6}))(?![\w@.]{0,200}@)(?=[\s/?#.,;:)\]'""]|$)(?<path>(?>(?:/[^\s?#@<>""]{0,500})?))",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Address();
}
