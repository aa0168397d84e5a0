using System.Reflection;
using Insights.Similarity.Index;

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

    [Fact]
    public async Task Every_view_counts_exactly_the_documents_it_has()
    {
        // Each document says one of two words at any time, so the holders of both are always all documents.
        var index = Some.Index([.. Enumerable.Range(0, Documents).Select(i => Version(i, 0))]);
        var writing = Task.Run(() =>
        {
            for (var round = 1; round <= 150; round++)
            {
                for (var i = 0; i < Documents; i++) index.Put(Version(i, round));
            }
        });

        var views = 0;
        while (!writing.IsCompleted || views < 50)
        {
            var view = index.View();
            var holders = new[] { "zuzu", "kuku" }.Sum(word => view.TryTerm(word, out var id) ? view.DocumentsWith(id) : 0);
            Assert.Equal((Documents, Documents), (view.Count, holders));
            Assert.Equal(Documents, Enumerable.Range(0, Documents).Count(i => view.SlotOf($"r{i:00}") >= 0));
            Assert.Equal(Documents, Enumerable.Range(0, view.SlotLimit).Count(view.IsAlive));
            views++;
        }

        await writing;
    }

    [Fact]
    public void Searches_do_not_wait_for_a_write_under_way()
    {
        var index = Some.Index(Version(0, 0), Version(1, 0));
        var writing = (Lock)typeof(LookAlikeIndex).GetField("_writing", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(index)!;

        var found = 0;
        var searching = new Thread(() => found = index.Find(Version(0, 0), 10).Count);
        lock (writing)
        {
            searching.Start();
            Assert.True(searching.Join(TimeSpan.FromSeconds(20)));
        }

        Assert.Equal(2, found);
    }

    [Fact]
    public async Task One_key_put_from_many_threads_is_one_document()
    {
        var index = Some.Index();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(w => Task.Run(() =>
        {
            for (var i = 0; i < 300; i++) index.Put(Version(7, w + i));
        })));

        Assert.Equal(1, index.Count);
        Assert.Single(index.Find(Some.Doc("q", "zuzu kuku", Some.Word(107)), 10));
        Assert.True(index.Remove("r07"));
        Assert.Equal(0, index.Count);
    }

    [Fact]
    public void A_view_never_changes_whatever_is_written_after()
    {
        var random = new Random(5);
        var index = Some.Index();
        var kept = new List<(IndexView View, string Told)>();
        for (var i = 0; i < 3_000; i++)
        {
            var key = $"r{random.Next(150)}";
            if (random.Next(4) == 0) index.Remove(key);
            else index.Put(Some.Doc(key, Some.Words(random, 3, 60), Some.Words(random, 6, 60), [$"V-{random.Next(9)}"]));
            // New words make the arrays of names grow, and forgotten ones make them start over.
            if (i % 10 == 0) index.Put(Some.Doc("new", $"w{i}x w{i}y"));
            if (i % 100 == 0) kept.Add((index.View(), Tell(index.View())));
        }

        Assert.All(kept, k => Assert.Equal(k.Told, Tell(k.View)));
    }

    private static string Tell(IndexView view)
    {
        var query = new AnalysedDocument(Some.Doc("q", string.Join(' ', Enumerable.Range(0, 20).Select(i => Some.Word(3 * i))), clause: ["V-1"]), view.Options);
        return string.Join('\n', [
            .. view.Retrieve(query, 20).Select(h => $"{h.Key} {h.Score:R}"),
            .. Enumerable.Range(0, view.Terms.Count).Select(t => $"{view.TermName(t)} {view.DocumentsWith(t)}"),
            .. Enumerable.Range(0, view.FactCount).Select(f => $"{view.FactValue(f)} {view.DocumentsWithFact(f)}"),
            .. Enumerable.Range(0, 150).Select(i => $"{i} {view.SlotOf($"r{i}")}"),
            $"{view.Count} {view.AverageLength(0):R} {view.AverageLength(1):R}",
        ]);
    }

    /// <summary>Even versions say one word in both fields, odd ones another: no version says both.</summary>
    private static AlikeDocument Version(int i, int round)
    {
        var word = round % 2 == 0 ? "zuzu" : "kuku";
        return Some.Doc($"r{i:00}", $"{word} {Some.Word(i)}", $"{Some.Word(100 + i)} {word}");
    }
}
