using Insights.Similarity.Index;
using Insights.Similarity.Ranking;

namespace Insights.Similarity.Tests;

/// <summary>Where numbers in the index meet their limits.</summary>
public sealed class BoundaryTests
{
    [Fact]
    public void More_combinations_of_counts_than_a_segment_has_codes_for_score_exactly()
    {
        // Title and body counts from 1 to 24 each: 576 combinations in one segment, of which 255 have a code.
        var documents = Enumerable.Range(0, 576).Select(i => Some.Doc($"r{i:000}", Repeated(1 + i / 24), Repeated(1 + i % 24))).ToArray();
        var index = new LookAlikeIndex(Some.TwoFields, new Shelf(Some.TwoFields, mostInTail: documents.Length));
        foreach (var document in documents) index.Put(document);
        Assert.Equal(1, index.View().Segments.Length);
        var query = Some.Doc("q", $"{Some.Word(7)} {Some.Word(8)}");

        var plain = new PlainScorer(Some.TwoFields, documents).Score(query);
        var found = index.Find(query, 600);

        Assert.Equal(plain.Count, found.Count);
        Assert.All(found, f => Assert.Equal(plain[f.Key], f.Score, 1e-9));

        string Repeated(int times) => string.Join(' ', Enumerable.Repeat(Some.Word(7), times).Append(Some.Word(times + 100)));
    }

    [Fact]
    public void A_word_repeated_beyond_what_eight_bits_count_counts_255_times()
    {
        string Times(int n) => string.Join(' ', Enumerable.Repeat(Some.Word(1), n)) + string.Concat(Enumerable.Repeat($" {Some.Word(2)}", 1_000 - n));
        var index = Some.Index(Some.Doc("a", "", Times(255)), Some.Doc("b", "", Times(256)), Some.Doc("c", "", Times(999)), Some.Doc("d", "", Times(254)));

        var found = index.Find(Some.Doc("q", Some.Word(1)), 10);

        Assert.Equal(["a", "b", "c", "d"], found.Select(f => f.Key));
        Assert.Equal(found[0].Score, found[2].Score);
        Assert.True(found[3].Score < found[0].Score);
    }

    [Fact]
    public void A_segment_holds_as_many_documents_as_sixteen_bits_address_and_the_next_begins()
    {
        var index = new LookAlikeIndex(Some.TwoFields);
        var documents = Segment.MostDocuments + 300;
        for (var i = 0; i < documents; i++) index.Put(Some.Doc($"r{i:00000}", i % 1_000 == 7 ? Some.Word(3) : Some.Word(4)));
        var view = index.View();

        Assert.All(view.Segments.ToArray(), s => Assert.InRange(s.Count, 1, Segment.MostDocuments));
        Assert.Equal(documents, view.Count);
        Assert.Equal(
            Enumerable.Range(0, documents).Where(i => i % 1_000 == 7).Select(i => $"r{i:00000}"),
            index.Find(Some.Doc("q", Some.Word(3)), 1_000).Select(f => f.Key));
        Assert.Equal("r65535", view.Key(view.SlotOf("r65535")));
        Assert.Equal("r65536", view.Key(view.SlotOf("r65536")));
    }

    [Fact]
    public void More_words_in_one_document_than_sixteen_bits_address_are_kept_up_to_the_limit_of_each_field()
    {
        var options = new LookAlikeOptions([.. Enumerable.Range(0, 4).Select(f => new TextField($"t{f}", 1, 0.5))], []);
        var index = new LookAlikeIndex(options);
        index.Put(Of("r1", f => string.Join(' ', Enumerable.Range(0, 20_000).Select(i => $"w{f}x{i}"))));
        index.Put(Of("r2", f => $"w{f}x9999 w{f}x10000"));

        Assert.Equal(4 * LookAlikeOptions.WordsReadPerField, index.View().TermsOf(index.View().SlotOf("r1")).Length);
        Assert.Equal(["r2", "r1"], index.Find(Of("q", f => $"w{f}x9999"), 5).Select(h => h.Key));
        Assert.Equal(["r2"], index.Find(Of("q", f => $"w{f}x10000"), 5).Select(h => h.Key));

        static AlikeDocument Of(string key, Func<int, string> text) =>
            new(key) { Created = Some.Day, Texts = Enumerable.Range(0, 4).ToDictionary(f => $"t{f}", text) };
    }

    [Fact]
    public void Nothing_is_found_once_everything_was_removed_and_the_next_document_is()
    {
        var index = Some.Index([.. Enumerable.Range(0, 60).Select(i => Some.Doc($"r{i}", $"appeal {Some.Word(i)}"))]);
        for (var i = 0; i < 60; i++) Assert.True(index.Remove($"r{i}"));

        Assert.Equal(0, index.Count);
        Assert.Empty(index.Find(Some.Doc("q", "appeal appeals apeal"), 10));
        Assert.Equal(0, index.View().Segments.Length);

        index.Put(Some.Doc("r7", "appeal"));
        Assert.Equal("r7", Assert.Single(index.Find(Some.Doc("q", "appeal"), 10)).Key);
    }

    [Fact]
    public void Names_that_nobody_holds_any_more_are_forgotten_in_time()
    {
        var index = new LookAlikeIndex(Some.TwoFields);
        for (var round = 0; round < 60; round++)
            index.Put(Some.Doc("r1", "appeal", string.Join(' ', Enumerable.Range(0, 2_000).Select(i => $"w{round}x{i}"))));

        Assert.InRange(index.View().Terms.Count, 2_001, 60_000);
        Assert.Equal("r1", Assert.Single(index.Find(Some.Doc("q", "appeal w59x7"), 10)).Key);
    }

    [Theory]
    [InlineData(40, 10, 1_000, 32)] // few documents: as many words as there may be
    [InlineData(7, 10, 1_000, 7)]
    [InlineData(40, 200_000, 1_000_000, 12)] // common words: never below twelve
    [InlineData(40, 10_000, 1_000_000, 20)] // 20 words of 10,000 make 100,000 and a tenth of the million
    [InlineData(40, 0, 1_000_000, 32)] // words nobody has cost nothing
    public void In_a_large_collection_common_words_are_searched_for_last(int words, int holders, int documents, int searched) =>
        Assert.Equal(searched, QueryPlan.Searched(Enumerable.Repeat(holders, words), documents));

    [Fact]
    public void The_greatest_weights_do_not_overflow()
    {
        var options = new LookAlikeOptions([new("title", LookAlikeOptions.MostWeight, 0)], [], k1: 1e-6);
        var index = new LookAlikeIndex(options);
        var text = string.Join(' ', Enumerable.Range(0, 40).SelectMany(i => Enumerable.Repeat(Some.Word(i), 200)));
        index.Put(new AlikeDocument("r1") { Created = Some.Day, Texts = new Dictionary<string, string> { ["title"] = text } });
        for (var i = 0; i < 1_000; i++)
            index.Put(new AlikeDocument($"s{i}") { Created = Some.Day, Texts = new Dictionary<string, string> { ["title"] = Some.Word(300 + i % 90) } });

        var found = index.Find(new AlikeDocument("q") { Created = Some.Day, Texts = new Dictionary<string, string> { ["title"] = text } }, 5);

        Assert.Equal("r1", Assert.Single(found).Key);
        Assert.Equal(1, found[0].Score, 1e-6);
    }
}
