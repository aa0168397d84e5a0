using AutoMapper;
using AutoMapper.QueryableExtensions;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Core.Reports;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Triage;

/// <summary>A policy owner puts a full decision record before an approver: a first one from assessing, a corrected one once decided.</summary>
/// <param name="GapId">The gap.</param>
/// <param name="ExpectedVersion">The version the caller has seen.</param>
/// <param name="Record">What the record says.</param>
/// <param name="IdempotencyKey">The same key gives the same answer.</param>
[Requires(Permission.ProposeDecisions)]
public sealed record ProposeDecision(string GapId, int ExpectedVersion, DecisionForm Record, string? IdempotencyKey)
    : ICommand<DecisionView>, IChecked, IAcknowledging, IRepeatable
{
    /// <summary>The findings the writer has looked at and keeps.</summary>
    public IReadOnlyList<AcknowledgedFindingForm>? Acknowledged { get; init; }

    public void Check(Check check)
    {
        check.Id<GapId>(GapId, required: true, "gapId");
        Record.Check(check, "record");
    }
}

/// <summary>A decision record as it is filled in.</summary>
public sealed record DecisionForm
{
    /// <summary>How the gap is answered.</summary>
    public Resolution? Resolution { get; init; }

    /// <summary>The facts relied on, in the abstract.</summary>
    public string? Facts { get; init; }

    /// <summary>The clause the decision rests on; this or the law is needed.</summary>
    public string? GroundClause { get; init; }

    /// <summary>The version of that clause; without it, the one in force.</summary>
    public int? GroundVersion { get; init; }

    /// <summary>The law the decision rests on.</summary>
    public string? GroundLaw { get; init; }

    /// <summary>How the ground leads to the answer.</summary>
    public string? Explanation { get; init; }

    /// <summary>What else was weighed, and why it was not chosen.</summary>
    public string? Alternatives { get; init; }

    /// <summary>Region the decision holds for; empty means everywhere.</summary>
    public string? ScopeRegion { get; init; }

    /// <summary>Language the decision holds for; empty means any.</summary>
    public string? ScopeLanguage { get; init; }

    /// <summary>Surface the decision holds for; empty means any.</summary>
    public string? ScopeSurface { get; init; }

    /// <summary>How far machines took part in detection and decision.</summary>
    public Automation? Automation { get; init; }

    /// <summary>First day the decision holds.</summary>
    public DateOnly? EffectiveOn { get; init; }

    /// <summary>Day by which it is looked at again.</summary>
    public DateOnly? ReviewBy { get; init; }

    /// <summary>Covered by existing policy: where it answers.</summary>
    public string? Citation { get; init; }

    /// <summary>Not a policy gap: who takes it on.</summary>
    public string? Destination { get; init; }

    /// <summary>Risk accepted: what that rests on.</summary>
    public string? Evidence { get; init; }

    /// <summary>Risk accepted: the day it expires.</summary>
    public DateOnly? RiskExpiresOn { get; init; }

    internal void Check(Check check, string at)
    {
        check.Present(Resolution, at, "resolution");
        check.Text(Facts, ReportForm.MaxText, required: true, at, "facts");
        check.Code(GroundClause, required: false, at, "groundClause");
        check.Text(GroundLaw, 500, required: false, at, "groundLaw");
        check.Must(!string.IsNullOrWhiteSpace(GroundClause) || !string.IsNullOrWhiteSpace(GroundLaw), RefusalCode.Required,
            "Name the clause or the law it rests on.", at, "groundClause");
        check.Text(Explanation, ReportForm.MaxText, required: true, at, "explanation");
        check.Text(Alternatives, ReportForm.MaxText, required: true, at, "alternatives");
        check.Code(ScopeRegion, required: false, at, "scopeRegion");
        check.Code(ScopeLanguage, required: false, at, "scopeLanguage");
        check.Code(ScopeSurface, required: false, at, "scopeSurface");
        check.Present(Automation, at, "automation");
        check.Present(EffectiveOn, at, "effectiveOn");
        check.Present(ReviewBy, at, "reviewBy");
        check.Must(EffectiveOn is not { } from || ReviewBy is not { } by || from < by, RefusalCode.OutOfRange, "The review comes after the decision takes effect.", at, "reviewBy");
        check.Text(Citation, 500, required: Resolution is Gaps.Resolution.CoveredByExistingPolicy, at, "citation");
        check.Code(Destination, required: Resolution is Gaps.Resolution.NotAPolicyGap, at, "destination");
        check.Text(Evidence, ReportForm.MaxText, required: Resolution is Gaps.Resolution.RiskAccepted, at, "evidence");
        if (Resolution is Gaps.Resolution.RiskAccepted)
            check.Present(RiskExpiresOn, at, "riskExpiresOn");
    }

    internal List<Refusal> UnknownCodes(Catalogue catalogue, string at) =>
    [
        .. new[]
        {
            catalogue.UnknownClause(GroundClause, GroundVersion, at, "groundClause"),
            catalogue.Unknown(CodeList.Region, ScopeRegion, at, "scopeRegion"),
            catalogue.Unknown(CodeList.Language, ScopeLanguage, at, "scopeLanguage"),
            catalogue.Unknown(CodeList.Surface, ScopeSurface, at, "scopeSurface"),
            catalogue.Unknown(CodeList.Destination, Destination, at, "destination"),
        }.OfType<Refusal>(),
    ];

    internal DecisionContent Screened(Screen screen, Catalogue catalogue) => new()
    {
        Resolution = Resolution!.Value,
        Facts = screen.Of(Facts)!,
        GroundClause = GroundClause,
        GroundVersion = GroundVersion ?? (GroundClause is null ? null : catalogue.CurrentVersionOf(GroundClause)),
        GroundLaw = screen.Of(GroundLaw),
        Explanation = screen.Of(Explanation)!,
        Alternatives = screen.Of(Alternatives)!,
        ScopeRegion = ScopeRegion,
        ScopeLanguage = ScopeLanguage,
        ScopeSurface = ScopeSurface,
        Automation = Automation!.Value,
        EffectiveOn = EffectiveOn!.Value,
        ReviewBy = ReviewBy!.Value,
        Citation = screen.Of(Citation),
        Destination = Destination,
        Evidence = screen.Of(Evidence),
        RiskExpiresOn = RiskExpiresOn,
    };
}

internal sealed class ProposeDecisionHandler(
    InsightsDb db, Idempotency repeats, CurrentActor current, Catalogue catalogue, Screen screen, IdSource ids, TimeProvider clock,
    GapMoves moves, Ledger ledger, IConfigurationProvider maps) : IRequestHandler<ProposeDecision, Outcome<DecisionView>>
{
    public async Task<Outcome<DecisionView>> Handle(ProposeDecision request, CancellationToken cancellationToken)
    {
        var earlier = await repeats.FindAsync(request, cancellationToken);
        if (earlier.Refused)
            return earlier.Refusals.ToList();
        if (earlier.Value is { } made)
            return await ViewAsync(DecisionId.Of(made), cancellationToken);
        if (request.Record.UnknownCodes(catalogue, "record") is { Count: > 0 } unknown)
            return unknown;

        var found = await moves.FindAsync(request.GapId, request.ExpectedVersion, cancellationToken);
        if (!found.Succeeded(out var gap))
            return found.Refusals.ToList();
        var versions = await db.Decisions.CountAsync(d => d.GapId == gap.Id, cancellationToken);
        var decision = Decision.Propose(
            ids.Next<DecisionId>(), gap.Id, versions + 1, request.Record.Screened(screen, catalogue), current.Actor.Id, Screen.RuleSetVersion, clock.GetUtcNow());
        var action = gap.State is GapState.Decided ? GapAction.Correct : GapAction.Propose;
        if (moves.Move(gap, action, new GapMove { DecisionId = decision.Id }, decision) is { Refused: true } refused)
            return refused.Refusals.ToList();

        db.Add(decision);
        repeats.Remember(request, decision.Id.Value);
        await ledger.CommitAsync(cancellationToken);
        return await ViewAsync(decision.Id, cancellationToken);
    }

    private Task<DecisionView> ViewAsync(DecisionId id, CancellationToken ct) =>
        db.Decisions.AsNoTracking().Where(d => d.Id == id).ProjectTo<DecisionView>(maps).SingleAsync(ct);
}
