using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Reports;
using Insights.Core.Stewardship;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Stewardship;

/// <summary>Erasures: the list of them, and one with the second steward's decision.</summary>
internal static class ErasurePages
{
    private const int PageSize = 25;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/privacy/erasures", ListAsync);
        app.MapGet("/privacy/erasures/E-{number:long}", (IMediator mediator, CurrentActor current, long number, CancellationToken ct) =>
            ShowAsync(mediator, current, number, FormInput.Of(""), ct));
        app.MapPost("/privacy/erasures/E-{number:long}", DecideAsync);
    }

    private static async Task<IResult> ListAsync(IMediator mediator, CurrentActor current, string? state, long? after, CancellationToken ct)
    {
        var chosen = Codes.Parse<ErasureState>(state);
        var page = await mediator.Send(new ErasureList(chosen, PageSize, after), ct);
        if (!page.Succeeded(out var erasures))
            return Page.Refused(page.Refusals);
        return Page.Of<ErasureListPage>(new ErasureListModel(erasures, chosen, after is not null)
        {
            People = await PeopleAsync(mediator, erasures.Items, ct),
            Reports = await ReportsAsync(mediator, erasures.Items, ct),
            MayKeep = current.Actor.May(Permission.KeepPrivacy),
        });
    }

    private static async Task<IResult> DecideAsync(HttpContext context, PagePost post, IMediator mediator, CurrentActor current, long number, CancellationToken ct)
    {
        var (id, version) = (post["erasureId"] ?? "", post.Values.Whole("expectedVersion") ?? 0);
        var approve = post["act"] is "approve";
        var decided = approve ? await post.SendAsync(new ApproveErasure(id, version)) : await post.SendAsync(new RejectErasure(id, version));
        return decided.Refused
            ? await ShowAsync(mediator, current, number, new FormInput("", post.Values, decided.Refusals), ct)
            : FlashNote.Go(context, $"/privacy/erasures/E-{number}", approve ? "erased" : "spared", $"E-{number}");
    }

    private static async Task<IResult> ShowAsync(IMediator mediator, CurrentActor current, long number, FormInput input, CancellationToken ct)
    {
        var page = await mediator.Send(new ErasureList(null, 1, number == long.MaxValue ? null : number + 1), ct);
        if (!page.Succeeded(out var found))
            return Page.Refused(page.Refusals);
        if (found.Items is not [{ } erasure] || erasure.Number != number)
            return Page.Refused([]);
        var places = await mediator.Send(new PlacesOfErasure(erasure.Id), ct);
        return Page.Of<ErasurePage>(new ErasureModel(erasure, places.ValueOrDefault, input)
        {
            People = await PeopleAsync(mediator, [erasure], ct),
            Reports = await ReportsAsync(mediator, [erasure], ct),
            MayKeep = current.Actor.May(Permission.KeepPrivacy),
            IsRequester = erasure.RequestedBy == current.Actor.Id,
        }, Page.StatusOf(input.Refusals));
    }

    private static async Task<IReadOnlyDictionary<PersonId, PersonView>> PeopleAsync(IMediator mediator, IReadOnlyList<ErasureView> erasures, CancellationToken ct) =>
        (await mediator.Send(new PeopleById([.. erasures.SelectMany(e => new[] { e.RequestedBy, e.ReviewedBy }).OfType<PersonId>().Distinct()]), ct)).ValueOrDefault ?? [];

    private static async Task<IReadOnlyDictionary<ReportId, long>> ReportsAsync(IMediator mediator, IReadOnlyList<ErasureView> erasures, CancellationToken ct) =>
        (await mediator.Send(new ReportsById([.. erasures.Select(e => e.ReportId).OfType<ReportId>().Distinct()]), ct)).ValueOrDefault?
            .ToDictionary(r => r.Key, r => r.Value.Number) ?? [];
}

/// <summary>A page of erasures.</summary>
public sealed record ErasureListModel(Page<ErasureView> Erasures, ErasureState? State, bool Continued)
{
    public required IReadOnlyDictionary<PersonId, PersonView> People { get; init; }

    public required IReadOnlyDictionary<ReportId, long> Reports { get; init; }

    public required bool MayKeep { get; init; }

    private string Query => State is { } state ? $"state={Codes.Of(state)}&" : "";

    public string? First => Continued ? $"/privacy/erasures?{Query}".TrimEnd('&', '?') : null;

    public string? Next => Erasures is { HasMore: true, Items: [.., var last] } ? $"/privacy/erasures?{Query}after={last.Number}" : null;
}

/// <summary>One erasure.</summary>
/// <param name="Erasure">What it is.</param>
/// <param name="Where">Where that stands which it would erase; null for whoever only reads.</param>
/// <param name="Input">What was refused.</param>
public sealed record ErasureModel(ErasureView Erasure, WordsFound? Where, FormInput Input)
{
    public required IReadOnlyDictionary<PersonId, PersonView> People { get; init; }

    public required IReadOnlyDictionary<ReportId, long> Reports { get; init; }

    public required bool MayKeep { get; init; }

    public required bool IsRequester { get; init; }
}
