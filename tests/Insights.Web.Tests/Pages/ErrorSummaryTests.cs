using Bunit;
using Insights.Core.Pipeline;
using Insights.Web.Pages.Shared;
using Snapshooter.Xunit;

namespace Insights.Web.Tests.Pages;

public sealed class ErrorSummaryTests : IDisposable
{
    private readonly Markup _markup = new();

    public void Dispose() => _markup.Dispose();

    [Fact]
    public void Without_refusals_there_is_no_summary() =>
        Assert.Equal("", _markup.Render<ErrorSummary>(p => p.Add(s => s.Input, FormInput.Of(""))).Markup.Trim());

    [Fact]
    public void Every_refusal_about_a_field_links_to_it()
    {
        var input = new FormInput("", FormValues.Empty,
        [
            Refusal.Of(RefusalCode.Required, "This is needed.", "report", "title"),
            Refusal.Of(RefusalCode.NotACaseReference, "This is not a case reference.", "report", "caseReferences", "1"),
            Refusal.Of(RefusalCode.TooLong, "At most 2000 characters.", "report", "readings", "0", "outcome"),
        ]);
        var summary = _markup.Render<ErrorSummary>(p => p.Add(s => s.Input, input));

        Assert.Equal(["#report-title", "#report-caseReferences", "#report-readings-0-outcome"], summary.FindAll("a").Select(a => a.GetAttribute("href")));
        Assert.Contains("Line 2: ", summary.FindAll("a")[1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_about_a_field_that_is_no_part_of_a_report_links_to_it_on_a_page_with_one_form()
    {
        var input = new FormInput("", FormValues.Empty, [Refusal.Of(RefusalCode.Required, "This is needed.", "reason"), Refusal.Of(RefusalCode.NotACaseReference, "This is not a case reference.", "case")]);
        var summary = _markup.Render<ErrorSummary>(p => p.Add(s => s.Input, input));

        Assert.Equal(["#reason", "#case"], summary.FindAll("a").Select(a => a.GetAttribute("href")));
        Assert.Null(Codes.Parse<Insights.Core.Gaps.GapAction>(""));
    }

    [Fact]
    public void A_field_without_a_label_of_its_own_is_led_to_as_well()
    {
        var summary = _markup.Render<ErrorSummary>(p => p.Add(s => s.Input, new FormInput("", FormValues.Empty, [Refusal.Of(RefusalCode.Required, "This is needed.", "words")])));

        Assert.Equal("This is needed.", summary.Find("a").TextContent);
    }

    [Fact]
    public void A_placeholder_that_was_put_in_is_told_without_calling_it_a_problem()
    {
        var notice = ReplacedNotice.About(new Replacement("report-question", [new FoundRange(4, 17, "EMAIL")]), done: true);
        var summary = _markup.Render<ErrorSummary>(p => p.Add(s => s.Input, new FormInput("", FormValues.Empty, [notice])));

        Assert.Equal("Look it over", summary.Find("h2").TextContent);
        Assert.Equal("#report-question", summary.Find("a").GetAttribute("href"));
        Assert.Equal(200, Page.StatusOf([notice]));
        Assert.Equal(422, Page.StatusOf([notice, Refusal.Of(RefusalCode.Required, "This is needed.", "report", "title")]));
    }

    [Fact]
    public void A_conflict_says_that_what_was_typed_is_kept()
    {
        var summary = _markup.Of<ErrorSummary>(p => p.Add(s => s.Input, new FormInput("claim", FormValues.Empty, [new ConflictRefusal(7)])));

        summary.MatchSnapshot();
    }
}
