using System.Text.RegularExpressions;
using Insights.Core.Pipeline;
using Xunit;

namespace Insights.Architecture.Tests;

/// <summary>Pages let their writers keep what only warns: a command that asks for it must be told.</summary>
public sealed partial class AcknowledgingTests
{
    private static IReadOnlyList<string> Commands { get; } =
        [.. House.WrittenTypes([House.Core]).Where(t => t.IsClass && typeof(IAcknowledging).IsAssignableFrom(t)).Select(t => t.Name)];

    private static IReadOnlyList<string> EveryCommand { get; } =
        [.. House.WrittenTypes([House.Core]).Where(t => t.IsClass && typeof(ICommand).IsAssignableFrom(t)).Select(t => t.Name)];

    /// <summary>What programs send and no page does.</summary>
    private static readonly string[] OfPrograms = ["RecordReceipt"];

    [Fact]
    public void Every_command_a_page_sends_is_told_what_its_writer_keeps()
    {
        Assert.True(Commands.Count > 8, "The selection has lost most of the commands.");
        var pages = string.Join('\n', House.Sources("src/Insights.Web/Pages", ".cs").Values.Select(lines => string.Join('\n', lines)));

        Assert.Equal(OfPrograms, Commands.Except(Made(pages).Select(m => m.Command)));
        Assert.Empty(Made(pages).Where(m => !m.Told).Select(m => m.Command));
    }

    [Fact]
    public void The_rule_finds_a_command_that_is_told_nothing() =>
        Assert.Equal(
            [("WriteComment", false), ("MoveGap", true)],
            Made("await post.SendAsync(new WriteComment(gap, text, audience, key));\nreturn new MoveGap(gap, 1, action)\n{\n    Acknowledged = v.Kept,\n};"));

    /// <summary>The commands this source makes, and whether the expression, up to the next command or the end of the statement, sets what is kept.</summary>
    private static IEnumerable<(string Command, bool Told)> Made(string source)
    {
        var made = New().Matches(source).Where(m => EveryCommand.Contains(NameOf(m))).ToList();
        return
            from match in made
            where Commands.Contains(NameOf(match))
            let next = made.FirstOrDefault(m => m.Index > match.Index)?.Index ?? source.Length
            let end = source.IndexOf(';', match.Index)
            select (NameOf(match), source[match.Index..Math.Min(next, end < 0 ? source.Length : end)].Contains("Acknowledged = ", StringComparison.Ordinal));
    }

    private static string NameOf(Match match) => match.Groups["made"].Value + match.Groups["returned"].Value;

    /// <summary>A command made by its name, or by a method that says what it returns.</summary>
    [GeneratedRegex(@"new (?<made>\w+)\(|\b(?<returned>\w+) \w+\([^()]*\) => new\(")]
    private static partial Regex New();
}
