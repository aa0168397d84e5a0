using Insights.Core.Clusters;
using Insights.Core.Consumers;
using Insights.Core.Contact;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Queue;
using Insights.Core.Reports;
using Insights.Core.Scenarios;
using Insights.Core.Triage;
using MediatR;

namespace Insights.GraphQL.Loading;

/// <summary>The batches of one operation.</summary>
internal sealed class Loaders(IMediator mediator)
{
    public Batch<PersonId, PersonView?> People { get; } = ById(mediator, (IReadOnlyList<PersonId> ids) => new PeopleById(ids));

    public Batch<GapId, GapView?> Gaps { get; } = ById(mediator, (IReadOnlyList<GapId> ids) => new GapsById(ids));

    public Batch<ReportId, ReportView?> Reports { get; } = ById(mediator, (IReadOnlyList<ReportId> ids) => new ReportsById(ids));

    public Batch<OperationId, OperationView?> Operations { get; } = ById(mediator, (IReadOnlyList<OperationId> ids) => new OperationsById(ids));

    public Batch<GapId, TimelineEntryView?> LatestEntries { get; } = ById(mediator, (IReadOnlyList<GapId> gaps) => new LatestEntries(gaps));

    public Batch<GapId, SnoozeView?> Snoozes { get; } = ById(mediator, (IReadOnlyList<GapId> gaps) => new SnoozesOf(gaps));

    public Batch<GapId, IReadOnlyList<MemberView>> Members { get; } = ManyBy(mediator, (IReadOnlyList<GapId> gaps) => new MembersOf(gaps));

    public Batch<GapId, IReadOnlyList<DecisionView>> Decisions { get; } = ManyBy(mediator, (IReadOnlyList<GapId> gaps) => new DecisionsOf(gaps));

    public Batch<ReportId, ReportRatingsView?> Ratings { get; } = ById(mediator, (IReadOnlyList<ReportId> reports) => new RatingsOf(reports));

    public Batch<ReportId, ReportOutcomeView?> Outcomes { get; } = ById(mediator, (IReadOnlyList<ReportId> reports) => new OutcomesOf(reports));

    public Batch<GapId, WatchView?> Watches { get; } = ById(mediator, (IReadOnlyList<GapId> gaps) => new WatchesOf(gaps));

    public Batch<GapId, DecisionDraftView?> DecisionDrafts { get; } = ById(mediator, (IReadOnlyList<GapId> gaps) => new DecisionDraftsOf(gaps));

    public Batch<GapId, IReadOnlyList<ReviewRemarkView>> ReviewRemarks { get; } = ManyBy(mediator, (IReadOnlyList<GapId> gaps) => new ReviewRemarksOf(gaps));

    public Batch<GapId, IReadOnlyList<ReceiptView>> Receipts { get; } = ManyBy(mediator, (IReadOnlyList<GapId> gaps) => new ReceiptsOf(gaps));

    public Batch<GapId, IReadOnlyList<ScenarioView>> Scenarios { get; } = ManyBy(mediator, (IReadOnlyList<GapId> gaps) => new ScenariosOf(gaps));

    public Batch<GapId, IReadOnlyList<ClockView>?> Clocks { get; } = ById(mediator, (IReadOnlyList<GapId> gaps) => new ClocksOf(gaps));

    /// <summary>The gap in which a report stands.</summary>
    public Batch<ReportId, GapView?> GapsOfReports { get; } = new(async (reports, ct) =>
    {
        var links = await mediator.Send(new GapsOfReports(reports), ct);
        if (!links.Succeeded(out var gapOf))
            return links.Refusals.ToList();
        var found = await mediator.Send(new GapsById([.. gapOf.Values.Distinct()]), ct);
        return found.Succeeded(out var gaps)
            ? (Func<ReportId, GapView?>)(report => gapOf.TryGetValue(report, out var id) ? gaps.GetValueOrDefault(id) : null)
            : found.Refusals.ToList();
    });

    /// <summary>A command changed something: what was read before may be out of date.</summary>
    public void Forget()
    {
        People.Forget();
        Gaps.Forget();
        Reports.Forget();
        Operations.Forget();
        LatestEntries.Forget();
        Snoozes.Forget();
        Members.Forget();
        Decisions.Forget();
        DecisionDrafts.Forget();
        ReviewRemarks.Forget();
        Clocks.Forget();
        Scenarios.Forget();
        GapsOfReports.Forget();
        Ratings.Forget();
        Outcomes.Forget();
        Watches.Forget();
        Receipts.Forget();
    }

    private static Batch<TKey, TValue?> ById<TKey, TValue>(IMediator mediator, Func<IReadOnlyList<TKey>, IRequest<Outcome<Dictionary<TKey, TValue>>>> request)
        where TKey : struct where TValue : class => new(async (keys, ct) =>
        {
            var outcome = await mediator.Send(request(keys), ct);
            return outcome.Succeeded(out var found) ? (Func<TKey, TValue?>)(key => found.GetValueOrDefault(key)) : outcome.Refusals.ToList();
        });

    private static Batch<TKey, IReadOnlyList<TValue>> ManyBy<TKey, TValue>(IMediator mediator, Func<IReadOnlyList<TKey>, IRequest<Outcome<ManyBy<TKey, TValue>>>> request)
        where TKey : struct => new(async (keys, ct) =>
        {
            var outcome = await mediator.Send(request(keys), ct);
            return outcome.Succeeded(out var found) ? (Func<TKey, IReadOnlyList<TValue>>)(key => found[key]) : outcome.Refusals.ToList();
        });
}
