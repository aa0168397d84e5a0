using System.IO.Compression;
using System.Net.Mime;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Web.Outlets;
using Insights.Web.Pages.Shared;
using MediatR;
using Microsoft.AspNetCore.Http.Features;

namespace Insights.Web.Pages.Feed;

/// <summary>A stretch of the feed as a ZIP with the events and their manifest, for people and, with a key, for programs.</summary>
internal static class FeedDownload
{
    public const string Address = "/feed/export";

    /// <summary>Beside the pages and not among them: a program whose key opens nothing is told so, and not sent to sign in.</summary>
    public static void Map(IEndpointRouteBuilder app) => app.MapGet(Address, async (HttpContext context, IMediator mediator, CurrentActor current, FeedFiles files, CancellationToken ct) =>
    {
        var (request, person) = (context.Request, context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase));
        if (current.OrNull is null)
        {
            if (person)
                return Results.LocalRedirect("/sign-in?returnTo=%2Ffeed");
            await Problem.UnauthenticatedAsync(context);
            return Results.Empty;
        }

        var query = FeedQuery.Read(request.Query);
        var after = request.Query["after"].ToString() is { Length: > 0 } given ? given : null;
        var format = request.Query["format"].ToString() is { Length: > 0 } named ? Codes.Parse<ExportFormat>(named) : ExportFormat.Ndjson;
        var plan = Unread(request.Query, query, format) is { } unread ? unread : await mediator.Send(new PlanExport(after, query.Filter), ct);
        if (!plan.Succeeded(out var stretch))
        {
            if (person)
                return OnPage(query, plan.Refusals);
            await Problem.WriteAsync(context, Page.StatusOf(plan.Refusals), plan.Refusals);
            return Results.Empty;
        }

        // The archive writes the ends of its entries without waiting, which the server otherwise forbids.
        context.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        return Results.Stream(to => WriteAsync(to, files, stretch, format!.Value, ct), MediaTypeNames.Application.Zip, $"insights-feed-{stretch.UpTo}.zip");
    });

    private static async Task WriteAsync(Stream to, FeedFiles files, ExportStretch stretch, ExportFormat format, CancellationToken ct)
    {
        await using var zip = await ZipArchive.CreateAsync(to, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct);
        await files.WriteAsync(stretch, format, (name, stop) => zip.CreateEntry(name).OpenAsync(stop), ct);
    }

    /// <summary>What stands in the address and cannot be read. Passed over, it would give more than was asked for.</summary>
    private static Outcome<ExportStretch>? Unread(IQueryCollection asked, FeedQuery read, ExportFormat? format)
    {
        string[] unread =
        [
            .. format is null ? ["format"] : Array.Empty<string>(),
            .. asked.Keys.Any(key => key is not ("after" or "format" or "type" or "kind" or "area" or "severity")) ? ["filter"] : Array.Empty<string>(),
            .. new (string Name, object? Value)[] { ("type", read.Type), ("kind", read.Kind), ("area", read.Area), ("severity", read.Severity) }
                .Where(f => f.Value is null && asked[f.Name].ToString().Length > 0).Select(f => f.Name),
        ];
        if (unread is [])
            return null;
        return unread.Select(name => Refusal.Of(RefusalCode.UnknownCode, "This value is not one of those known.", name)).ToList();
    }

    private static IResult OnPage(FeedQuery query, IReadOnlyList<Refusal> refusals) =>
        refusals.Any(r => r is ResyncRefusal) ? Results.LocalRedirect(query.At(query.After)) : Page.Refused(refusals);
}
