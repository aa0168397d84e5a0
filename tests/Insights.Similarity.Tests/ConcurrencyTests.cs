namespace Insights.Similarity.Tests;

public sealed class ConcurrencyTests
{
    private const int Documents = 40;

    [Fact]
    public async Task Readers_see_whole_documents_only_while_writers_replace_them()
    {
        var index = Some.Index([.. Enumerable.Range(0, Documents).Select(i => Version(i, 0))]);
        var query = Some.Doc("q", "zuzu kuku", "zuzu kuku");
        var writing = Task.WhenAll(Enumerable.Range(0, 2).Select(w => Task.Run(() =>
        {
            for (var round = 1; round <= 60; round++)
            {
                for (var i = w; i < Documents; i += 2) index.Put(Version(i, round));
            }
        })));

        var read = 0;
        while (!writing.IsCompleted || read < 50)
        {
            var found = index.Find(query, 1000);
            Assert.Equal(Documents, found.Count);
            Assert.Equal(Documents, found.Select(f => f.Key).Distinct().Count());
            Assert.All(found, f => Assert.Single(f.Matches));
            read++;
        }

        await writing;
        var quiet = Some.Index([.. Enumerable.Range(0, Documents).Select(i => Version(i, 60))]);
        Assert.Equal(quiet.Find(query, 1000).Select(f => (f.Key, f.Score)), index.Find(query, 1000).Select(f => (f.Key, f.Score)));
    }

    [Fact]
    public async Task Writers_and_readers_of_everything_never_throw()
    {
        var index = Some.Index();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(w => Task.Run(() =>
        {
            var random = new Random(w);
            for (var i = 0; i < 1_500; i++)
            {
                var key = $"r{random.Next(400)}";
                switch (random.Next(5))
                {
                    case 0: index.Remove(key); break;
                    case 1: index.Find(Some.Doc("q", Some.Words(random, 6, 300)), 10, key); break;
                    case 2: Assert.True(index.Count >= 0 && index.ApproximateBytes > 0); break;
                    default: index.Put(Some.Doc(key, Some.Words(random, 5, 300), Some.Words(random, random.Next(200), 300))); break;
                }
            }
        })));

        Assert.InRange(index.Count, 1, 400);
    }

    /// <summary>Even versions say one word in both fields, odd ones another: no version says both.</summary>
    private static AlikeDocument Version(int i, int round)
    {
        var word = round % 2 == 0 ? "zuzu" : "kuku";
        return Some.Doc($"r{i:00}", $"{word} {Some.Word(i)}", $"{Some.Word(100 + i)} {word}");
    }
}
