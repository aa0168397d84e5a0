using System.Globalization;
using System.Resources;

namespace Insights.Web.Pages.Shared;

/// <summary>What pages say, in the language of the request. The English text is the key, so a page reads as it looks.</summary>
public static class Texts
{
    private static readonly ResourceManager Resources = new("Insights.Web.Pages.Language.Texts", typeof(Texts).Assembly);

    /// <summary>The language of a part that stands in English on a page in another language; null on an English page.</summary>
    public static string? EnglishPart => Languages.Current == Languages.English ? null : Languages.English;

    /// <summary>The text in the language of the request.</summary>
    public static string T(string english) => Resources.GetString(english, CultureInfo.CurrentUICulture) ?? english;

    /// <summary>A sentence with what it speaks of.</summary>
    public static string T(string english, params string[] parts) => string.Format(CultureInfo.InvariantCulture, T(english), parts);
}
