using System.Globalization;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Core.Search;
using Insights.Web.Pages.Shared;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Insights.Web.Pages.Precedents;

/// <summary>Decisions in force that answer other cases too, found by words, clause, kind and answer.</summary>
internal static class PrecedentPages
{
    private const int PageSize = 20;

    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/precedents", ListAsync).Needs(Permission.ReadGaps);

    private static async Task<IResult> ListAsync(IMediator mediator, CurrentActor current, string? q, string? clause, string? kind, string? answer, string? after, CancellationToken ct)
    {
        var lists = await mediator.Send(new ReadPolicies(), ct);
        if (!lists.Succeeded(out var policies))
            return Page.Refused(lists.Refusals);
        var filter = new PrecedentFilter
        {
            Text = q?.Trim() is { Length: > 0 } text ? text : null,
            Clauses = policies.Clauses.FirstOrDefault(c => c.Code == clause) is { } known ? [known.Code] : null,
            Kinds = Codes.Parse<GapKind>(kind) is { } one ? [one] : null,
            Resolutions = Codes.Parse<Resolution>(answer) is { } resolution ? [resolution] : null,
        };
        var asked = FormValues.Of([("q", filter.Text), ("clause", filter.Clauses?[0]), ("kind", filter.Kinds is [var k] ? Codes.Of(k) : null), ("answer", filter.Resolutions is [var r] ? Codes.Of(r) : null)]);
        var model = new PrecedentsModel(new FormInput("", asked, []), policies)
        {
            MayFile = current.Actor.May(Permission.FileReports),
            Continued = after is not null,
        };
        var found = await mediator.Send(new PrecedentList(filter, PageSize, KeyIn(after)), ct);
        if (!found.Succeeded(out var precedents))
        {
            // What was refused may identify somebody, so it is not shown again.
            return found.Refusals.Any(f => f.Code is RefusalCode.NotPermitted) ? Page.Refused(found.Refusals)
                : Show(model with { Input = new FormInput("", asked.Without(n => n is "q"), [.. found.Refusals.Select(f => f.Path is ["filter", "text"] ? f with { Path = ["q"] } : f)]) });
        }

        List<GapId> gaps = [.. precedents.Items.Select(p => p.Decision.GapId)];
        return Show(model with
        {
            Precedents = precedents,
            Gaps = (await mediator.Send(new GapsById(gaps), ct)).ValueOrDefault ?? [],
            Total = (await mediator.Send(new PrecedentCount(filter), ct)).ValueOrDefault,
        });
    }

    private static RazorComponentResult<PrecedentsPage> Show(PrecedentsModel model) =>
        Page.Of<PrecedentsPage>(model, model.Input.Refused ? Page.StatusOf(model.Input.Refusals) : StatusCodes.Status200OK);

    private static PrecedentKey? KeyIn(string? after) =>
        after?.Split('-') is [var millis, var number] && long.TryParse(millis, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var gap)
            ? new PrecedentKey(at, gap) : null;
}

/// <summary>A page of precedents.</summary>
/// <param name="Input">What was asked for.</param>
/// <param name="Lists">Clauses and codes to choose from.</param>
public sealed record PrecedentsModel(FormInput Input, PolicyCatalogueView Lists)
{
    /// <summary>What was found; null where the question was refused.</summary>
    public Page<PrecedentView>? Precedents { get; init; }

    public IReadOnlyDictionary<GapId, GapView> Gaps { get; init; } = new Dictionary<GapId, GapView>();

    /// <summary>How many there are on all pages.</summary>
    public int Total { get; init; }

    public required bool MayFile { get; init; }

    public required bool Continued { get; init; }

    /// <summary>Whether something narrows the list.</summary>
    public bool Narrowed => Input.Values.All.Any();

    public string? First => Continued ? Address : null;

    public string? Next => Precedents is { HasMore: true, Items: [.., var last] } && PrecedentKey.Of(last) is var key
        ? string.Create(CultureInfo.InvariantCulture, $"{Address}{(Narrowed ? '&' : '?')}after={key.Millis}-{key.Number}") : null;

    private string Address => "/precedents" + QueryString.Create(Input.Values.All.Select(f => KeyValuePair.Create(f.Key, (string?)f.Value[^1])));
}
