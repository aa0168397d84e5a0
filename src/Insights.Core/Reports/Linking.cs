using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Privacy;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Reports;

/// <summary>Puts a report into a gap, or opens a gap for it: the same steps at filing, in triage, on import and in previews.</summary>
internal sealed class Linking(
    InsightsDb db, CurrentActor current, LookAlikes lookAlikes, Catalogue catalogue, NumberSource numbers, IdSource ids, TimeProvider clock, Ledger ledger)
{
    /// <summary>Begins an operation; nothing of it is written before <see cref="CommitAsync"/>.</summary>
    /// <param name="on">The context to work on: that of the command, or one that a preview throws away.</param>
    public ClusterEdit Begin(InsightsDb? on = null) => new(on ?? db, ids.Next<OperationId>(), current.Actor, clock.GetUtcNow());

    /// <summary>Links to a gap that exists. A report that stood in another gap leaves it by the same operation.</summary>
    public async Task<Outcome<Gap>> JoinAsync(Report report, GapId gapId, LinkRole role, GuardedText? reason, CancellationToken ct, DecisionId? cites = null)
    {
        var edit = Begin();
        var planned = await PlanJoinAsync(edit, report, gapId, role, reason, ct, cites);
        if (!planned.Succeeded(out var gap))
            return planned;
        await CommitAsync(edit, OperationKind.Link, reason: null, undoes: null, ct);
        return gap;
    }

    /// <summary>Opens a gap of its own for a report.</summary>
    public async Task<Outcome<Gap>> OpenAsync(Report report, CancellationToken ct)
    {
        var edit = Begin();
        var planned = await PlanOpenAsync(edit, report, () => numbers.NextAsync(NumberSource.Gaps, ct), ct);
        if (!planned.Succeeded(out var gap))
            return planned;
        await CommitAsync(edit, OperationKind.Open, reason: null, undoes: null, ct);
        return gap;
    }

    public async Task<Outcome<Gap>> PlanJoinAsync(
        ClusterEdit edit, Report report, GapId gapId, LinkRole role, GuardedText? reason, CancellationToken ct, DecisionId? cites = null)
    {
        if (await edit.FindAsync(gapId, ct) is not { } gap)
            return Refusal.NotFound("gap", "gapId");
        if (await edit.Db.RefuseEndedAsync(gap, ct, "gapId") is { } ended)
            return ended;
        var standing = await StandingLinkAsync(edit.Db, report.Id, ct);
        if (standing?.GapId == gapId)
            return Refusal.Of(RefusalCode.IllegalMove, "This report is linked to this gap already.", "gapId");
        edit.Reports[report.Id] = report.Version;
        if (report.Link() is { Refused: true } notLinkable)
            return notLinkable.Refusals.ToList();

        if (standing is not null)
            await LeaveAsync(edit, standing, ct);
        if (Arrive(edit, gap, report.Id, role, reason, await ProposalAsync(edit, report, gapId, ct), cites) is { } refused)
            return refused;
        if (await edit.ApartAsync(ct, "gapId") is { } apart)
            return apart;
        await edit.SettleAsync(ct);
        return gap;
    }

    public async Task<Outcome<Gap>> PlanOpenAsync(ClusterEdit edit, Report report, Func<Task<long>> number, CancellationToken ct)
    {
        if (report.Title is not { } title)
            return Refusal.Of(RefusalCode.IllegalMove, "Only a filed report can open a gap.", "reportId");
        if (title == GuardedText.Withheld)
            return Refusal.Of(RefusalCode.IllegalMove, "The title of this report is withheld. A privacy steward settles it first.", "reportId");
        edit.Reports[report.Id] = report.Version;
        if (report.Link() is { Refused: true } notLinkable)
            return notLinkable.Refusals.ToList();

        if (await StandingLinkAsync(edit.Db, report.Id, ct) is { } standing)
            await LeaveAsync(edit, standing, ct);
        var gap = OpenFor(edit, report, title, await number(), edit.At);
        edit.Make(report.Id, gap, LinkRole.Same, reason: null, proposal: null);
        edit.Record(new AuditLine("OpenGap") { Gap = gap.Id, Report = report.Id });
        edit.Announce((feed, operation) => feed.Announce(FeedEventType.GapOpened, gap, report.Id, LinkRole.Same, operation: operation));
        await edit.SettleAsync(ct);
        return gap;
    }

    /// <summary>A new gap that this report stands for.</summary>
    public Gap OpenFor(ClusterEdit edit, Report report, GuardedText title, long number, DateTimeOffset startedAt)
    {
        var content = report.Content;
        var gap = Gap.Open(
            ids.Next<GapId>(), number, report.Id, title, content.Kind, content.Area,
            content.Clause, content.Clause is null ? null : content.ClauseVersion ?? catalogue.CurrentVersionOf(content.Clause),
            report.Severity, Screen.RuleSetVersion, edit.At, startedAt);
        edit.Open(gap);
        return gap;
    }

    /// <summary>A report comes into a gap that takes note of it: a closed one comes back unless its decision is cited, a deferred one counts.</summary>
    public static Refusal? Arrive(ClusterEdit edit, Gap gap, ReportId report, LinkRole role, GuardedText? reason, Proposal? proposal, DecisionId? cites = null)
    {
        var joined = gap.Joined(edit.Actor, edit.At, cites);
        if (joined.Refused)
            return joined.Refusals[0];
        edit.Make(report, gap, role, reason, proposal, cites);
        edit.Record(new AuditLine("LinkReport") { Gap = gap.Id, Report = report, Decision = cites });
        edit.Announce((feed, operation) => feed.Announce(FeedEventType.ReportLinked, gap, report, role, operation: operation));
        if (joined.Value is { } moved)
        {
            edit.Record(moved.Line(gap.Id) with { Report = report });
            edit.Announce((feed, operation) => feed.Announce(FeedEventTypes.Of(moved.Action), gap, report, operation: operation));
        }

        return null;
    }

    /// <summary>A link ends. A gap keeps its place even when its last report leaves: what was decided on it stays on record.</summary>
    public static async Task LeaveAsync(ClusterEdit edit, GapLink link, CancellationToken ct)
    {
        await edit.LoadAsync([link.GapId], ct);
        edit.End(link);
        edit.Record(new AuditLine("UnlinkReport") { Gap = link.GapId, Report = link.ReportId });
    }

    /// <summary>Ends the standing link, if there is one, because the report is taken back or purged.</summary>
    public async Task EndAsync(ReportId report, OperationKind why, CancellationToken ct)
    {
        if (await StandingLinkAsync(report, ct) is not { } standing)
            return;
        var edit = Begin();
        await LeaveAsync(edit, standing, ct);
        await edit.SettleAsync(ct);
        await CommitAsync(edit, why, reason: null, undoes: null, ct);
    }

    public Task<GapLink?> StandingLinkAsync(ReportId report, CancellationToken ct) => StandingLinkAsync(db, report, ct);

    private static Task<GapLink?> StandingLinkAsync(InsightsDb db, ReportId report, CancellationToken ct) =>
        db.Links.FirstOrDefaultAsync(l => l.ReportId == report && l.EndedBy == null, ct);

    /// <summary>Writes an operation that was put together; the caller commits.</summary>
    public async Task<Operation> CommitAsync(ClusterEdit edit, OperationKind kind, GuardedText? reason, Operation? undoes, CancellationToken ct)
    {
        var operation = Operation.Make(
            edit.Id, await numbers.NextAsync(NumberSource.Operations, ct), kind, reason, undoes, current.Actor.Id, Screen.RuleSetVersion, edit.At);
        db.Add(operation);
        // The unique indexes on what stands must see the old ended before the new begins.
        if (edit.Ended.Count + edit.Unsaid.Count > 0)
            await db.SaveChangesAsync(ct);
        db.AddRange(edit.Made);
        db.AddRange(edit.Said);
        db.AddRange(edit.Rows());
        edit.Tell(ledger, operation);
        return operation;
    }

    /// <summary>What the engine says about this pair now, so that the link keeps why it was made.</summary>
    public async Task<Proposal?> ProposalAsync(ClusterEdit edit, Report report, GapId gap, CancellationToken ct)
    {
        const int Looked = 100;
        await edit.LoadAsync([gap], ct);
        var members = edit.MembersOf(gap).Select(l => l.ReportId).ToHashSet();
        return lookAlikes.Find(report, Looked).FirstOrDefault(h => members.Contains(h.Report))?.Propose();
    }
}
