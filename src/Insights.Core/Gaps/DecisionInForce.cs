using Insights.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Gaps;

/// <summary>A gap with the decision that holds in it: what can be cited.</summary>
internal sealed class DecisionInForce
{
    public required Gap Gap { get; init; }

    public required Decision Decision { get; init; }

    /// <summary>Those of these gaps that have one.</summary>
    public static IQueryable<DecisionInForce> Of(InsightsDb db, IQueryable<Gap> gaps) =>
        from gap in gaps
        join decision in db.Decisions.AsNoTracking() on gap.DecisionId equals (DecisionId?)decision.Id
        where decision.State == DecisionState.Approved
        select new DecisionInForce { Gap = gap, Decision = decision };
}
