namespace Insights.Similarity;

/// <summary>A document that resembles the query, and why.</summary>
/// <param name="Key">The key of the document found.</param>
/// <param name="Score">Strength in (0, 1]. It orders results and is <em>not</em> a probability that the two are the same.</param>
/// <param name="Probability">The calibrated chance that the two are the same, in [0, 1], where a model ranked; null where none did.</param>
/// <param name="Matches">What speaks for the pair, strongest first, at most <see cref="LookAlikeOptions.MatchesShown"/>; empty only where nothing can be shown by itself.</param>
/// <param name="OtherShare">Share, in [0, 1], of what cannot be shown by itself: the model's trees and the matches not shown. It and the shares of
/// <paramref name="Matches"/> sum to 1.</param>
public sealed record LookAlike(string Key, double Score, double? Probability, IReadOnlyList<LookAlikeMatch> Matches, double OtherShare);

/// <summary>One thing that speaks for a pair.</summary>
/// <param name="Field">For a word the text field of the document found in which it counts most, for a fact its field; <c>created</c> for nearness
/// in time; for titles spelt alike the title's field.</param>
/// <param name="Term">The word as the query's author wrote it (not the stem), or the fact's value; for nearness in time the whole days
/// between the two, in digits; empty for spelling.</param>
/// <param name="Share">Its share of all that speaks for the pair, in (0, 1].</param>
/// <param name="Kind">What it is.</param>
public sealed record LookAlikeMatch(string Field, string Term, double Share, MatchKind Kind);

/// <summary>What a <see cref="LookAlikeMatch"/> is.</summary>
public enum MatchKind
{
    /// <summary>A word of free text in both.</summary>
    Word,

    /// <summary>An exact value in both.</summary>
    Fact,

    /// <summary>The two were written near each other in time.</summary>
    Time,

    /// <summary>Titles that share groups of letters, beyond whole words.</summary>
    Spelling,
}
