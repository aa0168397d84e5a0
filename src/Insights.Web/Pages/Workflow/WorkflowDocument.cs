using System.Globalization;
using System.Text;
using Insights.Core.Gaps;
using Insights.Web.Pages.Shared;

namespace Insights.Web.Pages.Workflow;

/// <summary>Writes the transition table as a document. A test holds the file to the code.</summary>
internal static class WorkflowDocument
{
    public static string Markdown { get; } = Write();

    private static string Write()
    {
        var text = new StringBuilder();
        text.Append("# How a gap moves\n\n");
        text.Append("Written from `src/Insights.Core/Gaps/Transitions.cs`; a test holds this page and the picture to it. The table is what the API, the pages and the timers move by. Whoever proposed a decision never approves it.\n\n");
        text.Append("![The states of a gap and the moves between them](images/workflow.svg)\n\n");
        text.Append("| From | Move | To | Who | Needed | Who reads the words | Clocks |\n|---|---|---|---|---|---|---|\n");
        foreach (var edge in EdgeWords.All)
            text.Append(CultureInfo.InvariantCulture, $"| {edge.From} | {edge.Move} | {edge.To} | {edge.By} | {edge.Needs} | {edge.ReadBy} | {edge.Clocks} |\n");
        text.Append(CultureInfo.InvariantCulture, $"\nWhen a gap is opened, these clocks start: {Listed(Clocks.AtOpening.Select(c => Words.Of(c)))}. A pause that ends resumes what it paused.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"A policy approver may move a gap past the table, on record: to {Listed(Transitions.Bypassed.Select(s => Words.Of(s)))}. Never out of a review; and to {Listed(Transitions.Settled.Select(s => Words.Of(s)))} only where a second person has approved the decision.\n\n");
        text.Append("## Targets\n\nWorking days by severity, as they ship. `Insights:Clocks` changes them; the day of a plan goes before the last column.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"| Severity | {string.Join(" | ", Enum.GetValues<GapClock>().Select(c => Words.Of(c)))} |\n|---|---|---|---|---|\n");
        foreach (var severity in Enum.GetValues<Severity>().Reverse())
            text.Append(CultureInfo.InvariantCulture, $"| {severity} | {string.Join(" | ", Enum.GetValues<GapClock>().Select(c => new ClockOptions().Targets[severity].Of(c)))} |\n");
        return text.ToString();
    }

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names.Select(name => name.ToLowerInvariant()));
}
