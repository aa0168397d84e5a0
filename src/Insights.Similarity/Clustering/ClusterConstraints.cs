namespace Insights.Similarity.Clustering;

/// <summary>What people have said, which no proposal ever contradicts.</summary>
/// <param name="Together">Groups of keys that are linked. Groups that share a key are one.</param>
/// <param name="Apart">Pairs that are kept apart, and with them the groups they belong to.</param>
/// <remarks>Where the two contradict each other, apart wins: a group is then joined in the given order as far as it can be, and
/// <see cref="ClusterProposer.Refused"/> lists the keys left out.</remarks>
public sealed record ClusterConstraints(IReadOnlyList<IReadOnlyList<string>> Together, IReadOnlyList<(string A, string B)> Apart)
{
    /// <summary>Nobody has said anything yet.</summary>
    public static ClusterConstraints None { get; } = new([], []);
}
