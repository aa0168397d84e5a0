using Bunit;
using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Privacy;
using Insights.Web.Pages.Shared;
using Snapshooter.Xunit;

namespace Insights.Web.Tests.Pages;

public sealed class FieldTests : IDisposable
{
    private readonly Markup _markup = new();

    public void Dispose() => _markup.Dispose();

    [Fact]
    public void A_label_names_its_field_and_says_when_it_is_optional()
    {
        var field = _markup.Render<Field>(p => p.Add(f => f.Input, FormInput.Of("")).Add(f => f.Name, "report-title").Add(f => f.Label, "Title").Add(f => f.Optional, true));

        Assert.Equal("report-title", field.Find("label").GetAttribute("for"));
        Assert.Equal("Title (optional)", field.Find("label").TextContent);
        Assert.Equal("report-title", field.Find("input").Id);
    }

    [Fact]
    public void A_refused_field_keeps_what_was_typed_and_describes_itself_by_the_error()
    {
        var field = Render(Input("Ask a@example.com", Email(4, 17)), hint: "A hint");

        var box = field.Find("textarea");
        Assert.Equal("Ask a@example.com", box.TextContent);
        Assert.Equal("true", box.GetAttribute("aria-invalid"));
        Assert.Equal("4-17", box.GetAttribute("data-ranges"));
        var describing = box.GetAttribute("aria-describedby")!.Split(' ').Select(id => field.Find("#" + id).TextContent).ToList();
        Assert.Equal("A hint", describing[0]);
        Assert.Contains("may identify a person", describing[1], StringComparison.Ordinal);
        Assert.Contains("E-mail address at characters 5 to 17.", describing[2], StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_found_is_marked_and_can_be_replaced_or_removed()
    {
        var field = Render(Input("Ask a@example.com\u0007 now", Email(4, 17), new GuardFinding(17, 18, "CONTROL_CHARACTER", "control", FindingTier.A)));

        Assert.Equal(["a@example.com (e-mail address)", "\u0007 (control character)"], field.FindAll("mark").Select(m => m.TextContent));
        Assert.Equal("Ask a@example.com (e-mail address)\u0007 (control character) now", field.Find(".marked").TextContent);
        Assert.Equal(
            [("Replace with [EMAIL]", "replace:report-question:4:17:EMAIL"), ("Remove", "replace:report-question:17:18:CONTROL_CHARACTER"), ("Replace all", "replace:report-question:4:17:EMAIL:17:18:CONTROL_CHARACTER")],
            field.FindAll("button[data-replace]").Select(b => (b.TextContent, b.GetAttribute("value"))));
        Assert.Empty(field.FindAll("select"));
    }

    [Fact]
    public void Enter_in_a_line_with_findings_sends_the_form_and_replaces_nothing()
    {
        var field = Render(Input("Ask a@example.com", Email(4, 17)), kind: FieldKind.Line);

        Assert.False(field.Find("button[type=submit]").HasAttribute("name"));
    }

    [Fact]
    public void A_warning_can_be_kept_with_a_reason_and_the_words_it_is_about()
    {
        var field = Render(Input("Ask Dr Tan.", Name(7, 10)));

        var select = field.Find("select");
        Assert.Equal("keep-report-question-7-10-name-title", select.GetAttribute("name"));
        Assert.Equal("Keep it:", field.Find($"label[for={select.Id}]").TextContent);
        Assert.Equal(["", "not-personal", "public-role", "published-source", "organisation-or-place"], select.QuerySelectorAll("option").Select(o => o.GetAttribute("value")));
        Assert.Equal("Tan", field.Find("[name=kept-report-question-7-10-name-title]").GetAttribute("value"));
    }

    [Fact]
    public void What_is_kept_stays_kept_while_the_form_comes_back_for_another_reason()
    {
        var typed = Typed(("report-question", "Ask Dr Tan."), ("keep-report-question-7-10-name-title", "public-role"), ("kept-report-question-7-10-name-title", "Tan"));
        var field = Render(new FormInput("", typed, []));

        Assert.Equal("public-role", field.Find("select option[selected]").GetAttribute("value"));
        Assert.Equal("Tan", field.Find("[name=kept-report-question-7-10-name-title]").GetAttribute("value"));
        Assert.Empty(field.FindAll("mark, .error"));
    }

    [Fact]
    public void A_first_empty_line_is_written_twice_since_a_text_field_swallows_one() =>
        Assert.Contains(">\n\nAsk.</textarea>", Render(new FormInput("", Typed(("report-question", "\nAsk.")), [])).Markup, StringComparison.Ordinal);

    [Fact]
    public void A_refusal_about_another_field_leaves_this_one_alone()
    {
        var input = new FormInput("", FormValues.Empty, [Refusal.Of(RefusalCode.Required, "This is needed.", "report", "title")]);
        var field = _markup.Render<Field>(p => p.Add(f => f.Input, input).Add(f => f.Name, "report-question").Add(f => f.Label, "Question"));

        Assert.Empty(field.FindAll(".error"));
        Assert.Null(field.Find("input").GetAttribute("aria-invalid"));
    }

    [Fact]
    public void Ids_carry_the_name_of_their_form_and_names_do_not()
    {
        var field = _markup.Render<Field>(p => p.Add(f => f.Input, FormInput.Of("defer")).Add(f => f.Name, "reason").Add(f => f.Label, "Reason"));

        Assert.Equal("defer-reason", field.Find("input").Id);
        Assert.Equal("reason", field.Find("input").GetAttribute("name"));
    }

    [Fact]
    public void Radios_show_each_choice_with_its_explanation()
    {
        var input = new FormInput("", Typed(("report-kind", "emerging-behaviour")), [Refusal.Of(RefusalCode.Required, "This is needed.", "report", "kind")]);

        _markup.Of<Field>(p => p.Add(f => f.Input, input).Add(f => f.Name, "report-kind").Add(f => f.Label, "Which kind?").Add(f => f.Kind, FieldKind.Radios).Add(f => f.Choices, Choice.Of<GapKind>())).MatchSnapshot();
    }

    private IRenderedComponent<Field> Render(FormInput input, string? hint = null, FieldKind kind = FieldKind.Text) =>
        _markup.Render<Field>(p => p.Add(f => f.Input, input).Add(f => f.Name, "report-question").Add(f => f.Label, "Question").Add(f => f.Hint, hint).Add(f => f.Kind, kind));

    private static FormInput Input(string text, params GuardFinding[] findings) =>
        new("", Typed(("report-question", text)), [PrivacyRefusal.Of(["report", "question"], findings)]);

    private static GuardFinding Email(int start, int end) => new(start, end, "EMAIL", "email", FindingTier.A);

    private static GuardFinding Name(int start, int end) => new(start, end, "PERSON_NAME", "name-title", FindingTier.C);

    internal static FormValues Typed(params (string, string?)[] fields) => FormValues.Of(fields);
}
