namespace Insights.Core.Pipeline;

/// <summary>Who changed a value that two people had before them.</summary>
public enum ChangedBy
{
    /// <summary>Nobody, or both in the same way: there is nothing to choose.</summary>
    Neither,

    /// <summary>Only who is writing now; theirs stays.</summary>
    You,

    /// <summary>Only somebody else; what they wrote is taken over.</summary>
    Them,

    /// <summary>Both, in different ways: a person has to choose.</summary>
    Both,
}

/// <summary>What becomes of a value that two people wrote from the same start, so that neither loses a word.</summary>
public static class ThreeWay
{
    /// <param name="start">What both had before them; blank and absent are the same.</param>
    /// <param name="theirs">What is stored now.</param>
    /// <param name="yours">What is sent now.</param>
    public static ChangedBy Of(string? start, string? theirs, string? yours) =>
        (Same(start, theirs), Same(start, yours), Same(theirs, yours)) switch
        {
            (_, _, true) => ChangedBy.Neither,
            (true, _, _) => ChangedBy.You,
            (_, true, _) => ChangedBy.Them,
            _ => ChangedBy.Both,
        };

    private static bool Same(string? one, string? other) => (one ?? "").Trim().Equals((other ?? "").Trim(), StringComparison.Ordinal);
}
