using System.Text.RegularExpressions;
using Insights.Core.Pipeline;
using Xunit;

namespace Insights.Architecture.Tests;

/// <summary>Pages let their writers keep what only warns: a command that asks for it must be told.</summary>
public sealed partial class AcknowledgingTests
{
    private static IReadOnlyList<string> Commands { get; } =
        [.. House.WrittenTypes([House.Core]).Where(t => t.IsClass && typeof(IAcknowledging).IsAssignableFrom(t)).Select(t => t.Name)];

    [Fact]
    public void Every_command_a_page_sends_is_told_what_its_writer_keeps()
    {
        Assert.True(Commands.Count > 8, "The selection has lost most of the commands.");
        var pages = string.Join('\n', House.Sources("src/Insights.Web/Pages", ".cs").Values.Select(lines => string.Join('\n', lines)));

        Assert.Empty(Commands.Except(Made(pages).Select(m => m.Command)));
        Assert.Empty(Made(pages).Where(m => !m.Told).Select(m => m.Command));
    }

    [Fact]
    public void The_rule_finds_a_command_that_is_told_nothing() =>
        Assert.Equal(
            [("WriteComment", false), ("MoveGap", true)],
            Made("await post.SendAsync(new WriteComment(gap, text, audience, key));\nreturn new MoveGap(gap, 1, action)\n{\n    Acknowledged = v.Kept,\n};"));

    /// <summary>The commands this source makes, and whether the statement sets what is kept.</summary>
    private static IEnumerable<(string Command, bool Told)> Made(string source) =>
        from Match made in New().Matches(source)
        where Commands.Contains(made.Groups[1].Value)
        select (made.Groups[1].Value, made.Groups[2].Value.Contains("Acknowledged = ", StringComparison.Ordinal));

    [GeneratedRegex(@"new (\w+)\(((?:(?!new [A-Z]\w+\().)*?;)", RegexOptions.Singleline)]
    private static partial Regex New();
}
