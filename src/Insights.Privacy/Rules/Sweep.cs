using System.Text.RegularExpressions;

namespace Insights.Privacy.Rules;

/// <summary>One scan: the folded text, what is exempt, and what the rules have claimed so far. Not for concurrent use.</summary>
internal sealed class Sweep
{
    private const int Reach = 30;
    private readonly string text;
    private readonly List<Claim> claims = [];
    private bool[]? exempt;

    public Sweep(string text)
    {
        this.text = text;
        var run = 0;
        foreach (var c in text)
        {
            run = char.IsAsciiLetterOrDigit(c) || c == '_' ? run + 1 : 0;
            LongestRun = Math.Max(LongestRun, run);
            if (char.IsAsciiDigit(c)) Digits++;
            else if (c == ':') Colons++;
            else if (c == '.') Dots++;
            else if (c == '-') Hyphens++;
            else if (c == '@') Ats++;
        }
    }

    public string Text => text;

    // Most lines lack what most rules need; counting once spares them the search.
    public int Digits { get; }

    public int Colons { get; }

    public int Dots { get; }

    public int Hyphens { get; }

    public int Ats { get; }

    /// <summary>Most ASCII letters, digits and underscores in a row.</summary>
    public int LongestRun { get; }

    public void Exempt(int start, int end) => Array.Fill(exempt ??= new bool[text.Length], true, start, end - start);

    public bool IsExempt(int place) => exempt is not null && exempt[place];

    /// <summary>Reports a range, unless half of it or more is exempt: a placeholder inside an address hides nothing.</summary>
    public void Found(int start, int end, string type, string ruleId, FindingTier tier)
    {
        if (end > start && (exempt is null || exempt.AsSpan(start, end - start).Count(true) * 2 < end - start))
            claims.Add(new Claim(start, end, type, ruleId, tier));
    }

    /// <summary>Whether a cue stands within thirty characters before a place, as a whole word.</summary>
    public bool Before(Regex cue, int place, int reach = Reach) => cue.IsMatch(Left(place, reach));

    /// <summary>Whether a cue stands within thirty characters after a place, as a whole word.</summary>
    public bool After(Regex cue, int place, int reach = Reach)
    {
        var end = Math.Min(text.Length, place + reach);
        if (end < text.Length && char.IsLetter(text[end]))
            while (end > place && char.IsLetter(text[end - 1])) end--;
        return cue.IsMatch(text.AsSpan(place, end - place));
    }

    /// <summary>The characters before a place, beginning with a whole word.</summary>
    public ReadOnlySpan<char> Left(int place, int reach = Reach)
    {
        var from = Math.Max(0, place - reach);
        while (from > 0 && from < place && char.IsLetterOrDigit(text[from - 1])) from++;
        return text.AsSpan(from, place - from);
    }

    /// <summary>The unit at a place, or a blank outside the text.</summary>
    public char At(int place) => place >= 0 && place < text.Length ? text[place] : ' ';

    /// <summary>The claims in order, overlapping ones joined under the name of the best.</summary>
    public List<Claim> Joined()
    {
        if (claims.Count < 2) return claims;

        var joined = new List<Claim>();
        foreach (var claim in claims.OrderBy(claim => claim.Start))
        {
            if (joined.Count == 0 || joined[^1].End <= claim.Start) joined.Add(claim);
            else joined[^1] = joined[^1].JoinedWith(claim);
        }

        return joined;
    }

    /// <summary>A range a rule reported.</summary>
    internal sealed record Claim(int Start, int End, string Type, string RuleId, FindingTier Tier)
    {
        // Length of the claim that named the type; a join is longer than its best member.
        private int Weight { get; init; } = End - Start;

        public Claim JoinedWith(Claim other)
        {
            var best = other.Tier < Tier || (other.Tier == Tier && other.Weight > Weight) ? other : this;
            return best with { Start = Math.Min(Start, other.Start), End = Math.Max(End, other.End) };
        }
    }
}
