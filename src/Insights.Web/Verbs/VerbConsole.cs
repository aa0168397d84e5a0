using System.Text;

namespace Insights.Web.Verbs;

/// <summary>What a verb reads and writes. Results go out, talk goes to error.</summary>
/// <param name="In">Standard input.</param>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="Redraws">Whether a person watches <paramref name="Error"/>, so that a line may be drawn over.</param>
internal sealed record VerbConsole(TextReader In, TextWriter Out, TextWriter Error, bool Redraws)
{
    /// <summary>The process's own streams, in UTF-8 whatever the terminal is set to.</summary>
    public static VerbConsole OfProcess() => new(
        new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false)), Console.Out, Console.Error, !Console.IsErrorRedirected);
}

/// <summary>Exit codes of every verb.</summary>
internal static class VerbExit
{
    /// <summary>Everything is in, now or from before.</summary>
    public const int Done = 0;

    /// <summary>Some rows were refused; all others are in.</summary>
    public const int SomeRefused = 1;

    /// <summary>The file, the options or the settings cannot be used: nothing was taken.</summary>
    public const int Unusable = 2;

    /// <summary>Something broke on the way: rows before it are in, and running again continues.</summary>
    public const int Fault = 3;

    /// <summary>Stopped by hand between two rows; running again continues.</summary>
    public const int Stopped = 130;
}
