using Insights.Core.Gaps;

namespace Insights.Core.Triage;

/// <summary>Fills the form of a decision record from what is stored, so that it can be written on.</summary>
public static class RefilledForm
{
    public static DecisionForm ToForm(this DecisionDraftContent draft) => new()
    {
        Resolution = draft.Resolution,
        ChangedClause = draft.ChangedClause,
        Citation = draft.Citation?.Value,
        Destination = draft.Destination,
        TrainingAudience = draft.TrainingAudience?.Value,
        Evidence = draft.Evidence?.Value,
        RiskExpiresOn = draft.RiskExpiresOn,
        StillNeeded = draft.StillNeeded?.Value,
        Facts = draft.Facts?.Value,
        GroundClause = draft.GroundClause,
        GroundVersion = draft.GroundVersion,
        GroundLaw = draft.GroundLaw?.Value,
        Explanation = draft.Explanation?.Value,
        Alternatives = draft.Alternatives?.Value,
        Precedents = [.. draft.Precedents.Select(p => new PrecedentForm { GapNumber = p.GapNumber, Use = p.Use, Why = p.Why?.Value })],
        ScopeRegions = draft.ScopeRegions,
        ScopeLanguages = draft.ScopeLanguages,
        ScopeSurfaces = draft.ScopeSurfaces,
        AutomationInDetection = draft.AutomationInDetection,
        AutomationInDecision = draft.AutomationInDecision,
        EffectiveOn = draft.EffectiveOn,
        ReviewBy = draft.ReviewBy,
    };

    public static DecisionForm ToForm(this DecisionContent record) => new()
    {
        Resolution = record.Resolution,
        ChangedClause = record.ChangedClause,
        Citation = record.Citation?.Value,
        Destination = record.Destination,
        TrainingAudience = record.TrainingAudience?.Value,
        Evidence = record.Evidence?.Value,
        RiskExpiresOn = record.RiskExpiresOn,
        StillNeeded = record.StillNeeded?.Value,
        Facts = record.Facts.Value,
        GroundClause = record.GroundClause,
        GroundVersion = record.GroundVersion,
        GroundLaw = record.GroundLaw?.Value,
        Explanation = record.Explanation.Value,
        Alternatives = record.Alternatives.Value,
        Precedents = [.. record.Precedents.Select(p => new PrecedentForm { GapNumber = p.GapNumber, Use = p.Use, Why = p.Why.Value })],
        ScopeRegions = record.ScopeRegions,
        ScopeLanguages = record.ScopeLanguages,
        ScopeSurfaces = record.ScopeSurfaces,
        AutomationInDetection = record.AutomationInDetection,
        AutomationInDecision = record.AutomationInDecision,
        EffectiveOn = record.EffectiveOn,
        ReviewBy = record.ReviewBy,
    };
}
