namespace Insights.Similarity.Tests;

public sealed class FactTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("it is", "the")]
    [InlineData("!!! ???", "--- ...")]
    public void Empty_texts_never_match_by_facts_alone(string title, string body)
    {
        var index = Some.Index(
            Some.Doc("r1", title, body, ["CS-4.2"], ["CR1-A"]), Some.Doc("r2", "age assurance", "threshold", ["CS-4.2"], ["CR1-A"]));

        Assert.Empty(index.Find(Some.Doc("q", title, body, ["CS-4.2"], ["CR1-A"]), 10));
        Assert.DoesNotContain(index.Find(Some.Doc("q", "age", "", ["CS-4.2"], ["CR1-A"]), 10), f => f.Key == "r1");
    }

    [Fact]
    public void A_shared_case_outweighs_a_shared_clause()
    {
        var index = Some.Index(
            Some.Doc("clause", "age assurance threshold", clause: ["CS-4.2"]), Some.Doc("case", "age assurance threshold", cases: ["CR1-A"]),
            Some.Doc("neither", "age assurance threshold"));

        var found = index.Find(Some.Doc("q", "age assurance threshold", clause: ["CS-4.2"], cases: ["CR1-A", "CR1-B"]), 10);

        Assert.Equal(["case", "clause", "neither"], found.Select(f => f.Key));
    }

    [Fact]
    public void Default_weighs_case_over_clause_over_area_over_the_rest() =>
        Assert.Equal(
            ["case", "clause", "area", "kind", "surface", "language", "region"],
            LookAlikeOptions.Default.Facts.OrderByDescending(f => f.Bonus).Select(f => f.Name));

    [Fact]
    public void Blank_and_repeated_values_do_not_count()
    {
        var index = Some.Index(Some.Doc("r1", "age assurance threshold", clause: ["", "CS-4.2", "CS-4.2"]));

        var found = Assert.Single(index.Find(Some.Doc("q", "age assurance threshold", clause: ["CS-4.2", " "]), 10));

        Assert.Equal(1, found.Score, 1e-9);
        Assert.Single(found.Matches, m => m.Kind == MatchKind.Fact);
    }
}
