namespace Insights.Similarity.Clustering;

/// <summary>Documents that look alike to each other and are not all linked yet.</summary>
/// <param name="Members">In the order of their keys, ordinally; at least two.</param>
/// <param name="CanonicalKey">The member most like all others; of equals the oldest.</param>
/// <param name="Probability">The calibrated chance that two of the linked groups and single documents in it are the same, averaged over all such pairs.</param>
/// <param name="IsSure">Whether each of these groups and documents is so like another in it that the cluster may be offered for one-click
/// acceptance: the model's <see cref="LookAlikeModel.AcceptFrom"/> is reached from both sides together.</param>
public sealed record ProposedCluster(IReadOnlyList<ClusterMember> Members, string CanonicalKey, double Probability, bool IsSure);

/// <summary>Why a document is in a cluster.</summary>
/// <param name="Key">The document.</param>
/// <param name="BestKey">The member outside its own linked group that it is most like.</param>
/// <param name="Probability">The calibrated chance that these two are the same.</param>
/// <param name="Linked">True when people linked it to another member; its own likeness need not be great then.</param>
/// <param name="Matches">What speaks for the pair, as in <see cref="LookAlike.Matches"/>.</param>
/// <param name="OtherShare">As in <see cref="LookAlike.OtherShare"/>.</param>
public sealed record ClusterMember(
    string Key, string BestKey, double Probability, bool Linked, IReadOnlyList<LookAlikeMatch> Matches, double OtherShare);

/// <summary>How far a sweep is.</summary>
/// <param name="Done">Documents compared with their neighbours.</param>
/// <param name="All">Documents to compare.</param>
public readonly record struct SweepProgress(int Done, int All);
