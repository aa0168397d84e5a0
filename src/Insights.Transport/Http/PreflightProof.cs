using Microsoft.AspNetCore.Http;

namespace Insights.Transport.Http;

/// <summary>Tells a GET of our own page from one that a foreign page made the browser send with its cookies.</summary>
/// <remarks>A POST needs no such proof: application/json is refused to a foreign page by the browser's preflight.</remarks>
internal static class PreflightProof
{
    /// <summary>True without cookies, with a header that only a preflight would allow a foreign page to set, or when
    /// the browser itself says that the request is of the same origin. No page can set a Sec- header, and EventSource
    /// can set none at all.</summary>
    public static bool IsGiven(IHeaderDictionary headers) =>
        headers.Cookie.Count == 0
        || headers["GraphQL-Require-Preflight"].Count > 0
        || headers["Sec-Fetch-Site"].ToString() is "same-origin";
}
