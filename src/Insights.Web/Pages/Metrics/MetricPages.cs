using Insights.Core.Data;
using Insights.Core.Calibration;
using Insights.Core.Identity;
using Insights.Core.Metrics;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Web.Outlets;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Metrics;

/// <summary>Whether feedback gets better: the figures, the list behind each of them, and each as a table for spreadsheets.</summary>
internal static class MetricPages
{
    public const int Size = 50;

    private static readonly string One = $"{MetricQuery.Address}/{{metric:regex(^({string.Join('|', Enum.GetValues<Metric>().Select(m => Codes.Of(m)))})$)}}";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(MetricQuery.Address, OverviewAsync).Needs(Permission.ReadMetrics);
        app.MapGet(One, ListAsync).Needs(Permission.ReadMetrics);
    }

    /// <summary>The tables, for people and programs alike: a program whose key opens nothing is told so, and not sent to the sign-in.</summary>
    public static void MapFiles(IEndpointRouteBuilder app) => app.MapGet($"{One}.csv", FileAsync);

    private static async Task<IResult> OverviewAsync(HttpContext context, IMediator mediator, CancellationToken ct)
    {
        var lists = (await mediator.Send(new ReadPolicies(), ct)).ValueOrDefault;
        var query = MetricQuery.Read(context.Request.Query, lists);
        var read = query.Unread.Count > 0 ? query.Unread.ToList() : await mediator.Send(new ReadMetrics(query.Filter), ct);
        return read.Refusals.Any(r => r.Code is RefusalCode.NotPermitted) ? Page.Refused(read.Refusals)
            : Page.Of<InsightsPage>(new InsightsModel(read.ValueOrDefault, query, lists, query.Form(read.Refusals))
            {
                Agreement = read.ValueOrDefault is { } metrics ? await AgreementAsync(mediator, metrics, ct) : null,
            }, Page.StatusOf(read.Refusals));
    }

    private static async Task<AgreementView?> AgreementAsync(IMediator mediator, MetricsView metrics, CancellationToken ct) =>
        (await mediator.Send(new ReadAgreement(metrics.Cohorts[0].From, metrics.Cohorts[^1].To), ct)).ValueOrDefault is [var overall, ..] ? overall : null;

    private static async Task<IResult> ListAsync(HttpContext context, IMediator mediator, string metric, CancellationToken ct)
    {
        var lists = (await mediator.Send(new ReadPolicies(), ct)).ValueOrDefault;
        var query = MetricQuery.Read(context.Request.Query, lists);
        var asked = Codes.Parse<Metric>(metric)!.Value;
        var read = query.Unread.Count > 0 ? query.Unread.ToList() : await mediator.Send(new ReadIndicator(asked, query.Filter), ct);
        var items = read.Refused ? null : await mediator.Send(new MetricItems(asked, query.Filter, query.Cohort, query.Part, query.Cell, Size, query.After), ct);
        if (items is { Refused: true })
            query = query with { Cohort = null, After = null };
        IReadOnlyList<Refusal> refusals = [.. read.Refusals, .. items?.Refusals ?? []];
        return refusals.Any(r => r.Code is RefusalCode.NotPermitted) ? Page.Refused(refusals)
            : Page.Of<MetricPage>(new MetricModel(asked, read.ValueOrDefault, items?.ValueOrDefault, query, lists, query.Form(refusals)), Page.StatusOf(refusals));
    }

    private static async Task<IResult> FileAsync(HttpContext context, IMediator mediator, CurrentActor current, string metric, CancellationToken ct)
    {
        if (await Downloads.IfNobodyAsync(context, current, "/insights") is { } nobody)
            return nobody;
        var query = MetricQuery.Read(context.Request.Query, lists: null);
        var asked = Codes.Parse<Metric>(metric)!.Value;
        var read = query.Unread.Count > 0 ? query.Unread.ToList() : await mediator.Send(new ReadIndicator(asked, query.Filter), ct);
        if (!read.Succeeded(out var metrics))
            return await Downloads.RefusedAsync(context, read.Refusals);
        context.Response.Headers.CacheControl = "private, no-cache";
        return Results.Bytes(MetricsCsv.Of(asked, metrics), "text/csv; charset=utf-8", $"insights-{Codes.Of(asked)}.csv");
    }
}

/// <summary>All figures of a period.</summary>
/// <param name="Metrics">The figures; null where the period was refused.</param>
/// <param name="Query">What was asked for.</param>
/// <param name="Lists">The policy areas and clauses.</param>
/// <param name="Input">The form, and what was refused.</param>
public sealed record InsightsModel(MetricsView? Metrics, MetricQuery Query, PolicyCatalogueView? Lists, FormInput Input)
{
    /// <summary>How far reviewers agree over all gaps of rounds that were closed in the period; null where none was.</summary>
    public AgreementView? Agreement { get; init; }

    /// <summary>Whether there is anything to look at.</summary>
    public bool IsEmpty => Metrics is { Filed.Count: 0, Open.Count: 0 } && Metrics.Indicators.All(i => i.Whole.Items == 0);
}

/// <summary>One metric with the list behind it.</summary>
/// <param name="Metric">Which.</param>
/// <param name="Metrics">Its figures; null where the question was refused.</param>
/// <param name="Items">A page of its items.</param>
/// <param name="Query">What was asked for.</param>
/// <param name="Lists">The policy areas.</param>
/// <param name="Input">The form, and what was refused.</param>
public sealed record MetricModel(Metric Metric, MetricsView? Metrics, Page<MetricItemView>? Items, MetricQuery Query, PolicyCatalogueView? Lists, FormInput Input)
{
    public MetricDefinition Definition => MetricDefinition.Of(Metric);

    public IndicatorView? Indicator => Metrics is { Indicators: [var one, ..] } ? one : null;
}
