using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Insights.Core.Gaps;
using Insights.Web.Pages.Shared;
using Insights.Web.Pages.Workflow;

namespace Insights.Web.Tests.Pages;

/// <summary>The picture and the page of the transition table say what the code does. Set INSIGHTS_UPDATE_WORKFLOW to write them anew.</summary>
public sealed class WorkflowTests
{
    [Theory]
    [InlineData("images/workflow.svg")]
    [InlineData("workflow.md")]
    public void The_documents_are_those_of_the_table(string file)
    {
        var path = Path.Combine(Root(), ".github", file);
        var written = file.EndsWith(".svg", StringComparison.Ordinal) ? WorkflowPicture.Standalone : WorkflowDocument.Markdown;
        if (Environment.GetEnvironmentVariable("INSIGHTS_UPDATE_WORKFLOW") is { Length: > 0 })
            File.WriteAllText(path, written);

        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), written);
    }

    [Fact]
    public void The_picture_shows_every_state_and_an_arrow_for_each_pair_that_the_table_joins()
    {
        XNamespace svg = "http://www.w3.org/2000/svg";
        var drawn = XDocument.Parse(WorkflowPicture.Standalone).Root!;

        Assert.Equal(Enum.GetValues<GapState>().Length, drawn.Elements(svg + "rect").Count());
        Assert.Equal(Transitions.Table.Select(t => (t.From, t.To)).Distinct().Count(), drawn.Elements(svg + "g").Count());
        Assert.DoesNotContain("style", WorkflowPicture.Inline, StringComparison.Ordinal);
    }

    [Fact]
    public void The_document_has_a_line_for_every_edge()
    {
        foreach (var edge in Transitions.Table)
            Assert.Contains($"| {Words.Of(edge.From)} | {Words.Of(edge.Action)} |", WorkflowDocument.Markdown, StringComparison.Ordinal);
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../.."));
}
