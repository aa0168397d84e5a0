using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using MediatR;

namespace Insights.Web.Pages.Gaps;

/// <summary>A page of gaps with how many stand in each state, and the question that led to it.</summary>
public sealed record GapBoard(
    GapQuery Query, Page<GapView> Gaps, IReadOnlyDictionary<GapState, int> Counts, IReadOnlyDictionary<PersonId, PersonView> People, PolicyCatalogueView Lists)
{
    private const int PageSize = 25;

    internal static async Task<Outcome<GapBoard>> ReadAsync(IMediator mediator, GapQuery query, CancellationToken ct)
    {
        var lists = await mediator.Send(new ReadPolicies(), ct);
        if (!lists.Succeeded(out var policies))
            return lists.Refusals.ToList();
        // Like any other choice: one that does not exist is none, and does not come back in the links of the page.
        query = query with { Area = policies.Areas.Any(a => a.Code == query.Area) ? query.Area : null };
        var page = await mediator.Send(new GapList(query.Filter, query.Order, PageSize, query.After), ct);
        if (!page.Succeeded(out var gaps))
            return page.Refusals.ToList();

        var counts = new Dictionary<GapState, int>();
        foreach (var state in Enum.GetValues<GapState>())
            counts[state] = (await mediator.Send(new GapCount(query.Filter with { States = [state] }), ct)).ValueOrDefault;
        var people = await mediator.Send(new PeopleById([.. gaps.Items.Select(g => g.OwnerId).OfType<PersonId>().Distinct()]), ct);
        return new GapBoard(query, gaps, counts, people.ValueOrDefault ?? [], policies);
    }
}
