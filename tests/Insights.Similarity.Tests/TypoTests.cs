namespace Insights.Similarity.Tests;

public sealed class TypoTests
{
    private static LookAlikeIndex Index() => Some.Index(
        Some.Doc("r1", "age assurance threshold"), Some.Doc("r2", "locale glossary drift"), Some.Doc("r3", "appeal deadline"));

    [Theory]
    [InlineData("assurence")] // another letter
    [InlineData("asurance")] // one missing
    [InlineData("assuranxce")] // one too many
    [InlineData("asusrance")] // neighbours swapped
    [InlineData("xssurance")] // the first letter
    [InlineData("glossray", "r2")]
    public void A_word_nobody_has_finds_its_nearest(string typed, string key = "r1")
    {
        var index = Index();

        var found = Assert.Single(index.Find(Some.Doc("q", typed), 10));

        Assert.Equal(key, found.Key);
        Assert.Equal(typed, Assert.Single(found.Matches).Term);
    }

    [Fact]
    public void A_bridged_word_counts_less_than_the_word_itself()
    {
        var index = Index();

        Assert.True(
            index.Find(Some.Doc("q", "age assurence threshold"), 1)[0].Score < 0.9 * index.Find(Some.Doc("q", "age assurance threshold"), 1)[0].Score);
    }

    [Theory]
    [InlineData("insurance")] // a word of its own, two edits away
    [InlineData("reassure")]
    [InlineData("agf")] // too short to guess
    [InlineData("CS-4.3")] // identifiers are exact
    public void What_is_not_close_is_not_bridged(string word)
    {
        var index = Index();
        index.Put(Some.Doc("r4", "CS-4.2"));

        Assert.DoesNotContain(index.Find(Some.Doc("q", word), 10), f => f.Score > 0.2);
    }

    [Fact]
    public void A_known_word_is_never_bridged()
    {
        var index = Index();
        index.Put(Some.Doc("r4", "assurence"));

        Assert.Equal("r4", Assert.Single(index.Find(Some.Doc("q", "assurence"), 10)).Key);
    }

    [Fact]
    public void A_word_of_removed_documents_is_no_target()
    {
        var index = Index();
        index.Remove("r1");

        Assert.Empty(index.Find(Some.Doc("q", "assurence"), 10));
    }
}
