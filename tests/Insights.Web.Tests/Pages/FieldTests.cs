using Bunit;
using Insights.Core.Gaps;
using Insights.Core.Pipeline;
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
        var input = new FormInput("", Typed(("report-question", "Ask a@example.com")), [new PrivacyRefusal(["report", "question"], [new PrivacyFinding(4, 17, "EMAIL", "email", "An e-mail address, from character 5.")])]);
        var field = _markup.Render<Field>(p => p.Add(f => f.Input, input).Add(f => f.Name, "report-question").Add(f => f.Label, "Question").Add(f => f.Hint, "A hint").Add(f => f.Kind, FieldKind.Text));

        var box = field.Find("textarea");
        Assert.Equal("Ask a@example.com", box.TextContent);
        Assert.Equal("true", box.GetAttribute("aria-invalid"));
        Assert.Equal("4-17", box.GetAttribute("data-ranges"));
        var describing = box.GetAttribute("aria-describedby")!.Split(' ').Select(id => field.Find("#" + id).TextContent).ToList();
        Assert.Equal("A hint", describing[0]);
        Assert.Contains("An e-mail address, from character 5.", describing[1], StringComparison.Ordinal);
    }

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

    internal static FormValues Typed(params (string, string?)[] fields) => FormValues.Of(fields);
}
