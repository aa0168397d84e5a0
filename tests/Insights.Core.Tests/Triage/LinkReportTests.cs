using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Core.Tests.Support;
using Insights.Core.Triage;
using Insights.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Insights.Core.Tests.Triage;

public sealed class LinkReportTests
{
    [Fact]
    public async Task A_link_keeps_who_said_so_why_and_what_the_engine_had_said()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Triage);
        var report = await database.FileAsync();
        var proposed = (await database.SendAsync(SomePeople.Lead, new LookAlikesOfReports([report.Id], 5)))[report.Id].Single();

        await database.SendAsync(SomePeople.Lead, new LinkReport(report.Id.Value, report.Version, gap.Id.Value, LinkRole.Variant, "Another surface.", null, null));

        var member = (await database.MembersAsync(gap.Id)).Single(m => m.ReportId == report.Id);
        Assert.Equal((LinkRole.Variant, "Another surface.", SomePeople.Lead.Id), (member.Role, member.Reason!.Value, member.LinkedBy));
        Assert.Equal((proposed.Score, proposed.EngineVersion), (member.Score!.Value, member.EngineVersion));
        Assert.Equal(proposed.Matches, member.Matches);
    }

    [Fact]
    public async Task A_link_between_texts_that_share_nothing_says_that_nothing_was_proposed()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Triage);
        var report = await database.FileAsync(new ReportForm
        {
            Kind = GapKind.UnknownUnknown,
            Title = "Nobody owns translated glossaries",
            Surprise = "Entries contradict.",
            NoCaseReason = "Found by reading.",
            Attested = true,
        });

        await database.LinkAsync(report.Id, gap.Id);

        var member = (await database.MembersAsync(gap.Id)).Single(m => m.ReportId == report.Id);
        Assert.Null(member.Score);
        Assert.Null(member.EngineVersion);
        Assert.Empty(member.Matches);
    }

    [Fact]
    public async Task A_report_that_moves_leaves_its_old_link_on_record_and_hands_the_canonical_place_on()
    {
        await using var database = await TestDatabase.CreateAsync();
        var from = await database.GapInAsync(GapState.Triage);
        var second = await database.FileAsync();
        await database.LinkAsync(second.Id, from.Id);
        var to = await database.GapInAsync(GapState.Triage);

        await database.LinkAsync(from.CanonicalReportId, to.Id);

        Assert.Equal([second.Id], (await database.MembersAsync(from.Id)).Select(m => m.ReportId));
        Assert.Equal(second.Id, (await database.GapAsync(from.Id)).CanonicalReportId);
        Assert.Contains(await database.MembersAsync(to.Id), m => m.ReportId == from.CanonicalReportId);
        await using var db = database.Open();
        var links = await db.Links.AsNoTracking().Where(l => l.ReportId == from.CanonicalReportId).ToListAsync();
        var (old, standing) = (links.Single(l => l.GapId == from.Id), links.Single(l => l.GapId == to.Id));
        Assert.Equal(standing.OperationId, old.EndedBy);
        Assert.Null(standing.EndedBy);
    }

    [Fact]
    public async Task Operations_are_numbered_without_holes()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Triage);
        var declined = await database.GapInAsync(GapState.Declined);
        var report = await database.FileAsync();
        await database.TryAsync(SomePeople.Lead, new LinkReport(report.Id.Value, report.Version, declined.Id.Value, LinkRole.Same, "They ask the same.", null, null));
        await database.LinkAsync(report.Id, gap.Id);

        await using var db = database.Open();
        Assert.Equal([(1, OperationKind.Open), (2, OperationKind.Open), (3, OperationKind.Link)],
            await db.Operations.AsNoTracking().OrderBy(o => o.Number).Select(o => ValueTuple.Create((int)o.Number, o.Kind)).ToListAsync());
    }

    [Fact]
    public async Task A_link_to_an_existing_gap_needs_its_role_and_its_reason()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Triage);
        var report = await database.FileAsync();

        var linked = await database.TryAsync(SomePeople.Lead, new LinkReport(report.Id.Value, report.Version, gap.Id.Value, null, null, null, null));

        Assert.Equal([(RefusalCode.Required, "role"), (RefusalCode.Required, "reason")], linked.Refusals.Select(r => (r.Code, r.Path.Single())));
    }

    [Theory]
    [InlineData("declined", RefusalCode.IllegalMove)]
    [InlineData("the same", RefusalCode.IllegalMove)]
    [InlineData("unknown", RefusalCode.NotFound)]
    public async Task A_gap_that_cannot_take_the_report_refuses_it_and_nothing_changes(string which, RefusalCode code)
    {
        await using var database = await TestDatabase.CreateAsync();
        var own = await database.GapInAsync(GapState.Triage);
        var report = await database.ReportAsync(own.CanonicalReportId);
        var target = which switch
        {
            "declined" => (await database.GapInAsync(GapState.Declined)).Id.Value,
            "the same" => own.Id.Value,
            _ => "gap_01M6CRWH00000000000000000Z",
        };
        var before = await Fingerprint.OfAsync(database);

        var linked = await database.TryAsync(SomePeople.Lead, new LinkReport(report.Id.Value, report.Version, target, LinkRole.Same, "They ask the same.", null, null));

        Assert.Equal((code, "gapId"), (linked.Refusals.Single().Code, linked.Refusals.Single().Path.Single()));
        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
    }

    [Fact]
    public async Task A_gap_named_while_filing_is_refused_by_the_field_it_was_named_in()
    {
        await using var database = await TestDatabase.CreateAsync();
        var declined = await database.GapInAsync(GapState.Declined);

        var filed = await database.TryAsync(SomePeople.Specialist, new FileReport(null, null, Some.Ambiguity(), declined.Id.Value, null, null));

        Assert.Equal((RefusalCode.IllegalMove, "joinGapId"), (filed.Refusals.Single().Code, filed.Refusals.Single().Path.Single()));
        Assert.Equal(1, database.Services.GetRequiredService<LookAlikes>().Count);
    }

    [Fact]
    public async Task A_gap_whose_last_report_leaves_keeps_its_place()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Closed);
        var report = await database.ReportAsync(gap.CanonicalReportId);

        await database.SendAsync(SomePeople.Specialist, new WithdrawReport(report.Id.Value, report.Version, "It was filed twice."));

        Assert.Empty(await database.MembersAsync(gap.Id));
        Assert.Equal(GapState.Closed, (await database.GapAsync(gap.Id)).State);
    }

    [Fact]
    public async Task Two_reports_filed_at_once_into_a_closed_gap_bring_it_back_once()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Closed);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
            database.SendAsync(SomePeople.Specialist, new FileReport(null, null, Some.Ambiguity(), gap.Id.Value, null, null)))));

        Assert.Equal((GapState.Triage, 1), ((await database.GapAsync(gap.Id)).State, (await database.GapAsync(gap.Id)).RegressionCount));
        Assert.Equal(9, (await database.MembersAsync(gap.Id)).Count);
        Assert.Single(await database.EventsAsync(), e => e.Type is Core.Feed.FeedEventType.GapRegressed);
    }
}
