using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Privacy;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Scenarios;

/// <summary>Why a scenario is to be read again.</summary>
public enum ScenarioReviewReason
{
    /// <summary>The clause it rests on has a newer version in force.</summary>
    ClauseChanged,

    /// <summary>The clause it rests on is retired.</summary>
    ClauseRetired,

    /// <summary>Another decision took the place of the one it rests on.</summary>
    DecisionChanged,

    /// <summary>The gap is open again.</summary>
    GapReopened,
}

/// <summary>A test case that a decision answers.</summary>
public sealed record ScenarioView
{
    /// <summary>The scenario's id.</summary>
    public required ScenarioId Id { get; init; }

    /// <summary>Its human number, as in S-3.</summary>
    public required long Number { get; init; }

    /// <summary>The gap whose decision answers it.</summary>
    public required GapId GapId { get; init; }

    /// <summary>That gap's human number.</summary>
    public required long GapNumber { get; init; }

    /// <summary>The facts, in the abstract.</summary>
    public required GuardedText Facts { get; init; }

    /// <summary>What speaks for or against.</summary>
    public required IReadOnlyList<GuardedText> Factors { get; init; }

    /// <summary>The outcome the decision gives.</summary>
    public required GuardedText Outcome { get; init; }

    /// <summary>The clause the outcome rests on.</summary>
    public required string Clause { get; init; }

    /// <summary>The version of that clause.</summary>
    public required int ClauseVersion { get; init; }

    /// <summary>The version to read it against now; a newer one than its own makes it due for review.</summary>
    public required int PresentClauseVersion { get; init; }

    /// <summary>The language it is written in.</summary>
    public required string Language { get; init; }

    /// <summary>Why it is to be read again; empty while it need not be.</summary>
    public required IReadOnlyList<ScenarioReviewReason> ReviewReasons { get; init; }

    /// <summary>Whether it is to be read again.</summary>
    public bool ReviewDue => ReviewReasons.Count > 0;

    /// <summary>Who wrote it first.</summary>
    public required PersonId WrittenBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset WrittenAt { get; init; }

    /// <summary>Who changed, confirmed or retired it last.</summary>
    public required PersonId ChangedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>When it was taken out of the set.</summary>
    public required DateTimeOffset? RetiredAt { get; init; }

    /// <summary>Its revision; commands say which one they have seen.</summary>
    public required int Version { get; init; }
}

/// <summary>The scenarios of gaps, in the order of their numbers, retired ones included.</summary>
[Requires(Permission.ReadScenarios)]
public sealed record ScenariosOf(IReadOnlyCollection<GapId> Gaps) : IQuery<ManyBy<GapId, ScenarioView>>;

/// <summary>Scenarios that are in the set, in the order of their numbers, page by page.</summary>
/// <param name="ReviewDue">Only those that are due for review, or only those that are not; without it, all.</param>
/// <param name="First">How many at most, 1 to 100.</param>
/// <param name="After">The number of the last one read.</param>
[Requires(Permission.ReadScenarios)]
public sealed record ScenarioList(bool? ReviewDue, int First, long? After) : IQuery<Page<ScenarioView>>, IChecked
{
    public void Check(Check check) => check.Must(First is >= 1 and <= Page<ScenarioView>.MaxSize, RefusalCode.OutOfRange, "Ask for 1 to 100 at a time.", "first");
}

/// <summary>How many scenarios such a list has on all pages.</summary>
/// <param name="ReviewDue">As for the list.</param>
[Requires(Permission.ReadScenarios)]
public sealed record ScenarioCount(bool? ReviewDue) : IQuery<int>;

/// <summary>The scenario with this human number.</summary>
/// <param name="Number">Its number.</param>
[Requires(Permission.ReadScenarios)]
public sealed record ScenarioByNumber(long Number) : IQuery<ScenarioView>;

internal sealed class ReadScenariosHandler(IDbContextFactory<InsightsDb> contexts, ScenarioDesk desk) :
    IRequestHandler<ScenariosOf, Outcome<ManyBy<GapId, ScenarioView>>>, IRequestHandler<ScenarioList, Outcome<Page<ScenarioView>>>,
    IRequestHandler<ScenarioCount, Outcome<int>>, IRequestHandler<ScenarioByNumber, Outcome<ScenarioView>>
{
    public async Task<Outcome<ManyBy<GapId, ScenarioView>>> Handle(ScenariosOf request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return new ManyBy<GapId, ScenarioView>(await desk.ViewsAsync(db, db.Scenarios.Where(s => request.Gaps.Contains(s.GapId)), cancellationToken), view => view.GapId);
    }

    public async Task<Outcome<Page<ScenarioView>>> Handle(ScenarioList request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var views = await SetAsync(db, request.ReviewDue, request.After ?? 0, cancellationToken);
        return Page<ScenarioView>.Of([.. views.Take(request.First + 1)], request.First);
    }

    public async Task<Outcome<int>> Handle(ScenarioCount request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return (await SetAsync(db, request.ReviewDue, 0, cancellationToken)).Count;
    }

    public async Task<Outcome<ScenarioView>> Handle(ScenarioByNumber request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await desk.ViewsAsync(db, db.Scenarios.Where(s => s.Number == request.Number), cancellationToken) is [var one] ? one : Refusal.NotFound("scenario", "number");
    }

    /// <summary>What is due is derived from the catalogue in memory, so it is sifted there: a set has hundreds of scenarios, not millions.</summary>
    private async Task<List<ScenarioView>> SetAsync(InsightsDb db, bool? reviewDue, long after, CancellationToken ct) =>
        [.. (await desk.ViewsAsync(db, db.Scenarios.Where(s => s.RetiredAt == null && s.Number > after), ct)).Where(s => reviewDue is null || s.ReviewDue == reviewDue)];
}
