namespace Insights.Core.Gaps;

/// <summary>A field of a decision record that only some answers demand.</summary>
public enum DecisionField
{
    /// <summary>The clause that changes, or whose guidance is made clearer.</summary>
    ChangedClause,

    /// <summary>Where existing policy already answers.</summary>
    Citation,

    /// <summary>Who takes it on.</summary>
    Destination,

    /// <summary>Who is trained.</summary>
    TrainingAudience,

    /// <summary>What the acceptance of a risk rests on.</summary>
    Evidence,

    /// <summary>Day on which an accepted risk expires.</summary>
    RiskExpiresOn,

    /// <summary>What would have to be known to decide.</summary>
    StillNeeded,
}

/// <summary>What one answer demands beyond what every record holds.</summary>
/// <param name="Resolution">How the gap is answered.</param>
/// <param name="Needs">The fields it demands, in the order of the form.</param>
public sealed record ResolutionDemand(Resolution Resolution, params IReadOnlyList<DecisionField> Needs);

/// <summary>The one table of what each answer demands. Every record has an approver, so a risk is never accepted by one person.</summary>
public static class ResolutionDemands
{
    public static IReadOnlyList<ResolutionDemand> Table { get; } =
    [
        new(Resolution.PolicyChanged, DecisionField.ChangedClause),
        new(Resolution.GuidanceClarified, DecisionField.ChangedClause),
        new(Resolution.CategoryAdded, DecisionField.ChangedClause),
        new(Resolution.TrainingIssued, DecisionField.TrainingAudience),
        new(Resolution.ModelOrToolingChange, DecisionField.Destination),
        new(Resolution.CoveredByExistingPolicy, DecisionField.Citation),
        new(Resolution.IntendedBehaviour, DecisionField.Citation),
        new(Resolution.RiskAccepted, DecisionField.Evidence, DecisionField.RiskExpiresOn),
        new(Resolution.NotAPolicyGap, DecisionField.Destination),
        new(Resolution.InsufficientInformation, DecisionField.StillNeeded),
        new(Resolution.OutOfScope, DecisionField.Citation),
    ];

    /// <summary>Whether an answer demands a field; no answer demands none.</summary>
    public static bool Demands(this Resolution? resolution, DecisionField field) =>
        Table.FirstOrDefault(d => d.Resolution == resolution)?.Needs.Contains(field) is true;
}
