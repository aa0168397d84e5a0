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

/// <summary>Puts a report into a gap, or opens a gap for it: the same steps at filing, in triage and on import.</summary>
internal sealed class Linking(
    InsightsDb db, CurrentActor current, LookAlikes lookAlikes, Catalogue catalogue, NumberSource numbers, IdSource ids, TimeProvider clock, Ledger ledger)
{
    /// <summary>Links to a gap that exists. A report that stood in another gap leaves it by the same operation.</summary>
    public async Task<Outcome<Gap>> JoinAsync(Report report, GapId gapId, LinkRole role, GuardedText? reason, CancellationToken ct)
    {
        if (await db.Gaps.FirstOrDefaultAsync(g => g.Id == gapId, ct) is not { } gap)
            return Refusal.NotFound("gap", "gapId");
        var standing = await StandingLinkAsync(report.Id, ct);
        if (standing?.GapId == gapId)
            return Refusal.Of(RefusalCode.IllegalMove, "This report is linked to this gap already.", "gapId");

        var at = clock.GetUtcNow();
        if (report.Link(at) is { Refused: true } notLinkable)
            return notLinkable.Refusals.ToList();
        var joined = gap.Joined(current.Actor, at);
        if (joined.Refused)
            return joined.Refusals.ToList();

        var operation = await OperateAsync(OperationKind.Link, at, ct);
        if (standing is not null)
            await LeaveAsync(standing, operation.Id, ct);
        var proposal = await ProposalAsync(report, gapId, ct);
        db.Add(GapLink.Make(operation.Id, report.Id, gap.Id, role, reason, proposal, current.Actor.Id, Screen.RuleSetVersion, at));

        ledger.Record(new AuditLine("LinkReport") { Gap = gap.Id, Report = report.Id, Operation = operation.Id });
        ledger.Announce(FeedEventType.ReportLinked, gap, report.Id, role);
        if (joined.Value is { } moved)
        {
            ledger.Record(moved.Line(gap.Id) with { Report = report.Id });
            ledger.Announce(FeedEventTypes.Of(moved.Action), gap, report.Id);
        }

        return gap;
    }

    /// <summary>Opens a gap of its own for a report.</summary>
    public async Task<Outcome<Gap>> OpenAsync(Report report, CancellationToken ct)
    {
        if (report.Title is not { } title)
            return Refusal.Of(RefusalCode.IllegalMove, "Only a filed report can open a gap.", "reportId");
        if (title == GuardedText.Withheld)
            return Refusal.Of(RefusalCode.IllegalMove, "The title of this report is withheld. A privacy steward settles it first.", "reportId");
        var at = clock.GetUtcNow();
        if (report.Link(at) is { Refused: true } notLinkable)
            return notLinkable.Refusals.ToList();

        var operation = await OperateAsync(OperationKind.Open, at, ct);
        if (await StandingLinkAsync(report.Id, ct) is { } standing)
            await LeaveAsync(standing, operation.Id, ct);
        var content = report.Content;
        var gap = Gap.Open(
            ids.Next<GapId>(), await numbers.NextAsync(NumberSource.Gaps, ct), report.Id, title, content.Kind, content.Area,
            content.Clause, content.Clause is null ? null : content.ClauseVersion ?? catalogue.CurrentVersionOf(content.Clause),
            report.Severity, Screen.RuleSetVersion, at);
        db.Add(gap);
        db.Add(GapLink.Make(operation.Id, report.Id, gap.Id, LinkRole.Same, null, null, current.Actor.Id, Screen.RuleSetVersion, at));

        ledger.Record(new AuditLine("OpenGap") { Gap = gap.Id, Report = report.Id, Operation = operation.Id });
        ledger.Announce(FeedEventType.GapOpened, gap, report.Id, LinkRole.Same);
        return gap;
    }

    /// <summary>Ends the standing link, if there is one, because the report is taken back or purged.</summary>
    public async Task EndAsync(ReportId report, OperationKind why, CancellationToken ct)
    {
        if (await StandingLinkAsync(report, ct) is not { } standing)
            return;
        var operation = await OperateAsync(why, clock.GetUtcNow(), ct);
        await LeaveAsync(standing, operation.Id, ct);
    }

    public Task<GapLink?> StandingLinkAsync(ReportId report, CancellationToken ct) =>
        db.Links.FirstOrDefaultAsync(l => l.ReportId == report && l.EndedBy == null, ct);

    private async Task<Operation> OperateAsync(OperationKind kind, DateTimeOffset at, CancellationToken ct)
    {
        var operation = Operation.Make(
            ids.Next<OperationId>(), await numbers.NextAsync(NumberSource.Operations, ct), kind, current.Actor.Id, at);
        db.Add(operation);
        return operation;
    }

    /// <summary>Ends a link. A gap keeps its place even when its last report leaves: what was decided on it stays on record.</summary>
    private async Task LeaveAsync(GapLink link, OperationId operation, CancellationToken ct)
    {
        link.End(operation);
        // The unique index on standing links must see the old one ended before the new one begins.
        await db.SaveChangesAsync(ct);
        var left = await db.Gaps.FirstAsync(g => g.Id == link.GapId, ct);
        var next = left.CanonicalReportId == link.ReportId
            ? await db.Links.Where(l => l.GapId == left.Id && l.EndedBy == null).OrderBy(l => l.LinkedAt).Select(l => (ReportId?)l.ReportId).FirstOrDefaultAsync(ct)
            : null;
        left.Left(next, clock.GetUtcNow());
        ledger.Record(new AuditLine("UnlinkReport") { Gap = left.Id, Report = link.ReportId, Operation = operation });
    }

    /// <summary>What the engine says about this pair now, so that the link keeps why it was made.</summary>
    private async Task<Proposal?> ProposalAsync(Report report, GapId gap, CancellationToken ct)
    {
        const int Looked = 100;
        var members = await db.Links.Where(l => l.GapId == gap && l.EndedBy == null).Select(l => l.ReportId).ToListAsync(ct);
        return lookAlikes.Find(report, Looked).FirstOrDefault(h => members.Contains(h.Report)).Proposal;
    }
}
