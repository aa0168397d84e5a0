using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Privacy;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Reports;

public sealed class CompletenessTests
{
    private const string Common = "area clause caseReferences harm reach surface language region interimHandling interimRationale mitigatingFactors aggravatingFactors proposedRemedy confidence";

    private static readonly ReportForm Full = new()
    {
        Title = "A title",
        Area = "appeals",
        Clause = "CS-2.1",
        CaseReferences = [Some.CaseReference()],
        Harm = Core.Gaps.Harm.Low,
        Reach = Core.Gaps.Reach.Few,
        Surface = "profile",
        Language = "en",
        Region = "global",
        InterimHandling = "Handled",
        InterimRationale = "Since",
        MitigatingFactors = "Milder",
        AggravatingFactors = "Stricter",
        ProposedRemedy = "A clause",
        Confidence = Confidence.High,
        Question = "Which?",
        Readings = [new() { Reading = "One", Outcome = "A" }, new() { Reading = "Two", Outcome = "B" }],
        AppliedReading = 1,
        Pattern = "A pattern",
        FirstSeenFrom = new(2026, 1, 1),
        FirstSeenTo = new(2026, 1, 31),
        VolumeBand = VolumeBand.UnderFive,
        Trend = Trend.Steady,
        NearestClause = "CS-1.1",
        NearestMisfit = "It does not fit",
        Expected = "This",
        Surprise = "That",
        Discovery = "By chance",
        CategoriesTried = [new() { Category = "One", WhyItFailed = "Too narrow" }],
        HarmHypothesis = "Some harm",
        Disproof = "No harm",
    };

    [Theory]
    [InlineData(null, "kind title " + Common)]
    [InlineData(Core.Gaps.GapKind.Ambiguity, "title question readings appliedReading " + Common)]
    [InlineData(Core.Gaps.GapKind.EmergingBehaviour, "title pattern firstSeenFrom firstSeenTo volumeBand trend nearestClause nearestMisfit " + Common)]
    [InlineData(Core.Gaps.GapKind.UnknownUnknown, "title expected surprise discovery categoriesTried harmHypothesis disproof " + Common)]
    public void An_empty_form_lacks_what_its_kind_asks_for_in_the_order_of_the_form(Core.Gaps.GapKind? kind, string missing)
    {
        var completeness = Of(new ReportForm { Kind = kind });

        Assert.Equal(missing, string.Join(' ', completeness.Missing));
        Assert.Equal(kind is null ? 0 : Math.Round(1.0 / (completeness.Missing.Count + 1), 2), completeness.Share);
    }

    [Theory]
    [InlineData(Core.Gaps.GapKind.Ambiguity)]
    [InlineData(Core.Gaps.GapKind.EmergingBehaviour)]
    [InlineData(Core.Gaps.GapKind.UnknownUnknown)]
    public void A_full_form_lacks_nothing(Core.Gaps.GapKind kind)
    {
        var completeness = Of(Full with { Kind = kind });

        Assert.Empty(completeness.Missing);
        Assert.Equal(1, completeness.Share);
    }

    [Fact]
    public void One_reading_is_no_ambiguity_and_a_category_needs_its_why()
    {
        Assert.Equal(["readings"], Of(Full with { Kind = Core.Gaps.GapKind.Ambiguity, Readings = [Full.Readings[0], new() { Reading = "Two" }] }).Missing);
        Assert.Equal(["categoriesTried"], Of(Full with { Kind = Core.Gaps.GapKind.UnknownUnknown, CategoriesTried = [new() { Category = "One" }] }).Missing);
    }

    [Fact]
    public void Saying_that_no_clause_fits_or_why_there_is_no_case_is_an_answer()
    {
        Assert.Empty(Of(Full with { Kind = Core.Gaps.GapKind.Ambiguity, Clause = null, NoClauseFits = true, CaseReferences = [], NoCaseReason = "Seen in aggregate." }).Missing);
    }

    private static Completeness Of(ReportForm form) => Completeness.Of(ReportContent.From(form, new Screen(Guard.Default)));
}
