using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Insights.Core.Data;
using Insights.Privacy;

namespace Insights.Core.Feed;

/// <summary>
/// How an event is written wherever it does not leave through GraphQL: in an export, to a webhook, over plain HTTP. One event
/// gives the same bytes every time, so that a signature or a digest of them holds. Nothing is in it but the closed list.
/// </summary>
public static class FeedJson
{
    /// <summary>Version of this form. A new field that may be left out is no new version; anything else is.</summary>
    public const int Version = 1;

    /// <summary>Media type of one event.</summary>
    public const string MediaType = "application/json";

    /// <summary>Media type of one event in its envelope.</summary>
    public const string CloudEventMediaType = "application/cloudevents+json";

    /// <summary>Who sends, where nothing else is configured.</summary>
    public const string DefaultSource = "urn:insights:feed";

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Names and values as in GraphQL. Set here and not shared with the columns, so that storage may change without the wire.</summary>
    internal static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new WrittenText(), new PublicIdJson(), new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) },
    };

    /// <summary>One event, without a line end.</summary>
    public static byte[] Bytes(FeedEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Written(writer => Write(writer, entry));
    }

    /// <summary>The counts of one day, without a line end.</summary>
    public static byte[] Bytes(FeedCountsView counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        return JsonSerializer.SerializeToUtf8Bytes(counts, Options);
    }

    /// <summary>One event in a CloudEvents 1.0 envelope, structured mode. It has no time, since none finer than a day may leave.</summary>
    /// <param name="entry">The event.</param>
    /// <param name="source">Who sends, a URI reference.</param>
    public static byte[] CloudEvent(FeedEntry entry, string source = DefaultSource)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Written(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("specversion", "1.0");
            writer.WriteString("id", entry.Item.Id.Value);
            writer.WriteString("source", source);
            writer.WriteString("type", $"insights.{Kebab(entry.Item.Type)}.v{Version}");
            if ((entry.Item.GapId?.Value ?? entry.Item.ReportId?.Value) is { } subject)
                writer.WriteString("subject", subject);
            writer.WriteString("dataschema", SchemaId(entry.Item.Type));
            writer.WriteString("datacontenttype", MediaType);
            writer.WritePropertyName("data");
            Write(writer, entry);
            writer.WriteEndObject();
        });
    }

    /// <summary>Name of a type of event in addresses and file names.</summary>
    public static string Kebab(FeedEventType type) => JsonNamingPolicy.KebabCaseLower.ConvertName(type.ToString());

    /// <summary>Which schema an event of this type holds to.</summary>
    public static string SchemaId(FeedEventType type) => $"urn:insights:event:{Kebab(type)}:v{Version}";

    /// <summary>Writes the event as a value; the fields in the order of the list, those without a value left out.</summary>
    internal static void Write(Utf8JsonWriter writer, FeedEntry entry)
    {
        writer.WriteStartObject();
        writer.WriteNumber("schema", Version);
        writer.WriteString("cursor", entry.Cursor);
        if (entry.Membership is { } membership)
            writer.WriteString("membership", CodeNames.Of(membership));
        foreach (var field in FeedFields.All)
        {
            if (field.GetValue(entry.Item) is not { } value)
                continue;
            writer.WritePropertyName(FeedFields.NameOf(field));
            JsonSerializer.Serialize(writer, value, field.PropertyType, Options);
        }

        writer.WriteEndObject();
    }

    private static byte[] Written(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Compact))
            write(writer);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes guarded text; nothing is read back from the wire.</summary>
    private sealed class WrittenText : JsonConverter<GuardedText>
    {
        public override GuardedText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("What left is not read back.");

        public override void Write(Utf8JsonWriter writer, GuardedText value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}
