using Insights.Web.Pages.Shared;

namespace Insights.Web.Tests.Pages;

/// <summary>What becomes of a form that two people filled in at once.</summary>
public sealed class FormMergeTests
{
    private const string Prefix = "record-";

    [Fact]
    public void What_only_one_of_them_changed_stays_and_what_both_did_is_asked()
    {
        var shown = FormMerge.Begun(Of(("record-facts", "a"), ("record-explanation", "b"), ("record-alternatives", "c"), ("record-groundLaw", "d")), Prefix);
        var yours = Typed(shown, ("record-facts", "mine"), ("record-alternatives", "mine"));
        var theirs = Of(("record-facts", "a"), ("record-explanation", "theirs"), ("record-alternatives", "theirs"));

        var (values, taken) = FormMerge.Of(yours, theirs, Prefix);

        Assert.Equal(("mine", "theirs", "mine", ""), (values.Raw("record-facts"), values.Raw("record-explanation"), values.Raw("record-alternatives"), values.Raw("record-groundLaw")));
        Assert.Equal(["record-explanation", "record-groundLaw"], taken.Order());
        var asked = Assert.Single(FormMerge.In(values));
        Assert.Equal(("record-alternatives", "mine", "theirs", null), (asked.Name, asked.Yours, asked.Theirs, asked.Choice));
    }

    [Fact]
    public void Nothing_is_sent_until_each_question_is_answered_and_then_the_answer_holds()
    {
        var (asked, _) = FormMerge.Of(Typed(FormMerge.Begun(Of(("record-facts", "a"), ("record-explanation", "b")), Prefix), ("record-facts", "mine"), ("record-explanation", "mine")),
            Of(("record-facts", "theirs"), ("record-explanation", "theirs")), Prefix);

        var (kept, open) = FormMerge.Settle(Typed(asked, ("merge-record-facts", "theirs")));
        var (settled, none) = FormMerge.Settle(Typed(asked, ("merge-record-facts", "theirs"), ("merge-record-explanation", "yours")));

        Assert.Equal(["merge", "record", "explanation"], Assert.Single(open).Path);
        Assert.Equal("mine", kept.Raw("record-facts"));
        Assert.Empty(none);
        Assert.Equal(("theirs", "mine"), (settled.Raw("record-facts"), settled.Raw("record-explanation")));
        Assert.Empty(FormMerge.In(settled));
    }

    [Fact]
    public void A_second_conflict_starts_from_what_was_seen_in_the_first()
    {
        var (first, _) = FormMerge.Of(Typed(FormMerge.Begun(Of(("record-facts", "a")), Prefix), ("record-facts", "mine")), Of(("record-facts", "theirs")), Prefix);
        var (settled, _) = FormMerge.Settle(Typed(first, ("merge-record-facts", "yours")));

        var (second, taken) = FormMerge.Of(settled, Of(("record-facts", "theirs"), ("record-explanation", "new")), Prefix);

        Assert.Equal(("mine", "new"), (second.Raw("record-facts"), second.Raw("record-explanation")));
        Assert.Equal(["record-explanation"], taken);
        Assert.Empty(FormMerge.In(second));
    }

    [Fact]
    public void Choices_of_several_are_compared_as_a_whole()
    {
        var shown = FormMerge.Begun(Of(("record-scopeRegions", "MY")), Prefix);

        var (values, _) = FormMerge.Of(shown, Of(("record-scopeRegions", "MY"), ("record-scopeRegions", "global")), Prefix);

        Assert.Equal(["MY", "global"], values.Each("record-scopeRegions"));
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[1]")]
    [InlineData("")]
    public void Without_a_start_that_can_be_read_every_difference_is_asked_about(string start)
    {
        var (values, taken) = FormMerge.Of(Of(("record-facts", "mine"), (FormMerge.Base, start)), Of(("record-facts", "theirs")), Prefix);

        Assert.Empty(taken);
        Assert.Equal("record-facts", Assert.Single(FormMerge.In(values)).Name);
    }

    [Fact]
    public void A_name_that_is_no_field_is_not_asked_about()
    {
        Assert.Empty(FormMerge.In(Of(("asked", "someone@example.com"), ("asked", "record-facts"), ("asked", "gapId"), ("gapId", "x"))));
    }

    private static FormValues Of(params (string, string?)[] fields) => FormValues.Of(fields);

    private static FormValues Typed(FormValues shown, params (string Name, string Value)[] typed) => typed.Aggregate(shown, (form, t) => form.With(t.Name, t.Value));
}
