using System.Globalization;
using Microsoft.AspNetCore.Routing.Template;

namespace Insights.Web.Pages.Shared;

/// <summary>
/// Tells addresses of our own pages from anything else. Only such an address, and nothing behind it, is put into a
/// redirect or a form, so that what somebody typed into an address does not come back in a header.
/// </summary>
internal sealed class KnownPages(EndpointDataSource endpoints)
{
    public const string Home = "/";

    /// <summary>Longer numbers may be something else than the number of a report or a gap.</summary>
    private const int LongestNumber = 8;

    private readonly Lazy<List<TemplateMatcher>> _pages = new(() =>
    [
        .. endpoints.Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains(HttpMethods.Get) is true && !e.RoutePattern.Parameters.Any(p => p.IsCatchAll))
            .Select(e => new TemplateMatcher(TemplateParser.Parse(e.RoutePattern.RawText!), [])),
    ]);

    /// <summary>The path of the address where it is a page; otherwise the home page.</summary>
    public string Or(string? address) =>
        address?.Split('?', '#')[0] is ['/', ..] path && _pages.Value.Any(p => Fits(p, path)) ? path : Home;

    private static bool Fits(TemplateMatcher page, string path)
    {
        var values = new RouteValueDictionary();
        return page.TryMatch(path, values)
            && values.Values.All(v => v is string { Length: <= LongestNumber } text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _));
    }
}
