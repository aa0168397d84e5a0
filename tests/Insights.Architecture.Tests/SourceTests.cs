using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Reports;
using Xunit;

namespace Insights.Architecture.Tests;

/// <summary>Habits that can be read off the sources.</summary>
public sealed partial class SourceTests
{
    private static readonly string[] Forbidden = ["Manager", "Helper", "Util", "Utils", "Utility", "Service", "Base", "Common", "Dto", "Impl", "Data", "Info"];

    /// <summary>Names that others fixed.</summary>
    private static readonly string[] Given = ["PageInfo"]; // by the Relay specification

    /// <summary>Files that may be longer than 300 lines, and why.</summary>
    private static readonly Dictionary<string, string> Long = new()
    {
        ["src/Insights.Web/wwwroot/js/insights.js"] = "the one module that pages load; its bytes are bounded instead",
    };

    [Fact]
    public void No_log_template_takes_a_value_apart()
    {
        Assert.Empty(Lines("src", DestructuredValue(), ".cs", ".razor"));
        Assert.Contains(House.Sources("src", ".cs").Values.SelectMany(lines => lines), line => line.Contains("[LoggerMessage(", StringComparison.Ordinal));
        Assert.Matches(DestructuredValue(), "\"Sent {@Request}\"");
    }

    [Fact]
    public void Every_suppressed_warning_has_its_reason_beside_it()
    {
        foreach (var folder in new[] { "src", "tests" })
            Assert.Empty(House.Sources(folder, ".cs", ".razor").SelectMany(f => Unexplained(f.Value).Select(line => $"{f.Key}: {line}")));

        Assert.Equal([Suppression("CA1000")], Unexplained([Suppression("CA1000"), "", "// since it must", Suppression("CA1001"), Suppression("CA1002") + " // since it must"]));
    }

    [Fact]
    public void No_file_is_longer_than_three_hundred_lines_without_a_reason()
    {
        var files = House.Sources("src", ".cs", ".razor", ".js");

        Assert.Empty(files.Where(f => f.Value.Length > 300).Select(f => f.Key).Except(Long.Keys));
        Assert.Empty(Long.Keys.Except(files.Where(f => f.Value.Length > 300).Select(f => f.Key)));
        Assert.Contains(files, f => f.Value.Length > 100);
    }

    [Fact]
    public void Pages_load_one_module_of_at_most_fifteen_kilobytes()
    {
        var module = Assert.Single(Directory.GetFiles(Path.Combine(House.Root, "src", "Insights.Web", "wwwroot"), "*.js", SearchOption.AllDirectories));
        Assert.InRange(new FileInfo(module).Length, 1, 15 * 1024);
    }

    [Fact]
    public void No_type_has_a_name_that_says_nothing()
    {
        var types = House.WrittenTypes(House.Assemblies).ToList();

        Assert.True(types.Count > 200);
        Assert.Empty(types.Where(t => SaysNothing(t.Name) && !Given.Contains(t.Name)).Select(t => t.FullName));
        Assert.Equal(["PaperworkManager"], House.WrittenTypes([Assembly.GetExecutingAssembly()]).Where(t => SaysNothing(t.Name)).Select(t => t.Name));
        Assert.False(SaysNothing("IDatabaseStart"));
    }

    [Fact]
    public void Every_property_of_a_view_or_a_form_says_what_it_is()
    {
        var documented = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "Insights.Core.xml")).Descendants("member")
            .ToDictionary(m => m.Attribute("name")!.Value);
        var types = House.WrittenTypes([House.Core]).Where(t => t.IsPublic && (t.Name.EndsWith("View", StringComparison.Ordinal) || t.Name.EndsWith("Form", StringComparison.Ordinal)
            || t.Name.EndsWith("Filter", StringComparison.Ordinal) || ContentTypes.Contains(t))).ToList();

        Assert.True(types.Count > 20);
        Assert.Empty(types.SelectMany(t => t.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(p => p.Name is not "EqualityContract" && !Says(t, p)).Select(p => $"{t.Name}.{p.Name}")));

        bool Says(Type type, PropertyInfo property) =>
            documented.GetValueOrDefault($"P:{type.FullName}.{property.Name}")?.Value.Trim().Length > 0
            || documented.GetValueOrDefault($"T:{type.FullName}")?.Elements("param").Any(p => p.Attribute("name")!.Value == property.Name && p.Value.Trim().Length > 0) is true;
    }

    private static readonly Type[] ContentTypes =
        [typeof(FeedItem), typeof(FeedDecision), typeof(FeedEntry), typeof(FeedPage), typeof(ReportContent), typeof(DecisionContent), typeof(Reading), typeof(CategoryTried), typeof(MatchedTerm), typeof(Transition)];

    private static IEnumerable<string> Lines(string folder, Regex pattern, params string[] extensions) =>
        House.Sources(folder, extensions).SelectMany(f => f.Value.Where(line => pattern.IsMatch(line)).Select(line => $"{f.Key}: {line.Trim()}"));

    private static IReadOnlyList<string> Unexplained(string[] lines) =>
        [.. lines.Where((line, i) => IsSuppression().IsMatch(line) && !line.Contains("//", StringComparison.Ordinal) && !line.Contains("Justification = \"", StringComparison.Ordinal)
            && (i == 0 || !lines[i - 1].Contains("//", StringComparison.Ordinal)))];

    private static bool SaysNothing(string typeName) => Words().Matches(typeName.Split('`')[0]).Any(word => Forbidden.Contains(word.Value));

    /// <summary>Put together here, so that this file is not found by the rule itself.</summary>
    private static string Suppression(string code) => "#pragma " + "warning disable " + code;

    [GeneratedRegex(@"\{@[A-Za-z]")]
    private static partial Regex DestructuredValue();

    [GeneratedRegex(@"^\s*#pragma warning disable|\[.*SuppressMessage\(")]
    private static partial Regex IsSuppression();

    [GeneratedRegex("[A-Z][a-z0-9]*")]
    private static partial Regex Words();
}
