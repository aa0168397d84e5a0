using GraphQL;
using Insights.Core.Cases;
using Insights.Core.Clusters;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Learning;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Core.Reports;
using Insights.Core.Search;
using Insights.Core.Stewardship;
using Insights.GraphQL.Contract;
using Insights.GraphQL.Costs;
using Insights.GraphQL.Errors;
using Insights.GraphQL.Permissions;
using MediatR;

namespace Insights.GraphQL.Fields;

/// <summary>Everything that can be read.</summary>
internal sealed partial class Query
{
    /// <summary>Who is asking.</summary>
    [Needs]
    public static Actor Viewer([FromServices] CurrentActor current) => current.Actor;

    /// <summary>Gaps, page by page, in a stated order.</summary>
    /// <param name="filter">Which gaps; without it, all.</param>
    /// <param name="orderBy">In which order.</param>
    /// <param name="first">How many at most, 1 to 100.</param>
    /// <param name="after">The cursor of the last gap read.</param>
    [Needs(typeof(GapList))]
    public static async Task<CountedConnection<GapView>> GapsAsync(
        [FromServices] IMediator mediator, GapFilter? filter, GapOrder orderBy = GapOrder.LastActivity, int first = 20, string? after = null, CancellationToken ct = default)
    {
        var key = Cursors.Read(after, 2) is [var value, var number] ? new GapKey(value, number) : null;
        var page = await mediator.AskAsync(new GapList(filter, orderBy, first, key), ct);
        return page.Connect(after, gap => KeyOf(gap, orderBy), c => mediator.AskAsync(new GapCount(filter), c));
    }

    /// <summary>One gap, by its id or its human number. One that was merged says in which gap it stands now.</summary>
    /// <param name="id">The gap's id.</param>
    /// <param name="number">The gap's human number.</param>
    [Needs(typeof(GapByNumber))]
    public static async Task<GapView?> GapAsync([FromServices] IMediator mediator, string? id, long? number, CancellationToken ct = default) =>
        OneOf(id, number) is { } byNumber ? await mediator.FindAsync(new GapByNumber(byNumber), ct)
        : PublicIds.ParseOrNull<GapId>(id) is { } gap ? (await mediator.AskAsync(new GapsById([gap]), ct)).GetValueOrDefault(gap) : null;

    /// <summary>Reports that the caller may see, the newest first, page by page.</summary>
    /// <param name="filter">Which reports; without it, all the caller may see.</param>
    /// <param name="first">How many at most, 1 to 100.</param>
    /// <param name="after">The cursor of the last report read.</param>
    [Needs(typeof(ReportList))]
    public static async Task<CountedConnection<ReportView>> ReportsAsync(
        [FromServices] IMediator mediator, ReportFilter? filter, int first = 20, string? after = null, CancellationToken ct = default)
    {
        var page = await mediator.AskAsync(new ReportList(filter, first, Cursors.Read(after, 1)?[0]), ct);
        return page.Connect(after, report => Cursors.Of(report.Number), c => mediator.AskAsync(new ReportCount(filter), c));
    }

    /// <summary>One report that the caller may see, by its id or its human number.</summary>
    /// <param name="id">The report's id.</param>
    /// <param name="number">The report's human number.</param>
    [Needs(typeof(ReportByNumber))]
    public static async Task<ReportView?> ReportAsync([FromServices] IMediator mediator, string? id, long? number, CancellationToken ct = default) =>
        OneOf(id, number) is { } byNumber ? await mediator.FindAsync(new ReportByNumber(byNumber), ct)
        : PublicIds.ParseOrNull<ReportId>(id) is { } report ? (await mediator.AskAsync(new ReportsById([report]), ct)).GetValueOrDefault(report) : null;

    /// <summary>What looks like a report as far as it is written: gaps in any state, and reports that stand in none.</summary>
    /// <param name="report">The report as far as it is written.</param>
    /// <param name="exceptReport">A report to leave out: the one that is being written or linked.</param>
    /// <param name="first">How many at most, 1 to 20.</param>
    [Needs(typeof(FindLookAlikes)), Weight(WeightAttribute.Search)]
    public static Task<List<LookAlikeView>> LookAlikesAsync(
        [FromServices] IMediator mediator, ReportForm report, string? exceptReport, int first = 5, CancellationToken ct = default) =>
        mediator.AskAsync(new FindLookAlikes(report, exceptReport, first), ct);

    /// <summary>One cluster operation, by its id or its human number.</summary>
    /// <param name="id">The operation's id.</param>
    /// <param name="number">The operation's human number, as in O-12.</param>
    [Needs(typeof(OperationByNumber))]
    public static async Task<OperationView?> OperationAsync([FromServices] IMediator mediator, string? id, long? number, CancellationToken ct = default) =>
        OneOf(id, number) is { } byNumber ? await mediator.FindAsync(new OperationByNumber(byNumber), ct)
        : PublicIds.ParseOrNull<OperationId>(id) is { } operation ? (await mediator.AskAsync(new OperationsById([operation]), ct)).GetValueOrDefault(operation) : null;

    /// <summary>The cluster operations that touched a gap or a gap that is merged into it, the newest first, page by page.</summary>
    /// <param name="gap">The gap's id.</param>
    /// <param name="first">How many at most, 1 to 100.</param>
    /// <param name="after">The cursor of the last operation read.</param>
    [Needs(typeof(OperationsOf))]
    public static async Task<Connection<OperationView>> OperationsAsync(
        [FromServices] IMediator mediator, string gap, int first = 20, string? after = null, CancellationToken ct = default) =>
        (await mediator.AskAsync(new OperationsOf(PublicIds.ParseOrNull<GapId>(gap) ?? throw new RefusedError([Refusal.NotFound("gap", "gap")]), first, Cursors.Read(after, 1)?[0]), ct))
            .Connect(after, operation => Cursors.Of(operation.Number));

    /// <summary>What linking a report would do. Nothing is changed by looking.</summary>
    /// <param name="reportId">The report.</param>
    /// <param name="gapId">The gap; without it, a new one.</param>
    /// <param name="role">How it would belong; same, unless said otherwise.</param>
    /// <param name="citesDecisionId">The gap's approved decision, where it answers the report already.</param>
    [Needs(typeof(PreviewLinkReport))]
    public static Task<OperationPreviewView> PreviewLinkReportAsync(
        [FromServices] IMediator mediator, string reportId, string? gapId, LinkRole? role, string? citesDecisionId, CancellationToken ct = default) =>
        mediator.AskAsync(new PreviewLinkReport(reportId, gapId, role, citesDecisionId), ct);

    /// <summary>What a merge would do. Nothing is changed by looking.</summary>
    /// <param name="survivorId">The gap in which all go on.</param>
    /// <param name="gapIds">The other gaps, at most 50.</param>
    [Needs(typeof(PreviewMergeGaps))]
    public static Task<OperationPreviewView> PreviewMergeGapsAsync(
        [FromServices] IMediator mediator, string survivorId, IReadOnlyList<string> gapIds, CancellationToken ct = default) =>
        mediator.AskAsync(new PreviewMergeGaps(survivorId, gapIds), ct);

    /// <summary>What a split would do. Nothing is changed by looking.</summary>
    /// <param name="gapId">The gap they stand in.</param>
    /// <param name="reportIds">The reports, at most 100.</param>
    /// <param name="intoGapId">The gap they belong to; without it, a new one.</param>
    /// <param name="keepApart">Whether the two gaps would be kept apart.</param>
    [Needs(typeof(PreviewSplitReports))]
    public static Task<OperationPreviewView> PreviewSplitReportsAsync(
        [FromServices] IMediator mediator, string gapId, IReadOnlyList<string> reportIds, string? intoGapId, bool keepApart = false, CancellationToken ct = default) =>
        mediator.AskAsync(new PreviewSplitReports(gapId, reportIds, intoGapId, keepApart), ct);

    /// <summary>What choosing another report to stand for a gap would do. Nothing is changed by looking.</summary>
    /// <param name="gapId">The gap.</param>
    /// <param name="reportId">One of its reports.</param>
    [Needs(typeof(PreviewSetCanonicalReport))]
    public static Task<OperationPreviewView> PreviewSetCanonicalReportAsync(
        [FromServices] IMediator mediator, string gapId, string reportId, CancellationToken ct = default) =>
        mediator.AskAsync(new PreviewSetCanonicalReport(gapId, reportId), ct);

    /// <summary>What keeping apart would say. Nothing is changed by looking.</summary>
    /// <param name="gapIds">The gaps, 2 to 20; then no reports.</param>
    /// <param name="reportIds">The reports, 2 to 20; then no gaps.</param>
    [Needs(typeof(PreviewKeepApart))]
    public static Task<OperationPreviewView> PreviewKeepApartAsync(
        [FromServices] IMediator mediator, IReadOnlyList<string>? gapIds, IReadOnlyList<string>? reportIds, CancellationToken ct = default) =>
        mediator.AskAsync(new PreviewKeepApart(gapIds, reportIds), ct);

    /// <summary>What undoing an operation would do. Nothing is changed by looking.</summary>
    /// <param name="operationId">The operation.</param>
    [Needs(typeof(PreviewUndoOperation))]
    public static Task<OperationPreviewView> PreviewUndoOperationAsync([FromServices] IMediator mediator, string operationId, CancellationToken ct = default) =>
        mediator.AskAsync(new PreviewUndoOperation(operationId), ct);

    /// <summary>Gaps and unlinked reports that the engine takes for one gap, the likeliest first, page by page.</summary>
    /// <param name="first">How many at most, 1 to 50.</param>
    /// <param name="after">The cursor of the last cluster read.</param>
    [Needs(typeof(ProposedClusterList))]
    public static async Task<Connection<ProposedClusterView>> ProposedClustersAsync(
        [FromServices] IMediator mediator, int first = 20, string? after = null, CancellationToken ct = default)
    {
        var key = Cursors.Read(after, 2) is [var chance, var number] ? new ProposedClusterKey(chance, number) : null;
        return (await mediator.AskAsync(new ProposedClusterList(first, key), ct)).Connect(after, cluster => Cursors.Of(cluster.Key.Millionths, cluster.Key.Number));
    }

    /// <summary>Where the sweep over all reports stands.</summary>
    [Needs(typeof(ReadClusterSweep))]
    public static Task<ClusterSweepView> ClusterSweepAsync([FromServices] IMediator mediator, CancellationToken ct) => mediator.AskAsync(new ReadClusterSweep(), ct);

    /// <summary>What making one gap of look-alikes would do. Nothing is changed.</summary>
    /// <param name="gapIds">The gaps, at most 50.</param>
    /// <param name="reportIds">The reports that stand in no gap, at most 100.</param>
    /// <param name="standsForId">What the others join: one of the gaps where there are any; otherwise the report that opens the gap.</param>
    [Needs(typeof(PreviewGroupLookAlikes))]
    public static Task<OperationPreviewView> PreviewGroupLookAlikesAsync(
        [FromServices] IMediator mediator, IReadOnlyList<string>? gapIds, IReadOnlyList<string>? reportIds, string standsForId, CancellationToken ct = default) =>
        mediator.AskAsync(new PreviewGroupLookAlikes(gapIds, reportIds, standsForId), ct);

    /// <summary>Gaps with their decisions, reports, remarks and clauses that hold these words, best first; as far as the caller may see them.</summary>
    /// <param name="text">Words, or a number such as G-42 or R-7; at most 200 characters, in a variable.</param>
    /// <param name="kinds">Only these; without it, everything.</param>
    /// <param name="first">How many at most, 1 to 50.</param>
    [Needs(typeof(SearchAll)), Weight(WeightAttribute.Search)]
    public static Task<List<SearchHitView>> SearchAsync(
        [FromServices] IMediator mediator, string text, IReadOnlyList<SearchKind>? kinds, int first = 20, CancellationToken ct = default) =>
        mediator.AskAsync(new SearchAll(text, kinds, first), ct);

    /// <summary>What the engine has learned from people's answers, and how it stands.</summary>
    [Needs(typeof(ReadLearning))]
    public static Task<LearningView> LookAlikeLearningAsync([FromServices] IMediator mediator, CancellationToken ct) => mediator.AskAsync(new ReadLearning(), ct);

    /// <summary>The versions of what the engine has learned, the newest first, page by page. Version 0 ships with the product.</summary>
    /// <param name="first">How many at most, 1 to 100.</param>
    /// <param name="after">The cursor of the last version read.</param>
    [Needs(typeof(LookAlikeModels))]
    public static async Task<Connection<LookAlikeModelView>> LookAlikeModelsAsync(
        [FromServices] IMediator mediator, int first = 20, string? after = null, CancellationToken ct = default) =>
        (await mediator.AskAsync(new LookAlikeModels(first, Cursors.Read(after, 1)?[0]), ct)).Connect(after, model => Cursors.Of(model.Number));

    /// <summary>The written policy, the lists of codes and the terminology, as they are now.</summary>
    [Needs(typeof(ReadPolicies))]
    public static Task<PolicyCatalogueView> PoliciesAsync([FromServices] IMediator mediator, CancellationToken ct) => mediator.AskAsync(new ReadPolicies(), ct);

    /// <summary>A case by any of its references; null when no report that the caller may see cites it.</summary>
    /// <param name="reference">A pseudonymous case reference, under a key of any state.</param>
    [Needs(typeof(CitationsOf))]
    public static Task<CaseView?> CaseReferenceAsync([FromServices] IMediator mediator, string reference, CancellationToken ct = default) =>
        mediator.FindAsync(new CitationsOf(reference), ct);

    /// <summary>The systems whose case ids can be exchanged, the usual one first.</summary>
    [Needs(typeof(ReadCaseSources))]
    public static Task<List<CodeView>> CaseSourcesAsync([FromServices] IMediator mediator, CancellationToken ct) => mediator.AskAsync(new ReadCaseSources(), ct);

    /// <summary>A stretch of the feed, oldest first. The subscription of the same name goes on from its cursor.</summary>
    /// <param name="after">The cursor of the last event read; without it, from the beginning.</param>
    /// <param name="filter">Which events; without it, all.</param>
    /// <param name="first">How many at most, 1 to 500.</param>
    [Needs(typeof(ReadFeed))]
    public static async Task<FeedStretch> FeedAsync([FromServices] IMediator mediator, string? after, FeedFilter? filter, int first = 100, CancellationToken ct = default) =>
        FeedStretch.Of(await mediator.Send(new ReadFeed(after, filter, first), ct));

    /// <summary>What the guard would find in a text. Nothing is stored.</summary>
    /// <param name="text">The text, at most 8,000 characters; in a variable.</param>
    [Needs(typeof(ScreenText))]
    public static Task<List<PrivacyFinding>> ScreenTextAsync([FromServices] IMediator mediator, string text, CancellationToken ct = default) =>
        mediator.AskAsync(new ScreenText(text), ct);

    /// <summary>Where the privacy of what is stored stands.</summary>
    [Needs(typeof(ReadPrivacyStanding))]
    public static Task<PrivacyStandingView> PrivacyStandingAsync([FromServices] IMediator mediator, CancellationToken ct) => mediator.AskAsync(new ReadPrivacyStanding(), ct);

    /// <summary>Texts that newer rules find something in, the oldest first, page by page. Privacy stewards only.</summary>
    /// <param name="state">Only those that stand so; without it, all.</param>
    /// <param name="first">How many at most, 1 to 100.</param>
    /// <param name="after">The cursor of the last text read.</param>
    [Needs(typeof(WithheldTextList))]
    public static async Task<Connection<WithheldTextView>> WithheldTextsAsync(
        [FromServices] IMediator mediator, WithheldState? state, int first = 20, string? after = null, CancellationToken ct = default) =>
        (await mediator.AskAsync(new WithheldTextList(state, first, Cursors.Read(after, 1)?[0]), ct)).Connect(after, text => Cursors.Of(text.Number));

    /// <summary>The allow-list: what passes now first, then what passed once.</summary>
    [Needs(typeof(AllowedStrings))]
    public static Task<List<AllowedStringView>> AllowedStringsAsync([FromServices] IMediator mediator, CancellationToken ct) => mediator.AskAsync(new AllowedStrings(), ct);

    /// <summary>Erasures, the newest first, page by page.</summary>
    /// <param name="state">Only those that stand so; without it, all.</param>
    /// <param name="first">How many at most, 1 to 100.</param>
    /// <param name="after">The cursor of the last erasure read.</param>
    [Needs(typeof(ErasureList))]
    public static async Task<Connection<ErasureView>> ErasuresAsync(
        [FromServices] IMediator mediator, ErasureState? state, int first = 20, string? after = null, CancellationToken ct = default) =>
        (await mediator.AskAsync(new ErasureList(state, first, Cursors.Read(after, 1)?[0]), ct)).Connect(after, erasure => Cursors.Of(erasure.Number));

    /// <summary>What was stored although the guard found something, and on whose word; the newest first, page by page.</summary>
    /// <param name="first">How many at most, 1 to 100.</param>
    /// <param name="after">The cursor of the last finding read.</param>
    [Needs(typeof(PassedFindingList))]
    public static async Task<Connection<PassedFindingView>> PassedFindingsAsync(
        [FromServices] IMediator mediator, int first = 20, string? after = null, CancellationToken ct = default)
    {
        var key = Cursors.Read(after, 2) is [var position, var number] ? new PassedFindingKey(position, (int)number) : null;
        return (await mediator.AskAsync(new PassedFindingList(first, key), ct)).Connect(after, finding => Cursors.Of(finding.AuditPosition, finding.Number));
    }

    /// <summary>Where some words stand, before anyone asks for their erasure. The words are not kept.</summary>
    /// <param name="words">The words, 3 to 200 characters; in a variable.</param>
    [Needs(typeof(FindStoredWords))]
    public static Task<WordsFound> StoredWordsAsync([FromServices] IMediator mediator, string words, CancellationToken ct = default) =>
        mediator.AskAsync(new FindStoredWords(words), ct);

    /// <summary>The transition table: which moves there are, who may make them, what they need, who reads their words, and what they do to the clocks.</summary>
    [Needs]
    public static IReadOnlyList<Transition> Transitions() => Core.Gaps.Transitions.Table;

    /// <summary>What each answer of a decision demands beyond what every record holds.</summary>
    [Needs]
    public static IReadOnlyList<ResolutionDemand> ResolutionDemands() => Core.Gaps.ResolutionDemands.Table;

    /// <summary>What happened to a gap or a report since the caller had it before them; what to show after CONFLICT.</summary>
    /// <param name="id">The gap, or a report that the caller may see.</param>
    /// <param name="since">When the caller had it before them.</param>
    [Needs(typeof(ChangesSince))]
    public static Task<List<ChangeView>> ChangesSinceAsync([FromServices] IMediator mediator, string id, DateTimeOffset since, CancellationToken ct = default) =>
        mediator.AskAsync(new ChangesSince(id, since), ct);

    /// <summary>Anything with an id; null when it does not exist or the caller may not see it.</summary>
    /// <param name="id">The id.</param>
    [Needs]
    public static async Task<object?> NodeAsync([FromServices] IMediator mediator, string id, CancellationToken ct = default) => (await NodeReader.ReadAsync(mediator, [id], ct))[0];

    /// <summary>Several things with ids, in the order of the ids; null where one does not exist or the caller may not see it.</summary>
    /// <param name="ids">The ids, at most 100.</param>
    [Needs]
    public static Task<IReadOnlyList<object?>> NodesAsync([FromServices] IMediator mediator, IReadOnlyList<string> ids, CancellationToken ct = default) =>
        NodeReader.ReadAsync(mediator, ids, ct);

    private static string KeyOf(GapView gap, GapOrder order)
    {
        var key = GapKey.Of(gap, order);
        return Cursors.Of(key.Value, key.Number);
    }

    private static long? OneOf(string? id, long? number) => (id is null) != (number is null) ? number
        : throw new RefusedError([Refusal.Of(RefusalCode.Required, "Give either an id or a number.", "id")]);
}
