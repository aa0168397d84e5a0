namespace Insights.Transport.Requests;

/// <summary>What may stand in an event's id: it travels in one header line, unchanged, and back.</summary>
internal static class CursorText
{
    private const int MaxLength = 256;

    public static bool IsValid(string text) =>
        text.Length is > 0 and <= MaxLength && !text.AsSpan().ContainsAnyExceptInRange('!', '~');
}
