using FsCheck.Xunit;

namespace Insights.Similarity.Tests;

[Properties(Arbitrary = [typeof(SomeCollections)], MaxTest = 150)]
public sealed class RetrievalPropertyTests
{
    [Property]
    public void Pruned_search_equals_scoring_everything_plainly(SomeCollection some)
    {
        var index = Some.Index([.. some.Documents]);
        var plain = new PlainScorer(Some.TwoFields, some.Documents).Score(some.Query);

        foreach (var take in new[] { 1, 3, 10, 1000 }) AssertSame(plain, index.Find(some.Query, take), take);
    }

    [Property]
    public void Order_of_insertion_does_not_matter(SomeCollection some, int seed)
    {
        var index = Some.Index([.. some.Documents]);
        var shuffled = some.Documents.ToArray();
        new Random(seed).Shuffle(shuffled);
        var other = Some.Index(shuffled);

        AssertIdentical(index.Find(some.Query, 10), other.Find(some.Query, 10));
    }

    [Property]
    public void Put_and_removed_is_as_never_put(SomeCollection some, int seed)
    {
        var index = Some.Index([.. some.Documents]);
        var random = new Random(seed);
        var gone = some.Documents.Where(_ => random.Next(3) > 0).Select(d => d.Key).ToHashSet();
        foreach (var key in gone) Assert.True(index.Remove(key));
        var other = Some.Index([.. some.Documents.Where(d => !gone.Contains(d.Key))]);

        Assert.Equal(other.Count, index.Count);
        AssertIdentical(other.Find(some.Query, 10), index.Find(some.Query, 10));
    }

    [Property]
    public void Putting_again_is_as_putting_once(SomeCollection some)
    {
        var index = Some.Index([.. some.Documents.Select(d => new AlikeDocument(d.Key) { Created = d.Created, Texts = some.Query.Texts })]);
        foreach (var document in some.Documents) index.Put(document);
        var other = Some.Index([.. some.Documents]);

        AssertIdentical(other.Find(some.Query, 10), index.Find(some.Query, 10));
    }

    [Property]
    public void Scores_lie_in_range_and_shares_sum_to_one(SomeCollection some)
    {
        var index = Some.Index([.. some.Documents]);
        var before = double.PositiveInfinity;
        foreach (var found in index.Find(some.Query, 1000))
        {
            Assert.InRange(found.Score, double.Epsilon, 1);
            Assert.True(found.Score <= before);
            Assert.InRange(found.Matches.Count, 1, 10);
            Assert.Contains(found.Matches, m => m.Share > 0);
            Assert.Equal(1, found.OtherShare + found.Matches.Sum(m => m.Share), 1e-6);
            before = found.Score;
        }
    }

    [Property]
    public void The_same_question_gets_the_same_answer(SomeCollection some)
    {
        var index = Some.Index([.. some.Documents]);

        AssertIdentical(index.Find(some.Query, 10), index.Find(some.Query, 10));
    }

    [Property]
    public void A_document_of_three_words_or_more_scores_one_against_itself(SomeCollection some)
    {
        // Below 50 documents no word counts as common, so every word of the document takes part.
        var few = some.Documents.Take(49).ToArray();
        var index = Some.Index(few);
        foreach (var document in few.Where(d => string.Join(' ', d.Texts.Values).Split(' ').Distinct().Count(w => w.Length > 0) >= 3))
            Assert.Equal(1, index.Find(document, 1000).Single(f => f.Key == document.Key).Score, 1e-6);
    }

    [Fact]
    public void Pruning_across_many_windows_loses_nothing()
    {
        var random = new Random(11);
        // Later titles are longer, so that average lengths leave those that the bounds were taken at.
        var documents = Enumerable.Range(0, 7_000).Select(i => Some.Doc(
            $"r{i:0000}", Some.Words(random, i < 3_500 ? 3 : random.Next(2, 9), 700), Some.Words(random, random.Next(4, 25), 700), [$"V-{random.Next(9)}"])).ToArray();
        var index = Some.Index(documents);
        foreach (var document in documents[2_000..3_000]) index.Remove(document.Key);

        // One word without facts leaves the bounds no slack; many words with facts use every part of the pruning.
        for (var i = 0; i < 20; i++)
        {
            var query = i < 10
                ? Some.Doc("q", Some.Word(20 + 20 * i))
                : Some.Doc("q", Some.Words(random, 4, 700), Some.Words(random, 15, 700), ["V-1"]);
            var all = index.Find(query, 7_000);
            Assert.InRange(all.Count, 50, 6_000);
            AssertIdentical([.. all.Take(10)], index.Find(query, 10));
            AssertIdentical([.. all.Where(f => f.Key != all[0].Key).Take(10)], index.Find(query, 10, all[0].Key));
        }
    }

    private static void AssertSame(Dictionary<string, double> plain, IReadOnlyList<LookAlike> found, int take)
    {
        var expected = plain.Values.OrderDescending().Take(take).ToList();
        Assert.Equal(expected.Count, found.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            Assert.Equal(expected[i], found[i].Score, 1e-6);
            Assert.Equal(plain[found[i].Key], found[i].Score, 1e-6);
        }
    }

    private static void AssertIdentical(IReadOnlyList<LookAlike> expected, IReadOnlyList<LookAlike> actual)
    {
        Assert.Equal(expected.Select(f => (f.Key, f.Score, f.OtherShare)), actual.Select(f => (f.Key, f.Score, f.OtherShare)));
        Assert.Equal(expected.SelectMany(f => f.Matches), actual.SelectMany(f => f.Matches));
    }
}
