using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Core.Triage;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Gaps;

/// <summary>The decision on one gap: all its versions, the draft of the next one, and the review of what is proposed.</summary>
public sealed record DecisionPageModel(GapView Gap, Actor Actor, PolicyCatalogueView Lists, string FormKey)
{
    /// <summary>What came back refused: the form of the record, or one of the review.</summary>
    public FormInput Input { get; init; } = FormInput.Of("");

    /// <summary>The form of the record.</summary>
    public FormInput Writing { get; init; } = FormInput.Of("");

    public IReadOnlyList<DecisionView> Decisions { get; init; } = [];

    public DecisionDraftView? Draft { get; init; }

    public IReadOnlyList<ReviewRemarkView> Remarks { get; init; } = [];

    public IReadOnlyDictionary<PersonId, PersonView> People { get; init; } = new Dictionary<PersonId, PersonView>();

    public MergeModel? Merge { get; init; }

    public string Address => $"/gaps/G-{Gap.Number}/decision";

    /// <summary>The moves of a review that this person may make.</summary>
    public IReadOnlyList<Transition> Reviewing => Proposed is null ? [] : [.. Moves.Where(m => m.Action is GapAction.Approve or GapAction.Reject)];

    /// <summary>The move by which this person may propose now.</summary>
    public Transition? Proposing => Moves.FirstOrDefault(m => m.Action is GapAction.Propose or GapAction.Correct);

    /// <summary>Whether what is written takes the place of a decision that holds.</summary>
    public bool Corrects => Proposing?.Action is GapAction.Correct;

    public DecisionView? Proposed => Decisions.LastOrDefault(d => d.State is DecisionState.Proposed);

    public bool IsOwnProposal => Proposed?.ProposedBy == Actor.Id;

    /// <summary>The version to write on from: one that was sent back, or the one in force where it is corrected.</summary>
    public DecisionView? Start => Decisions is [.., { State: DecisionState.Rejected } last] ? last
        : Corrects ? Decisions.LastOrDefault(d => d.State is DecisionState.Approved) : null;

    /// <summary>Whether the form is shown: when it can be proposed, when there is a draft, and whenever somebody has typed in it.</summary>
    public bool Writes => Gap.EndedBy is null && Actor.May(Permission.ProposeDecisions) && (Proposing is not null || Draft is not null || (Input.Form.Length == 0 && Input.Refusals.Count > 0));

    public ReviewRemarkView? RemarkOn(DecisionView decision) => Remarks.FirstOrDefault(r => r.DecisionId == decision.Id);

    public DecisionView? Before(DecisionView decision) => Decisions.LastOrDefault(d => d.VersionNumber < decision.VersionNumber);

    private IReadOnlyList<Transition> Moves => Gap.EndedBy is null ? Transitions.From(Gap.State, Actor.Roles) : [];

    /// <param name="mediator">Asks the core.</param>
    /// <param name="actor">Who looks.</param>
    /// <param name="number">Number of the gap.</param>
    /// <param name="formKey">Makes sending twice one act.</param>
    /// <param name="input">What came back refused; null when the page is opened.</param>
    /// <param name="ct">Stops the reading.</param>
    internal static async Task<Outcome<DecisionPageModel>> ReadAsync(IMediator mediator, Actor actor, long number, string formKey, FormInput? input, CancellationToken ct)
    {
        var read = await mediator.Send(new GapByNumber(number), ct);
        if (!read.Succeeded(out var gap))
            return read.Refusals.ToList();
        var lists = await mediator.Send(new ReadPolicies(), ct);
        if (!lists.Succeeded(out var policies))
            return lists.Refusals.ToList();

        var decisions = (await mediator.Send(new DecisionsOf([gap.Id]), ct)).ValueOrDefault?[gap.Id] ?? [];
        var remarks = (await mediator.Send(new ReviewRemarksOf([gap.Id]), ct)).ValueOrDefault?[gap.Id] ?? [];
        var draft = (await mediator.Send(new DecisionDraftsOf([gap.Id]), ct)).ValueOrDefault?.GetValueOrDefault(gap.Id);
        PersonId?[] named = [gap.OwnerId, draft?.SavedBy, .. decisions.SelectMany(d => new[] { d.ProposedBy, d.ReviewedBy }), .. remarks.Select(r => (PersonId?)r.By)];
        var people = await mediator.Send(new PeopleById([.. named.OfType<PersonId>().Distinct()]), ct);
        var model = new DecisionPageModel(gap, actor, policies, formKey)
        {
            Input = input ?? FormInput.Of(""),
            Decisions = decisions,
            Draft = draft,
            Remarks = remarks,
            People = people.ValueOrDefault ?? [],
        };
        if (input is { Form.Length: 0 })
            return await model.MergedAsync(mediator, input, ct);
        var shown = draft?.Content.ToForm() ?? model.Start?.Content.ToForm() ?? new DecisionForm();
        return model with
        {
            Writing = new FormInput("", FormMerge.Begun(DecisionFormReader.Fill(shown), DecisionFormReader.At), []),
            Merge = await MergeModel.ReadAsync(mediator, model.Input, [gap.Id.Value], ct),
        };
    }

    /// <summary>The form as it came back, with what somebody else wrote meanwhile.</summary>
    private async Task<DecisionPageModel> MergedAsync(IMediator mediator, FormInput input, CancellationToken ct)
    {
        var saved = Draft is { } draft && MergeModel.ShownIn(input.Values) is { } shown && draft.SavedAt >= shown
            ? new[] { new Core.Reports.ChangeView { At = draft.SavedAt, By = draft.SavedBy, Action = nameof(SaveDecisionDraft) } } : [];
        if (Draft is null || !MergeModel.IsBehind(input, "draftVersion", Draft.Version))
            return this with { Writing = input, Merge = await MergeModel.ReadAsync(mediator, input, [Gap.Id.Value], ct, saved) };
        var merge = await MergeModel.SinceAsync(mediator, input, [Gap.Id.Value], ct, saved);
        var (values, taken) = FormMerge.Of(input.Values, DecisionFormReader.Fill(Draft.Content.ToForm()), DecisionFormReader.At);
        return this with { Writing = input with { Values = values }, Merge = merge with { Taken = taken } };
    }
}
