using System.Text.Json;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Pipeline;

namespace Insights.Web.Outlets;

/// <summary>What a plain HTTP answer says when it refuses: RFC 9457, with the stable codes of the product. It repeats nothing that was sent.</summary>
internal static class Problem
{
    public const string ContentType = "application/problem+json";

    /// <summary>The cursor is of another life of the log (410), or of a place the log has not reached (409).</summary>
    public static int StatusOf(ResyncRefusal reset, string? after) =>
        FeedCursor.TryParse(after, out var given) && FeedCursor.TryParse(reset.Last, out var last) && given.Epoch == last.Epoch
            ? StatusCodes.Status409Conflict : StatusCodes.Status410Gone;

    /// <summary>Whoever asks is not known, and how to become known.</summary>
    public static Task UnauthenticatedAsync(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return WriteAsync(context, StatusCodes.Status401Unauthorized, "NOT_SIGNED_IN", "Send Authorization: Bearer with the key of a consumer.");
    }

    public static Task WriteAsync(HttpContext context, int status, IReadOnlyList<Refusal> refusals)
    {
        var first = refusals[0];
        return WriteAsync(context, status, CodeNames.Of(first.Code), first.Message, new()
        {
            ["parameter"] = ParameterOf(first),
            ["first"] = (first as ResyncRefusal)?.First,
            ["last"] = (first as ResyncRefusal)?.Last,
            ["errors"] = refusals.Count > 1 ? refusals.Select(r => new { code = CodeNames.Of(r.Code), parameter = ParameterOf(r), detail = r.Message }) : null,
        });
    }

    public static async Task WriteAsync(HttpContext context, int status, string code, string detail, Dictionary<string, object?>? more = null)
    {
        var body = new Dictionary<string, object?> { ["type"] = "about:blank", ["title"] = TitleOf(status), ["status"] = status, ["code"] = code, ["detail"] = detail };
        foreach (var (name, value) in (more ?? []).Where(m => m.Value is not null))
            body[name] = value;
        context.Response.StatusCode = status;
        context.Response.ContentType = ContentType;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(body), CancellationToken.None);
    }

    /// <summary>The last part of the path: the filter's lists are parameters of their own here.</summary>
    private static string? ParameterOf(Refusal refusal) => refusal.Path is [.., var last] ? last : null;

    private static string TitleOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "Bad request",
        StatusCodes.Status401Unauthorized => "Not signed in",
        StatusCodes.Status403Forbidden => "Not permitted",
        StatusCodes.Status404NotFound => "Not found",
        StatusCodes.Status406NotAcceptable => "Not acceptable",
        StatusCodes.Status409Conflict => "The cursor is ahead of the feed",
        StatusCodes.Status410Gone => "The cursor is of an earlier life of the feed",
        StatusCodes.Status429TooManyRequests => "Too many requests",
        StatusCodes.Status500InternalServerError => "It failed",
        StatusCodes.Status503ServiceUnavailable => "Not available now",
        _ => "Refused",
    };
}
