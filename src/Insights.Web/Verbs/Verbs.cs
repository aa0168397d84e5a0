using System.CommandLine;
using System.CommandLine.Invocation;

namespace Insights.Web.Verbs;

/// <summary>What the program does besides serving, by its first argument.</summary>
internal static class Verbs
{
    /// <summary>
    /// Whether the first argument asks for a verb: a plain word, or a question about the program. Everything else,
    /// such as <c>--urls=…</c> or <c>key=value</c>, is configuration of the server.
    /// </summary>
    public static bool Names(string first) =>
        first is "--help" or "-h" or "-?" or "--version" || (first.Length > 0 && first.All(c => char.IsAsciiLetter(c) || c == '-') && first[0] != '-');

    /// <summary>Runs the verb and returns the process's exit code, one of <see cref="VerbExit"/>.</summary>
    public static async Task<int> RunAsync(string[] args, VerbConsole console, VerbProduct product, CancellationToken ct = default)
    {
        var root = new RootCommand("Insights: policy gaps, from report to decision. Without a verb it serves the web and the API.")
        {
            ImportVerb.Command(console, product),
            TokeniseVerb.Command(console, product),
            GuardVerb.Command(console, product),
            LookAlikesVerb.Command(console, product),
            AuditVerb.Command(console, product),
            FeedVerb.Command(console, product),
        };
        // A case id or handle may begin with @; it never names a file of arguments here.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0 && parsed.Action is ParseErrorAction)
        {
            foreach (var message in parsed.Errors.Select(e => e.Message).Select(m => Quotes(m, root, args) ? "Something on the command line does not fit; it is not repeated here." : m).Distinct())
                await console.Error.WriteLineAsync(message);
            await console.Error.WriteLineAsync("Ask --help for the verbs, or VERB --help for one of them.");
            // What audit verify found is in its exit code, and a slip of the keyboard must not read like a finding.
            return args[0] == AuditVerb.Name ? AuditVerb.NotChecked : VerbExit.Unusable;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration
        {
            Output = console.Out,
            Error = console.Error,
            EnableDefaultExceptionHandler = false,
            // Ctrl-C asks to stop; the row under way is finished first, and this is the longest it may take.
            ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
        }, ct);
    }

    /// <summary>Whether a message repeats a word of the command line that is not one of ours: it may be a case id.</summary>
    private static bool Quotes(string message, RootCommand root, string[] args)
    {
        var ours = root.Subcommands.SelectMany(c => c.Options.Select(o => o.Name).Append(c.Name)).ToHashSet();
        return args.SelectMany(a => a.Split('=', ':')).Any(word => word.Length > 0 && !ours.Contains(word) && message.Contains(word, StringComparison.OrdinalIgnoreCase));
    }
}
