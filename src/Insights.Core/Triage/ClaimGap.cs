using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Triage;

/// <summary>A triage lead takes a new gap on and answers for it from now on.</summary>
/// <param name="GapId">The gap.</param>
/// <param name="ExpectedVersion">The version the caller has seen.</param>
/// <param name="Severity">How severe it is.</param>
/// <param name="DuplicatesChecked">Says that the proposed look-alikes were looked at.</param>
/// <param name="Answers">Answers about the look-alikes that were proposed.</param>
[Requires(Permission.TriageGaps)]
public sealed record ClaimGap(string GapId, int ExpectedVersion, Severity? Severity, bool DuplicatesChecked, IReadOnlyList<LookAlikeAnswerForm>? Answers)
    : ICommand<GapView>, IChecked
{
    public void Check(Check check)
    {
        check.Id<GapId>(GapId, required: true, "gapId");
        LookAlikeAnswerForm.Check(check, Answers, "answers");
    }
}

internal sealed class ClaimGapHandler(InsightsDb db, GapMoves moves, AnswerBook answers) : IRequestHandler<ClaimGap, Outcome<GapView>>
{
    public async Task<Outcome<GapView>> Handle(ClaimGap request, CancellationToken cancellationToken)
    {
        var found = await moves.FindAsync(request.GapId, request.ExpectedVersion, cancellationToken);
        if (!found.Succeeded(out var gap))
            return found.Refusals.ToList();
        var move = new GapMove { Severity = request.Severity, DuplicatesChecked = request.DuplicatesChecked };
        if (moves.Move(gap, GapAction.Claim, move) is { Refused: true } refused)
            return refused.Refusals.ToList();

        var canonical = await db.Reports.FirstAsync(r => r.Id == gap.CanonicalReportId, cancellationToken);
        await answers.GiveAsync(canonical, LookAlikeAnswerForm.Read(request.Answers), cancellationToken);
        return await moves.CommitAsync(gap.Id, cancellationToken);
    }
}
