using System.Text.Json;
using Insights.Core.Data;

namespace Insights.Core.Feed;

/// <summary>An entry of the feed as one JSON object: its cursor, then the fields that may leave; what is empty is left out.</summary>
public static class FeedLine
{
    /// <summary>The object, on one line.</summary>
    public static ReadOnlyMemory<byte> Of(FeedEntry entry)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("cursor", entry.Cursor);
            if (entry.Membership is { } membership)
                json.WriteString("membership", NameOf(membership));
            foreach (var field in JsonSerializer.SerializeToElement(entry.Item, JsonColumn.Options).EnumerateObject())
                field.WriteTo(json);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>A code as every JSON of the product has it, such as GAP_OPENED.</summary>
    public static string NameOf(Enum value) => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString());
}
