using System.Text.RegularExpressions;
using System.Xml.Linq;
using Insights.Core.Identity;
using Insights.Core.Metrics;
using Insights.Core.Pipeline;
using Insights.Privacy;
using Insights.Web.Pages.Shared;
using Insights.Web.Pages.Tour;
using Insights.Web.Pages.Trouble;

namespace Insights.Web.Tests.Language;

/// <summary>The resource files hold what pages say, in both languages, and nothing else.</summary>
public sealed partial class TextsTests
{
    private static readonly string Pages = Path.Combine(Root(), "src", "Insights.Web", "Pages");

    internal static readonly Dictionary<string, string> English = Read("Texts.resx");

    internal static readonly Dictionary<string, string> Malay = Read("Texts.ms.resx");

    /// <summary>Kinds of values that no page says in words.</summary>
    private static readonly Type[] Unsaid =
    [
        typeof(Permission), typeof(RefusalCode), typeof(Roles),
    ];

    [Fact]
    public void Every_text_that_a_page_can_say_stands_in_both_files_and_no_other_does()
    {
        HashSet<string> said = [.. Named(Pages, InPlace()), .. Computed(), .. Refusals(), .. Texts.Script];
        // What stands there with a capital need not stand there without.
        said.RemoveWhere(text => text.Length > 0 && char.IsLower(text[0]) && said.Contains(char.ToUpperInvariant(text[0]) + text[1..]));

        var (missing, unused) = (said.Except(English.Keys).Order(StringComparer.Ordinal).ToList(), English.Keys.Except(said).Order(StringComparer.Ordinal).ToList());
        Assert.True(missing.Count == 0, $"{missing.Count} are missing:\n{string.Join('\n', missing)}");
        Assert.True(unused.Count == 0, $"{unused.Count} are said nowhere:\n{string.Join('\n', unused)}");
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

    /// <summary>The page of an evidence pack is a file, and reads the same whoever takes it.</summary>
    [Fact]
    public void No_text_stands_bare_in_the_markup_of_a_page() => Assert.Empty(
        from file in Directory.EnumerateFiles(Pages, "*.razor", SearchOption.AllDirectories)
        where !file.EndsWith("EvidencePage.razor", StringComparison.Ordinal)
        from line in File.ReadLines(file)
        where !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && Bare().IsMatch(line)
        select $"{Path.GetFileName(file)}: {line.Trim()}");

    /// <summary>Texts that source names by a value instead of in place.</summary>
    private static IEnumerable<string> Computed() =>
    [
        .. typeof(TroubleModel).GetProperties().Where(p => p.PropertyType == typeof(TroubleModel)).Select(p => (TroubleModel)p.GetValue(null)!).SelectMany(t => new[] { t.Title, t.Explanation }),
        .. Enum.GetValues<Roles>().Where(r => r is not Roles.None).Select(r => Words.Of(r)),
        .. Values().SelectMany(v => new[] { Words.Of(v), Words.Hint(v) }).OfType<string>(),
        .. Commands().Select(Words.Deed),
        .. Enum.GetValues<Metric>().Select(MetricDefinition.Of).SelectMany(m => new[] { m.Name, m.Asks, m.Measured, m.Counted, m.OutOf, m.Cohort, m.Unit is "%" ? null : m.Unit, m.Unit?.EndsWith('s') is true ? m.Unit[..^1] : null }).OfType<string>(),
        .. TourStep.All.SelectMany(t => new[] { t.Title, t.See, t.Try }),
        .. Findings(),
        .. AlikeWords.Signals,
        .. Named(Path.Combine(Pages, "Shared"), InSwitch(), "Words*.cs"),
        .. Named(Pages, InDictionary(), "*Labels.cs"),
        .. Named(Path.Combine(Root(), "src", "Insights.Core", "Reports"), InSwitch(), "Completeness.cs"),
    ];

    /// <summary>What refusals say. Those that speak of what was sent are not among them, but for numbers.</summary>
    private static IEnumerable<string> Refusals() =>
    [
        .. Named(Path.Combine(Root(), "src"), Refused(), "*.cs").Where(m => !m.Contains('{', StringComparison.Ordinal)),
        .. Named(Path.Combine(Root(), "src"), NotFound(), "*.cs").Select(what => $"There is no such {what}."),
        "At most {0} characters.",
        "{0} is newer and stands on it. Undo {1} first.",
        "G-{0} has no decision in force, or its report cannot be read any more.",
        "The decision of G-{0} stands in a round already, so nobody would answer it blind.",
        "Fewer than three of these people can answer G-{0}: whoever reported it or took part in deciding it cannot.",
    ];

    private static IEnumerable<string> Findings() =>
        from constant in typeof(GuardFinding).Assembly.GetType("Insights.Privacy.FindingType", throwOnError: true)!.GetFields()
        let type = (string)constant.GetRawConstantValue()!
        from message in new[] { new GuardFinding(0, 1, type, "rule", FindingTier.A).Message.Replace("1", "{0}"), new GuardFinding(0, 9, type, "rule", FindingTier.A).Message.Replace("1", "{0}").Replace("9", "{1}") }
        select message;

    private static IEnumerable<Enum> Values() =>
        typeof(Actor).Assembly.GetExportedTypes().Where(t => t.IsEnum && !Unsaid.Contains(t)).SelectMany(t => Enum.GetValues(t).Cast<Enum>());

    private static IEnumerable<string> Commands() =>
        typeof(Actor).Assembly.GetTypes().Where(t => t.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ICommand<>))).Select(t => t.Name);

    private static IEnumerable<string> Named(string folder, Regex how, string files = "*") => Directory.EnumerateFiles(folder, files, SearchOption.AllDirectories)
        .Where(f => f.EndsWith(".razor", StringComparison.Ordinal) || f.EndsWith(".cs", StringComparison.Ordinal))
        .SelectMany(f => how.Matches(File.ReadAllText(f))).Select(m => m.Groups[1].Value);

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
    private static partial Regex InPlace();

    /// <summary>Between tags, or as what a component is told.</summary>
    [GeneratedRegex("""[^=-]>\s*[A-Za-z][a-z]+(?: [a-z]+)+[.:?!]?(?:<|$)| [A-Z][A-Za-z]*="[A-Z][a-z]+ [a-z][^"@]*(?=")""")]
    private static partial Regex Bare();

    [GeneratedRegex("""=> "([^"\\]+)",$""", RegexOptions.Multiline)]
    private static partial Regex InSwitch();

    [GeneratedRegex("""\["[^"]+"\] = "([^"\\]+)"[,\s]""")]
    private static partial Regex InDictionary();

    [GeneratedRegex("""\bNotFound\("([^"\\]+)"[,)]""")]
    private static partial Regex NotFound();

    [GeneratedRegex("""\b(?:RefusalCode\.\w+,\s*|Missing\()"([^"\\]+)"[,)]""")]
    private static partial Regex Refused();

    [GeneratedRegex(@"\{\d(?::\w+)?\}")]
    private static partial Regex Places();
}
