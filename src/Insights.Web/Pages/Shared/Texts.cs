using System.Globalization;
using System.Resources;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Insights.Web.Pages.Shared;

/// <summary>What pages say, in the language of the request. The English text is the key, so a page reads as it looks.</summary>
public static partial class Texts
{
    private static readonly ResourceManager Resources = new("Insights.Web.Pages.Language.Texts", typeof(Texts).Assembly);

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What the module of the pages says by itself.</summary>
    public static IReadOnlyList<string> Script { get; } =
    [
        "Replaced with {0}.",
        "Done.",
        "{0} left.",
        "Nothing marked is left.",
        "Case ids are not exchanged yet: no connection. They are when you send.",
        "Not saved: no connection. Your text is still here.",
        "Live. New events: {0}.",
        "Live.",
        "Connection lost; trying again from the cursor.",
        "No connection, so nothing is done. The gap is still here, with what you typed.",
        "{0} does not allow that as it stands.",
        " Press U to undo.",
    ];

    /// <summary>The same in the language of the request, as JSON; null in English, which the module speaks.</summary>
    public static string? OfScript => InEnglish ? null : JsonSerializer.Serialize(Script.ToDictionary(text => text, T), Plain);

    /// <summary>How days and hours are written.</summary>
    public static CultureInfo Dates => InEnglish ? CultureInfo.InvariantCulture : CultureInfo.CurrentUICulture;

    /// <summary>The text in the language of the request.</summary>
    /// <remarks>The files tell texts apart without regard to case, so one that begins small may stand there with a capital.</remarks>
    public static string T(string english) => InEnglish ? english : Find(english) ?? (Find(Cased(english, char.ToUpperInvariant)) is { } text ? Cased(text, char.ToLowerInvariant) : english);

    /// <summary>A sentence with what it speaks of.</summary>
    public static string T(string english, params object?[] parts) => string.Format(CultureInfo.InvariantCulture, T(english), parts);

    /// <summary>What a refusal says, which comes from where it was refused, in English. Numbers in it are no part of the text.</summary>
    public static string Told(string message) => !InEnglish && Known(message) is var (text, numbers) ? string.Format(CultureInfo.InvariantCulture, text, numbers) : message;

    /// <summary>The language of what <see cref="Told"/> gives; null where it is that of the page.</summary>
    public static string? ToldIn(string message) => InEnglish || Known(message) is not null ? null : Languages.English;

    private static bool InEnglish => Languages.Current == Languages.English;

    private static string? Find(string english) => Resources.GetString(english, CultureInfo.CurrentUICulture);

    private static string Cased(string text, Func<char, char> first) => text.Length == 0 ? text : first(text[0]) + text[1..];

    private static (string Text, object[] Numbers)? Known(string message)
    {
        if (Find(message) is { } plain)
            return (plain.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal), []);
        var numbers = new List<object>();
        var template = Number().Replace(message, number =>
        {
            numbers.Add(number.Value);
            return string.Create(CultureInfo.InvariantCulture, $"{{{numbers.Count - 1}}}");
        });
        return numbers.Count > 0 && Find(template) is { } text ? (text, [.. numbers]) : null;
    }

    [GeneratedRegex(@"(?<![\w.])(?:[A-Z]-)?\d+(?:,\d{3})*(?![\w-])")]
    private static partial Regex Number();
}
