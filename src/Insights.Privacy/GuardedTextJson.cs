using System.Text.Json;
using System.Text.Json.Serialization;

namespace Insights.Privacy;

/// <summary>Writes a <see cref="GuardedText"/> as its value and reads it back unchecked. For storage only.</summary>
/// <remarks>
/// Never register it where requests are read: it would accept unguarded text. Safe for concurrent use.
/// </remarks>
public sealed class GuardedTextJson : JsonConverter<GuardedText>
{
    /// <inheritdoc/>
    /// <exception cref="JsonException">The token is not a string.</exception>
    public override GuardedText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? GuardedText.Stored(reader.GetString()!)
            : throw new JsonException("Stored guarded text is a JSON string.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, GuardedText value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStringValue(value.Value);
    }
}
