using System.Globalization;
using System.Text.RegularExpressions;

namespace Insights.Privacy.Tests.Linear;

/// <summary>A pattern taken apart, as far as the guard's rules use the language of regular expressions.</summary>
internal abstract record Pattern
{
    internal sealed record One(string Item, RegexOptions Options) : Pattern;

    internal sealed record Edge(string Item) : Pattern;

    internal sealed record Same(int Group) : Pattern;

    internal sealed record All(IReadOnlyList<Pattern> Parts) : Pattern;

    internal sealed record Any(IReadOnlyList<Pattern> Choices) : Pattern;

    internal sealed record Repeat(Pattern Of, int Least, int Most, bool Lazy) : Pattern;

    internal sealed record Atomic(Pattern Of) : Pattern;

    internal sealed record Captured(Pattern Of, int Group) : Pattern;

    internal sealed record Look(Pattern Of, bool Behind, bool Not) : Pattern;

    public const int Unbounded = int.MaxValue;

    public static Pattern Parse(string pattern, RegexOptions options) => new Reader(pattern, options).Whole();

    /// <summary>The parts directly below.</summary>
    public IEnumerable<Pattern> Children => this switch
    {
        All all => all.Parts,
        Any any => any.Choices,
        Repeat repeat => [repeat.Of],
        Atomic atomic => [atomic.Of],
        Captured captured => [captured.Of],
        Look look => [look.Of],
        _ => [],
    };

    /// <summary>The most characters it can take; <see cref="Unbounded"/> where there is no limit.</summary>
    public long Longest => this switch
    {
        One => 1,
        Same => 8,
        All all => all.Parts.Sum(part => part.Longest),
        Any any => any.Choices.Max(choice => choice.Longest),
        Repeat repeat => repeat.Of.Longest == 0 ? 0 : Math.Min(Unbounded, repeat.Of.Longest * repeat.Most),
        Atomic atomic => atomic.Of.Longest,
        Captured captured => captured.Of.Longest,
        _ => 0,
    };

    private sealed class Reader(string text, RegexOptions options)
    {
        private int at;
        private int groups;

        public Any Whole()
        {
            var whole = Choice(options);
            return at == text.Length ? whole : throw new FormatException($"Not read from {at}: {text}");
        }

        private Any Choice(RegexOptions with)
        {
            List<Pattern> choices = [Sequence(with)];
            while (at < text.Length && text[at] == '|')
            {
                at++;
                choices.Add(Sequence(with));
            }

            return new Any(choices);
        }

        private All Sequence(RegexOptions with)
        {
            var parts = new List<Pattern>();
            while (at < text.Length && text[at] is not ('|' or ')')) parts.Add(Quantified(Item(with)));
            return new All(parts);
        }

        private Pattern Quantified(Pattern item)
        {
            if (at == text.Length) return item;
            var (least, most) = (1, 1);
            if (text[at] == '?') (least, most) = (0, 1);
            else if (text[at] == '*') (least, most) = (0, Unbounded);
            else if (text[at] == '+') (least, most) = (1, Unbounded);
            else if (text[at] == '{' && text.IndexOf('}', at) is var end && end > at && char.IsAsciiDigit(text[at + 1]))
            {
                var bounds = text[(at + 1)..end].Split(',');
                least = int.Parse(bounds[0], CultureInfo.InvariantCulture);
                most = bounds.Length == 1 ? least : bounds[1].Length == 0 ? Unbounded : int.Parse(bounds[1], CultureInfo.InvariantCulture);
                at = end;
            }
            else
            {
                return item;
            }

            at++;
            var lazy = at < text.Length && text[at] == '?';
            if (lazy) at++;
            return new Repeat(item, least, most, lazy);
        }

        private Pattern Item(RegexOptions with)
        {
            var from = at;
            switch (text[at++])
            {
                case '(':
                    return Group(with);
                case '[':
                    for (at += text[at] == '^' ? 2 : 1; text[at] != ']'; at++)
                        if (text[at] == '\\') at++;
                    at++;
                    return new One(text[from..at], with);
                case '^' or '$':
                    return new Edge(text[from..at]);
                case '\\' when text[at] is 'b' or 'G':
                    at++;
                    return new Edge(text[from..at]);
                case '\\' when text[at] is >= '1' and <= '9':
                    return new Same(text[at++] - '0');
                case '\\' when text[at] is 'p' or 'P':
                    at = text.IndexOf('}', at) + 1;
                    return new One(text[from..at], with);
                case '\\':
                    at++;
                    return new One(text[from..at], with);
                case var c:
                    return new One(Regex.Escape(c.ToString()), with);
            }
        }

        private Pattern Group(RegexOptions with)
        {
            var group = 0;
            Func<Pattern, Pattern> make;
            if (Skip("?:")) make = of => of;
            else if (Skip("?i:")) (make, with) = (of => of, with | RegexOptions.IgnoreCase);
            else if (Skip("?>")) make = of => new Atomic(of);
            else if (Skip("?=")) make = of => new Look(of, false, false);
            else if (Skip("?!")) make = of => new Look(of, false, true);
            else if (Skip("?<=")) make = of => new Look(of, true, false);
            else if (Skip("?<!")) make = of => new Look(of, true, true);
            else if (Skip("?<"))
            {
                at = text.IndexOf('>', at) + 1;
                make = of => of;
            }
            else
            {
                group = (options & RegexOptions.ExplicitCapture) == 0 ? ++groups : 0;
                make = of => group == 0 ? of : new Captured(of, group);
            }

            var inner = Choice(with);
            if (at == text.Length || text[at++] != ')') throw new FormatException($"Not closed: {text}");
            return make(inner);
        }

        private bool Skip(string opening)
        {
            if (!text.AsSpan(at).StartsWith(opening, StringComparison.Ordinal)) return false;
            at += opening.Length;
            return true;
        }
    }
}
