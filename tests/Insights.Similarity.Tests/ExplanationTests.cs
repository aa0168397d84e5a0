namespace Insights.Similarity.Tests;

public sealed class ExplanationTests
{
    [Fact]
    public void Matches_show_the_words_as_written_and_where_they_count()
    {
        var index = Some.Index(
            Some.Doc("r1", "Appeal deadline", "Reviewers were applying CS-4.2 twice", ["CS-4.2"]), Some.Doc("r2", "Glossary", "Locale"));

        var found = Assert.Single(index.Find(Some.Doc("q", "Appeals", "Applied Cs-4.2", ["CS-4.2"]), 10));

        Assert.Equal(
            [("body", "Applied"), ("body", "Cs-4.2"), ("clause", "CS-4.2"), ("title", "Appeals")],
            found.Matches.Select(m => (m.Field, m.Term)).Order());
        Assert.True(found.Matches.Single(m => m.Field == "clause").Kind == MatchKind.Fact);
    }

    [Fact]
    public void The_strongest_match_comes_first()
    {
        var index = Some.Index(
            Some.Doc("r1", "provenance label"), Some.Doc("r2", "appeal label"), Some.Doc("r3", "appeal label"), Some.Doc("r4", "age band"));

        var found = index.Find(Some.Doc("q", "provenance label appeal"), 1)[0];

        Assert.Equal(["provenance", "label"], found.Matches.Select(m => m.Term));
        Assert.True(found.Matches[0].Share > found.Matches[1].Share);
    }

    [Fact]
    public void At_most_ten_matches_are_shown_and_the_rest_is_accounted_for()
    {
        var text = string.Join(' ', Enumerable.Range(0, 25).Select(Some.Word));
        var index = Some.Index(Some.Doc("r1", text), Some.Doc("r2", "age band"));

        var found = index.Find(Some.Doc("q", text), 1)[0];

        Assert.Equal(10, found.Matches.Count);
        Assert.Equal(1, found.OtherShare + found.Matches.Sum(m => m.Share), 1e-9);
        Assert.InRange(found.OtherShare, 0.5, 0.7);
    }
}
