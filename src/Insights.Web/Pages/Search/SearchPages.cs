using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Search;
using Insights.Privacy;
using Insights.Web.Pages.Shared;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Insights.Web.Pages.Search;

/// <summary>Search over gaps, reports, remarks and policies; a case reference leads to its case.</summary>
internal static class SearchPages
{
    private const int Most = 50;

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/search", SearchAsync).Needs(Permission.ReadGaps);

    private static async Task<IResult> SearchAsync(IMediator mediator, string? q, string? kind, CancellationToken ct)
    {
        var (asked, only) = (q?.Trim() ?? "", Codes.Parse<SearchKind>(kind));
        if (CaseToken.TryParse(asked, out var token))
            return Results.LocalRedirect($"/cases/{token.Value}");
        if (asked.Length == 0)
            return Show(FormValues.Empty, [], null);
        var found = await mediator.Send(new SearchAll(asked, only is { } one ? [one] : null, Most), ct);
        var kindAsked = ("kind", only is { } k ? Codes.Of(k) : null);
        if (found.Succeeded(out var hits))
            return Show(FormValues.Of([("q", asked), kindAsked]), [], hits);
        // What was refused may identify somebody, so it is not shown again.
        return found.Refusals.Any(r => r.Code is RefusalCode.NotPermitted) ? Page.Refused(found.Refusals)
            : Show(FormValues.Of([kindAsked]), [.. found.Refusals.Select(r => r.Path is ["text"] ? r with { Path = ["q"] } : r)], null);
    }

    private static RazorComponentResult<SearchPage> Show(FormValues values, IReadOnlyList<Refusal> refusals, IReadOnlyList<SearchHitView>? hits) =>
        Page.Of<SearchPage>(new SearchModel(new FormInput("", values, refusals), hits), refusals.Count > 0 ? Page.StatusOf(refusals) : StatusCodes.Status200OK);
}

/// <summary>A search and what it found.</summary>
/// <param name="Input">What was asked.</param>
/// <param name="Hits">What was found, best first; null when nothing was asked or it was refused.</param>
public sealed record SearchModel(FormInput Input, IReadOnlyList<SearchHitView>? Hits);
