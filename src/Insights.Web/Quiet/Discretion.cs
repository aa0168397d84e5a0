using System.Collections;
using System.Globalization;
using Insights.Privacy;

namespace Insights.Web.Quiet;

/// <summary>
/// Decides which values a log may be told. Of what others log, only what cannot have been sent to us passes: words that
/// the program itself holds as literals, small numbers, times, types. Of what we log, ids, codes and addresses pass
/// too, since our templates carry nothing else. Pure and safe to share.
/// </summary>
internal sealed class Discretion(Guard guard)
{
    /// <summary>Stands where a value stood.</summary>
    public const string Withheld = "[withheld]";

    private const int LongestCode = 100;

    /// <summary>From here on a number may be a telephone, card or identity number.</summary>
    private const long LargestTold = 99_999_999;

    /// <summary>Names under which the framework logs ids it made itself.</summary>
    private static readonly HashSet<string> OwnIds = ["ConnectionId", "RequestId", "TraceIdentifier", "TransportConnectionId"];

    /// <summary>Names under which routing logs what endpoints are called; we named them.</summary>
    private static readonly HashSet<string> OwnNames = ["EndpointName", "RoutePattern", "RouteTemplate"];

    /// <summary>The value, or what stands for it.</summary>
    /// <param name="name">What its placeholder is called.</param>
    /// <param name="value">The value.</param>
    /// <param name="ours">Whether the category that logs it is ours.</param>
    public object? Of(string name, object? value, bool ours) => value switch
    {
        null or bool or TimeSpan => value,
        Type type => type.FullName,
        string text => Of(name, text, ours),
        double number => Math.Abs(number) <= LargestTold ? Math.Round(number, 1) : Withheld,
        Enum or sbyte or byte or short or ushort or int or uint or long => Small(Convert.ToInt64(value, CultureInfo.InvariantCulture)) || ours ? value : Withheld,
        DateOnly or DateTime or DateTimeOffset when ours => value,
        not IEnumerable when ours && value.GetType().Namespace?.StartsWith("Insights", StringComparison.Ordinal) is true => Of(name, value.ToString() ?? "", ours),
        _ => $"[{value.GetType().Name}]",
    };

    /// <summary>A word of the program stays; anything that was put together at run time does not.</summary>
    public static string Literal(string text) => string.IsInterned(text) ?? Withheld;

    private string Of(string name, string text, bool ours) =>
        string.IsInterned(text) is not null || text.Length == 0
        || (OwnIds.Contains(name) && IsConnectionId(text))
        || (!ours && OwnNames.Contains(name))
        || (ours && (IsCode(text) || IsAddress(text) || IsStack(text)))
            ? text : Withheld;

    private bool IsCode(string text) =>
        text.Length <= LongestCode && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':' or '+' or '`') && guard.Scan(text).Count == 0;

    /// <summary>Where we listen: a scheme, a host and a port, and nothing behind it.</summary>
    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0 && uri.GetLeftPart(UriPartial.Authority) == text;

    /// <summary>A stack trace as the runtime writes it: names of methods and places in sources.</summary>
    private static bool IsStack(string text) =>
        text.Split('\n').All(line => line.StartsWith("   at ", StringComparison.Ordinal) || line.StartsWith("--- ", StringComparison.Ordinal));

    /// <summary>As Kestrel makes them: letters and digits, with the number of the request behind a colon.</summary>
    private static bool IsConnectionId(string text) => text.Length <= 24 && text.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c is ':');

    private static bool Small(long number) => number is >= -LargestTold and <= LargestTold;
}
