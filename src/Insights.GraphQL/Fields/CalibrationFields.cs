using GraphQL;
using GraphQL.DataLoader;
using Insights.Core.Calibration;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Reports;
using Insights.GraphQL.Contract;
using Insights.GraphQL.Loading;
using Insights.GraphQL.Permissions;
using MediatR;

namespace Insights.GraphQL.Fields;

/// <summary>What a round leads to.</summary>
[FieldsOf(typeof(CalibrationRoundView))]
internal static class CalibrationRoundFields
{
    /// <summary>Who opened it.</summary>
    public static IDataLoaderResult<PersonView?> OpenedBy([FromSource] CalibrationRoundView round, [FromServices] Loaders loaders) => loaders.People.Load(round.OpenedBy);

    /// <summary>Who closed it, which may be the product; null while it is open.</summary>
    public static IDataLoaderResult<PersonView?>? ClosedBy([FromSource] CalibrationRoundView round, [FromServices] Loaders loaders) =>
        round.ClosedBy is { } person ? loaders.People.Load(person) : null;
}

/// <summary>Who is asked.</summary>
[FieldsOf(typeof(CalibrationReviewerView), nameof(CalibrationReviewerView.PersonId))]
internal static class CalibrationReviewerFields
{
    /// <summary>The person.</summary>
    public static IDataLoaderResult<PersonView?> Person([FromSource] CalibrationReviewerView reviewer, [FromServices] Loaders loaders) => loaders.People.Load(reviewer.PersonId);
}

/// <summary>What a gap of a round leads to.</summary>
[FieldsOf(typeof(CalibrationItemView), nameof(CalibrationItemView.GapId), nameof(CalibrationItemView.ReportId), nameof(CalibrationItemView.DisagreementId))]
internal static class CalibrationItemFields
{
    /// <summary>The gap; whoever looks at its decision answers blind no more, and says so.</summary>
    public static IDataLoaderResult<GapView?> Gap([FromSource] CalibrationItemView item, [FromServices] Loaders loaders) => loaders.Gaps.Load(item.GapId);

    /// <summary>The report that reviewers read.</summary>
    public static IDataLoaderResult<ReportView?> Report([FromSource] CalibrationItemView item, [FromServices] Loaders loaders) => loaders.Reports.Load(item.ReportId);

    /// <summary>The report that was filed from the disagreement, or that the viewer is writing.</summary>
    public static IDataLoaderResult<ReportView?>? Disagreement([FromSource] CalibrationItemView item, [FromServices] Loaders loaders) =>
        item.DisagreementId is { } report ? loaders.Reports.Load(report) : null;
}

// What rounds are read by.
internal sealed partial class Query
{
    /// <summary>Calibration rounds, the newest first, page by page.</summary>
    /// <param name="first">How many at most, 1 to 100.</param>
    /// <param name="after">The cursor of the last round read.</param>
    [Needs(typeof(CalibrationRoundList))]
    public static async Task<CountedConnection<CalibrationRoundView>> CalibrationRoundsAsync([FromServices] IMediator mediator, int first = 20, string? after = null, CancellationToken ct = default) =>
        (await mediator.AskAsync(new CalibrationRoundList(first, Cursors.Read(after, 1)?[0]), ct))
            .Connect(after, round => Cursors.Of(round.Number), token => mediator.AskAsync(new CalibrationRoundCount(), token));

    /// <summary>The calibration round with this number; null where there is none.</summary>
    /// <param name="number">Its number.</param>
    [Needs(typeof(CalibrationRoundByNumber))]
    public static Task<CalibrationRoundView?> CalibrationRoundAsync([FromServices] IMediator mediator, long number, CancellationToken ct = default) =>
        mediator.FindAsync(new CalibrationRoundByNumber(number), ct);

    /// <summary>How far people agree over the gaps of closed rounds: all of them first, then by the clause that their decisions rest on.</summary>
    /// <param name="closedSince">The first day, in UTC, on which a round was closed that counts; without it, from the first.</param>
    /// <param name="closedUntil">The last such day; without it, up to now.</param>
    [Needs(typeof(ReadAgreement))]
    public static async Task<IReadOnlyList<AgreementView>> AgreementAsync([FromServices] IMediator mediator, DateOnly? closedSince = null, DateOnly? closedUntil = null, CancellationToken ct = default) =>
        await mediator.AskAsync(new ReadAgreement(closedSince, closedUntil), ct);
}
