using System.Globalization;
using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Scenarios;

/// <summary>What writing, changing and reading scenarios have in common: what one rests on, whether that still holds, and how it is shown.</summary>
internal sealed class ScenarioDesk(Ledger ledger, CurrentActor current, Catalogue catalogue, Screen screen, Guard guard, GuardTally tally)
{
    /// <summary>The approved decision of a gap that stands settled; otherwise, why scenarios have nothing to rest on.</summary>
    public static async Task<Outcome<Decision>> GroundAsync(InsightsDb db, Gap gap, string path, CancellationToken ct)
    {
        if (await db.RefuseEndedAsync(gap, ct, path) is { } ended)
            return ended;
        if (Transitions.Settled.Contains(gap.State)
            && await db.Decisions.AsNoTracking().FirstOrDefaultAsync(d => d.Id == gap.DecisionId && d.State == DecisionState.Approved, ct) is { } decision)
            return decision;
        return Refusal.Of(RefusalCode.IllegalMove, "A scenario rests on an approved decision, and the gap has none that holds now.", path);
    }

    /// <summary>The words and codes of a form that passed its checks; the decision fills in the clause where the form names none.</summary>
    public Outcome<ScenarioContent> Content(ScenarioForm form, Decision decision, string at)
    {
        var ground = decision.Content;
        if ((string.IsNullOrWhiteSpace(form.Clause) ? ground.GroundClause : form.Clause) is not { } clause)
            return Refusal.Of(RefusalCode.Required, "The decision rests on no clause. Name the one that gives the outcome.", at, "clause");
        if ((form.ClauseVersion ?? (clause == ground.GroundClause ? ground.GroundVersion : null) ?? catalogue.CurrentVersionOf(clause)) is not { } version
            || catalogue.UnknownClause(clause, version) is not null)
            return Refusal.Of(RefusalCode.UnknownCode, "The catalogue holds no such clause or version.", at, "clause");
        return new ScenarioContent(
            screen.Of(form.Facts)!, [.. (form.Factors ?? []).Select(screen.Of).OfType<GuardedText>()], screen.Of(form.Outcome)!, clause, version, form.Language!);
    }

    /// <summary>The version to read a scenario against: the one in force, unless the scenario is ahead of it.</summary>
    public int PresentVersionOf(string clause, int version) => Math.Max(version, catalogue.CurrentVersionOf(clause) ?? version);

    public bool RestsOnRetired(Scenario scenario) => catalogue.IsRetired(scenario.ClauseCode);

    public async Task<ScenarioView> CommitAsync(InsightsDb db, Scenario scenario, string action, CancellationToken ct)
    {
        ledger.Record(new AuditLine(action)
        {
            Gap = scenario.GapId,
            Decision = scenario.DecisionId,
            Code = string.Create(CultureInfo.InvariantCulture, $"S-{scenario.Number}"),
        });
        await ledger.CommitAsync(ct);
        return await ViewAsync(db, scenario.Id, ct);
    }

    public async Task<ScenarioView> ViewAsync(InsightsDb db, ScenarioId id, CancellationToken ct) =>
        (await ViewsAsync(db, db.Scenarios.Where(s => s.Id == id), ct)).Single();

    /// <summary>Views in the order of their numbers; to a consumer, those of gaps that are under its registered filter now. Whoever only reads gets the words masked, as on every way out.</summary>
    public async Task<List<ScenarioView>> ViewsAsync(InsightsDb db, IQueryable<Scenario> which, CancellationToken ct)
    {
        var rows = await which.AsNoTracking().Join(db.Gaps, s => s.GapId, g => g.Id, (s, g) => new { s, g.Number, g.State, g.DecisionId })
            .OrderBy(r => r.s.Number).ToListAsync(ct);
        if (await FeedCeiling.GapsUnderAsync(db, await FeedCeiling.OfAsync(db, current.Actor, ct), [.. rows.Select(r => r.s.GapId).Distinct()], ct) is { } under)
            rows.RemoveAll(r => !under.Contains(r.s.GapId));
        var writes = current.Actor.May(Permission.WriteScenarios);
        return rows.ConvertAll(r =>
        {
            var view = ViewOf(r.s, r.Number, Transitions.Settled.Contains(r.State), r.DecisionId);
            return writes ? view : Masked(view);
        });
    }

    /// <summary>The words as they may leave.</summary>
    public ScenarioView Masked(ScenarioView view) => view with
    {
        Facts = Masked(view.Facts),
        Factors = [.. view.Factors.Select(Masked)],
        Outcome = Masked(view.Outcome),
    };

    private GuardedText Masked(GuardedText text) => tally.Mask(guard, text);

    private ScenarioView ViewOf(Scenario scenario, long gapNumber, bool settled, DecisionId? holding)
    {
        var present = PresentVersionOf(scenario.ClauseCode, scenario.ClauseVersion);
        var reasons = new List<ScenarioReviewReason>();
        if (scenario.RetiredAt is null)
        {
            if (present > scenario.ClauseVersion)
                reasons.Add(ScenarioReviewReason.ClauseChanged);
            if (RestsOnRetired(scenario))
                reasons.Add(ScenarioReviewReason.ClauseRetired);
            if (holding != scenario.DecisionId)
                reasons.Add(ScenarioReviewReason.DecisionChanged);
            if (!settled)
                reasons.Add(ScenarioReviewReason.GapReopened);
        }

        return new ScenarioView
        {
            Id = scenario.Id,
            Number = scenario.Number,
            GapId = scenario.GapId,
            GapNumber = gapNumber,
            Facts = scenario.Facts,
            Factors = scenario.Factors,
            Outcome = scenario.Outcome,
            Clause = scenario.ClauseCode,
            ClauseVersion = scenario.ClauseVersion,
            PresentClauseVersion = present,
            Language = scenario.Language,
            ReviewReasons = reasons,
            WrittenBy = scenario.WrittenBy,
            WrittenAt = scenario.WrittenAt,
            ChangedBy = scenario.ChangedBy,
            ChangedAt = scenario.ChangedAt,
            RetiredAt = scenario.RetiredAt,
            Version = scenario.Version,
        };
    }
}
