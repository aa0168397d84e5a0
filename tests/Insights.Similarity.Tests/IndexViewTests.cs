using Insights.Similarity.Index;
using Insights.Similarity.Text;

namespace Insights.Similarity.Tests;

public sealed class IndexViewTests
{
    [Fact]
    public void A_view_gives_back_what_was_put()
    {
        var index = Some.Index(Some.Doc("r1", "appeal window", "appeal unclear appeal", ["CS-4.2"], ["CR1-A"]), Some.Doc("r2", "glossary", "window"));
        var view = index.View();
        var slot = view.SlotOf("r1");

        Assert.Equal("r1", view.Key(slot));
        Assert.Equal(
            [("appeal", 0x0201u), ("unclear", 0x0100u), ("window", 0x0001u)],
            view.TermsOf(slot).ToArray().Zip(view.CountsOf(slot).ToArray(), (t, c) => (view.TermName(t), c)).Order());
        Assert.Equal(view.TermsOf(slot).ToArray().Order(), view.TermsOf(slot).ToArray());
        Assert.Equal([2, 3], view.LengthsOf(slot).ToArray());
        Assert.Equal([(0, "CR1-A"), (1, "CS-4.2")], view.FactsOf(slot).ToArray().Select(f => (view.FactField(f), view.FactValue(f))));
        Assert.Equal(TitleGrams.Of("appeal window"), view.TitleGramsOf(slot).ToArray());
        Assert.Equal(Some.Day.ToUnixTimeSeconds(), view.CreatedOf(slot));
        Assert.Equal(1.5, view.AverageLength(0));
        Assert.Equal(-1, view.SlotOf("r3"));
    }

    [Fact]
    public void Documents_with_a_term_or_fact_are_counted_while_they_live()
    {
        var index = Some.Index(
            Some.Doc("r1", "appeal window", clause: ["CS-4.2"]), Some.Doc("r2", "appeal", clause: ["CS-4.2"]), Some.Doc("r3", "window"));
        index.Put(Some.Doc("r2", "glossary"));
        index.Remove("r3");
        var view = index.View();

        Assert.True(view.TryTerm("appeal", out var appeal));
        Assert.True(view.TryFact(1, "CS-4.2", out var clause));
        Assert.Equal(1, view.DocumentsWith(appeal));
        Assert.Equal(1, view.DocumentsWithFact(clause));
        Assert.Equal(2, view.Count);
        Assert.Equal(["r1", "r2"], Enumerable.Range(0, view.SlotLimit).Where(view.IsAlive).Select(view.Key).Order());
        Assert.False(view.TryTerm("never", out _));
    }

    [Theory]
    [InlineData("Age-gate", "  age GATE! ")]
    [InlineData("Café", "cafe\u0301")]
    public void Titles_that_fold_alike_have_the_same_grams(string one, string other) => Assert.Equal(TitleGrams.Of(other), TitleGrams.Of(one));

    [Fact]
    public void A_typing_error_leaves_most_grams_in_common()
    {
        var one = TitleGrams.Of("age assurance threshold");
        var other = TitleGrams.Of("age asurance threshold");

        Assert.True(one.Intersect(other).Count() > 0.75 * one.Length);
        Assert.Empty(TitleGrams.Of("glossary").Intersect(one));
        Assert.Equal(one.Order().Distinct(), one);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("?!", 0)]
    [InlineData("a", 1)]
    [InlineData("age", 2)]
    public void Short_titles_have_few_grams(string title, int grams) => Assert.Equal(grams, TitleGrams.Of(title).Length);

    [Fact]
    public void Grams_are_the_same_on_every_machine() => Assert.Equal([1225393446, 1724322548], TitleGrams.Of("age"));
}
