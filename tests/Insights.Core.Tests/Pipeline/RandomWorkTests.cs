using FsCheck.Xunit;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Core.Tests.Support;
using Insights.Core.Triage;
using Insights.Testing;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Insights.Core.Tests.Pipeline;

/// <summary>
/// Whatever anyone sends in whatever order: the state never leaves the table, and both logs tell the same story
/// as the state.
/// </summary>
public sealed class RandomWorkTests
{
    private static readonly Actor[] Fitting =
    [
        SomePeople.Specialist, SomePeople.Specialist, SomePeople.Lead, SomePeople.Lead, SomePeople.Lead, SomePeople.Owner, SomePeople.Owner, SomePeople.Lead, SomePeople.Owner,
        SomePeople.Owner, SomePeople.Lead, SomePeople.Specialist, SomePeople.OwnerAndApprover, SomePeople.Approver, SomePeople.Approver, SomePeople.Specialist, SomePeople.Lead, Actor.System,
    ];

    [Property(MaxTest = 10, StartSize = 80, EndSize = 120)]
    public async Task Random_work_by_random_people_never_leaves_the_table(uint[] script)
    {
        await using var database = await TestDatabase.CreateAsync();
        // Some gaps have come a long way already, or chance would seldom reach the later states.
        foreach (var state in new[] { GapState.NeedsInfo, GapState.Assessing, GapState.InReview, GapState.Implementing, GapState.Closed })
            await database.GapInAsync(state);
        foreach (var (i, number) in script.Index())
        {
            var before = await database.HeadAsync();
            // Small numbers are spread, or everything would happen to the first report and the first gap.
            var granted = await DoAsync(database, unchecked((number + (uint)i * 40503u) * 2654435761u));
            var after = await database.HeadAsync();
            Assert.True(granted ? after.AuditPosition >= before.AuditPosition : (after.FeedPosition, after.AuditPosition) == (before.FeedPosition, before.AuditPosition));
        }

        await LogsAgreeAsync(database);
        await StateAgreesAsync(database);
    }

    [Fact]
    public async Task Work_in_the_order_of_the_table_goes_far_enough_for_the_checks_to_mean_something()
    {
        await using var database = await TestDatabase.CreateAsync();
        foreach (var state in Enum.GetValues<GapState>())
            await database.GapInAsync(state);

        await LogsAgreeAsync(database);
        await StateAgreesAsync(database);
    }

    private static async Task<bool> DoAsync(TestDatabase database, uint step)
    {
        // The digits of the number say what, who (mostly somebody who may), which report, which gap, and whether a change was overlooked.
        var what = step / 7 % 18;
        var by = step / 126 % 4 == 0 ? SomePeople.All[(int)(step / 504 % (uint)SomePeople.All.Count)] : Fitting[what];
        var (which, other, stale) = (step / 1009, step / 2003, step / 126 % 11 == 0 ? 1 : 0);
        await using var db = database.Open();
        var report = await PickAsync(db.Reports.AsNoTracking().OrderBy(r => r.Number), which);
        var gap = await PickAsync(db.Gaps.AsNoTracking().OrderBy(g => g.Number), other);
        if (what is 0 or 1 || report is null)
            return await SentAsync(database, by, new FileReport(null, null, Some.Ambiguity(), what is 1 ? gap?.Id.Value : null, null, null));
        var (r, v) = (report.Id.Value, report.Version - stale);
        if (what is 2 or 3 || gap is null)
            return await SentAsync(database, by, new LinkReport(r, v, what is 3 ? gap?.Id.Value : null, LinkRole.Same, "They ask the same.", null, null));
        var (g, w) = (gap.Id.Value, gap.Version - stale);
        var decision = await db.Decisions.AsNoTracking().Where(d => d.GapId == gap.Id).OrderByDescending(d => d.VersionNumber).FirstOrDefaultAsync();
        var d = decision?.Id.Value ?? "dec_01M6CRWH00000000000000000Z";
        return what switch
        {
            4 => await SentAsync(database, by, new ClaimGap(g, w, Severity.High, true, null)),
            5 => await SentAsync(database, by, Move(GapAction.Accept)),
            6 => await SentAsync(database, by, Move(GapAction.Defer)),
            7 => await SentAsync(database, by, Move(GapAction.Decline)),
            8 => await SentAsync(database, by, Move(GapAction.Implement)),
            9 => await SentAsync(database, by, Move(GapAction.Close)),
            10 => await SentAsync(database, by, new AskReporter(r, v, "Which reading was applied?", database.Day(5))),
            11 => await SentAsync(database, by, new AnswerQuestion(r, v, "The first reading.")),
            12 => await SentAsync(database, by, new ProposeDecision(g, w, Some.Decision(), null)),
            13 => await SentAsync(database, by, new ApproveDecision(d, w)),
            14 => await SentAsync(database, by, new RejectDecision(d, w, "The alternatives are thin.")),
            15 => await SentAsync(database, by, new WithdrawReport(r, v, "It was filed twice.")),
            16 => await SentAsync(database, by, new WriteComment(g, "A remark.", Audience.Reporter, null)),
            _ => await WaitAsync(database),
        };

        MoveGap Move(GapAction action) => new(g, w, action)
        {
            Kind = GapKind.Ambiguity,
            Area = "appeals",
            Reason = "It waits for a review.",
            ExpiresOn = database.Day(5),
            RecurrenceThreshold = 2,
            Destination = "enforcement-quality",
            Plan = "The guidance is rewritten.",
            PlanDueOn = database.Day(5),
            VerificationNote = "A sample agreed.",
        };
    }

    /// <summary>Replays the audit log along the table; where it ends is where the state stands and what the feed said last.</summary>
    private static async Task LogsAgreeAsync(TestDatabase database)
    {
        var (audit, events, head) = (await database.AuditAsync(), await database.EventsAsync(), await database.HeadAsync());
        Assert.Equal(Enumerable.Range(1, audit.Count).Select(i => (long)i), audit.Select(a => a.Position));
        Assert.Equal(Enumerable.Range(1, events.Count).Select(i => (long)i), events.Select(e => e.Position));
        Assert.Equal((head.AuditPosition, head.FeedPosition), (audit.Count, events.Count));

        var states = new Dictionary<GapId, GapState>();
        foreach (var line in audit)
        {
            if (line is { Action: "OpenGap", GapId: { } opened })
                states.Add(opened, GapState.New);
            if (line is not { GapId: { } id, FromState: { } from, ToState: { } to })
                continue;
            var edge = (From: Enum.Parse<GapState>(from), To: Enum.Parse<GapState>(to));
            Assert.Equal(states[id], edge.From);
            Assert.Contains(Transitions.Table, t => t.From == edge.From && (t.To ?? edge.To) == edge.To);
            states[id] = edge.To;
        }

        await using var db = database.Open();
        var gaps = await db.Gaps.AsNoTracking().ToListAsync();
        Assert.Equal(gaps.ToDictionary(g => g.Id, g => g.State), states);
        foreach (var gap in gaps)
            Assert.Equal(gap.State, events.Last(e => e.GapId == gap.Id).State);
        Assert.Equal(audit.Count(a => a.FromState is not null), events.Count(e => e.GapId is not null && e.Type is not (
            Core.Feed.FeedEventType.GapOpened or Core.Feed.FeedEventType.ReportLinked or Core.Feed.FeedEventType.CommentAdded)));
    }

    private static async Task StateAgreesAsync(TestDatabase database)
    {
        await using var db = database.Open();
        var standing = (await db.Links.AsNoTracking().Where(l => l.EndedBy == null).ToListAsync()).ToDictionary(l => l.ReportId, l => l.GapId);
        var gaps = await db.Gaps.AsNoTracking().ToDictionaryAsync(g => g.Id);
        var reports = await db.Reports.AsNoTracking().ToListAsync();
        foreach (var report in reports)
        {
            Assert.True(report.State switch
            {
                ReportState.Filed or ReportState.Withdrawn or ReportState.Draft => !standing.ContainsKey(report.Id),
                ReportState.Linked => standing.ContainsKey(report.Id),
                ReportState.Declined => gaps[standing[report.Id]].State is GapState.Declined,
                _ => true,
            }, $"{report.State}");
            Assert.Equal(report.State is ReportState.NeedsInfo, report is { Question: not null, RespondBy: not null });
        }

        var decisions = await db.Decisions.AsNoTracking().ToListAsync();
        Assert.All(decisions.Where(d => d.ReviewedBy is not null), d => Assert.NotEqual(d.ProposedBy, d.ReviewedBy));
        foreach (var gap in gaps.Values)
        {
            Assert.Equal(gap.State is GapState.NeedsInfo, gap.RespondBy is not null);
            Assert.Equal(gap.State is GapState.Deferred, gap.DeferredUntil is not null);
            Assert.Equal(gap.State is GapState.NeedsInfo or GapState.Deferred or GapState.InReview, gap.ReturnsTo is not null);
            Assert.Equal(gap.State is GapState.InReview ? 1 : 0, decisions.Count(d => d.GapId == gap.Id && d.State is DecisionState.Proposed));
            Assert.Equal(gap.DecisionId, decisions.SingleOrDefault(d => d.GapId == gap.Id && d.State is DecisionState.Approved)?.Id);
            Assert.True(gap.State is not (GapState.Decided or GapState.Implementing or GapState.Closed) || gap.DecisionId is not null);
        }

        Assert.Equal(reports.Count(r => r.State is not (ReportState.Draft or ReportState.Withdrawn)), database.Services.GetRequiredService<LookAlikes>().Count);
    }

    private static async Task<bool> SentAsync<T>(TestDatabase database, Actor by, IRequest<Outcome<T>> request) => !(await database.TryAsync(by, request)).Refused;

    private static async Task<bool> WaitAsync(TestDatabase database)
    {
        database.Clock.Advance(TimeSpan.FromDays(3));
        await database.SendAsync(Actor.System, new EndWaits());
        return true;
    }

    private static async Task<T?> PickAsync<T>(IQueryable<T> all, uint which) where T : class =>
        await all.CountAsync() is > 0 and var count ? await all.Skip((int)(which % (uint)count)).FirstAsync() : null;
}
