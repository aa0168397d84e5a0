using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace Insights.Web.Hosting;

/// <summary>The API explorer at <c>/graphql/ui</c>: files of our own, for signed-in people, in Development only.</summary>
internal static class GraphiQLPage
{
    /// <summary>The explorer carries its fonts and icons as data and sets styles from script.</summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void MapGraphiQL(this IEndpointRouteBuilder app)
    {
        var files = new PhysicalFileProvider(Path.Combine(AppContext.BaseDirectory, "GraphiQL"));
        var types = new FileExtensionContentTypeProvider();
        app.MapGet("/graphql/ui/{file?}", (HttpContext context, string? file) =>
        {
            var found = files.GetFileInfo(file ?? "index.html");
            if (!found.Exists || !types.TryGetContentType(found.Name, out var type))
                return Results.NotFound();
            context.Response.Headers.ContentSecurityPolicy = Policy;
            return Results.File(found.PhysicalPath!, type);
        }).RequireAuthorization();
    }
}
