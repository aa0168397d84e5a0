using GraphQL;
using GraphQL.DataLoader;
using Insights.Core.Clusters;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Reports;
using Insights.Core.Scenarios;
using Insights.Core.Triage;
using Insights.GraphQL.Contract;
using Insights.GraphQL.Costs;
using Insights.GraphQL.Loading;
using Insights.GraphQL.Permissions;
using MediatR;

namespace Insights.GraphQL.Fields;

/// <summary>What a gap leads to.</summary>
[FieldsOf(typeof(GapView), nameof(GapView.OwnerId), nameof(GapView.PlanOwnerId), nameof(GapView.CanonicalReportId), nameof(GapView.DecisionId),
    nameof(GapView.MergedInto), nameof(GapView.StandsIn), nameof(GapView.EndedBy))]
internal static class GapFields
{
    /// <summary>Who answers for it now.</summary>
    public static IDataLoaderResult<PersonView?>? Owner([FromSource] GapView gap, [FromServices] Loaders loaders) =>
        gap.OwnerId is { } owner ? loaders.People.Load(owner) : null;

    /// <summary>Until when the viewer has put it off for themselves; null while they have not, or something has happened on it since.</summary>
    public static IDataLoaderResult<DateOnly?> SnoozedUntil([FromSource] GapView gap, [FromServices] Loaders loaders) => loaders.Snoozes.Load(gap.Id).Then(s => s?.Until);

    /// <summary>Who sees to the plan.</summary>
    public static IDataLoaderResult<PersonView?>? PlanOwner([FromSource] GapView gap, [FromServices] Loaders loaders) =>
        gap.PlanOwnerId is { } owner ? loaders.People.Load(owner) : null;

    /// <summary>The report that stands for the gap; null when its author took it back.</summary>
    public static IDataLoaderResult<ReportView?> CanonicalReport([FromSource] GapView gap, [FromServices] Loaders loaders) =>
        loaders.Reports.Load(gap.CanonicalReportId);

    /// <summary>The gap it was merged into, or to which its reports went back; null while it stands by itself.</summary>
    public static IDataLoaderResult<GapView?>? MergedInto([FromSource] GapView gap, [FromServices] Loaders loaders) =>
        gap.MergedInto is { } into ? loaders.Gaps.Load(into) : null;

    /// <summary>The gap at the end of the chain of merges, in which its reports stand now; null while it stands by itself.</summary>
    public static IDataLoaderResult<GapView?>? StandsIn([FromSource] GapView gap, [FromServices] Loaders loaders) =>
        gap.StandsIn is { } root ? loaders.Gaps.Load(root) : null;

    /// <summary>The operation by which it ceased to stand by itself; null while it does.</summary>
    public static IDataLoaderResult<OperationView?>? EndedBy([FromSource] GapView gap, [FromServices] Loaders loaders) =>
        gap.EndedBy is { } operation ? loaders.Operations.Load(operation) : null;

    /// <summary>The cluster operations that touched it or a gap that is merged into it, the newest first.</summary>
    /// <param name="first">How many at most, 1 to 100.</param>
    /// <param name="after">The cursor of the last operation read.</param>
    [Needs(typeof(OperationsOf))]
    public static async Task<Connection<OperationView>> OperationsAsync(
        [FromSource] GapView gap, [FromServices] IMediator mediator, int first = 20, string? after = null, CancellationToken ct = default) =>
        (await mediator.AskAsync(new OperationsOf(gap.Id, first, Cursors.Read(after, 1)?[0]), ct)).Connect(after, operation => Cursors.Of(operation.Number));

    /// <summary>The reports that are linked to it, with how and why.</summary>
    public static IDataLoaderResult<IReadOnlyList<MemberView>> Members([FromSource] GapView gap, [FromServices] Loaders loaders) => loaders.Members.Load(gap.Id);

    /// <summary>What last happened to it.</summary>
    public static IDataLoaderResult<TimelineEntryView?> LatestEntry([FromSource] GapView gap, [FromServices] Loaders loaders) => loaders.LatestEntries.Load(gap.Id);

    /// <summary>Everything that happened to it and its reports, oldest first.</summary>
    /// <param name="first">How many entries at most, 1 to 100.</param>
    /// <param name="after">The cursor of the last entry read.</param>
    [Needs(typeof(GapTimeline))]
    public static async Task<Connection<TimelineEntryView>> TimelineAsync(
        [FromSource] GapView gap, [FromServices] IMediator mediator, int first = 50, string? after = null, CancellationToken ct = default) =>
        (await mediator.AskAsync(new GapTimeline(gap.Id, first, Cursors.Read(after, 1)?[0]), ct)).Connect(after, entry => Cursors.Of(entry.Position));

    /// <summary>All its decision records, oldest first.</summary>
    public static IDataLoaderResult<IReadOnlyList<DecisionView>> Decisions([FromSource] GapView gap, [FromServices] Loaders loaders) => loaders.Decisions.Load(gap.Id);

    /// <summary>The approved decision record.</summary>
    public static IDataLoaderResult<DecisionView?>? Decision([FromSource] GapView gap, [FromServices] Loaders loaders) =>
        gap.DecisionId is { } approved ? loaders.Decisions.Load(gap.Id).Then(all => all.FirstOrDefault(d => d.Id == approved)) : null;

    /// <summary>The decision record that is being written; null when none is.</summary>
    [Needs(typeof(DecisionDraftsOf))]
    public static IDataLoaderResult<DecisionDraftView?> DecisionDraft([FromSource] GapView gap, [FromServices] Loaders loaders) => loaders.DecisionDrafts.Load(gap.Id);

    /// <summary>The scenarios that its decision answers, in the order of their numbers, retired ones included.</summary>
    [Needs(typeof(ScenariosOf))]
    public static IDataLoaderResult<IReadOnlyList<ScenarioView>> Scenarios([FromSource] GapView gap, [FromServices] Loaders loaders) => loaders.Scenarios.Load(gap.Id);

    /// <summary>Every run of every clock, in the order of the steps and then of the rounds; none once it no longer stands by itself.</summary>
    public static IDataLoaderResult<IReadOnlyList<ClockView>> Clocks([FromSource] GapView gap, [FromServices] Loaders loaders) => loaders.Clocks.Load(gap.Id).Then(all => all ?? []);

    /// <summary>How many working days ago its next step was due; 0 while it is in time, null while no clock runs.</summary>
    public static int? LateByWorkingDays([FromSource] GapView gap, [FromServices] GapClocks clocks, [FromServices] TimeProvider clock) => clocks.LateBy(gap, clock.GetUtcNow());

    /// <summary>What looks like any of its reports, itself and what is kept apart from it left out.</summary>
    /// <param name="first">How many at most, 1 to 20.</param>
    [Needs(typeof(LookAlikesOfGap)), Weight(WeightAttribute.Search)]
    public static async Task<IReadOnlyList<LookAlikeView>> LookAlikesAsync(
        [FromSource] GapView gap, [FromServices] IMediator mediator, int first = 5, CancellationToken ct = default) =>
        await mediator.AskAsync(new LookAlikesOfGap(gap.Id, first), ct);

    /// <summary>The moves the viewer may make now; none on a gap that no longer stands by itself, and none for a program that only reads.</summary>
    public static IReadOnlyList<Transition> Moves([FromSource] GapView gap, [FromServices] CurrentActor current) =>
        gap.EndedBy is not null || current.Actor.Scopes?.HasFlag(KeyScopes.Write) is false ? [] : Transitions.From(gap.State, current.Actor.Roles);
}

/// <summary>What a member of a gap leads to.</summary>
[FieldsOf(typeof(MemberView), nameof(MemberView.LinkedBy), nameof(MemberView.GapId), nameof(MemberView.CitesDecisionId))]
internal static class MemberFields
{
    /// <summary>The report; null when the viewer may not see it.</summary>
    public static IDataLoaderResult<ReportView?> Report([FromSource] MemberView member, [FromServices] Loaders loaders) => loaders.Reports.Load(member.ReportId);

    /// <summary>The approved decision that answers it already; the gap did not come back for it.</summary>
    public static IDataLoaderResult<DecisionView?>? CitesDecision([FromSource] MemberView member, [FromServices] Loaders loaders) =>
        member.CitesDecisionId is { } cited ? loaders.Decisions.Load(member.GapId).Then(all => all.FirstOrDefault(d => d.Id == cited)) : null;

    /// <summary>Who linked it.</summary>
    public static IDataLoaderResult<PersonView?> LinkedBy([FromSource] MemberView member, [FromServices] Loaders loaders) => loaders.People.Load(member.LinkedBy);
}

/// <summary>What a decision record leads to.</summary>
[FieldsOf(typeof(DecisionView), nameof(DecisionView.GapId))]
internal static class DecisionFields
{
    /// <summary>The gap it answers.</summary>
    public static IDataLoaderResult<GapView?> Gap([FromSource] DecisionView decision, [FromServices] Loaders loaders) => loaders.Gaps.Load(decision.GapId);

    /// <summary>Who proposed it.</summary>
    public static IDataLoaderResult<PersonView?> ProposedBy([FromSource] DecisionView decision, [FromServices] Loaders loaders) => loaders.People.Load(decision.ProposedBy);

    /// <summary>Who approved or rejected it; never the proposer.</summary>
    public static IDataLoaderResult<PersonView?>? ReviewedBy([FromSource] DecisionView decision, [FromServices] Loaders loaders) =>
        decision.ReviewedBy is { } reviewer ? loaders.People.Load(reviewer) : null;

    /// <summary>Why it was sent back; null when it was not.</summary>
    [Needs(typeof(ReviewRemarksOf))]
    public static IDataLoaderResult<ReviewRemarkView?> ReviewRemark([FromSource] DecisionView decision, [FromServices] Loaders loaders) =>
        loaders.ReviewRemarks.Load(decision.GapId).Then(all => all.FirstOrDefault(r => r.DecisionId == decision.Id));
}

/// <summary>What the draft of a decision record leads to.</summary>
[FieldsOf(typeof(DecisionDraftView), nameof(DecisionDraftView.GapId))]
internal static class DecisionDraftFields
{
    /// <summary>The gap it is to answer.</summary>
    public static IDataLoaderResult<GapView?> Gap([FromSource] DecisionDraftView draft, [FromServices] Loaders loaders) => loaders.Gaps.Load(draft.GapId);

    /// <summary>Who saved it last.</summary>
    public static IDataLoaderResult<PersonView?> SavedBy([FromSource] DecisionDraftView draft, [FromServices] Loaders loaders) => loaders.People.Load(draft.SavedBy);
}

/// <summary>What the remark of a reviewer leads to.</summary>
[FieldsOf(typeof(ReviewRemarkView), nameof(ReviewRemarkView.GapId), nameof(ReviewRemarkView.DecisionId))]
internal static class ReviewRemarkFields
{
    /// <summary>Who sent it back.</summary>
    public static IDataLoaderResult<PersonView?> By([FromSource] ReviewRemarkView remark, [FromServices] Loaders loaders) => loaders.People.Load(remark.By);
}

/// <summary>What a change leads to.</summary>
[FieldsOf(typeof(ChangeView))]
internal static class ChangeFields
{
    /// <summary>Who did it.</summary>
    public static IDataLoaderResult<PersonView?> By([FromSource] ChangeView change, [FromServices] Loaders loaders) => loaders.People.Load(change.By);
}

/// <summary>What a timeline entry leads to.</summary>
[FieldsOf(typeof(TimelineEntryView), nameof(TimelineEntryView.Position), nameof(TimelineEntryView.PersonId))]
internal static class TimelineEntryFields
{
    /// <summary>Who did it.</summary>
    public static IDataLoaderResult<PersonView?> By([FromSource] TimelineEntryView entry, [FromServices] Loaders loaders) => loaders.People.Load(entry.By);

    /// <summary>Whom it concerned: who answers for the gap now, or did before.</summary>
    public static IDataLoaderResult<PersonView?>? Person([FromSource] TimelineEntryView entry, [FromServices] Loaders loaders) =>
        entry.PersonId is { } person ? loaders.People.Load(person) : null;

    /// <summary>State before, where it moved.</summary>
    public static GapState? FromState([FromSource] TimelineEntryView entry) => Enum.TryParse<GapState>(entry.FromState, out var state) ? state : null;

    /// <summary>State after, where it moved.</summary>
    public static GapState? ToState([FromSource] TimelineEntryView entry) => Enum.TryParse<GapState>(entry.ToState, out var state) ? state : null;
}

/// <summary>What a look-alike leads to.</summary>
[FieldsOf(typeof(LookAlikeView))]
internal static class LookAlikeFields
{
    /// <summary>The gap; null where the report stands in none yet.</summary>
    public static IDataLoaderResult<GapView?>? Gap([FromSource] LookAlikeView lookAlike, [FromServices] Loaders loaders) =>
        lookAlike.GapId is { } gap ? loaders.Gaps.Load(gap) : null;
}
