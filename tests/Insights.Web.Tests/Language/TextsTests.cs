using System.Text.RegularExpressions;
using System.Xml.Linq;
using Insights.Core.Identity;
using Insights.Core.Wellbeing;
using Insights.Web.Pages.Shared;
using Insights.Web.Pages.Trouble;

namespace Insights.Web.Tests.Language;

/// <summary>The resource files hold what pages say, in both languages, and nothing else.</summary>
public sealed partial class TextsTests
{
    private static readonly string Pages = Path.Combine(Root(), "src", "Insights.Web", "Pages");

    private static readonly Dictionary<string, string> English = Read("Texts.resx");

    private static readonly Dictionary<string, string> Malay = Read("Texts.ms.resx");

    [Fact]
    public void Every_text_that_source_names_stands_in_both_files_and_no_other_does()
    {
        string[] used = [.. Directory.EnumerateFiles(Pages, "*", SearchOption.AllDirectories).Where(f => f.EndsWith(".razor", StringComparison.Ordinal) || f.EndsWith(".cs", StringComparison.Ordinal))
            .SelectMany(f => Named().Matches(File.ReadAllText(f))).Select(m => m.Groups[1].Value), .. Computed()];

        Assert.Equal(used.Distinct().Order(StringComparer.Ordinal), English.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(English.Keys.Order(StringComparer.Ordinal), Malay.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void English_is_its_own_key_and_Malay_has_the_same_places_for_what_it_speaks_of()
    {
        Assert.All(English, text => Assert.Equal(text.Key, text.Value));
        Assert.All(Malay, text =>
        {
            Assert.False(string.IsNullOrWhiteSpace(text.Value));
            Assert.Equal(Places().Matches(text.Key).Select(m => m.Value).Order(), Places().Matches(text.Value).Select(m => m.Value).Order());
        });
    }

    /// <summary>Texts that source names by a value instead of in place.</summary>
    private static IEnumerable<string> Computed() =>
    [
        .. typeof(TroubleModel).GetProperties().Where(p => p.PropertyType == typeof(TroubleModel)).Select(p => (TroubleModel)p.GetValue(null)!).SelectMany(t => new[] { t.Title, t.Explanation }),
        .. Enum.GetValues<Roles>().Where(r => r is not Roles.None).Select(r => Words.Of(r)),
        .. Choice.Of<Density>().Concat(Choice.Of<Weekday>()).SelectMany(c => new[] { c.Label, c.Hint }).OfType<string>(),
    ];

    private static Dictionary<string, string> Read(string file) =>
        XDocument.Load(Path.Combine(Pages, "Language", file)).Root!.Elements("data").ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")!.Value);

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Insights.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    [GeneratedRegex("""\bT\("([^"\\]+)"[,)]""")]
    private static partial Regex Named();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Places();
}
