using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Core.Queue;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Gaps;

/// <summary>A page of gaps with how many stand in each state, the question that led to it, and the questions that have names.</summary>
public sealed record GapBoard(
    GapQuery Query, Page<GapView> Gaps, IReadOnlyDictionary<GapState, int> Counts, IReadOnlyDictionary<PersonId, PersonView> People, PolicyCatalogueView Lists)
{
    private const int PageSize = 25;

    /// <summary>Roles of those who may answer for a gap.</summary>
    internal const Roles Owners = Roles.TriageLead | Roles.PolicyOwner;

    public required Actor Actor { get; init; }

    /// <summary>Those of whom a gap may be somebody's.</summary>
    public IReadOnlyList<PersonView> MayOwn { get; init; } = [];

    public IReadOnlyList<LabelView> Labels { get; init; } = [];

    /// <summary>The saved views with how many gaps each shows.</summary>
    public IReadOnlyList<(SavedViewView View, int Count)> Views { get; init; } = [];

    public TriageDutyView? Duty { get; init; }

    /// <summary>The form that keeps the question, and what was refused about the question itself.</summary>
    public FormInput Input { get; init; } = FormInput.Of("view");

    public string FormKey { get; init; } = "";

    /// <summary>Whether every gap of this page is chosen from the start.</summary>
    public bool AllPicked { get; init; }

    /// <summary>The numbers of those that are chosen from the start.</summary>
    public IReadOnlyList<string?> Picked { get; init; } = [];

    /// <summary>The gap beside the list, with what can be done about it there.</summary>
    public DeskModel? Desk { get; init; }

    /// <summary>Who else is looking at which of them just now, by name.</summary>
    public IReadOnlyDictionary<GapId, string> Lookers { get; init; } = new Dictionary<GapId, string>();

    /// <summary>Whether this person changes gaps.</summary>
    public bool MayMove => Actor.May(Permission.MoveGaps);

    /// <summary>Who is on duty, by name; null where nobody is.</summary>
    public string? OnDuty => Duty?.OnDutyId is { } person ? Words.Who(People, person) : null;

    internal static async Task<Outcome<GapBoard>> ReadAsync(IMediator mediator, Actor actor, GapQuery query, DeskAsk? asked, CancellationToken ct)
    {
        var lists = await mediator.Send(new ReadPolicies(), ct);
        if (!lists.Succeeded(out var policies))
            return lists.Refusals.ToList();
        var labels = (await mediator.Send(new LabelList(), ct)).ValueOrDefault ?? [];
        query = query.Among(policies, labels);
        // Beside one another: the database answers on the thread that asks it.
        var desk = Task.Run(() => DeskModel.ReadAsync(mediator, actor, policies, asked, ct), ct);
        var list = ReadAsync(mediator, actor, query, policies, labels, ct);
        await Task.WhenAll(desk, list);
        var board = await list;
        return board.Succeeded(out var read) ? read with { Desk = await desk } : board;
    }

    private static async Task<Outcome<GapBoard>> ReadAsync(
        IMediator mediator, Actor actor, GapQuery query, PolicyCatalogueView policies, IReadOnlyList<LabelView> labels, CancellationToken ct)
    {
        var page = await mediator.Send(new GapList(query.Filter, query.Order, PageSize, query.After), ct);
        var refused = page.Refusals;
        if (refused.Any(r => r.Path is ["filter", "text"]))
        {
            // What was refused may identify somebody, so it is not shown again.
            query = query with { Filter = query.Filter with { Text = null } };
            page = await mediator.Send(new GapList(query.Filter, query.Order, PageSize, query.After), ct);
        }

        if (!page.Succeeded(out var gaps))
            return page.Refusals.ToList();
        var views = new List<(SavedViewView, int)>();
        foreach (var view in (await mediator.Send(new SavedViewList(), ct)).ValueOrDefault ?? [])
            views.Add((view, (await mediator.Send(new GapCount(view.Filter), ct)).ValueOrDefault));
        var counts = await mediator.Send(new GapCountByState(query.Filter), ct);
        var duty = (await mediator.Send(new ReadTriageDuty(), ct)).ValueOrDefault;
        var looks = (await mediator.Send(new LooksAt([.. gaps.Items.Select(g => g.Id)]), ct)).ValueOrDefault ?? [];
        var people = await mediator.Send(new PeopleById([.. gaps.Items.Select(g => g.OwnerId).Append(duty?.OnDutyId).Concat(looks.Values.Select(l => (PersonId?)l.PersonId)).OfType<PersonId>().Distinct()]), ct);
        return new GapBoard(query, gaps, counts.ValueOrDefault ?? [], people.ValueOrDefault ?? [], policies)
        {
            Actor = actor,
            MayOwn = (await mediator.Send(new PeopleByRole(Owners), ct)).ValueOrDefault ?? [],
            Labels = labels,
            Views = views,
            Duty = duty,
            Lookers = looks.Where(l => l.Value.PersonId != actor.Id).ToDictionary(l => l.Key, l => Words.Who(people.ValueOrDefault ?? [], l.Value.PersonId)),
            Input = refused.Any(r => r.Path is ["filter", "text"])
                ? new FormInput("filter", FormValues.Empty, [.. refused.Where(r => r.Path is ["filter", "text"]).Select(r => r with { Path = ["q"] })]) : FormInput.Of("view"),
        };
    }
}
