using Insights.Core.Clusters;
using Insights.Core.Consumers;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Core.Reports;
using Insights.Privacy;
using Insights.Web.Pages.Shared;
using MediatR;

namespace Insights.Web.Pages.Gaps;

/// <summary>One gap with all that stands around it, as this person may see it.</summary>
public sealed record GapPageModel(GapView Gap, Actor Actor, PolicyCatalogueView Lists, string FormKey)
{
    private const int TimelinePage = 100;
    private const int LookAlikesShown = 5;
    private const int OperationsPage = 10;

    /// <summary>Moves nobody makes by hand from this page: they follow from an answer, a timer or a new report.</summary>
    private static readonly GapAction[] NotHere = [GapAction.Answer, GapAction.TimeOut, GapAction.Resume, GapAction.Regress, GapAction.Expire];

    public IReadOnlyList<MemberView> Members { get; init; } = [];

    public IReadOnlyDictionary<ReportId, ReportView> Reports { get; init; } = new Dictionary<ReportId, ReportView>();

    /// <summary>The cases its reports cite, for those who may ask about one.</summary>
    public IReadOnlyList<CaseToken> Cases => Actor.May(Permission.ReadCases) ? [.. Reports.Values.SelectMany(r => r.Content.CaseReferences).Distinct()] : [];

    public IReadOnlyList<DecisionView> Decisions { get; init; } = [];

    public Page<TimelineEntryView> Timeline { get; init; } = new([], false);

    /// <summary>What was done to it and to the gaps that are merged into it, the newest first.</summary>
    public Page<OperationView> Operations { get; init; } = new([], false);

    /// <summary>Whether this person merges, splits and undoes.</summary>
    public bool MayLink => Actor.May(Permission.LinkReports);

    public IReadOnlyDictionary<PersonId, PersonView> People { get; init; } = new Dictionary<PersonId, PersonView>();

    public GapQueueModel Queue { get; init; } = GapQueueModel.Nothing;

    public FormInput Input { get; init; } = FormInput.Of("");

    /// <summary>Other gaps that look like this one.</summary>
    public IReadOnlyList<LookAlikeView> LookAlikes { get; init; } = [];

    /// <summary>The moves this person may make now.</summary>
    public IReadOnlyList<Transition> Moves => Gap.EndedBy is not null ? [] : [.. Transitions.From(Gap.State, Actor.Roles).Where(t => !NotHere.Contains(t.Action))];

    /// <summary>The moves with a form on this page; a decision is written on a page of its own.</summary>
    public IReadOnlyList<Transition> Forms => [.. Moves.Where(m => !IsDecisive(m) && !(IsOwnProposal && m.Action is GapAction.Approve or GapAction.Reject))];

    /// <summary>What there is to do on the page of the decision.</summary>
    public string? DecisionStep => Moves.FirstOrDefault(IsDecisive) is { } move ? Words.Of(move.Action) : Proposed is not null && Actor.May(Permission.ApproveDecisions) ? Texts.T("Look at the proposed decision") : null;

    /// <summary>Whether the person who looks proposed what waits for a second one.</summary>
    public bool IsOwnProposal => Proposed?.ProposedBy == Actor.Id;

    /// <summary>What happened since the form was shown that came back.</summary>
    public MergeModel? Merge { get; init; }

    /// <summary>Whether this person may move it past the table; not out of a review, which a second person ends.</summary>
    public bool MayBypass => Actor.May(Permission.BypassGaps) && Gap.EndedBy is null && Gap.State is not GapState.InReview;

    /// <summary>Every run of its clocks.</summary>
    public IReadOnlyList<ClockView> Clocks { get; init; } = [];

    /// <summary>What model teams did with what was learned from it.</summary>
    public IReadOnlyList<ReceiptView> Receipts { get; init; } = [];

    /// <summary>The record that waits for a second person.</summary>
    public DecisionView? Proposed => Decisions.LastOrDefault(d => d.State is DecisionState.Proposed);

    public FormInput InputOf(string form) => Input.Form == form ? Input : FormInput.Of(form);

    /// <summary>What was typed for a move that is no longer there; it must not get lost.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Stranded => Input.Form is "" or "remark" || (MayBypass && Input.Form == Codes.Of(GapAction.Bypass)) || Forms.Any(m => Codes.Of(m.Action) == Input.Form)
        ? [] : [.. Input.Values.All.Where(f => f.Key is not ("formKey" or "expectedVersion" or MergeModel.ShownAt) && KeptFinding.Of(f.Key) is null).SelectMany(f => f.Value.Select(v => KeyValuePair.Create(f.Key, v)))
            .Where(v => v.Value.Length > 20 && v.Value.Contains(' ', StringComparison.Ordinal))];

    private static bool IsDecisive(Transition move) => move.Action is GapAction.Propose or GapAction.Correct;

    internal static async Task<Outcome<GapPageModel>> ReadAsync(
        IMediator mediator, Actor actor, long number, string formKey, FormInput input, GapPlaces after, CancellationToken ct)
    {
        var read = await mediator.Send(new GapByNumber(number), ct);
        if (!read.Succeeded(out var gap))
            return read.Refusals.ToList();
        var lists = await mediator.Send(new ReadPolicies(), ct);
        if (!lists.Succeeded(out var policies))
            return lists.Refusals.ToList();

        var members = (await mediator.Send(new MembersOf([gap.Id]), ct)).ValueOrDefault?[gap.Id] ?? [];
        var reports = actor.May(Permission.ReadOwnReports) ? await mediator.Send(new ReportsById([.. members.Select(m => m.ReportId)]), ct) : null;
        var decisions = (await mediator.Send(new DecisionsOf([gap.Id]), ct)).ValueOrDefault?[gap.Id] ?? [];
        var timeline = (await mediator.Send(new GapTimeline(gap.Id, TimelinePage, after.Timeline), ct)).ValueOrDefault ?? new([], false);
        var operations = (await mediator.Send(new OperationsOf(gap.Id, OperationsPage, after.Operations), ct)).ValueOrDefault ?? new([], false);
        PersonId?[] named =
        [
            gap.OwnerId, gap.PlanOwnerId, .. members.Select(m => (PersonId?)m.LinkedBy), .. timeline.Items.SelectMany(e => new[] { e.By, e.PersonId }),
            .. operations.Items.Select(o => (PersonId?)o.By), .. decisions.SelectMany(d => new[] { d.ProposedBy, d.ReviewedBy }),
        ];
        var clocks = (await mediator.Send(new ClocksOf([gap.Id]), ct)).ValueOrDefault?.GetValueOrDefault(gap.Id) ?? [];
        var people = await mediator.Send(new PeopleById([.. named.OfType<PersonId>().Distinct()]), ct);
        var alike = gap.EndedBy is null ? (await mediator.Send(new LookAlikesOfGap(gap.Id, LookAlikesShown), ct)).ValueOrDefault : null;
        return new GapPageModel(gap, actor, policies, formKey)
        {
            LookAlikes = [.. (alike ?? []).Where(a => a.GapId is not null)],
            Clocks = clocks,
            Receipts = (await mediator.Send(new ReceiptsOf([gap.Id]), ct)).ValueOrDefault?[gap.Id] ?? [],
            Members = members,
            Reports = reports?.ValueOrDefault ?? [],
            Decisions = decisions,
            Timeline = timeline,
            Operations = operations,
            People = people.ValueOrDefault ?? [],
            Input = input,
            Queue = await GapQueueModel.ReadAsync(mediator, actor, gap, ct),
            Merge = await MergeModel.ReadAsync(mediator, input, [gap.Id.Value], ct),
        };
    }
}

/// <summary>Where the lists of a gap's page continue.</summary>
public readonly record struct GapPlaces(long? Timeline, long? Operations);
