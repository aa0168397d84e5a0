namespace Insights.Similarity.Tests;

public sealed class SearchTests
{
    [Fact]
    public void Words_are_found_in_any_field_and_more_of_them_come_first()
    {
        var index = Some.Index(
            Some.Doc("title", "appeal deadline"), Some.Doc("body", "", "an appeal without deadline"), Some.Doc("one", "deadline"), Some.Doc("none", "glossary"));

        var found = index.Search("Appeals: deadlines", 10);

        Assert.Equal(["title", "body", "one"], found.Select(f => f.Key));
        Assert.Equal(["deadlines", "Appeals"], found[1].Matches.Select(m => m.Term).OrderDescending());
        Assert.All(found, f => Assert.Null(f.Probability));
    }

    [Fact]
    public void A_clause_number_finds_the_text_that_cites_it()
    {
        var index = Some.Index(Some.Doc("r1", "age band", "as CS-4.2 says"), Some.Doc("r2", "age band", "as CS-4.3 says"));

        Assert.Equal("r1", Assert.Single(index.Search("cs-4.2", 10)).Key);
    }

    [Fact]
    public void A_word_of_most_documents_is_still_found_and_a_rarer_one_outweighs_it()
    {
        var index = Some.Index([.. Enumerable.Range(0, 80).Select(i => Some.Doc($"r{i:00}", $"policy {Some.Word(i)}"))]);

        Assert.Equal(80, index.Search("policy", 100).Count);
        Assert.Equal("r07", index.Search($"policy {Some.Word(7)}", 100)[0].Key);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ?! ")]
    [InlineData("the of and")]
    [InlineData("nowhere")]
    public void What_says_nothing_finds_nothing(string text) => Assert.Empty(Some.Index(Some.Doc("r1", "appeal deadline")).Search(text, 10));

    [Fact]
    public void A_typing_error_is_bridged() =>
        Assert.Equal("r1", Assert.Single(Some.Index(Some.Doc("r1", "age assurance")).Search("asurance", 10)).Key);

    [Fact]
    public void At_least_one_must_be_asked_for() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Some.Index().Search("appeal", 0));
}
