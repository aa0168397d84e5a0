namespace Insights.Similarity;

/// <summary>A document that resembles the query, and why.</summary>
/// <param name="Key">The key of the document found.</param>
/// <param name="Score">Strength in [0, 1]: 1 is what a copy of the query itself would reach. It orders results and may be
/// compared between queries, but it is <em>not</em> a probability that the two are the same. See <see cref="LookAlikeIndex"/>
/// for the formula.</param>
/// <param name="Matches">The words and facts that made the score, strongest first, at most
/// <see cref="LookAlikeOptions.MatchesShown"/>; never empty.</param>
/// <param name="OtherShare">Share of the score, in [0, 1], of the matches not shown. It and the shares of
/// <paramref name="Matches"/> sum to 1.</param>
public sealed record LookAlike(string Key, double Score, IReadOnlyList<LookAlikeMatch> Matches, double OtherShare);

/// <summary>One word or fact that query and document have in common.</summary>
/// <param name="Field">Where it stands in the document found: for a word the text field in which it counts most, for a fact its field.</param>
/// <param name="Term">The word as the query's author wrote it (not the stem), or the fact's value.</param>
/// <param name="Share">Its share of the score, in (0, 1].</param>
/// <param name="IsFact">True for an exact fact, false for a word of free text.</param>
public sealed record LookAlikeMatch(string Field, string Term, double Share, bool IsFact);
