using AutoMapper;
using AutoMapper.QueryableExtensions;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Core.Triage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Contact;

/// <summary>
/// Everything that was said between the author of a report and the policy team, oldest first: questions, answers, and
/// remarks on its gap that were written for reporters. For its author and for those who read internal remarks.
/// </summary>
/// <param name="Report">The report.</param>
[Requires(Permission.ReadOwnReports)]
public sealed record ConversationOf(ReportId Report) : IQuery<List<CommentView>>
{
    /// <summary>Most remarks that are shown; the newest ones.</summary>
    public const int Most = 200;
}

internal sealed class ConversationOfHandler(IDbContextFactory<InsightsDb> contexts, IConfigurationProvider maps, CurrentActor current)
    : IRequestHandler<ConversationOf, Outcome<List<CommentView>>>
{
    public async Task<Outcome<List<CommentView>>> Handle(ConversationOf request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var author = await db.Reports.Where(r => r.Id == request.Report && r.State != ReportState.Draft).Select(r => (PersonId?)r.AuthorId).FirstOrDefaultAsync(cancellationToken);
        if (author is null || (author != current.Actor.Id && !current.Actor.May(Permission.ReadInternalRemarks)))
            return Refusal.NotFound("conversation of yours", "reportId");

        var standsIn = db.Links.Where(l => l.ReportId == request.Report && l.EndedBy == null).Select(l => l.GapId);
        var gaps = db.Gaps.Where(g => standsIn.Contains(g.Id) || (g.StandsIn != null && standsIn.Contains(g.StandsIn.Value))).Select(g => (GapId?)g.Id);
        var newest = await db.Comments.AsNoTracking()
            .Where(c => c.Audience == Audience.Reporter && (c.ReportId == request.Report || (c.ReportId == null && gaps.Contains(c.GapId))))
            .OrderByDescending(c => c.At).ThenByDescending(c => c.Id).Take(ConversationOf.Most).ProjectTo<CommentView>(maps).ToListAsync(cancellationToken);
        newest.Reverse();
        return newest;
    }
}
