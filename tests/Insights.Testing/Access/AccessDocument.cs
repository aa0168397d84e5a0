using System.Runtime.CompilerServices;
using System.Text;

namespace Insights.Testing.Access;

/// <summary>
/// The documented matrix, <c>.github/access.md</c>: who may do what. Each of its generated sections stands between two marks
/// and is held to the code by the tests of one project. Set INSIGHTS_UPDATE_ACCESS to write it anew.
/// </summary>
public static class AccessDocument
{
    /// <summary>Where it lies.</summary>
    public static string Address { get; } = Path.Combine(Root(), ".github", "access.md");

    /// <summary>A section as it is written down; written anew first where that was asked for.</summary>
    /// <param name="name">Name of the section, as in its marks.</param>
    /// <param name="generated">What the code says.</param>
    public static string Section(string name, string generated)
    {
        var (begin, end) = ($"<!-- {name} -->\n", $"<!-- end of {name} -->");
        var text = File.ReadAllText(Address).ReplaceLineEndings("\n");
        var (from, to) = (text.IndexOf(begin, StringComparison.Ordinal) + begin.Length, text.IndexOf(end, StringComparison.Ordinal));
        if (from < begin.Length || to < from)
            throw new InvalidDataException($"The document has no section {name}.");
        if (Environment.GetEnvironmentVariable("INSIGHTS_UPDATE_ACCESS") is not { Length: > 0 })
            return text[from..to];
        File.WriteAllText(Address, text[..from] + generated + text[to..]);
        return generated;
    }

    /// <summary>A table of the matrix.</summary>
    /// <param name="first">Head of the first columns.</param>
    /// <param name="columns">Who is let through or not.</param>
    /// <param name="rows">What it is about, and whether each column is let through.</param>
    public static string Table(IReadOnlyList<string> first, IReadOnlyList<AccessColumn> columns, IEnumerable<(IReadOnlyList<string> What, Func<AccessColumn, bool> Lets)> rows)
    {
        var text = new StringBuilder();
        text.Append("| ").AppendJoin(" | ", first.Concat(columns.Select(c => c.Name))).Append(" |\n|");
        text.Append(string.Concat(first.Select(_ => " --- |").Concat(columns.Select(_ => " :-: |")))).Append('\n');
        foreach (var (what, lets) in rows)
            text.Append("| ").AppendJoin(" | ", what.Concat(columns.Select(c => lets(c) ? "✓" : ""))).Append(" |\n");
        return text.ToString().Replace("|  |", "| |", StringComparison.Ordinal).Replace("|  |", "| |", StringComparison.Ordinal);
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../.."));
}
