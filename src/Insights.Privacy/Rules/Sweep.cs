using System.Text.RegularExpressions;

namespace Insights.Privacy.Rules;

/// <summary>One scan: the folded text, what is exempt, and what the rules have claimed so far. Not for concurrent use.</summary>
internal sealed class Sweep(string text)
{
    private const int Reach = 30;
    private readonly bool[] exempt = new bool[text.Length];
    private readonly List<Claim> claims = [];

    public string Text => text;

    public void Exempt(int start, int end) => Array.Fill(exempt, true, start, end - start);

    public bool IsExempt(int place) => exempt[place];

    /// <summary>Reports a range, unless half of it or more is exempt: a placeholder inside an address hides nothing.</summary>
    public void Found(int start, int end, string type, string ruleId, FindingTier tier)
    {
        if (end > start && exempt.AsSpan(start, end - start).Count(true) * 2 < end - start)
            claims.Add(new Claim(start, end, type, ruleId, tier));
    }

    /// <summary>Whether a cue stands within thirty characters before a place, as a whole word.</summary>
    public bool Before(Regex cue, int place, int reach = Reach) => cue.IsMatch(Left(place, reach));

    /// <summary>Whether a cue stands within thirty characters after a place, as a whole word.</summary>
    public bool After(Regex cue, int place, int reach = Reach)
    {
        var end = Math.Min(text.Length, place + reach);
        while (end < text.Length && end > place && char.IsLetter(text[end])) end--;
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
    public IReadOnlyList<Claim> Joined()
    {
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
