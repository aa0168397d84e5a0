using System.Globalization;
using Insights.Web.SignIn;
using Microsoft.AspNetCore.Localization;

namespace Insights.Web.Pages.Shared;

/// <summary>The languages pages come in, and how one is chosen for a request: the cookie, what the browser asks for, English.</summary>
internal static class Languages
{
    public const string English = "en";

    private const string Cookie = "insights-language";

    /// <summary>Each language with its own name for itself.</summary>
    public static IReadOnlyList<(string Code, string Name)> All { get; } = [(English, "English"), ("ms", "Bahasa Melayu")];

    /// <summary>The language of this request.</summary>
    public static string Current => Known(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName) ?? English;

    /// <summary>The code where it is one of a language pages come in; otherwise null.</summary>
    public static string? Known(string? code) => All.FirstOrDefault(l => l.Code == code).Code;

    /// <summary>Only texts follow the language; numbers and dates stay as they are, in files and answers to programs as well.</summary>
    public static IApplicationBuilder UseLanguages(this IApplicationBuilder app) => app.UseRequestLocalization(new RequestLocalizationOptions
    {
        DefaultRequestCulture = new RequestCulture(CultureInfo.CurrentCulture, CultureInfo.GetCultureInfo(English)),
        SupportedCultures = [],
        SupportedUICultures = [.. All.Select(l => CultureInfo.GetCultureInfo(l.Code))],
        RequestCultureProviders = [new CustomRequestCultureProvider(ChosenAsync), new AcceptLanguageHeaderRequestCultureProvider()],
    });

    public static void Keep(HttpContext context, string code) => context.Response.Cookies.Append(NameFor(context), code, new CookieOptions
    {
        HttpOnly = true,
        Secure = context.Request.IsHttps,
        SameSite = SameSiteMode.Lax,
        MaxAge = TimeSpan.FromDays(365),
        IsEssential = true,
    });

    private static Task<ProviderCultureResult?> ChosenAsync(HttpContext context) =>
        Task.FromResult(Known(context.Request.Cookies[NameFor(context)]) is { } code ? new ProviderCultureResult(code) : null);

    private static string NameFor(HttpContext context) => SessionCookies.NameFor(context, Cookie);
}
