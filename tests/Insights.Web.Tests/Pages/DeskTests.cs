using Bunit;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Queue;
using Insights.Core.Reports;
using Insights.Privacy;
using Insights.Web.Pages.Gaps;
using Insights.Web.Pages.Reports;
using Insights.Web.Pages.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Insights.Web.Tests.Pages;

/// <summary>The gap beside a list, and the look-alikes beside a report, as they stand without script.</summary>
public sealed class DeskTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly Actor Lead = new(PersonId.Of("per_01JD0000000000000000000001"), "triage-lead-a", Roles.TriageLead);
    private static readonly Actor Owner = new(PersonId.Of("per_01JD0000000000000000000002"), "policy-owner-a", Roles.PolicyOwner);

    private readonly Markup _markup = new();

    public void Dispose() => _markup.Dispose();

    [Theory]
    [InlineData(GapState.New, true, "1:claim 2:duplicate h:snooze")]
    [InlineData(GapState.Triage, true, "2:duplicate 3:decline h:snooze")]
    [InlineData(GapState.Triage, false, "1:accept h:snooze")]
    [InlineData(GapState.Declined, false, "h:snooze")]
    public void It_offers_the_forms_that_the_workflow_has_for_this_person_from_here(GapState state, bool lead, string offered)
    {
        var pane = Pane(Of(state, lead ? Lead : Owner, FormInput.Of("")));

        Assert.Equal(offered, string.Join(' ', pane.FindAll("[data-key]").Select(d => $"{d.GetAttribute("data-key")}:{d.QuerySelector("form")!.GetAttribute("action")!.Split('/', '?')[4]}")));
        Assert.All(pane.FindAll("form"), form => Assert.EndsWith("?on=triage&state=new#pane", form.GetAttribute("action"), StringComparison.Ordinal));
        // A key that nobody listens to is not shown.
        Assert.All(pane.FindAll("kbd"), key => Assert.True(key.HasAttribute("hidden")));
    }

    [Fact]
    public void What_was_typed_stays_in_the_form_that_came_back_and_in_sight_where_the_form_is_gone()
    {
        var input = new FormInput("decline", FormValues.Of([("reason", "The clause answers it."), ("formKey", "k-1")]), [Refusal.Of(RefusalCode.Required, "Say who takes it on.", "destination")]);

        var back = Pane(Of(GapState.Triage, Lead, input));
        Assert.True(back.Find("[data-key='3']").HasAttribute("open"));
        Assert.Equal("The clause answers it.", back.Find("#decline-reason").TextContent);
        Assert.Equal("#decline-destination", back.Find("#problem a").GetAttribute("href"));
        Assert.Equal("k-1", back.Find("[data-key='3'] [name=formKey]").GetAttribute("value"));

        var gone = Pane(Of(GapState.Declined, Lead, input));
        Assert.Empty(gone.FindAll("[data-key='3']"));
        Assert.Contains("The clause answers it.", gone.Find("textarea[readonly]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void It_names_whoever_looks_at_it_already()
    {
        var model = Of(GapState.New, Lead, FormInput.Of("")) with { Look = new GapLookView(Owner.Id, Noon) };

        Assert.Contains("is looking at it, until 20 Nov 2026, 12:00 UTC", Pane(model).Find("[data-held]").TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(Pane(Of(GapState.New, Lead, FormInput.Of(""))).FindAll("[data-held] form[action*='/desk/look?']"));
    }

    [Fact]
    public void What_is_decided_stands_first_with_its_answer_and_clause_and_each_has_a_button_that_joins()
    {
        var open = Alike(3) with { Matches = [new MatchedTerm("title", "roster", 1)] };
        var decided = Alike(4) with { DecisionId = DecisionId.Of("dec_01JD0000000000000000000000"), Resolution = Resolution.GuidanceClarified, ClauseCode = "CS-1.1", Matches = [new MatchedTerm("clause", "CS-1.1", .6), new MatchedTerm("title", "roster", .4)] };

        var list = _markup.Render<LookAlikeList>(p => p.Add(l => l.Model, new LookAlikeModel([open, decided], FormValues.Empty, false)));

        Assert.Equal(["Already decided Alike in clause and wording", "Not decided yet Alike in wording"], list.FindAll("h3").Select(h => h.TextContent));
        Assert.Contains("Clause CS-1.1", list.Find(".alike").TextContent, StringComparison.Ordinal);
        Assert.Equal([decided.GapId!.Value.Value, open.GapId!.Value.Value], list.FindAll("button[name=joins]").Select(b => b.GetAttribute("value")));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void What_was_answered_and_is_not_found_stands_after_the_others_with_its_answer(bool found, bool blocked)
    {
        var (kept, shown) = (Gap(GapState.Closed) with { Number = 9 }, Alike(3));
        var values = FormValues.Of([(LookAlikeModel.NameOf(kept.Id), "yes"), (LookAlikeModel.NameOf(shown.GapId!.Value), "no")]);

        var list = _markup.Render<LookAlikeList>(p => p.Add(l => l.Model, new LookAlikeModel(found ? [shown] : [], values, blocked) { Answered = [kept] }));

        Assert.Equal("You answered these before", list.FindAll("h3")[^1].TextContent);
        Assert.Equal(found ? ["same-3-no", "same-9-yes"] : ["same-9-yes"], list.FindAll("input[checked]").Select(i => i.Id));
        Assert.Equal(kept.Id.Value, list.FindAll("button[name=joins]")[^1].GetAttribute("value"));
        Assert.Contains(kept.Title.Value, list.FindAll(".alike")[^1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_button_that_joins_answers_yes_for_its_gap_and_for_no_other()
    {
        var values = FormValues.Of([("answers-a", "yes"), ("answers-b", "no"), ("answers-c", "not-sure")]);

        Assert.Equal(
            [("b", SameGap.No), ("c", SameGap.Yes)],
            LookAlikeModel.AnswersIn(LookAlikeModel.Joining(values, "c")).OrderBy(a => a.GapId, StringComparer.Ordinal).Select(a => (a.GapId, a.Answer)));
    }

    [Theory]
    [InlineData("?gap=G-12", 12)]
    [InlineData("?gap=7&gap=G-12&gap=9", 12)]
    [InlineData("?gap=12", null)]
    [InlineData("?gap=G-123456789", null)]
    [InlineData("?gap=G-", null)]
    [InlineData("", null)]
    public void The_gap_beside_the_list_stands_in_the_address_beside_what_is_chosen(string query, int? shown) =>
        Assert.Equal(shown, GapQuery.ShownIn(new QueryCollection(QueryHelpers.ParseQuery(query))));

    [Fact]
    public void Words_that_were_typed_lead_back_in_no_header()
    {
        var query = GapQuery.Read(new QueryCollection(QueryHelpers.ParseQuery("?q=marigold&area=marigold&clause=marigold&label=marigold&state=new&snoozed=no&order=oldest")));

        Assert.Equal("/triage?state=new&snoozed=no&order=oldest&gap=G-5", query.Chosen.On("/triage", 5));
    }

    private IRenderedComponent<GapPreview> Pane(DeskModel model) =>
        _markup.Render<GapPreview>(p => p.Add(x => x.Model, model).Add(x => x.At, "on=triage&state=new").Add(x => x.FormKey, "key"));

    private static DeskModel Of(GapState state, Actor actor, FormInput input) => new(Gap(state), actor, Markup.Lists)
    {
        Input = input,
        LookAlikes = [Alike(3)],
    };

    private static LookAlikeView Alike(long number) => new()
    {
        GapId = GapId.Of($"gap_01JD000000000000000000000{number}"),
        GapNumber = number,
        GapState = GapState.Triage,
        ReportId = ReportId.Of("rpt_01JD0000000000000000000000"),
        ReportNumber = 1,
        Title = GuardedText.Stored("Who signs a roster?"),
        Score = .5,
        Probability = .5,
        Matches = [],
        EngineVersion = "1",
    };

    private static GapView Gap(GapState state) => new()
    {
        Id = GapId.Of("gap_01JD0000000000000000000000"),
        Number = 42,
        Title = GuardedText.Stored("Does the exception last?"),
        State = state,
        CanonicalReportId = ReportId.Of("rpt_01JD0000000000000000000000"),
        OpenedAt = Noon,
        LastActivityAt = Noon,
        RecurredCount = 0,
        RegressionCount = 0,
        Version = 7,
    };
}
