namespace Insights.GraphQL;

/// <summary>What an operator decides about operations. Every number and time is positive.</summary>
public sealed record GraphQLLimits
{
    /// <summary>What one operation may cost.</summary>
    public int MaxCost { get; init; } = 10_000;

    /// <summary>What a caller's budget holds when it is full; never less than <see cref="MaxCost"/>.</summary>
    public int BudgetCapacity { get; init; } = 50_000;

    /// <summary>How much of a budget comes back each second.</summary>
    public int BudgetPerSecond { get; init; } = 1_000;

    /// <summary>How many operations run at once.</summary>
    public int OperationsAtOnce { get; init; } = 16;

    /// <summary>How many operations of one caller run at once.</summary>
    public int OperationsOfOneCaller { get; init; } = 6;

    /// <summary>How many operations wait for a place, of one caller and in all; more are refused at once.</summary>
    public int OperationsWaiting { get; init; } = 64;

    /// <summary>How long an operation waits for a place.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long an operation, or one event of a subscription, may take.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether callers who are not allowed to read the schema may do so all the same.</summary>
    public bool IntrospectionForAll { get; init; }

    /// <summary>Who may send documents of their own.</summary>
    public AdHocDocuments AdHocDocuments { get; init; } = AdHocDocuments.Everyone;

    /// <summary>A folder of documents that are trusted besides those of the product; null for none.</summary>
    public string? TrustedDocuments { get; init; }
}

/// <summary>Who may send documents that are not among the trusted ones.</summary>
public enum AdHocDocuments
{
    /// <summary>Everyone.</summary>
    Everyone,

    /// <summary>Programs that sign in with a key.</summary>
    Programs,

    /// <summary>Nobody.</summary>
    Nobody,
}
