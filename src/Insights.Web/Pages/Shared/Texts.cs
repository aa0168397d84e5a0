using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;

namespace Insights.Web.Pages.Shared;

/// <summary>What pages say, in the language of the request. The English text is the key, so a page reads as it looks.</summary>
public static partial class Texts
{
    private static readonly ResourceManager Resources = new("Insights.Web.Pages.Language.Texts", typeof(Texts).Assembly);

    /// <summary>The text in the language of the request.</summary>
    public static string T(string english) => Resources.GetString(english, CultureInfo.CurrentUICulture) ?? english;

    /// <summary>What a refusal says, which comes from where it was refused, in English. Numbers in it are no part of the text.</summary>
    public static string Told(string message) => Known(message) is var (text, numbers) ? string.Format(CultureInfo.InvariantCulture, text, numbers) : message;

    /// <summary>The language of what <see cref="Told"/> gives; null where it is that of the page.</summary>
    public static string? ToldIn(string message) => Languages.Current == Languages.English || Known(message) is not null ? null : Languages.English;

    private static (string Text, object[] Numbers)? Known(string message)
    {
        if (Resources.GetString(message, CultureInfo.CurrentUICulture) is { } plain)
            return (plain.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal), []);
        var numbers = new List<object>();
        var template = Number().Replace(message, number =>
        {
            numbers.Add(number.Value);
            return string.Create(CultureInfo.InvariantCulture, $"{{{numbers.Count - 1}}}");
        });
        return numbers.Count > 0 && Resources.GetString(template, CultureInfo.CurrentUICulture) is { } text ? (text, [.. numbers]) : null;
    }

    [GeneratedRegex(@"(?<![\w.])(?:[A-Z]-)?\d+(?:,\d{3})*(?![\w-])")]
    private static partial Regex Number();

    /// <summary>A sentence with what it speaks of.</summary>
    public static string T(string english, params object?[] parts) => string.Format(CultureInfo.InvariantCulture, T(english), parts);
}
