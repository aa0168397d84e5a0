using Microsoft.AspNetCore.Authentication.Cookies;

namespace Insights.Web.SignIn;

/// <summary>
/// Names the session's cookie by how it travels. Over https, and always outside Development, its name begins with
/// <c>__Host-</c>, which browsers accept only from this host, encrypted, for all of it.
/// </summary>
internal sealed class SessionCookies(bool development) : ICookieManager
{
    public const string Prefix = "__Host-";
    private readonly ChunkingCookieManager _inner = new();

    /// <summary>The name of a cookie of the pages: over https no other host and no plain page can set it.</summary>
    public static string NameFor(HttpContext context, string key) => context.Request.IsHttps ? Prefix + key : key;

    public string? GetRequestCookie(HttpContext context, string key) => _inner.GetRequestCookie(context, NameOf(context, key));

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        _inner.AppendResponseCookie(context, NameOf(context, key), value, options);

    public void DeleteCookie(HttpContext context, string key, CookieOptions options) => _inner.DeleteCookie(context, NameOf(context, key), options);

    private string NameOf(HttpContext context, string key) => development && !context.Request.IsHttps ? key : Prefix + key;
}
