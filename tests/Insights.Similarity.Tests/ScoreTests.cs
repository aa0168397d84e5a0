namespace Insights.Similarity.Tests;

/// <summary>A collection small enough to score with pencil and paper; title weight 2 and b ½, body weight 1 and b 0, k1 = 1.</summary>
public sealed class ScoreTests
{
    // Titles are 2, 2 and 1 words long: 5/3 on average.
    private static LookAlikeIndex Three() => Some.Index(
        Some.Doc("r1", "appeal window", "appeal unclear evidence"),
        Some.Doc("r2", "glossary review", "locale glossary appeal review", clause: ["CS-4.2"]),
        Some.Doc("r3", "age", "assurance threshold"));

    // ln(1 + (3 − n + ½) / (n + ½)) for n = 2 and n = 1
    private static readonly double InTwo = Math.Log(1.6);
    private static readonly double InOne = Math.Log(8.0 / 3);

    // A copy of the query: each word has f = 2 / (½ + ½ · 3 / (5/3)) = 10/7, and 10/7 / (1 + 10/7) = 10/17.
    private static readonly double Copy = (InTwo + InOne + InOne) * 10 / 17;

    [Fact]
    public void Score_is_BM25F_over_that_of_a_copy_of_the_query()
    {
        var index = Three();

        var found = index.Find(Some.Doc("q", "appeal glossary window"), 10);

        // r1: appeal f = 2 / 1.1 + 1 = 31/11, saturates to 31/42; window f = 20/11, saturates to 20/31.
        // r2: appeal f = 1, saturates to ½; glossary as appeal in r1.
        Assert.Equal(["r1", "r2"], found.Select(f => f.Key));
        Assert.Equal((InTwo * 31 / 42 + InOne * 20 / 31) / Copy, found[0].Score, 1e-9);
        Assert.Equal((InTwo / 2 + InOne * 31 / 42) / Copy, found[1].Score, 1e-9);
        Assert.Equal(0.6849, found[0].Score, 1e-4);
        Assert.Equal(0.6704, found[1].Score, 1e-4);
    }

    [Fact]
    public void Facts_in_common_raise_the_text_score_and_missing_ones_lower_it_against_a_copy()
    {
        var index = Three();

        var found = index.Find(Some.Doc("q", "appeal glossary window", clause: ["CS-4.2", "CS-9"]), 10);

        // r2 has one clause and shares it: agreement 1, bonus ½. A copy would have the bonus too.
        Assert.Equal(["r2", "r1"], found.Select(f => f.Key));
        Assert.Equal(0.6704, found[0].Score, 1e-4);
        Assert.Equal(0.6849 / 1.5, found[1].Score, 1e-4);
    }

    [Fact]
    public void One_word_is_a_third_of_the_evidence()
    {
        var index = Three();

        var found = index.Find(Some.Doc("q", "appeal"), 10);

        // A copy saturates to 5/7; r1 to 31/42, r2 to ½.
        Assert.Equal(31.0 / 90, found[0].Score, 1e-9);
        Assert.Equal(7.0 / 30, found[1].Score, 1e-9);
    }

    [Fact]
    public void A_word_nobody_has_lowers_the_score()
    {
        var index = Three();

        var all = index.Find(Some.Doc("q", "appeal glossary window"), 1)[0].Score;
        var most = index.Find(Some.Doc("q", "appeal glossary window escalation"), 1)[0].Score;

        Assert.True(most < all * 0.8, $"{most} against {all}");
    }

    [Fact]
    public void A_copy_scores_one()
    {
        var index = Three();

        var found = index.Find(Some.Doc("q", "glossary review", "locale glossary appeal review", clause: ["CS-4.2"]), 10);

        Assert.Equal("r2", found[0].Key);
        Assert.Equal(1, found[0].Score, 1e-9);
    }

    [Fact]
    public void Equal_scores_are_ordered_by_key()
    {
        var index = Some.Index(Some.Doc("b", "age band evidence"), Some.Doc("C", "age band evidence"), Some.Doc("a", "age band evidence"));

        Assert.Equal(["C", "a", "b"], index.Find(Some.Doc("q", "age band evidence"), 10).Select(f => f.Key));
        Assert.Equal(["C", "a"], index.Find(Some.Doc("q", "age band evidence"), 2).Select(f => f.Key));
    }

    [Fact]
    public void A_word_in_most_documents_says_nothing()
    {
        var documents = Enumerable.Range(0, 60).Select(i => Some.Doc($"r{i:00}", $"policy {Some.Word(i)}")).ToArray();
        var index = Some.Index(documents);

        Assert.Empty(index.Find(Some.Doc("q", "policy"), 10));
        Assert.Equal("r07", Assert.Single(index.Find(Some.Doc("q", $"policy {Some.Word(7)}"), 10)).Key);
    }
}
