using Bunit;
using Insights.Core.Gaps;
using Insights.Core.Triage;
using Insights.Privacy;
using Insights.Testing;
using Insights.Web.Pages.Gaps;
using Insights.Web.Pages.Shared;

namespace Insights.Web.Tests.Pages;

public sealed class DecisionFormTests : IDisposable
{
    private static readonly DecisionForm Full = Some.Decision() with
    {
        GroundLaw = "The act on services, article 3",
        Citation = "Second sentence.",
        Destination = "legal",
        TrainingAudience = "The regional queues.",
        Evidence = "A sample.",
        StillNeeded = "Two seasons.",
        RiskExpiresOn = new DateOnly(2027, 2, 1),
        ScopeRegions = ["MY", "global"],
        ScopeLanguages = ["en"],
        ScopeSurfaces = ["profile"],
        Precedents = [new PrecedentForm { GapNumber = 7, Use = PrecedentUse.Followed, Why = "One." }, new PrecedentForm { GapNumber = 9, Use = PrecedentUse.DepartedFrom, Why = "Two." }],
    };

    private readonly Markup _markup = new();

    public void Dispose() => _markup.Dispose();

    [Fact]
    public void What_fills_the_form_is_read_back_from_it()
    {
        var read = DecisionFormReader.Read(DecisionFormReader.Fill(Full));

        Assert.Equal(Text(Full), Text(read));
    }

    [Fact]
    public void The_form_shows_every_field_in_the_order_in_which_they_are_refused()
    {
        var form = Render(DecisionFormReader.Fill(Full));
        var shown = form.FindAll("[name]").Select(e => e.GetAttribute("name")!.Split('-')[1]).Distinct().ToList();

        Assert.Equal(typeof(DecisionForm).GetProperties().Select(p => char.ToLowerInvariant(p.Name[0]) + p.Name[1..]).Where(n => n != "groundVersion"), shown);
    }

    [Fact]
    public void Each_demanded_field_says_which_answers_demand_it()
    {
        var form = Render(FormValues.Empty);

        foreach (var (demand, field) in ResolutionDemands.Table.SelectMany(d => d.Needs.Select(f => (d, f))))
        {
            var hint = form.Find($"#record-{char.ToLowerInvariant(field.ToString()[0])}{field.ToString()[1..]}-hint").TextContent;
            Assert.Contains(Words.Of(demand.Resolution).ToLowerInvariant(), hint, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_precedent_is_named_with_its_letter_or_without_and_an_empty_line_is_none()
    {
        FormValues Typed(string number) => FormValues.Of([("record-precedents-0-gapNumber", number), ("record-precedents-1-why", ""), ("record-precedents-2-why", "Only this.")]);

        Assert.Equal([12, null], DecisionFormReader.Read(Typed(" g-12 ")).Precedents.Select(p => p.GapNumber));
        Assert.Equal([12, null], DecisionFormReader.Read(Typed("12")).Precedents.Select(p => p.GapNumber));
        Assert.Equal(["Only this."], DecisionFormReader.Read(Typed("twelve")).Precedents.Select(p => p.Why));
    }

    [Fact]
    public void Two_versions_are_told_apart_field_by_field()
    {
        var before = Content();
        var after = before with { Explanation = GuardedText.Stored("Another."), ScopeRegions = ["global"], RiskExpiresOn = new DateOnly(2027, 2, 1) };

        Assert.Equal(
            [new("Accepted until", "Nothing", "1 Feb 2027"), new("Explanation", "An explanation.", "Another."), new DecisionChange("Regions", "everywhere", "Everywhere")],
            DecisionText.Changes(before, after, Markup.Lists));
        Assert.Empty(DecisionText.Changes(before, before, Markup.Lists));
    }

    private static string Text(DecisionForm form) => System.Text.Json.JsonSerializer.Serialize(form);

    private IRenderedComponent<DecisionFields> Render(FormValues values) =>
        _markup.Render<DecisionFields>(p => p.Add(f => f.Input, new FormInput("", values, [])).Add(f => f.Lists, Markup.Lists));

    private static DecisionContent Content() => new()
    {
        Resolution = Resolution.GuidanceClarified,
        Facts = GuardedText.Stored("Facts."),
        Explanation = GuardedText.Stored("An explanation."),
        Alternatives = GuardedText.Stored("None."),
        AutomationInDetection = Automation.None,
        AutomationInDecision = Automation.None,
        EffectiveOn = new DateOnly(2026, 12, 1),
        ReviewBy = new DateOnly(2027, 6, 1),
    };
}
