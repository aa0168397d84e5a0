namespace Insights.GraphQL.Costs;

/// <summary>What an operation costs at most.</summary>
/// <param name="Field">For resolving its fields.</param>
/// <param name="Type">For the objects it returns.</param>
internal readonly record struct OperationCost(double Field, double Type)
{
    private const double Most = int.MaxValue;

    /// <summary>The one number that is limited and charged; 1 at least.</summary>
    public int Total => (int)Math.Clamp(Math.Ceiling(Field + Type), 1, Most);

    /// <summary>As it is answered on request.</summary>
    /// <param name="limit">What one operation may cost.</param>
    /// <param name="remaining">What is left of the caller's budget.</param>
    /// <param name="capacity">What the budget holds when it is full.</param>
    /// <param name="restoredPerSecond">How much of it comes back each second.</param>
    public Dictionary<string, object?> Report(int limit, long remaining, int capacity, int restoredPerSecond) => new()
    {
        ["cost"] = Total,
        ["fieldCost"] = (int)Math.Clamp(Math.Ceiling(Field), 0, Most),
        ["typeCost"] = (int)Math.Clamp(Math.Ceiling(Type), 0, Most),
        ["limit"] = limit,
        ["remaining"] = remaining,
        ["capacity"] = capacity,
        ["restoredPerSecond"] = restoredPerSecond,
    };
}
