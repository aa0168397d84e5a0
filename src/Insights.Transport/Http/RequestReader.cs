using System.Buffers;
using System.Text;
using System.Text.Json;
using Insights.Transport.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Insights.Transport.Http;

/// <summary>Reads one operation from a POST body or a query string.</summary>
internal static class RequestReader
{
    /// <summary>What is set aside before the first byte: a client may announce a length and send nothing.</summary>
    private const int FirstBufferBytes = 4096;

    /// <summary>Reads a POST. URL parameters are ignored, so that a log of URLs never holds an operation.</summary>
    public static async ValueTask<Reading> FromBodyAsync(HttpRequest request, int maxBytes, CancellationToken ct)
    {
        if (!IsJson(request.ContentType)) return TransportError.ContentTypeUnsupported;
        if (request.Headers.ContentEncoding.Count > 0) return TransportError.ContentEncodingUnsupported;
        if (request.ContentLength > maxBytes) return TransportError.BodyTooLarge;

        try
        {
            var body = new ArrayBufferWriter<byte>(FirstBufferBytes);
            while (await request.Body.ReadAsync(body.GetMemory(1), ct) is > 0 and var count)
            {
                body.Advance(count);
                if (body.WrittenCount > maxBytes) return TransportError.BodyTooLarge;
            }

            return StrictJson.TryParse(body.WrittenSpan, out var root)
                ? RequestShape.Read(root.Value)
                : TransportError.JsonInvalid;
        }
        catch (BadHttpRequestException e)
        {
            return e.StatusCode is StatusCodes.Status413PayloadTooLarge
                ? TransportError.BodyTooLarge
                : TransportError.BodyUnreadable;
        }
    }

    /// <summary>Reads a GET, which may only query or subscribe.</summary>
    public static Reading FromQueryString(IQueryCollection parameters)
    {
        foreach (var name in (ReadOnlySpan<string>)["query", "documentId", "operationName", "variables", "extensions"])
        {
            if (parameters[name].Count > 1) return TransportError.ParameterRepeated;
        }

        var query = parameters["query"].ToString();
        var documentId = parameters["documentId"].ToString();
        if (query.Length == 0 && documentId.Length == 0) return TransportError.QueryMissing;
        if (!TryReadJson(parameters, "variables", out var variables)) return TransportError.JsonInvalid;
        if (!TryReadJson(parameters, "extensions", out var extensions)) return TransportError.JsonInvalid;

        var operation = parameters["operationName"].ToString();
        var reading = RequestShape.Read(OrNull(query), OrNull(documentId), OrNull(operation), variables, extensions);
        return reading.Request is null ? reading : reading.Request with { QueriesOnly = true };
    }

    /// <summary>Adds the position a reconnecting event stream goes on from.</summary>
    public static Reading WithResumption(Reading reading, IHeaderDictionary headers)
    {
        var cursor = headers["Last-Event-ID"].ToString();
        if (reading.Request is null || cursor.Length == 0) return reading;

        return CursorText.IsValid(cursor) ? reading.Request with { ResumeAfter = cursor } : TransportError.ResumeInvalid;
    }

    /// <summary>Adds whether the cost is to be answered; what the header may say besides means nothing.</summary>
    public static Reading WithCost(Reading reading, IHeaderDictionary headers) => (reading.Request, headers["GraphQL-Cost"].ToString()) switch
    {
        ({ } request, "report") => request with { Cost = CostRequest.Report },
        ({ } request, "validate") => request with { Cost = CostRequest.Validate },
        _ => reading,
    };

    private static string? OrNull(string text) => text.Length == 0 ? null : text;

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue
            || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private static bool TryReadJson(IQueryCollection parameters, string name, out JsonElement? value)
    {
        value = null;
        if (!parameters.TryGetValue(name, out var text)) return true;
        if (!StrictJson.TryParse(Encoding.UTF8.GetBytes(text.ToString()), out value)) return false;

        if (value is { ValueKind: JsonValueKind.Null }) value = null;
        return true;
    }
}
