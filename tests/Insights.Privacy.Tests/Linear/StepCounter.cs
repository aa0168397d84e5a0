using System.Text.RegularExpressions;

namespace Insights.Privacy.Tests.Linear;

/// <summary>
/// Matches the plain backtracking way and counts every look at a character. Real engines skip ahead and so take fewer
/// steps, never more. The same text always costs the same.
/// </summary>
internal sealed class StepCounter(Pattern pattern, string text)
{
    private static readonly Dictionary<(string, RegexOptions), bool?[]> Known = [];
    private readonly string?[] captures = new string?[10];

    public long Steps { get; private set; }

    public int Matches { get; private set; }

    /// <summary>Looks for all matches, one after the other.</summary>
    public StepCounter Run()
    {
        for (var at = 0; at <= text.Length;)
        {
            var end = -1;
            if (Match(pattern, at, reached =>
                {
                    end = reached;
                    return true;
                }))
            {
                Matches++;
                at = Math.Max(end, at + 1);
            }
            else
            {
                at++;
            }
        }

        return this;
    }

    private bool Match(Pattern part, int at, Func<int, bool> then)
    {
        Steps++;
        switch (part)
        {
            case Pattern.One one:
                return at < text.Length && Is(one, text[at]) && then(at + 1);
            case Pattern.Edge edge:
                return IsEdge(edge.Item, at) && then(at);
            case Pattern.Same same:
                return captures[same.Group] is { } value && string.CompareOrdinal(text, at, value, 0, value.Length) == 0 && then(at + value.Length);
            case Pattern.All all:
                return Sequence(all.Parts, 0, at, then);
            case Pattern.Any any:
                foreach (var choice in any.Choices)
                    if (Match(choice, at, then)) return true;
                return false;
            case Pattern.Repeat { Of: Pattern.One one } repeat:
                return Run(one, repeat, at, then);
            case Pattern.Repeat repeat:
                return Again(repeat, 0, at, -1, then);
            case Pattern.Atomic atomic:
                var end = -1;
                return Match(atomic.Of, at, reached =>
                {
                    end = reached;
                    return true;
                }) && then(end);
            case Pattern.Captured captured:
                return Match(captured.Of, at, reached =>
                {
                    var before = captures[captured.Group];
                    captures[captured.Group] = text[at..reached];
                    if (then(reached)) return true;
                    captures[captured.Group] = before;
                    return false;
                });
            case Pattern.Look look:
                return Sees(look, at) != look.Not && then(at);
            default:
                throw new InvalidOperationException("An unknown part.");
        }
    }

    private bool Sequence(IReadOnlyList<Pattern> parts, int index, int at, Func<int, bool> then) =>
        index == parts.Count ? then(at) : Match(parts[index], at, reached => Sequence(parts, index + 1, reached, then));

    private bool Run(Pattern.One one, Pattern.Repeat repeat, int at, Func<int, bool> then)
    {
        var most = 0;
        while (most < repeat.Most && at + most < text.Length && Is(one, text[at + most]))
        {
            most++;
            Steps++;
        }

        for (var count = 0; count <= most - repeat.Least; count++)
        {
            Steps++;
            if (then(at + (repeat.Lazy ? repeat.Least + count : most - count))) return true;
        }

        return false;
    }

    private bool Again(Pattern.Repeat repeat, int count, int at, int before, Func<int, bool> then)
    {
        if (repeat.Lazy && count >= repeat.Least && then(at)) return true;
        if (count < repeat.Most && at != before && Match(repeat.Of, at, reached => Again(repeat, count + 1, reached, at, then))) return true;
        return !repeat.Lazy && count >= repeat.Least && then(at);
    }

    private bool Sees(Pattern.Look look, int at)
    {
        if (!look.Behind) return Match(look.Of, at, _ => true);
        for (var from = at; from >= Math.Max(0, at - look.Of.Longest); from--)
            if (Match(look.Of, from, reached => reached == at)) return true;
        return false;
    }

    private bool IsEdge(string item, int at) => item switch
    {
        "^" => at == 0,
        "$" => at == text.Length || (at == text.Length - 1 && text[at] == '\n'),
        "\\b" => IsWord(at - 1) != IsWord(at),
        _ => at == 0,
    };

    private bool IsWord(int at) => at >= 0 && at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_');

    private static bool Is(Pattern.One one, char c)
    {
        if (!Known.TryGetValue((one.Item, one.Options), out var known))
            Known[(one.Item, one.Options)] = known = new bool?[char.MaxValue + 1];
        return known[c] ??= Regex.IsMatch(c.ToString(), $"^(?:{one.Item})\\z", one.Options);
    }
}
