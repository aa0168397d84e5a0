using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Core.Tests.Support;
using Insights.Core.Triage;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Reports;

public sealed class ChangesSinceTests
{
    [Fact]
    public async Task What_happened_to_a_gap_and_to_a_report_since_is_told_oldest_first()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Triage);
        database.Clock.Advance(TimeSpan.FromMinutes(1));
        var since = database.Clock.GetUtcNow();
        gap = await database.MoveAsync(SomePeople.Owner, gap, GapAction.Accept, m => m with { Kind = GapKind.Ambiguity, Area = "appeals" });
        var report = await database.ReportAsync(gap.CanonicalReportId);
        await database.SendAsync(SomePeople.Owner, new AskReporter(report.Id.Value, report.Version, "Which reading was applied?", database.Day(7)));

        var ofGap = await database.SendAsync(SomePeople.Lead, new ChangesSince(gap.Id.Value, since));
        var ofReport = await database.SendAsync(SomePeople.Specialist, new ChangesSince(report.Id.Value, since));

        Assert.Equal(["AcceptGap", "AskGap"], ofGap.Select(c => c.Action));
        Assert.Equal(["AskGap"], ofReport.Select(c => c.Action));
        Assert.All(ofGap, c => Assert.Equal((SomePeople.Owner.Id, since), (c.By, c.At)));
    }

    [Fact]
    public async Task A_draft_tells_nobody_but_its_author_what_happened_to_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        var draft = await database.DraftAsync();

        Assert.NotEmpty(await database.SendAsync(SomePeople.Specialist, new ChangesSince(draft.Id.Value, TestDatabase.Start)));
        Assert.Empty(await database.SendAsync(SomePeople.OtherSpecialist, new ChangesSince(draft.Id.Value, TestDatabase.Start)));
        Assert.Empty(await database.SendAsync(SomePeople.Lead, new ChangesSince(draft.Id.Value, TestDatabase.Start)));
    }

    [Fact]
    public async Task When_its_author_wrote_at_a_draft_stays_theirs_once_it_is_filed()
    {
        await using var database = await TestDatabase.CreateAsync();
        var draft = await database.DraftAsync();
        await database.SendAsync(SomePeople.Specialist, new FileReport(draft.Id.Value, draft.Version, Some.Ambiguity(), null, null, null));

        Assert.Equal(["SaveDraft", "FileReport"], (await database.SendAsync(SomePeople.Specialist, new ChangesSince(draft.Id.Value, TestDatabase.Start))).Select(c => c.Action));
        Assert.Equal(["FileReport"], (await database.SendAsync(SomePeople.Lead, new ChangesSince(draft.Id.Value, TestDatabase.Start))).Select(c => c.Action));
    }

    [Theory]
    [InlineData("con_00000000000000000000000001")]
    [InlineData("someone@example.com")]
    public async Task Only_gaps_and_reports_are_asked_about(string id)
    {
        await using var database = await TestDatabase.CreateAsync();

        var refusal = (await database.TryAsync(SomePeople.Lead, new ChangesSince(id, TestDatabase.Start))).Refusals.Single();

        Assert.Equal(RefusalCode.Malformed, refusal.Code);
        Assert.DoesNotContain(id, refusal.Message, StringComparison.Ordinal);
    }
}
