using Insights.Core.Reports;
using Insights.Testing;

namespace Insights.Web.Tests.Verbs;

public sealed class CheckReportTests
{
    public static TheoryData<string, ReportForm> Refused => new()
    {
        { "not attested", Some.Ambiguity() with { Attested = false } },
        { "unknown codes", Some.Ambiguity() with { Area = "nowhere", Clause = "CS-99", Surface = "nothing" } },
        { "personal data", Some.Ambiguity() with { Question = "Ask somebody@example.com." } },
        { "no case", Some.Ambiguity() with { CaseReferences = [] } },
        { "empty", new ReportForm() },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Checking_refuses_exactly_what_filing_refuses(string what, ReportForm form)
    {
        await using var database = await TestDatabase.CreateAsync();

        var check = await database.TryAsync(SomePeople.Specialist, new CheckReport(form, Some.Key()));
        var filing = await database.TryAsync(SomePeople.Specialist, new FileReport(null, null, form, null, null, Some.Key()));

        Assert.True(check.Refused, what);
        Assert.Equal(filing.Refusals.Select(r => (r.Code, string.Join('.', r.Path), r.Message)), check.Refusals.Select(r => (r.Code, string.Join('.', r.Path), r.Message)));
    }

    [Fact]
    public async Task It_tells_what_the_key_has_filed()
    {
        await using var database = await TestDatabase.CreateAsync();
        var form = Some.Ambiguity();
        var unused = await database.SendAsync(SomePeople.Specialist, new CheckReport(form, Some.Key()));
        var filed = await database.SendAsync(SomePeople.Specialist, new FileReport(null, null, form, null, null, Some.Key()));

        var same = await database.SendAsync(SomePeople.Specialist, new CheckReport(form, Some.Key()));
        var other = await database.SendAsync(SomePeople.Specialist, new CheckReport(Some.UnknownUnknown(), Some.Key()));
        var others = await database.SendAsync(SomePeople.OtherSpecialist, new CheckReport(form, Some.Key()));

        Assert.Equal((KeyStanding.Unused, null), (unused.Standing, unused.Number));
        Assert.Equal((KeyStanding.SameReport, filed.Number), (same.Standing, same.Number));
        Assert.Equal((KeyStanding.OtherContent, filed.Number), (other.Standing, other.Number));
        Assert.Equal((KeyStanding.OtherPerson, filed.Number), (others.Standing, others.Number));
        Assert.Equal(Completeness.Of(filed.Content).Missing, unused.Completeness.Missing);
        Assert.Equal(Completeness.Of(filed.Content).Share, unused.Completeness.Share);
    }

    [Fact]
    public async Task Only_those_who_may_file_may_check()
    {
        await using var database = await TestDatabase.CreateAsync();

        Assert.True((await database.TryAsync(SomePeople.Lead, new CheckReport(Some.Ambiguity(), null))).Refused);
        Assert.True((await database.TryAsync(null, new CheckReport(Some.Ambiguity(), null))).Refused);
    }
}
