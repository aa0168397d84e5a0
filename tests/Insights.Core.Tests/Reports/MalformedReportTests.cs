using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Reports;

/// <summary>What a report may not say, whichever command it comes with.</summary>
public sealed class MalformedReportTests
{
    private static readonly string TooLong = new('a', ReportForm.MaxText + 1);

    private static readonly Dictionary<string, (ReportForm Form, string Refused)> Forms = new()
    {
        ["no kind"] = (Some.Ambiguity() with { Kind = null }, "Required report.kind"),
        ["no title"] = (Some.Ambiguity() with { Title = " " }, "Required report.title"),
        ["no question"] = (Some.Ambiguity() with { Question = null }, "Required report.question"),
        ["no pattern"] = (Some.EmergingBehaviour() with { Pattern = null }, "Required report.pattern"),
        ["no surprise"] = (Some.UnknownUnknown() with { Surprise = null }, "Required report.surprise"),
        ["no case and no reason"] = (Some.Ambiguity() with { CaseReferences = [] }, "Required report.caseReferences"),
        ["not attested"] = (Some.Ambiguity() with { Attested = false }, "Required report.attested"),
        ["title too long"] = (Some.Ambiguity() with { Title = new string('a', ReportForm.MaxTitle + 1) }, "TooLong report.title"),
        ["text too long"] = (Some.Ambiguity() with { Question = TooLong }, "TooLong report.question"),
        ["reading too long"] = (Some.Ambiguity() with { Readings = [new() { Reading = "One.", Outcome = TooLong }, new()] }, "TooLong report.readings.0.outcome"),
        ["area is no code"] = (Some.Ambiguity() with { Area = "age assurance" }, "Malformed report.area"),
        ["clause is no code"] = (Some.Ambiguity() with { Clause = "CS 1" }, "Malformed report.clause"),
        ["area unknown"] = (Some.Ambiguity() with { Area = "gardening" }, "UnknownCode report.area"),
        ["clause unknown"] = (Some.Ambiguity() with { Clause = "CS-9.9" }, "UnknownCode report.clause"),
        ["clause version unknown"] = (Some.Ambiguity() with { ClauseVersion = 9 }, "UnknownCode report.clause"),
        ["clause version zero"] = (Some.Ambiguity() with { ClauseVersion = 0 }, "OutOfRange report.clauseVersion"),
        ["surface unknown"] = (Some.Ambiguity() with { Surface = "garden" }, "UnknownCode report.surface"),
        ["language unknown"] = (Some.Ambiguity() with { Language = "tlh" }, "UnknownCode report.language"),
        ["region unknown"] = (Some.Ambiguity() with { Region = "XX" }, "UnknownCode report.region"),
        ["nearest clause unknown"] = (Some.EmergingBehaviour() with { NearestClause = "CS-9.9" }, "UnknownCode report.nearestClause"),
        ["a raw case id"] = (Some.Ambiguity() with { CaseReferences = [Some.CaseReference(), "4711"] }, "NotACaseReference report.caseReferences.1"),
        ["too many cases"] = (Some.Ambiguity() with { CaseReferences = [.. Enumerable.Range(0, 21).Select(i => Some.CaseReference($"c-{i}"))] }, "OutOfRange report.caseReferences"),
        ["too many readings"] = (Some.Ambiguity() with { Readings = [.. Enumerable.Range(0, 21).Select(_ => new ReadingForm { Reading = "One." })] }, "OutOfRange report.readings"),
        ["too many categories"] = (Some.UnknownUnknown() with { CategoriesTried = [.. Enumerable.Range(0, 21).Select(_ => new CategoryTriedForm { Category = "One" })] }, "OutOfRange report.categoriesTried"),
        ["a reading that is not there"] = (Some.Ambiguity() with { AppliedReading = 3 }, "OutOfRange report.appliedReading"),
        ["a window that ends first"] = (Some.EmergingBehaviour() with { FirstSeenFrom = new(2026, 3, 2), FirstSeenTo = new(2026, 3, 1) }, "OutOfRange report.firstSeenTo"),
        ["several things at once"] = (Some.Ambiguity() with { Kind = null, Title = null, CaseReferences = ["4711"], Attested = false },
            "NotACaseReference report.caseReferences.0, Required report.kind, Required report.title, Required report.attested"),
    };

    public static TheoryData<string> Cases => [.. Forms.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Filing_is_refused_with_code_and_path_and_stores_nothing(string what)
    {
        var (form, refused) = Forms[what];
        await using var database = await TestDatabase.CreateAsync();
        var before = await Fingerprint.OfAsync(database);

        var filed = await database.TryAsync(SomePeople.Specialist, new FileReport(null, null, form, null, null, null));

        Assert.Equal(refused, string.Join(", ", filed.Refusals.Select(r => $"{r.Code} {string.Join('.', r.Path)}")));
        Assert.All(filed.Refusals, r => Assert.DoesNotContain("4711", r.Message, StringComparison.Ordinal));
        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
    }

    [Fact]
    public async Task A_draft_needs_nothing_but_what_it_holds_must_be_well_formed()
    {
        await using var database = await TestDatabase.CreateAsync();

        var empty = await database.TryAsync(SomePeople.Specialist, new SaveDraft(null, null, new ReportForm(), null));
        var malformed = await database.TryAsync(SomePeople.Specialist, new SaveDraft(null, null, new ReportForm { CaseReferences = ["4711"] }, null));

        Assert.Equal(ReportState.Draft, empty.Value.State);
        Assert.Equal(RefusalCode.NotACaseReference, malformed.Refusals.Single().Code);
    }

    [Fact]
    public async Task An_amendment_is_held_to_the_same_form_and_needs_a_reason()
    {
        await using var database = await TestDatabase.CreateAsync();
        var report = await database.FileAsync();
        var before = await Fingerprint.OfAsync(database);

        var amended = await database.TryAsync(SomePeople.Specialist, new AmendReport(report.Id.Value, report.Version, Some.Ambiguity() with { Attested = false }, " ", null));

        Assert.Equal(["report.attested", "reason"], amended.Refusals.Select(r => string.Join('.', r.Path)));
        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
    }

    [Theory]
    [InlineData("rpt_tooshort")]
    [InlineData("gap_01M6CRWH000000000000000004")]
    [InlineData("4711")]
    public async Task An_id_of_another_kind_is_malformed_and_an_unknown_one_is_not_found(string id)
    {
        await using var database = await TestDatabase.CreateAsync();

        var malformed = await database.TryAsync(SomePeople.Specialist, new DiscardDraft(id, 1));
        var unknown = await database.TryAsync(SomePeople.Specialist, new DiscardDraft("rpt_01M6CRWH00000000000000000Z", 1));

        Assert.Equal((RefusalCode.Malformed, "reportId"), (malformed.Refusals.Single().Code, malformed.Refusals.Single().Path.Single()));
        Assert.DoesNotContain(id, malformed.Refusals.Single().Message, StringComparison.Ordinal);
        Assert.Equal((RefusalCode.NotFound, "reportId"), (unknown.Refusals.Single().Code, unknown.Refusals.Single().Path.Single()));
    }
}
