using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Cases;

public sealed class CitationsOfTests
{
    [Fact]
    public async Task A_case_has_its_reports_and_the_gaps_they_stand_in()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Triage);
        var unlinked = await database.FileAsync();
        await database.FileAsync(Some.Ambiguity() with { CaseReferences = [Some.CaseReference("c-2")] });

        foreach (var written in new[] { Some.CaseReference(), Some.CaseReference().ToLowerInvariant().Replace("-", "", StringComparison.Ordinal) })
        {
            var found = await database.SendAsync(SomePeople.Auditor, new CitationsOf(written));
            Assert.Equal(Some.CaseReference(), found.Reference.Value);
            Assert.Empty(found.Aliases);
            Assert.Equal([unlinked.Id, gap.CanonicalReportId], found.Citations.Select(c => c.Report.Id));
            Assert.Equal([gap.Id], found.Gaps.Select(g => g.Id));
        }
    }

    [Fact]
    public async Task A_draft_cites_nothing_yet_and_a_withdrawn_report_is_for_its_author_only()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.SendAsync(SomePeople.Specialist, new SaveDraft(null, null, Some.Ambiguity(), null));
        Assert.Equal(RefusalCode.NotFound, await CodeAsync(database, SomePeople.Specialist));

        var report = await database.FileAsync();
        await database.SendAsync(SomePeople.Specialist, new WithdrawReport(report.Id.Value, report.Version, "It was filed twice."));

        Assert.Null(await CodeAsync(database, SomePeople.Specialist));
        Assert.Equal(RefusalCode.NotFound, await CodeAsync(database, SomePeople.OtherSpecialist));
        Assert.Equal(RefusalCode.NotFound, await CodeAsync(database, SomePeople.Lead));
    }

    [Fact]
    public async Task An_amendment_that_takes_a_case_out_ends_the_citation()
    {
        await using var database = await TestDatabase.CreateAsync();
        var report = await database.FileAsync();
        await database.SendAsync(SomePeople.Specialist, new AmendReport(
            report.Id.Value, report.Version, Some.Ambiguity() with { CaseReferences = [Some.CaseReference("c-2")] }, "The wrong case.", null));

        Assert.Equal(RefusalCode.NotFound, await CodeAsync(database, SomePeople.Lead));
    }

    [Fact]
    public async Task Who_may_ask_and_who_may_not()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.FileAsync();

        foreach (var person in SomePeople.All)
        {
            var may = person != SomePeople.Consumer && person != SomePeople.Administrator && person != SomePeople.CalibrationLead;
            Assert.Equal(may ? null : RefusalCode.NotPermitted, await CodeAsync(database, person));
        }

        Assert.Equal(RefusalCode.NotPermitted, await CodeAsync(database, null));
    }

    [Theory]
    [InlineData("CASE-90210771")]
    [InlineData("")]
    [InlineData("CR1-KWCS0-YPF8W-12S11-CYGQ8-0")]
    public async Task What_is_no_reference_is_refused_and_not_repeated(string asked)
    {
        await using var database = await TestDatabase.CreateAsync();

        var refusal = Assert.Single((await database.TryAsync(SomePeople.Lead, new CitationsOf(asked))).Refusals);

        Assert.Equal((RefusalCode.NotACaseReference, "reference", "This is not a case reference."), (refusal.Code, string.Join('.', refusal.Path), refusal.Message));
    }

    private static async Task<RefusalCode?> CodeAsync(TestDatabase database, Core.Identity.Actor? person) =>
        (await database.TryAsync(person, new CitationsOf(Some.CaseReference()))).Refusals is [{ Code: var code }, ..] ? code : null;
}
