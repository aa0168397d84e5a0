using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Reports;
using Insights.Core.Triage;
using Insights.Testing;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Tests.Support;

/// <summary>Short ways to what tests need again and again.</summary>
internal static class Steps
{
    public static Task<ReportView> DraftAsync(this TestDatabase database, ReportForm? form = null, Actor? author = null) =>
        database.SendAsync(author ?? SomePeople.Specialist, new SaveDraft(null, null, form ?? Some.Ambiguity(), null));

    public static async Task<IReadOnlyList<DecisionView>> DecisionsAsync(this TestDatabase database, GapId gap) =>
        (await database.SendAsync(Actor.System, new DecisionsOf([gap])))[gap];

    public static async Task<IReadOnlyList<MemberView>> MembersAsync(this TestDatabase database, GapId gap) =>
        (await database.SendAsync(Actor.System, new MembersOf([gap])))[gap];

    /// <summary>Puts a report into a gap, as a triage lead does.</summary>
    public static async Task<GapView> LinkAsync(this TestDatabase database, ReportId report, GapId? gap, Actor? by = null) =>
        await database.SendAsync(by ?? SomePeople.Lead, new LinkReport(
            report.Value, (await database.ReportAsync(report)).Version, gap?.Value, gap is null ? null : LinkRole.Same, gap is null ? null : "They ask the same.", null, null));

    public static async Task<ReportView> AskAsync(this TestDatabase database, ReportId report, Actor? by = null) =>
        await database.SendAsync(by ?? SomePeople.Lead, new AskReporter(
            report.Value, (await database.ReportAsync(report)).Version, "Which reading was applied?", database.Day(7)));

    public static async Task<List<FeedEvent>> EventsAsync(this TestDatabase database)
    {
        await using var db = database.Open();
        return await db.FeedEvents.AsNoTracking().OrderBy(e => e.Position).ToListAsync();
    }

    public static async Task<List<AuditEntry>> AuditAsync(this TestDatabase database)
    {
        await using var db = database.Open();
        return await db.AuditEntries.AsNoTracking().OrderBy(a => a.Position).ToListAsync();
    }

    public static async Task<FeedHead> HeadAsync(this TestDatabase database)
    {
        await using var db = database.Open();
        return await db.FeedHeads.AsNoTracking().SingleAsync();
    }
}
