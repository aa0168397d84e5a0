using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Core.Triage;
using Insights.Testing;
using MediatR;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Insights.Core.Tests.Support;

/// <summary>Random commands by random people, each held against what the table says of it and against what may never happen.</summary>
internal sealed class RandomWork(TestDatabase database, RandomClustering clustering, SqliteConnection watch, Dictionary<string, (int Granted, int Refused)> counts) : IAsyncDisposable
{
    /// <summary>Holds every role that people hold, and still never approves what they proposed.</summary>
    private static readonly Actor Everyone = new(
        new PersonId("per_00000000000000000000000099"), "everyone", Enum.GetValues<Roles>().Where(r => r is not Roles.System).Aggregate((all, role) => all | role));

    private static readonly GapState[] Open = [.. Transitions.Table.Where(t => Commanded(t.Action)).Select(t => t.From).Distinct()];

    private static readonly Actor[] Crowd = [.. SomePeople.All, SomePeople.Leads[3], Everyone, Everyone];

    private ulong _dice;

    public static async Task<RandomWork> OnAsync(TestDatabase database, Dictionary<string, (int Granted, int Refused)> counts)
    {
        var watch = new SqliteConnection($"Data Source={database.DatabasePath};Mode=ReadOnly;Pooling=False");
        await watch.OpenAsync();
        return new RandomWork(database, new RandomClustering(database), watch, counts);
    }

    public async ValueTask DisposeAsync() => await watch.DisposeAsync();

    public async Task StepAsync(uint number, int step)
    {
        // What came before counts as well: the numbers are mostly small, and would do the same over and over.
        _dice = unchecked((_dice * 6364136223846793005UL) + ((ulong)step << 32) + number);
        switch (Roll(20))
        {
            case 0:
                await TimeAsync();
                break;
            case 1:
                await ClusterAsync(undone: true);
                break;
            case 2:
                await ClusterAsync(undone: false);
                break;
            case < 9:
                await AroundAsync();
                break;
            default:
                await MoveAsync();
                break;
        }
    }

    /// <summary>A move of a gap: granted exactly where the table and the roles grant it, the version is the present one, and nobody reviews their own.</summary>
    private async Task MoveAsync()
    {
        await using var db = database.Open();
        // Gaps whose next step somebody takes come up more often than those that wait or have ended.
        var gap = await PickAsync(db.Gaps.AsNoTracking().Where(g => g.EndedBy == null && Open.Contains(g.State)).OrderBy(g => g.Number), unless: Roll(4) == 0)
            ?? await PickAsync(db.Gaps.AsNoTracking().OrderBy(g => g.Number));
        var decision = await db.Decisions.AsNoTracking().Where(d => d.GapId == gap.Id).OrderByDescending(d => d.VersionNumber).FirstOrDefaultAsync();
        // Mostly something the table knows from here, by somebody who may; else anything by anyone.
        var edges = Transitions.Table.Where(t => t.From == gap.State && Commanded(t.Action)).ToList();
        var action = edges.Count > 0 && Roll(4) > 0 ? edges[Roll(edges.Count)].Action : Any(Enum.GetValues<GapAction>().Where(Commanded).ToList());
        // One command proposes a first record and a corrected one.
        if (action is GapAction.Propose or GapAction.Correct)
            action = gap.State is GapState.Decided ? GapAction.Correct : GapAction.Propose;
        var edge = action is GapAction.Bypass ? null : Transitions.Find(gap.State, action);
        var fitting = Crowd.Where(p => action is GapAction.Bypass ? p.May(Permission.BypassGaps) : edge is not null && (p.Roles & edge.By) != 0).ToList();
        var by = fitting.Count > 0 && Roll(4) > 0 ? Any(fitting) : Any(Crowd);
        var stale = Roll(9) == 0 ? 1 : 0;
        var (id, version) = (gap.Id.Value, gap.Version - stale);
        var to = Any(Enum.GetValues<GapState>());
        var record = decision?.Id.Value ?? "dec_01M6CRWH00000000000000000Z";
        var expected = gap.EndedBy is null && stale == 0 && (action is GapAction.Bypass
            ? by.May(Permission.BypassGaps) && gap.State is not GapState.InReview && to != gap.State && Transitions.Bypassed.Contains(to)
                && (!Transitions.Settled.Contains(to) || gap.DecisionId is not null)
            : edge is not null && (edge.By & by.Roles) != 0 && (action is not (GapAction.Approve or GapAction.Reject) || decision!.ProposedBy != by.Id));

        var granted = await TryAsync(action.ToString(), by, action switch
        {
            GapAction.Claim => new ClaimGap(id, version, Severity.High, true, null),
            GapAction.Bypass => new BypassGap(id, version, to, "It was moved by mistake."),
            GapAction.Approve => new ApproveDecision(record, version),
            GapAction.Reject => new RejectDecision(record, version, "The alternatives are thin."),
            _ => Filled(new MoveGap(id, version, action)),
        }, action is GapAction.Propose or GapAction.Correct ? new ProposeDecision(id, version, Some.Decision(), null) : null);

        Assert.True(expected == granted, $"{action} from {gap.State} by {by.Handle}: the model says {expected}, the product {granted}.");
        var after = await database.GapAsync(gap.Id);
        Assert.Equal(!granted ? gap.State : action is GapAction.Bypass ? to : edge!.To ?? gap.ReturnsTo, after.State);
        Assert.Equal(granted ? gap.Version + 1 : gap.Version, after.Version);
    }

    /// <summary>What happens around the moves: reports come, are linked, asked about, answered and taken back.</summary>
    private async Task AroundAsync()
    {
        await using var db = database.Open();
        var report = await PickAsync(db.Reports.AsNoTracking().Where(r => r.State == ReportState.NeedsInfo || r.State == ReportState.Linked).OrderBy(r => r.Number), unless: Roll(2) == 0)
            ?? await PickAsync(db.Reports.AsNoTracking().OrderBy(r => r.Number));
        var gap = await PickAsync(db.Gaps.AsNoTracking().Where(g => g.EndedBy == null).OrderBy(g => g.Number));
        var by = Roll(4) == 0 ? Any(Crowd) : Everyone;
        var author = Roll(4) == 0 ? Any(Crowd) : SomePeople.Specialist;
        var (id, version) = (report.Id.Value, report.Version - (Roll(9) == 0 ? 1 : 0));
        _ = Roll(8) switch
        {
            0 => await TryAsync("File", author, new FileReport(null, null, Some.Ambiguity(), Roll(2) == 0 ? gap.Id.Value : null, null, null)),
            1 => await TryAsync("Open", by, new LinkReport(id, version, null, null, null, null, null)),
            2 => await TryAsync("Link", by, new LinkReport(id, version, gap.Id.Value, LinkRole.Same, "They ask the same.", null, null)),
            3 => await TryAsync("Cite", by, new LinkReport(id, version, gap.Id.Value, LinkRole.Same, "It was decided there.", null, null) { CitesDecisionId = gap.DecisionId?.Value }),
            4 => await TryAsync("AskReporter", by, new AskReporter(id, version, "Which reading was applied?", database.Day(5))),
            5 => await TryAsync("AnswerQuestion", author, new AnswerQuestion(id, version, "The first reading.")),
            6 => await TryAsync("Withdraw", author, new WithdrawReport(id, version, "It was filed twice.")),
            _ => await TryAsync("Comment", by, new WriteComment(gap.Id.Value, "A remark.", Audience.Reporter, null)),
        };
    }

    /// <summary>The clock goes on, or is set back a little; the scheduler does what is due, and a second time nothing.</summary>
    private async Task TimeAsync()
    {
        database.Clock.AdjustTime(database.Clock.GetUtcNow() + TimeSpan.FromDays(Roll(9) - 1));
        await database.SendAsync(Actor.System, new EndWaits());
        await database.SendAsync(Actor.System, new EscalateGaps());
        var before = await VersionAsync();
        Assert.Equal(0, await database.SendAsync(Actor.System, new EndWaits()));
        Assert.Equal(0, await database.SendAsync(Actor.System, new EscalateGaps()));
        Assert.Equal(before, await VersionAsync());
    }

    /// <summary>Cluster operations, each of them undone again to the byte, or left as they are.</summary>
    private async Task ClusterAsync(bool undone)
    {
        var before = await clustering.ViewsAsync();
        var done = await clustering.RunAsync(Roll(10_000), undone ? 3 : 1);
        if (!undone)
            return;
        await clustering.UndoAsync(done);
        Assert.Equal(before, await clustering.ViewsAsync());
    }

    private async Task<bool> TryAsync<T>(string what, Actor by, IRequest<Outcome<T>> request) => Judge(what, await BeginAsync(), !(await database.TryAsync(by, request)).Refused, await BeginAsync());

    private async Task<bool> TryAsync<T>(string what, Actor by, ICommand<GapView> request, ICommand<T>? other) =>
        other is null ? await TryAsync(what, by, request) : await TryAsync(what, by, other);

    /// <summary>What is refused writes nothing at all; what is granted changes the state, the audit log and the feed.</summary>
    private bool Judge(string what, Stand before, bool granted, Stand after)
    {
        var (yes, no) = counts.GetValueOrDefault(what);
        counts[what] = granted ? (yes + 1, no) : (yes, no + 1);
        if (!granted)
            Assert.Equal(before, after);
        else
            Assert.True(after.Written != before.Written && after.Audit > before.Audit && after.Feed > before.Feed && (what is "Comment" || after.Versions > before.Versions), what);
        return granted;
    }

    private async Task<Stand> BeginAsync()
    {
        await using var db = database.Open();
        var head = await database.HeadAsync();
        return new Stand(await VersionAsync(), head.AuditPosition, head.FeedPosition, await db.Gaps.SumAsync(g => (long)g.Version) + await db.Reports.SumAsync(r => (long)r.Version));
    }

    /// <summary>A number that the database changes whenever another connection has committed something.</summary>
    private async Task<long> VersionAsync()
    {
        await using var command = watch.CreateCommand();
        command.CommandText = "PRAGMA data_version";
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private MoveGap Filled(MoveGap move) => move with
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

    /// <summary>Moves that follow from something else are not sent by anyone; asking is, but about a report.</summary>
    private static bool Commanded(GapAction action) => action is GapAction.Claim or GapAction.Propose or GapAction.Correct or GapAction.Approve or GapAction.Reject or GapAction.Bypass
        || MoveGap.Actions.Contains(action);

    private async Task<T> PickAsync<T>(IQueryable<T> all) where T : class => (await PickAsync(all, unless: false))!;

    /// <summary>One of them; null where there is none, or where another one is wanted.</summary>
    private async Task<T?> PickAsync<T>(IQueryable<T> all, bool unless) where T : class =>
        !unless && await all.CountAsync() is > 0 and var count ? await all.Skip(Roll(count)).FirstAsync() : null;

    private T Any<T>(IReadOnlyList<T> all) => all[Roll(all.Count)];

    private int Roll(int sides)
    {
        _dice += 0x9E3779B97F4A7C15UL;
        var mixed = (_dice ^ (_dice >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return (int)((mixed ^ (mixed >> 31)) % (ulong)sides);
    }

    /// <summary>How things stand before and behind a command.</summary>
    private sealed record Stand(long Written, long Audit, long Feed, long Versions);
}
