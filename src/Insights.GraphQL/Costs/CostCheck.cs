using GraphQL.Validation;
using Insights.GraphQL.Errors;
using Insights.GraphQL.Running;
using Insights.Transport;

namespace Insights.GraphQL.Costs;

/// <summary>
/// Measures the operation of one request once everything else about it holds, refuses it when it costs more than one may,
/// and charges it to its caller. Nothing has been read by then.
/// </summary>
/// <param name="limit">What one operation may cost.</param>
/// <param name="asked">Whether the cost is all that is asked for.</param>
/// <param name="charge">Takes a cost from the caller's budget; null when there is enough, otherwise how long to wait.</param>
internal sealed class CostCheck(int limit, CostRequest asked, Func<int, TimeSpan?> charge) : ValidationRuleBase
{
    /// <summary>The cost; null when the document was refused before it was measured.</summary>
    public OperationCost? Cost { get; private set; }

    /// <summary>Whether it was measured, and nothing else was asked for.</summary>
    public bool IsAll { get; private set; }

    /// <summary>How long the caller has to wait; null when the budget was enough.</summary>
    public TimeSpan? Wait { get; private set; }

    public override ValueTask<INodeVisitor?> GetPostNodeVisitorAsync(ValidationContext context)
    {
        var cost = new CostMeasure(context).Of(context.Operation);
        Cost = cost;
        if (cost.Total > limit)
            context.ReportError(new CostError(ErrorCodes.CostExceeded, context.Document.Source, new() { ["cost"] = cost.Total, ["limit"] = limit }));
        else if (asked is CostRequest.Validate)
            Stop(context);
        else if ((Wait = charge(cost.Total)) is { } wait)
            context.ReportError(new CostError(ErrorCodes.RateLimited, context.Document.Source, new() { ["cost"] = cost.Total, ["retryAfter"] = Budgets.Seconds(wait) }));
        return default;
    }

    /// <summary>An error is what keeps the engine from going on; whoever asked for the cost alone never sees it.</summary>
    private void Stop(ValidationContext context)
    {
        IsAll = true;
        context.ReportError(new CostError(ErrorCodes.CostExceeded, context.Document.Source, []));
    }
}
