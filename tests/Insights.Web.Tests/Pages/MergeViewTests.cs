using Bunit;
using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Web.Pages.Shared;

namespace Insights.Web.Tests.Pages;

/// <summary>What a page shows to whoever came second.</summary>
public sealed class MergeViewTests : IDisposable
{
    private static readonly PersonId Lead = PersonId.Of("per_00000000000000000000000003");

    private readonly Markup _markup = new();

    public void Dispose() => _markup.Dispose();

    [Fact]
    public void Who_did_what_when_is_told_and_what_was_taken_over()
    {
        var model = new MergeModel(
            [new ChangeView { At = new DateTimeOffset(2026, 11, 20, 11, 0, 0, TimeSpan.Zero), By = Lead, Action = "ClaimGap" }],
            new Dictionary<PersonId, PersonView> { [Lead] = new() { Id = Lead, Handle = "triage-lead-a", Roles = Roles.TriageLead } })
        { Taken = ["record-facts"] };

        var view = Render(model, FormValues.Empty);

        Assert.Equal("triage-lead-a claimed the gap 20 Nov 2026, 11:00", string.Join(' ', view.Find("li").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        Assert.Contains("Facts relied on, in the abstract", view.Find("section").TextContent, StringComparison.Ordinal);
        Assert.Empty(view.FindAll("fieldset"));
    }

    [Fact]
    public void Where_both_wrote_both_texts_stand_side_by_side_and_neither_is_chosen_beforehand()
    {
        var (values, _) = FormMerge.Of(
            FormMerge.Begun(FormValues.Empty, "record-").With("record-facts", "mine"), FormValues.Of([("record-facts", (string?)"theirs")]), "record-");

        var view = Render(null, values);

        Assert.Equal(["mine", "theirs"], view.FindAll("blockquote").Select(q => q.TextContent));
        Assert.Empty(view.FindAll("input[checked]"));
        Assert.Equal("record-facts", view.Find("input[name=asked]").GetAttribute("value"));
        Assert.NotNull(view.Find("#merge-record-facts"));
        Assert.Empty(Render(null, FormValues.Empty).FindAll("section"));
    }

    [Fact]
    public void The_seen_version_travels_with_the_time_it_was_shown()
    {
        var seen = _markup.Render<SeenVersion>(p => p.Add(s => s.Version, 7));
        var posted = FormValues.Of(seen.FindAll("input").Select(i => (i.GetAttribute("name")!, i.GetAttribute("value"))));

        Assert.Equal(7, posted.Whole("expectedVersion"));
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero), MergeModel.ShownIn(posted));
        Assert.Null(MergeModel.ShownIn(FormValues.Of([(MergeModel.ShownAt, (string?)"yesterday")])));
    }

    private IRenderedComponent<MergeView> Render(MergeModel? model, FormValues values) =>
        _markup.Render<MergeView>(p => p.Add(v => v.Model, model).Add(v => v.Input, new FormInput("", values, [new ConflictRefusal(2)])));
}
