using System.Globalization;
using System.Text;

namespace Insights.Web.Verbs;

/// <summary>Reads the words people write in a cell that holds a choice, a date or a yes.</summary>
internal static class RowWords
{
    private static readonly Dictionary<string, string> OtherWords = new(StringComparer.Ordinal)
    {
        ["<5"] = "UNDERFIVE",
        ["UNDER5"] = "UNDERFIVE",
        ["520"] = "FIVETOTWENTY",
        ["5TO20"] = "FIVETOTWENTY",
        ["21100"] = "TWENTYONETOHUNDRED",
        ["21TO100"] = "TWENTYONETOHUNDRED",
        [">100"] = "OVERHUNDRED",
        ["100+"] = "OVERHUNDRED",
        ["OVER100"] = "OVERHUNDRED",
        ["EMERGINGBEHAVIOR"] = "EMERGINGBEHAVIOUR",
    };

    /// <summary>A choice by its name, whatever the case and with anything or nothing between the words.</summary>
    public static T? Choice<T>(string cell) where T : struct, Enum
    {
        var word = Squeezed(cell);
        word = OtherWords.GetValueOrDefault(word, word);
        foreach (var value in Enum.GetValues<T>())
        {
            if (string.Equals(value.ToString(), word, StringComparison.OrdinalIgnoreCase))
                return value;
        }

        return null;
    }

    public static bool? Yes(string cell) => cell.ToUpperInvariant() switch
    {
        "YES" or "Y" or "TRUE" or "1" or "X" => true,
        "NO" or "N" or "FALSE" or "0" => false,
        _ => null,
    };

    public static DateOnly? Day(string cell) =>
        DateOnly.TryParseExact(cell, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    public static int? Number(string cell) =>
        int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The choices as people would write them, for a refusal.</summary>
    public static string Choices<T>() where T : struct, Enum =>
        string.Join(", ", Enum.GetNames<T>().Select(name => string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? " " + char.ToLowerInvariant(c) : $"{c}"))));

    private static string Squeezed(string cell)
    {
        var word = new StringBuilder(cell.Length);
        foreach (var c in cell.Where(c => char.IsAsciiLetterOrDigit(c) || c is '<' or '>' or '+'))
            word.Append(char.ToUpperInvariant(c));
        return word.ToString();
    }
}
