using System.Xml.Linq;
using Xunit;

namespace Insights.Architecture.Tests;

/// <summary>Which project names which, and which packages.</summary>
public sealed class ProjectArrowsTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Similarity"] = [],
        ["Privacy"] = [],
        ["Transport"] = [],
        ["Core"] = ["Privacy", "Similarity"],
        // Privacy too: what Core holds is of its types, and a project sees only what it names.
        ["Storage"] = ["Core", "Privacy"],
        ["GraphQL"] = ["Core", "Privacy", "Transport"],
        // Privacy and Similarity too: verbs try guard and engine on a team's own archive, without the product.
        ["Web"] = ["Core", "GraphQL", "Privacy", "Similarity", "Storage", "Transport"],
    };

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    [Fact]
    public void Every_project_has_its_rule()
    {
        Assert.Equal(Allowed.Keys.Order(), Directory.GetDirectories(Path.Combine(House.Root, "src")).Select(d => Path.GetFileName(d)["Insights.".Length..]).Order());
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_names_only_those_it_may(string project)
    {
        Assert.Empty(Named(project, "ProjectReference").Select(p => Path.GetFileNameWithoutExtension(p)["Insights.".Length..]).Except(Allowed[project]));
    }

    [Fact]
    public void Nothing_but_tests_names_the_host()
    {
        Assert.DoesNotContain(Allowed.Values, named => named.Contains("Web"));
    }

    [Fact]
    public void Only_GraphQL_knows_the_GraphQL_library()
    {
        Assert.Equal(["GraphQL"], Users(package => package.StartsWith("GraphQL", StringComparison.OrdinalIgnoreCase)));
        Assert.All(Named("GraphQL", "PackageReference").Where(p => p.StartsWith("GraphQL", StringComparison.Ordinal)), package =>
            Assert.True(Reference("GraphQL", package).Attribute("PrivateAssets")?.Value is "compile" or "all", package));
        Assert.Empty(House.Sources("src", ".cs", ".razor").Where(f => !f.Key.StartsWith("src/Insights.GraphQL/", StringComparison.Ordinal)
            && f.Value.Any(line => line.StartsWith("using GraphQL", StringComparison.Ordinal) || line.StartsWith("@using GraphQL", StringComparison.Ordinal))).Select(f => f.Key));
    }

    [Fact]
    public void Only_Storage_knows_a_database_provider()
    {
        Assert.Equal(["Storage"], Users(package => package.Contains("Sqlite", StringComparison.OrdinalIgnoreCase) || package.Contains("Npgsql", StringComparison.OrdinalIgnoreCase)));
        Assert.Equal("compile", Reference("Storage", "Microsoft.EntityFrameworkCore.Sqlite").Attribute("PrivateAssets")?.Value);
    }

    [Fact]
    public void Core_knows_of_the_database_only_that_it_is_relational()
    {
        Assert.Equal(["Microsoft.EntityFrameworkCore.Relational"], Named("Core", "PackageReference").Where(p => p.Contains("EntityFramework", StringComparison.Ordinal)));
    }

    [Fact]
    public void Only_Core_knows_the_mediator_and_the_mapper_by_package()
    {
        Assert.Equal(["Core"], Users(package => package is "AutoMapper"));
        Assert.Equal(["Core"], Users(package => package is "MediatR"));
    }

    [Theory]
    [InlineData("Similarity")]
    [InlineData("Privacy")]
    public void The_libraries_stand_on_the_framework_alone(string project) => Assert.Empty(Named(project, "PackageReference"));

    [Fact]
    public void Reaching_through_a_neighbour_is_a_compile_error()
    {
        Assert.Contains("<DisableTransitiveProjectReferences>true</DisableTransitiveProjectReferences>", Props(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_project_of_the_product_is_held_to_the_banned_symbols()
    {
        var props = Props();
        Assert.Contains("Condition=\"'$(IsTestTree)' != 'true'\"", props, StringComparison.Ordinal);
        Assert.Contains("src/BannedSymbols.txt", props, StringComparison.Ordinal);
        Assert.Contains("Microsoft.CodeAnalysis.BannedApiAnalyzers", props, StringComparison.Ordinal);
        foreach (var project in Allowed.Keys)
        {
            var text = Read(project).ToString();
            Assert.DoesNotContain("IsTestTree", text, StringComparison.Ordinal);
            Assert.DoesNotContain("RS0030", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Remove=", text, StringComparison.Ordinal);
        }

        Assert.Contains(File.ReadAllLines(Path.Combine(House.Root, "src/BannedSymbols.txt")), line => line.StartsWith("P:System.DateTime.UtcNow;", StringComparison.Ordinal));
    }

    private static string[] Users(Func<string, bool> package) =>
        [.. Allowed.Keys.Where(project => Named(project, "PackageReference").Any(package))];

    private static IReadOnlyList<string> Named(string project, string element) =>
        [.. Read(project).Descendants(element).Select(e => e.Attribute("Include")!.Value.Replace('\\', '/'))];

    private static XElement Reference(string project, string package) =>
        Read(project).Descendants("PackageReference").Single(e => e.Attribute("Include")!.Value == package);

    private static XDocument Read(string project) => XDocument.Load(Path.Combine(House.Root, $"src/Insights.{project}/Insights.{project}.csproj"));

    private static string Props() => File.ReadAllText(Path.Combine(House.Root, "Directory.Build.props"));
}
