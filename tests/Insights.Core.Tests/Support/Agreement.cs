using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Reports;
using Insights.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Insights.Core.Tests.Support;

/// <summary>Holds the state against both logs: what they tell is how it stands.</summary>
internal static class Agreement
{
    public static async Task AssertAsync(TestDatabase database)
    {
        await LogsAgreeAsync(database);
        await StateAgreesAsync(database);
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
            var (before, after) = (Enum.Parse<GapState>(from), Enum.Parse<GapState>(to));
            Assert.Equal(states[id], before);
            Assert.True(IsAllowed(line.Action, before, after), $"{line.Action}: {before} to {after}");
            states[id] = after;
        }

        await using var db = database.Open();
        var gaps = await db.Gaps.AsNoTracking().ToListAsync();
        Assert.Equal(gaps.ToDictionary(g => g.Id, g => g.State), states);
        foreach (var gap in gaps)
            Assert.Equal(gap.State, events.Last(e => e.GapId == gap.Id && e.State is not null).State);
        foreach (var action in Enum.GetValues<GapAction>())
        {
            Assert.Equal(
                audit.Count(a => a.FromState is not null && ActionOf(a) == action),
                events.Count(e => e.GapId is not null && e.Type == FeedEventTypes.Of(action)));
        }
    }

    /// <summary>By the table, past it on record, or by undoing an operation that moved it.</summary>
    private static bool IsAllowed(string line, GapState from, GapState to) => line switch
    {
        "BypassGap" => from is not GapState.InReview && Transitions.Bypassed.Contains(to),
        "UndoOperation" => true,
        _ => Transitions.Table.Any(t => t.From == from && (t.To ?? to) == to),
    };

    private static GapAction? ActionOf(AuditEntry line) =>
        line.Action is "AnswerQuestion" ? GapAction.Answer
        : line.Action.EndsWith("Gap", StringComparison.Ordinal) && Enum.TryParse<GapAction>(line.Action[..^"Gap".Length], out var action) ? action : null;

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
            // A declined one keeps its open question, for the case that the decline is undone.
            if (report.State is not ReportState.Declined)
                Assert.Equal(report.State is ReportState.NeedsInfo, report is { Question: not null, RespondBy: not null });
        }

        var decisions = await db.Decisions.AsNoTracking().ToListAsync();
        Assert.All(decisions.Where(d => d.ReviewedBy is not null), d => Assert.NotEqual(d.ProposedBy, d.ReviewedBy));
        var clocks = await database.SendAsync(SomePeople.Lead, new ClocksOf(gaps.Keys));
        foreach (var gap in gaps.Values)
        {
            Assert.Equal(gap.State is GapState.NeedsInfo, gap.RespondBy is not null);
            Assert.Equal(gap.State is GapState.Deferred, gap.DeferredUntil is not null);
            Assert.Equal(gap.State is GapState.NeedsInfo or GapState.Deferred or GapState.InReview, gap.ReturnsTo is not null);
            Assert.Equal(gap.State is GapState.InReview ? 1 : 0, decisions.Count(d => d.GapId == gap.Id && d.State is DecisionState.Proposed));
            Assert.Equal(gap.DecisionId, decisions.SingleOrDefault(d => d.GapId == gap.Id && d.State is DecisionState.Approved)?.Id);
            Assert.True(!Transitions.Settled.Contains(gap.State) || gap.DecisionId is not null);
            var running = Clocks.Running(clocks[gap.Id]);
            Assert.Equal((running?.Clock, running?.DueOn), (gap.DueClock, gap.DueOn));
        }

        Assert.Equal(reports.Count(r => r.State is not (ReportState.Draft or ReportState.Withdrawn)), database.Services.GetRequiredService<LookAlikes>().Count);
    }
}
