using System.Globalization;

namespace Insights.Web.Pages.Shared;

/// <summary>A range of a text in which the guard found something.</summary>
/// <param name="Start">First UTF-16 unit of the range.</param>
/// <param name="End">First UTF-16 unit behind the range.</param>
/// <param name="Type">What it looks like, such as EMAIL.</param>
public sealed record FoundRange(int Start, int End, string Type)
{
    /// <summary>What stands in its place; nothing where it is no word but a character that cannot be stored.</summary>
    public string Placeholder => Type is "CONTROL_CHARACTER" or "LONE_SURROGATE" or "TOO_LONG" ? "" : $"[{Type}]";

    /// <summary>The text with each of these ranges replaced by its placeholder; ranges beyond it are left out.</summary>
    public static string Replace(string text, IEnumerable<FoundRange> ranges)
    {
        foreach (var range in ranges.OrderByDescending(r => r.Start).Where(r => r.Start >= 0 && r.Start < r.End && r.End <= text.Length))
            text = string.Concat(text.AsSpan(0, range.Start), range.Placeholder, text.AsSpan(range.End));
        return text;
    }
}

/// <summary>What a button beside a finding asks for: to put placeholders into a field, and to send nothing.</summary>
/// <param name="Field">Name of the field.</param>
/// <param name="Ranges">The ranges to replace.</param>
internal sealed record Replacement(string Field, IReadOnlyList<FoundRange> Ranges)
{
    private const string Verb = "replace";

    /// <summary>As it stands in the button, <c>replace:FIELD:START:END:TYPE</c>, the last three once for each range.</summary>
    public string Act => string.Join(':', [Verb, Field, .. Ranges.SelectMany(r => new[] { Text(r.Start), Text(r.End), r.Type })]);

    public static Replacement? Read(string? act)
    {
        if (act?.Split(':') is not [Verb, { Length: > 0 } field, .. { Length: >= 3 } rest] || rest.Length % 3 != 0)
            return null;
        var ranges = new List<FoundRange>();
        foreach (var part in rest.Chunk(3))
        {
            if (!int.TryParse(part[0], NumberStyles.None, CultureInfo.InvariantCulture, out var start)
                || !int.TryParse(part[1], NumberStyles.None, CultureInfo.InvariantCulture, out var end))
                return null;
            ranges.Add(new FoundRange(start, end, part[2]));
        }

        return new Replacement(field, ranges);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
