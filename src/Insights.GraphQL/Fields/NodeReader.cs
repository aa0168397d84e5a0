using Insights.Core.Clusters;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Queue;
using Insights.Core.Reports;
using Insights.GraphQL.Errors;
using MediatR;

namespace Insights.GraphQL.Fields;

/// <summary>Reads things of several kinds by their ids, one request a kind; the core decides who sees what.</summary>
internal static class NodeReader
{
    private const int Most = 100;

    public static async Task<IReadOnlyList<object?>> ReadAsync(IMediator mediator, IReadOnlyList<string> ids, CancellationToken ct)
    {
        if (ids.Count > Most)
            throw new RefusedError([Refusal.Of(RefusalCode.OutOfRange, "Ask for at most 100 ids.", "ids")]);
        var found = new Dictionary<string, object>();
        await AddAsync<GapId, GapView>(gaps => new GapsById(gaps));
        await AddAsync<ReportId, ReportView>(reports => new ReportsById(reports));
        await AddAsync<PersonId, PersonView>(people => new PeopleById(people));
        await AddAsync<OperationId, OperationView>(operations => new OperationsById(operations));
        await AddAsync<ViewId, SavedViewView>(views => new SavedViewsById(views));
        return [.. ids.Select(id => found.GetValueOrDefault(id))];

        async Task AddAsync<TId, TView>(Func<List<TId>, IRequest<Outcome<Dictionary<TId, TView>>>> request)
            where TId : struct, IPrefixedId<TId> where TView : class
        {
            var wanted = ids.Select(PublicIds.ParseOrNull<TId>).OfType<TId>().Distinct().ToList();
            if (wanted.Count == 0)
                return;
            foreach (var (id, view) in await mediator.AskAsync(request(wanted), ct))
                found[id.Value] = view;
        }
    }
}
