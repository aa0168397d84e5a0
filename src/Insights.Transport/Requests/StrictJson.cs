using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace Insights.Transport.Requests;

/// <summary>Reads JSON that no later step can trip over.</summary>
/// <remarks>System.Text.Json alone takes the last of two equal members, and accepts a lone surrogate or a broken
/// UTF-8 sequence only to throw when the string is read. Here both are refused at once.</remarks>
internal static class StrictJson
{
    private const int MaxDepth = 64;

    /// <summary>Parses one JSON value. The element keeps its own copy of the text.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out JsonElement? value)
    {
        value = null;
        if (!Utf8.IsValid(utf8)) return false;

        try
        {
            ReadEveryEscape(utf8);
            value = JsonElement.Parse(utf8, new() { AllowDuplicateProperties = false, MaxDepth = MaxDepth });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <exception cref="InvalidOperationException">An escape sequence is half of a surrogate pair.</exception>
    private static void ReadEveryEscape(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
        {
            if (reader.ValueIsEscaped) _ = reader.GetString();
        }
    }
}
