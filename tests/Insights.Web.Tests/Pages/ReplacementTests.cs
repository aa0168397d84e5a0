using Insights.Core.Pipeline;
using Insights.Web.Pages.Shared;

namespace Insights.Web.Tests.Pages;

public sealed class ReplacementTests
{
    [Fact]
    public void What_a_button_says_is_what_is_read()
    {
        var asked = new Replacement("report-readings-0-outcome", [new FoundRange(4, 17, "EMAIL"), new FoundRange(20, 32, "PHONE")]);

        var read = Replacement.Read(asked.Act);

        Assert.Equal("replace:report-readings-0-outcome:4:17:EMAIL:20:32:PHONE", asked.Act);
        Assert.Equal(asked.Field, read!.Field);
        Assert.Equal(asked.Ranges, read.Ranges);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("send")]
    [InlineData("replace")]
    [InlineData("replace:text")]
    [InlineData("replace::1:2:EMAIL")]
    [InlineData("replace:text:1:2")]
    [InlineData("replace:text:1:2:EMAIL:3")]
    [InlineData("replace:text:-1:2:EMAIL")]
    [InlineData("replace:text:1:x:EMAIL")]
    public void Anything_else_asks_for_no_replacement(string? act) => Assert.Null(Replacement.Read(act));

    [Fact]
    public void Every_other_word_stays_and_what_lies_beyond_the_text_is_left_out() =>
        Assert.Equal(
            "Ask [EMAIL], or [PHONE]!",
            FoundRange.Replace("Ask a@example.com, or +1 555 0100\u0007!", [new(4, 17, "EMAIL"), new(22, 33, "PHONE"), new(33, 34, "CONTROL_CHARACTER"), new(90, 95, "URL"), new(5, 5, "URL")]));

    [Fact]
    public void Reasons_to_keep_what_stands_behind_a_placeholder_move_along()
    {
        // Dr Tan, a@example.com, Mr Lim
        var typed = Values("Dr Tan, a@example.com, Mr Lim", (3, 6, "Tan"), (26, 29, "Lim"));

        var replaced = typed.With(new Replacement("text", [new FoundRange(8, 21, "EMAIL")]));

        Assert.Equal("Dr Tan, [EMAIL], Mr Lim", replaced["text"]);
        Assert.Equal([(3, 6), (20, 23)], replaced.Kept.Select(k => (k.Start, k.End)));
    }

    [Fact]
    public void A_reason_is_about_the_words_that_were_looked_at_and_no_others()
    {
        var kept = Values("Dr Tan", (3, 6, "Tan")).Kept.Single();
        Assert.Equal(["text"], kept.Path);
        Assert.Equal(("name-title", 3, 6, KeepReason.PublicRole), (kept.RuleId, kept.Start, kept.End, kept.Reason));
        Assert.Empty(Values("Dr Lim", (3, 6, "Tan")).Kept);
        Assert.Empty(Values("Dr", (3, 6, "Tan")).Kept);
        Assert.Empty(Values("Dr Tan", (3, 6, "Tan")).With(new Replacement("text", [new FoundRange(3, 6, "PERSON_NAME")])).Kept);
    }

    [Fact]
    public void A_field_of_a_list_keeps_its_numbers_apart_from_those_of_the_range()
    {
        var typed = FormValues.Of([("report-readings-0-outcome", "Dr Tan"), ("keep-report-readings-0-outcome-3-6-name-title", "public-role"), ("kept-report-readings-0-outcome-3-6-name-title", "Tan")]);

        Assert.Equal(["report", "readings", "0", "outcome"], typed.Kept.Single().Path);
    }

    [Theory]
    [InlineData("keep-text-3-6-name-title", "")]
    [InlineData("keep-text-3-6-name-title", "because")]
    [InlineData("keep-text-3-name-title", "public-role")]
    [InlineData("keep-text-3-6", "public-role")]
    public void What_gives_no_reason_keeps_nothing(string name, string reason) =>
        Assert.Empty(FormValues.Of([("text", "Dr Tan"), (name, reason), (name.Replace("keep-", "kept-", StringComparison.Ordinal), "Tan")]).Kept);

    private static FormValues Values(string text, params (int Start, int End, string Words)[] kept) => FormValues.Of(
    [
        ("text", text),
        .. kept.SelectMany(k => new (string, string?)[]
        {
            (FormattableString.Invariant($"keep-text-{k.Start}-{k.End}-name-title"), "public-role"),
            (FormattableString.Invariant($"kept-text-{k.Start}-{k.End}-name-title"), k.Words),
        }),
    ]);
}
