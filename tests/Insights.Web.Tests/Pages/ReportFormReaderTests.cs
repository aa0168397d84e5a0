using System.Collections;
using System.Text.Json;
using Insights.Core.Gaps;
using Insights.Core.Reports;
using Insights.Web.Pages.Reports;
using Insights.Web.Pages.Shared;
using Microsoft.Extensions.Primitives;

namespace Insights.Web.Tests.Pages;

public sealed class ReportFormReaderTests
{
    private static readonly ReportForm Full = new()
    {
        Kind = GapKind.UnknownUnknown,
        Title = "Title",
        Area = "definitions",
        Clause = "CS-1.1",
        ClauseVersion = 2,
        NoClauseFits = true,
        CaseReferences = ["CR1-AAAAA-AAAAA-AAAAA-AAAAA-A", "CR1-BBBBB-BBBBB-BBBBB-BBBBB-B"],
        NoCaseReason = "None exists.",
        Harm = Harm.Severe,
        Reach = Reach.Widespread,
        Surface = "profile",
        Language = "en",
        Region = "global",
        InterimHandling = "Held.",
        InterimRationale = "Careful.",
        MitigatingFactors = "Few.",
        AggravatingFactors = "Some.",
        ProposedRemedy = "A sentence.",
        Confidence = Confidence.Moderate,
        Attested = true,
        Question = "Which?",
        Readings = [new ReadingForm { Reading = "One", Outcome = "Keep" }, new ReadingForm { Reading = "Two", Outcome = "Limit" }],
        AppliedReading = 2,
        Pattern = "A pattern.",
        FirstSeenFrom = new DateOnly(2026, 3, 1),
        FirstSeenTo = new DateOnly(2026, 4, 30),
        VolumeBand = VolumeBand.OverHundred,
        Trend = Trend.Rising,
        NearestClause = "CS-1.1",
        NearestMisfit = "It is silent.",
        Expected = "A.",
        Surprise = "B.",
        Discovery = "Review.",
        CategoriesTried = [new CategoryTriedForm { Category = "C", WhyItFailed = "Too narrow." }],
        HarmHypothesis = "Perhaps.",
        Disproof = "A count.",
    };

    [Fact]
    public void Whoever_is_not_sure_of_the_kind_says_so_in_its_place()
    {
        var unsure = Full with { Kind = null, KindNotSure = true };

        Assert.Equal("not-sure", ReportFormReader.Fill(unsure)["report-kind"]);
        Assert.Equal(JsonSerializer.Serialize(unsure), JsonSerializer.Serialize(ReportFormReader.Read(ReportFormReader.Fill(unsure))));
    }

    [Fact]
    public void A_full_report_survives_its_form()
    {
        // Being not sure of the kind stands in its place.
        var unset = typeof(ReportForm).GetProperties().Where(p => p.Name is not nameof(ReportForm.KindNotSure) && p.GetValue(Full) is null or false or ICollection { Count: 0 }).Select(p => p.Name);
        Assert.Empty(unset);

        Assert.Equal(JsonSerializer.Serialize(Full), JsonSerializer.Serialize(ReportFormReader.Read(ReportFormReader.Fill(Full))));
    }

    [Fact]
    public void An_empty_form_is_an_empty_report() =>
        Assert.Equal(JsonSerializer.Serialize(new ReportForm()), JsonSerializer.Serialize(ReportFormReader.Read(FormValues.Empty)));

    [Fact]
    public void Another_clause_does_not_keep_the_version_of_the_one_before()
    {
        var typed = FormValues.Of([("report-clause", "CS-2.1"), ("report-clauseVersion", "2"), (ReportFormReader.ClauseShown, "CS-1.1")]);

        Assert.Null(ReportFormReader.Read(typed).ClauseVersion);
    }

    [Fact]
    public void Rows_left_empty_at_the_end_are_not_sent()
    {
        var typed = FormValues.Of([("report-readings-0-reading", "One"), ("report-readings-1-reading", ""), ("report-readings-1-outcome", "  ")]);

        Assert.Single(ReportFormReader.Read(typed).Readings);
    }

    [Fact]
    public void Ranges_fit_the_text_field_because_line_ends_are_its_own()
    {
        var posted = FormValues.Of(new Dictionary<string, StringValues> { ["report-question"] = "One\r\nTwo", ["__RequestVerificationToken"] = "t" });

        Assert.Equal("One\nTwo", ReportFormReader.Read(posted).Question);
        Assert.DoesNotContain(posted.All, f => f.Key.StartsWith("__", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("nonsense")]
    [InlineData("ambiguity,unknown-unknown")]
    [InlineData("")]
    public void What_is_no_kind_is_read_as_none(string typed) =>
        Assert.Null(ReportFormReader.Read(FormValues.Of([("report-kind", typed)])).Kind);
}
