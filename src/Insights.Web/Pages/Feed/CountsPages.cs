using System.Globalization;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Web.Outlets;
using Insights.Web.Pages.Shared;
using Insights.Web.SignIn;
using MediatR;

namespace Insights.Web.Pages.Feed;

/// <summary>The daily counts at one address: a page for people, JSON for whoever asks for it or comes with a key.</summary>
internal static class CountsPages
{
    public const string Address = "/feed/counts";

    /// <summary>Beside the pages and not among them, so that a program whose key opens nothing is told so.</summary>
    public static void Map(IEndpointRouteBuilder app) => app.MapGet(Address, async (HttpContext context, IMediator mediator, CurrentActor current, CancellationToken ct) =>
    {
        context.Response.Headers.Vary = "Accept, Authorization";
        if (KeyHeader.IsIn(context) || context.Request.Headers.Accept.ToString().Contains(FeedJson.MediaType, StringComparison.OrdinalIgnoreCase))
        {
            await AnswerAsync(context, mediator, current, ct);
            return Results.Empty;
        }

        return current.OrNull is null ? Results.LocalRedirect("/sign-in?returnTo=%2Ffeed%2Fcounts") : await ShowAsync(context, mediator, ct);
    });

    private static async Task AnswerAsync(HttpContext context, IMediator mediator, CurrentActor current, CancellationToken ct)
    {
        if (current.OrNull is null)
        {
            await Problem.UnauthenticatedAsync(context);
            return;
        }

        var read = await ReadAsync(context, mediator, ct);
        if (!read.Succeeded(out var counts))
        {
            await Problem.WriteAsync(context, read.Refusals[0].Code switch
            {
                RefusalCode.NotPermitted => StatusCodes.Status403Forbidden,
                RefusalCode.NotFound => StatusCodes.Status404NotFound,
                _ => StatusCodes.Status400BadRequest,
            }, read.Refusals);
            return;
        }

        context.Response.ContentType = FeedJson.MediaType;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.WriteAsync(FeedJson.Bytes(counts), ct);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, IMediator mediator, CancellationToken ct)
    {
        var days = await mediator.Send(new FeedCountDays(), ct);
        var lists = await mediator.Send(new ReadPolicies(), ct);
        if (!days.Succeeded(out var counted) || !lists.Succeeded(out var policies))
            return Page.Refused([.. days.Refusals, .. lists.Refusals]);
        var read = counted.Count == 0 && context.Request.Query.Count == 0 ? null : await ReadAsync(context, mediator, ct);
        return read is { Refused: true } ? Page.Refused(read.Refusals) : Page.Of<CountsPage>(new CountsModel(read?.Value, counted, policies));
    }

    /// <summary>What stands in the address and cannot be read is refused; the newest day would be another answer than the one asked for.</summary>
    private static async Task<Outcome<FeedCountsView>> ReadAsync(HttpContext context, IMediator mediator, CancellationToken ct)
    {
        var query = context.Request.Query;
        if (query.Keys.Any(k => k is not "on"))
            return Refusal.Of(RefusalCode.UnknownCode, "The one parameter is on.");
        if (query["on"] is [])
            return await mediator.Send(new ReadFeedCounts(null), ct);
        return query["on"] is [{ } text] && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on)
            ? await mediator.Send(new ReadFeedCounts(on), ct)
            : Refusal.Of(RefusalCode.Malformed, "Name one day, as in 2026-01-31.", "on");
    }
}

/// <summary>The counts of a day as tables.</summary>
/// <param name="Counts">The counts; null where no day is counted yet.</param>
/// <param name="Days">The days to choose from, the newest first.</param>
/// <param name="Lists">Names of the areas.</param>
public sealed record CountsModel(FeedCountsView? Counts, IReadOnlyList<DateOnly> Days, PolicyCatalogueView Lists)
{
    /// <summary>The subjects that the reader has counts of, each as a table.</summary>
    internal IEnumerable<CountsTable> Tables => (Counts?.Counts ?? []).GroupBy(c => c.Subject).Select(g => new CountsTable(g.Key, [.. g]));

    /// <summary>A count in words; a sum that is not shown has bounds instead.</summary>
    internal static string Said(FeedCount count, int threshold) => count switch
    {
        { Count: { } shown } => shown.ToString("N0", CultureInfo.InvariantCulture),
        { AtLeast: { } least, AtMost: { } most } => Texts.T("{0:N0} to {1:N0}", least, most),
        _ => Texts.T("1 to {0}", threshold - 1),
    };
}

/// <summary>One subject as a table of areas and kinds or severities.</summary>
internal sealed record CountsTable(CountSubject Subject, IReadOnlyList<FeedCount> Counts)
{
    public IReadOnlyList<Enum?> Columns => [.. Counts.Where(c => c.Scope is CountScope.Cell or CountScope.Column).Select(ColumnOf).Distinct()];

    public IReadOnlyList<string?> Areas => [.. Counts.Where(c => c.Scope is CountScope.Cell or CountScope.Area).Select(c => c.Area).Distinct()];

    public bool HasAreaSums => Counts.Any(c => c.Scope is CountScope.Area);

    public bool HasColumnSums => Counts.Any(c => c.Scope is CountScope.Column);

    public FeedCount? Total => Counts.FirstOrDefault(c => c.Scope is CountScope.Total);

    public FeedCount? Cell(string? area, Enum? column) => Counts.FirstOrDefault(c => c.Scope is CountScope.Cell && c.Area == area && Equals(ColumnOf(c), column));

    public FeedCount? OfArea(string? area) => Counts.FirstOrDefault(c => c.Scope is CountScope.Area && c.Area == area);

    public FeedCount? OfColumn(Enum? column) => Counts.FirstOrDefault(c => c.Scope is CountScope.Column && Equals(ColumnOf(c), column));

    private static Enum? ColumnOf(FeedCount count) => count.Kind is { } kind ? kind : count.Severity;
}
