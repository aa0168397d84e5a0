using System.CommandLine;

namespace Insights.Web.Verbs;

/// <summary>Shows what the look-alike engine would find in a team's own archive, before they adopt it. Nothing is kept.</summary>
internal static class LookAlikesVerb
{
    public static Command Command(VerbConsole console)
    {
        var reports = new Option<FileInfo>("--reports")
        {
            Required = true,
            Description = "Reports, gzipped or not, one JSON object a line: id, created, summary, description, product, component, type, severity, version. "
                + "Only id and created must be there; other fields are passed over.",
        };
        var labels = new Option<FileInfo?>("--labels") { Description = "Pairs known to be the same, id TAB id a line, to learn from. Needs --train-before." };
        var trainBefore = new Option<string?>("--train-before")
        {
            Description = "YYYY-MM-DD: all labelled reports are older. What is learned ranks the reports from that day on.",
        };
        var window = new Option<int>("--window") { Description = "Rank only reports of so many days before; 0, the default, ranks all." };
        var run = new Option<FileInfo>("--run") { Required = true, Description = "Written: id TAB the most alike earlier ids, best first, at most 500." };
        var clusters = new Option<FileInfo>("--clusters") { Required = true, Description = "Written: id TAB cluster." };
        var evaluate = new Command("evaluate",
            "Goes through an archive in the order of its dates: ranks for each report the earlier ones, then adds it; at the end proposes clusters. "
            + "Prints speed and memory. Starts neither web nor database, needs no settings, and keeps nothing but the two files.")
        { reports, labels, trainBefore, window, run, clusters };
        evaluate.SetAction(async (parsed, ct) =>
        {
            try
            {
                var asked = new ArchiveRequest(parsed.GetValue(reports)!, parsed.GetValue(labels), ArchiveRequest.ReadDay(parsed.GetValue(trainBefore)),
                    ArchiveRequest.ReadWindow(parsed.GetValue(window)), parsed.GetValue(run)!, parsed.GetValue(clusters)!).Checked();
                await new ArchiveEvaluation(console, asked, TimeProvider.System).RunAsync(ct);
                return VerbExit.Done;
            }
            catch (InvalidDataException fault)
            {
                await console.Error.WriteLineAsync(fault.Message);
                return VerbExit.Unusable;
            }
            catch (OperationCanceledException)
            {
                await console.Error.WriteLineAsync("Stopped. The two files are incomplete.");
                return VerbExit.Stopped;
            }
        });
        return new Command("lookalikes", "Tries the look-alike engine on reports of your own.") { evaluate };
    }
}
