using System.Diagnostics;

namespace Insights.Similarity.Tests;

public sealed class HostileInputTests
{
    public static TheoryData<string, string> Texts => new()
    {
        { "one endless word", new string('a', 1_000_000) },
        { "one endless identifier", string.Concat(Enumerable.Repeat("a1-", 350_000)) },
        { "only punctuation", new string('-', 1_000_000) },
        { "only combining marks", "a" + new string('\u0301', 1_000_000) },
        { "a million different words", string.Join(' ', Enumerable.Range(0, 150_000).Select(i => $"w{i:x}")) },
        { "no spaces", string.Concat(Enumerable.Repeat("政策审查", 250_000)) },
        { "ligatures that unfold", new string('\uFDFA', 300_000) },
        { "unpaired surrogates", string.Concat(Enumerable.Repeat("ab\uD800cd\uDC00政\uD801", 100_000)) },
        { "zeroes", new string('\0', 1_000_000) },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Any_text_is_taken_in_and_searched_for_in_bounded_time_and_space(string name, string text)
    {
        var watch = Stopwatch.StartNew();
        var index = Some.Index(Some.Doc("r1", "age assurance threshold"));

        index.Put(Some.Doc("hostile", text, text));
        index.Find(Some.Doc("q", text, text), 10);

        Assert.Equal("r1", index.Find(Some.Doc("q", "age assurance threshold"), 1)[0].Key);
        Assert.True(index.ApproximateBytes < 20_000_000, $"{name}: {index.ApproximateBytes} bytes");
        // What grew with the square of a text would need far longer; no clock decides between those two.
        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(2), $"{name}: {watch.Elapsed}");
        Assert.True(index.Remove("hostile"));
    }

    [Fact]
    public void A_long_word_is_cut_and_still_found()
    {
        var index = Some.Index(Some.Doc("r1", new string('x', 5_000)), Some.Doc("r2", "age"));

        Assert.Equal("r1", Assert.Single(index.Find(Some.Doc("q", new string('x', 100)), 10)).Key);
    }

    [Fact]
    public void Repetition_cannot_outbid_for_ever()
    {
        var index = Some.Index(
            Some.Doc("once", "age assurance", "threshold"), Some.Doc("often", "", string.Join(' ', Enumerable.Repeat("age", 9_000))));

        Assert.Equal("once", index.Find(Some.Doc("q", "age assurance threshold"), 1)[0].Key);
    }

    [Fact]
    public void Memory_comes_back_after_documents_are_replaced_many_times()
    {
        var index = Some.Index();
        for (var i = 0; i < 200; i++) index.Put(Some.Doc($"r{i}", Some.Words(new Random(i), 50, 500)));
        var once = index.ApproximateBytes;

        for (var round = 0; round < 20; round++)
        {
            for (var i = 0; i < 200; i++) index.Put(Some.Doc($"r{i}", Some.Words(new Random(i + round * 1000), 50, 500)));
        }

        Assert.Equal(200, index.Count);
        Assert.InRange(index.ApproximateBytes, once / 2, once * 3);
    }
}
