using System.CommandLine;
using System.Globalization;
using Insights.Privacy;

namespace Insights.Web.Verbs;

/// <summary>Shows what the guard would find in a team's own texts, before they adopt it. Nothing is kept and nothing is logged.</summary>
internal static class GuardVerb
{
    public static Command Command(VerbConsole console, VerbProduct product)
    {
        var ndjson = new Option<bool>("--ndjson")
        {
            Description = "Standard input is one JSON object {\"text\": …} a line; each is answered by "
                + "{\"text\", \"found\": [{\"start\", \"end\", \"type\", \"ruleId\", \"tier\"}]}, in UTF-16 units.",
        };
        var scan = new Command("scan",
            "Reads texts from standard input, one a line, and writes what the guard finds in them to standard output. "
            + "A line that cannot be read is told by its number, and the exit code is then 1. "
            + "Starts neither web nor database; keeps and logs nothing. Needs no settings; obeys Insights:Guard where it is set.")
        { ndjson };
        scan.SetAction(async (parsed, ct) =>
        {
            try
            {
                var guard = product.Guard();
                return parsed.GetValue(ndjson)
                    ? await AnswerAsync(console, guard, ct)
                    : await TellAsync(console, guard, ct);
            }
            catch (InvalidDataException fault)
            {
                await console.Error.WriteLineAsync(fault.Message);
                return VerbExit.Unusable;
            }
        });
        return new Command("guard", "Tries the privacy guard on texts of your own.") { scan };
    }

    private static async Task<int> AnswerAsync(VerbConsole console, Guard guard, CancellationToken ct)
    {
        var exit = VerbExit.Done;
        for (var line = 1L; await console.In.ReadLineAsync(ct) is { } read; line++)
        {
            if (string.IsNullOrWhiteSpace(read))
                continue;
            if (ScanLine.TryRead(read, out var text))
            {
                await console.Out.WriteLineAsync(ScanLine.Answer(text, guard.Scan(text)));
            }
            else
            {
                await console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Line {line}: not a JSON object with a text."));
                exit = VerbExit.SomeRefused;
            }
        }

        await console.Out.FlushAsync(ct);
        return exit;
    }

    private static async Task<int> TellAsync(VerbConsole console, Guard guard, CancellationToken ct)
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var (lines, hit) = (0L, 0L);
        for (; await console.In.ReadLineAsync(ct) is { } text; lines++)
        {
            var findings = guard.Scan(text);
            hit += findings.Count > 0 ? 1 : 0;
            foreach (var finding in findings)
            {
                counts[finding.Type] = counts.GetValueOrDefault(finding.Type) + 1;
                await console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                    $"{lines + 1}:{finding.Start + 1}-{finding.End}\t{finding.Type}\t{finding.RuleId}\t{finding.Message}{(finding.Tier == FindingTier.C ? " A warning." : "")}"));
            }
        }

        await console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"\n{hit} of {lines} lines have findings."));
        foreach (var (type, count) in counts)
            await console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{count,8} {type}"));
        await console.Out.FlushAsync(ct);
        return VerbExit.Done;
    }
}
