using System.Reflection;
using System.Text.RegularExpressions;
using Insights.Core;
using Insights.Privacy;
using Insights.Similarity;
using Insights.Storage;
using Insights.Transport;

namespace Insights.Architecture.Tests;

/// <summary>Where the sources lie and what was built from them.</summary>
internal static partial class House
{
    public static string Root { get; } = FindRoot();

    public static Assembly Core { get; } = typeof(CoreServices).Assembly;

    public static IReadOnlyList<Assembly> Assemblies { get; } =
        [typeof(LookAlikeIndex).Assembly, typeof(Guard).Assembly, Core, typeof(StorageServices).Assembly, typeof(IOperationRunner).Assembly, Assembly.Load("Insights.GraphQL"), Assembly.Load("Insights.Web")];

    /// <summary>Files we wrote under these folders, by their path from the root.</summary>
    public static IReadOnlyDictionary<string, string[]> Sources(string folder, params string[] extensions)
    {
        var files = Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories)
            .Select(path => (Path: path, Name: Path.GetRelativePath(Root, path).Replace('\\', '/')))
            .Where(f => extensions.Contains(Path.GetExtension(f.Name)) && !NotOurs().IsMatch(f.Name))
            .ToDictionary(f => f.Name, f => File.ReadAllLines(f.Path));
        return files.Count > 0 ? files : throw new DirectoryNotFoundException($"No sources under {folder}.");
    }

    /// <summary>The types somebody wrote, without what compilers add.</summary>
    public static IEnumerable<Type> WrittenTypes(IEnumerable<Assembly> assemblies) =>
        assemblies.SelectMany(a => a.GetTypes()).Where(t => t.FullName is { } name && name.StartsWith("Insights.", StringComparison.Ordinal)
            && !name.Contains('<', StringComparison.Ordinal) && !name.Contains(".Migrations.", StringComparison.Ordinal));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Insights.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("These tests read the sources, which are not above them.");
    }

    [GeneratedRegex("(^|/)(bin|obj|Migrations)/|/GraphiQL/.*\\.min\\.")]
    private static partial Regex NotOurs();
}
