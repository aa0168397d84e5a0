using FsCheck.Xunit;
using Insights.Similarity.Index;

namespace Insights.Similarity.Tests;

public sealed class SnapshotTests
{
    [Property(Arbitrary = [typeof(SomeCollections)], MaxTest = 60)]
    public void A_loaded_index_answers_as_the_saved_one_and_goes_on_as_it_would(SomeCollection some, int seed)
    {
        var random = new Random(seed);
        var index = Some.Index([.. some.Documents]);
        foreach (var document in some.Documents.Where(_ => random.Next(4) == 0)) index.Remove(document.Key);

        var loaded = LookAlikeIndex.Load(Saved(index), Some.TwoFields);

        AssertSame(index, loaded, some.Query);
        foreach (var document in some.Documents.Where(_ => random.Next(3) == 0))
        {
            index.Put(document);
            loaded.Put(document);
        }

        AssertSame(index, loaded, some.Query);
    }

    [Fact]
    public void Documents_come_back_whole()
    {
        var index = Some.Index(Some.Doc("r1", "appeal window", "appeal \u653F\u7B56", ["CS-4.2", "CS-9"], ["CR1-A"]), Some.Doc("\uD800", "glossary"));

        var (before, after) = (index.View(), LookAlikeIndex.Load(Saved(index), Some.TwoFields).View());

        foreach (var key in new[] { "r1", "\uD800" }) Assert.Equal(Told(before, key), Told(after, key));
        Assert.Equal(index.EngineVersion, LookAlikeIndex.Load(Saved(index), Some.TwoFields).EngineVersion);
    }

    [Fact]
    public void Bounds_of_a_loaded_index_are_as_tight_as_those_of_the_saved_one()
    {
        var loaded = LookAlikeIndex.Load(Saved(Small()), Some.TwoFields).View();

        Assert.All(loaded.Segments.ToArray(), s => Assert.InRange(s.Drift(loaded.Averages), 1, 1.5));
        Assert.All(loaded.Segments.ToArray(), s => Assert.False(s.IsLoose(loaded.Averages)));
    }

    [Fact]
    public void An_empty_index_can_be_saved() => Assert.Equal(0, LookAlikeIndex.Load(Saved(Some.Index()), Some.TwoFields).Count);

    [Fact]
    public void A_snapshot_cut_anywhere_is_refused()
    {
        var whole = Saved(Small()).ToArray();
        for (var length = 0; length < whole.Length; length++)
        {
            var refused = Refused(whole[..length]);
            Assert.Equal(length < 8 ? SnapshotRefusal.NotASnapshot : SnapshotRefusal.Truncated, refused);
        }
    }

    [Fact]
    public void A_snapshot_with_any_bit_changed_is_refused()
    {
        var whole = Saved(Small()).ToArray();
        for (var at = 0; at < whole.Length; at++)
        {
            var changed = whole.ToArray();
            changed[at] ^= (byte)(1 << (at % 8));
            var refused = Refused(changed);
            // A changed length may ask for more than there is.
            if (at < 8) Assert.Equal(SnapshotRefusal.NotASnapshot, refused);
            else if (at < 12) Assert.Equal(SnapshotRefusal.OtherVersion, refused);
            else if (at < 44) Assert.Equal(SnapshotRefusal.OtherOptions, refused);
            else Assert.Contains(refused, new[] { SnapshotRefusal.Corrupted, SnapshotRefusal.Truncated });
        }
    }

    [Fact]
    public void Frames_of_two_snapshots_cannot_be_mixed()
    {
        var one = Saved(Some.Index(Some.Doc("r1", "appeal window"))).ToArray();
        var other = Saved(Some.Index(Some.Doc("r1", "appeal review"))).ToArray();

        Assert.Equal(one.Length, other.Length);
        Assert.Equal(SnapshotRefusal.Corrupted, Refused([.. one[..(one.Length / 2)], .. other[(one.Length / 2)..]]));
    }

    [Fact]
    public void A_snapshot_of_other_options_is_refused()
    {
        var snapshot = Saved(Small());
        var other = new LookAlikeOptions(Some.TwoFields.Texts, Some.TwoFields.Facts, k1: 2);

        Assert.Equal(SnapshotRefusal.OtherOptions, Assert.Throws<SnapshotRefusedException>(() => LookAlikeIndex.Load(snapshot, other)).Refusal);
    }

    [Fact]
    public void Something_else_is_refused() => Assert.Equal(SnapshotRefusal.NotASnapshot, Refused(new byte[4_096]));

    [Fact]
    public void Writes_made_while_saving_are_not_waited_for_and_not_saved()
    {
        var index = Small();
        var stream = new Meddling(() => Task.Run(() =>
        {
            index.Remove("r1");
            index.Put(Some.Doc("late", "appeal window"));
        }).WaitAsync(TimeSpan.FromSeconds(20)));

        index.Save(stream);
        stream.Position = 0;
        var loaded = LookAlikeIndex.Load(stream, Some.TwoFields);

        Assert.True(stream.Meddled);
        Assert.Equal(-1, loaded.View().SlotOf("late"));
        Assert.True(loaded.View().SlotOf("r1") >= 0);
    }

    private static LookAlikeIndex Small() => Some.Index(
        [.. Enumerable.Range(0, 12).Select(i => Some.Doc($"r{i}", $"appeal {Some.Word(i)}", $"window {Some.Word(40 + i)}", [$"V-{i % 3}"]))]);

    private static MemoryStream Saved(LookAlikeIndex index)
    {
        var stream = new MemoryStream();
        index.Save(stream);
        stream.Position = 0;
        return stream;
    }

    private static SnapshotRefusal Refused(byte[] bytes) =>
        Assert.Throws<SnapshotRefusedException>(() => LookAlikeIndex.Load(new MemoryStream(bytes), Some.TwoFields)).Refusal;

    private static void AssertSame(LookAlikeIndex expected, LookAlikeIndex actual, AlikeDocument query)
    {
        Assert.Equal(expected.Count, actual.Count);
        var (before, after) = (expected.Find(query, 200), actual.Find(query, 200));
        Assert.Equal(before.Select(f => (f.Key, f.Score, f.OtherShare)), after.Select(f => (f.Key, f.Score, f.OtherShare)));
        Assert.Equal(before.SelectMany(f => f.Matches), after.SelectMany(f => f.Matches));
    }

    private static string Told(IndexView view, string key)
    {
        var row = view.Row(view.SlotOf(key));
        var terms = row.Terms.ToArray().Zip(row.Counts.ToArray(), (t, c) => $"{view.TermName(t)}:{c}").Order();
        var facts = row.Facts.ToArray().Select(f => $"{view.FactField(f)}:{view.FactValue(f)}").Order();
        return string.Join(' ', [
            .. terms, .. facts, .. row.Lengths.ToArray().Select(n => $"{n}"), .. row.Grams.ToArray().Select(g => $"{g}"), $"{row.Created}",
        ]);
    }

    /// <summary>Does something in the middle of being written.</summary>
    private sealed class Meddling(Func<Task> meddle) : MemoryStream
    {
        public bool Meddled { get; private set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            base.Write(buffer);
            if (Meddled) return;
            Meddled = true;
            meddle().GetAwaiter().GetResult();
        }
    }
}
