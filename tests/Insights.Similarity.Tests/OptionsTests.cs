namespace Insights.Similarity.Tests;

public sealed class OptionsTests
{
    [Fact]
    public void A_field_the_index_does_not_know_is_refused_by_name()
    {
        var index = Some.Index();
        var text = new AlikeDocument("r1") { Created = Some.Day, Texts = new Dictionary<string, string> { ["titel"] = "age" } };
        var fact = new AlikeDocument("r1") { Created = Some.Day, Facts = new Dictionary<string, IReadOnlyList<string>> { ["kase"] = ["x"] } };

        Assert.Contains("titel", Assert.Throws<ArgumentException>(() => index.Put(text)).Message, StringComparison.Ordinal);
        Assert.Contains("kase", Assert.Throws<ArgumentException>(() => index.Find(fact, 1)).Message, StringComparison.Ordinal);
        Assert.Equal(0, index.Count);
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        TextField title = new("title", 1, 0.5);
        Assert.Throws<ArgumentException>(() => new LookAlikeOptions([], []));
        Assert.Throws<ArgumentException>(() => new LookAlikeOptions([title, title], []));
        Assert.Throws<ArgumentException>(() => new LookAlikeOptions([title], [new("title", 1)]));
        Assert.Throws<ArgumentException>(() => new LookAlikeOptions([title with { Weight = 0 }], []));
        Assert.Throws<ArgumentException>(() => new LookAlikeOptions([title with { Weight = 101 }], []));
        Assert.Throws<ArgumentException>(() => new LookAlikeOptions([title with { Weight = double.NaN }], []));
        Assert.Throws<ArgumentException>(() => new LookAlikeOptions([title with { LengthNormalisation = double.NaN }], []));
        Assert.Throws<ArgumentException>(() => new LookAlikeOptions([title], [new("area", -1)]));
        Assert.Throws<ArgumentException>(() => new LookAlikeOptions([title], [], k1: 0));
        Assert.Throws<ArgumentException>(() => new LookAlikeOptions([.. Enumerable.Range(0, 5).Select(i => title with { Name = $"t{i}" })], []));
    }

    [Fact]
    public void Engine_version_changes_with_the_options_and_only_then()
    {
        var one = new LookAlikeIndex(LookAlikeOptions.Default);
        var same = new LookAlikeIndex(new LookAlikeOptions(LookAlikeOptions.Default.Texts, LookAlikeOptions.Default.Facts));
        var other = new LookAlikeIndex(new LookAlikeOptions(LookAlikeOptions.Default.Texts, LookAlikeOptions.Default.Facts, k1: 1.2));

        Assert.Equal(one.EngineVersion, same.EngineVersion);
        Assert.NotEqual(one.EngineVersion, other.EngineVersion);
        Assert.StartsWith("bm25f-2/", one.EngineVersion, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_index_finds_nothing_and_removes_nothing()
    {
        var index = Some.Index();

        Assert.Empty(index.Find(Some.Doc("q", "age assurance"), 10));
        Assert.False(index.Remove("r1"));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Find(Some.Doc("q", "age"), 0));
    }
}
