using Microsoft.AspNetCore.Http;

namespace Insights.Transport.GraphQLWs;

/// <summary>Decides which pages may open a WebSocket. Browsers send cookies with it and ask no preflight, so the
/// Origin header is all that keeps a foreign page out.</summary>
internal static class OriginRule
{
    public static bool Allows(HttpRequest request, ISet<string> allowed)
    {
        var origins = request.Headers.Origin;
        if (origins.Count == 0) return true;
        if (origins.Count > 1) return false;

        var origin = origins.ToString();
        return allowed.Contains(origin) || IsOwnHost(origin, request.Host);
    }

    /// <summary>Compares host and port. Not the scheme: behind a proxy that ends TLS the request itself is plain.</summary>
    private static bool IsOwnHost(string origin, HostString own) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && uri.Scheme is "https" or "http"
        && uri.Authority.Equals(own.Value, StringComparison.OrdinalIgnoreCase);
}
