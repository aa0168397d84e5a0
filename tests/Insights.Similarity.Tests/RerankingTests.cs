namespace Insights.Similarity.Tests;

public sealed class RerankingTests
{
    private static readonly LookAlikeModel Model = LookAlikeModel.Default;

    [Fact]
    public void The_same_gap_in_other_words_comes_first_and_says_why()
    {
        var index = Archive.Index();

        var found = index.Find(Archive.Report("q", "Age assurance when the estimate lies between two bands", "Which band applies to an account at the border?", "CS-4.2"), Model, 5);

        Assert.Equal("age", found[0].Key);
        Assert.Contains(found[0].Matches, m => m is { Kind: MatchKind.Word, Term: "assurance" });
        Assert.Contains(found[0].Matches, m => m.Kind is MatchKind.Time && m.Field == "created");
        Assert.All(found, f => Assert.Equal(1, f.OtherShare + f.Matches.Sum(m => m.Share), 1e-9));
        Assert.All(found, f => Assert.InRange(f.Probability!.Value, 0, 1));
        Assert.All(found, f => Assert.All(f.Matches, m => Assert.InRange(m.Share, double.Epsilon, 1)));
    }

    [Fact]
    public void A_shared_case_reference_lifts_and_is_shown()
    {
        var index = Archive.Index();
        var query = Archive.Report("q", "Deadline of an appeal after re-registration", "The clause is silent", "CS-9", "CR1-0123456789");
        index.Put(Archive.Report("with", "Appeal deadline", "re-registration after enforcement", "CS-7", "CR1-0123456789"));
        index.Put(Archive.Report("without", "Appeal deadline", "re-registration after enforcement", "CS-7", "CR1-9876543210"));

        var found = index.Find(query, Model, 5);

        Assert.Equal(["with", "without"], found.Take(2).Select(f => f.Key));
        Assert.Contains(found[0].Matches, m => m is { Kind: MatchKind.Fact, Field: "case", Term: "CR1-0123456789" });
        Assert.DoesNotContain(found[1].Matches, m => m.Field == "case");
    }

    [Fact]
    public void The_same_clause_lifts_over_another()
    {
        var index = Archive.Index();
        index.Put(Archive.Report("a-other", "Glossary entry differs by locale", "translation", "CS-8"));
        index.Put(Archive.Report("b-same", "Glossary entry differs by locale", "translation", "CS-9"));

        var found = index.Find(Archive.Report("q", "Glossary differs in another locale", "", "CS-9"), Model, 5);

        Assert.Equal(["b-same", "a-other"], found.Select(f => f.Key).Where(k => k.Contains('-', StringComparison.Ordinal)));
        Assert.Contains(found.Single(f => f.Key == "b-same").Matches, m => m is { Kind: MatchKind.Fact, Field: "clause", Term: "CS-9" });
        Assert.True(found.Single(f => f.Key == "b-same").Score > found.Single(f => f.Key == "a-other").Score);
    }

    [Theory]
    [InlineData("n/a", "")]
    [InlineData("see case", "see case")]
    [InlineData("Describe the gap here", "Steps taken. Expected outcome. Actual outcome.")]
    public void Near_empty_and_template_reports_are_never_the_same_by_their_facts(string title, string body)
    {
        var index = new LookAlikeIndex(LookAlikeOptions.Default);
        for (var i = 0; i < 60; i++) index.Put(Archive.Report($"r{i:00}", title, body, "CS-4.2", "CR1-0123456789"));
        for (var i = 0; i < 60; i++) index.Put(Archive.Report($"s{i:00}", Some.Word(i) + " " + Some.Word(i + 70), Some.Word(i + 140), "CS-1"));

        var found = index.Find(Archive.Report("q", title, body, "CS-4.2", "CR1-0123456789"), Model, 7);

        Assert.All(found, f => Assert.Equal(0, f.Probability));
    }

    [Fact]
    public void Facts_alone_find_nothing()
    {
        var index = Archive.Index();

        Assert.Empty(index.Find(Archive.Report("q", "Wholly unrelated", "", "CS-4.2"), Model, 5));
    }

    [Fact]
    public void Older_documents_than_the_window_are_left_out()
    {
        var index = Archive.Index();
        index.Put(Archive.Report("old", "Age assurance between two bands", "", "CS-4.2", day: -400));

        var query = Archive.Report("q", "Age assurance between two bands", "", "CS-4.2");

        Assert.Contains("old", index.Rank(query, Model, 10).Keys);
        Assert.DoesNotContain("old", index.Rank(query, Model, 10, window: TimeSpan.FromDays(365)).Keys);
        Assert.Contains("age", index.Rank(query, Model, 10, window: TimeSpan.FromDays(365)).Keys);
    }

    [Fact]
    public void Order_of_insertion_and_what_was_removed_change_no_bit()
    {
        var (one, other) = (Archive.Index(), new LookAlikeIndex(LookAlikeOptions.Default));
        other.Put(Archive.Report("gone", "zeta omega", "assurance bands", "CS-1"));
        foreach (var report in Archive.Reports.Reverse()) other.Put(report);
        Assert.True(other.Remove("gone"));

        foreach (var query in Archive.Reports)
        {
            var (a, b) = (one.Find(query, Model, 10, query.Key), other.Find(query, Model, 10, query.Key));
            Assert.Equal(a.Select(f => (f.Key, f.Score, f.Probability, f.OtherShare)), b.Select(f => (f.Key, f.Score, f.Probability, f.OtherShare)));
            Assert.Equal(a.SelectMany(f => f.Matches), b.SelectMany(f => f.Matches));
        }
    }

    [Fact]
    public void Ranked_gives_what_find_gives_in_whatever_order_it_is_asked()
    {
        var index = Archive.Index();
        foreach (var query in Archive.Reports)
        {
            var (found, ranked) = (index.Find(query, Model, 3, query.Key), index.Rank(query, Model, 3, query.Key));
            Assert.Equal(found.Select(f => f.Key), ranked.Keys);
            for (var place = ranked.Count - 1; place >= 0; place--)
            {
                Assert.Equal((found[place].Key, found[place].Score), (ranked.Key(place), ranked.Score(place)));
                Assert.Equivalent(found[place], ranked.Explain(place), strict: true);
            }

            Assert.Throws<ArgumentOutOfRangeException>(() => ranked.Explain(ranked.Count));
            Assert.Throws<ArgumentOutOfRangeException>(() => ranked.Key(-1));
        }
    }

    [Fact]
    public void An_earlier_state_of_the_query_in_the_index_plays_no_part()
    {
        var (with, without) = (Archive.Index(), Archive.Index());
        var query = Archive.Report("q", "Age assurance between bands", "Which band applies?", "CS-4.2");
        with.Put(query);

        Assert.Equal(without.Find(query, Model, 1)[0].Key, with.Find(query, Model, 1, "q")[0].Key);
        Assert.Equal(without.Find(query, Model, 5).Count, with.Find(query, Model, 5, "q").Count);
    }
}
