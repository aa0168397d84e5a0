using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Core.Reports;
using MediatR;

namespace Insights.Core.Triage;

/// <summary>
/// Moves a gap along the transition table where the move needs no command of its own: accept, defer, decline,
/// implement, close. Which of the other fields are needed, the table says.
/// </summary>
/// <param name="GapId">The gap.</param>
/// <param name="ExpectedVersion">The version the caller has seen.</param>
/// <param name="Action">The move.</param>
[Requires(Permission.MoveGaps)]
public sealed record MoveGap(string GapId, int ExpectedVersion, GapAction Action) : ICommand<GapView>, IChecked, IAcknowledging
{
    /// <summary>The findings the writer has looked at and keeps.</summary>
    public IReadOnlyList<AcknowledgedFindingForm>? Acknowledged { get; init; }

    /// <summary>Accept: kind of gap.</summary>
    public GapKind? Kind { get; init; }

    /// <summary>Accept: policy area.</summary>
    public string? Area { get; init; }

    /// <summary>Defer, decline: why. Reporters read the reason of a decline.</summary>
    public string? Reason { get; init; }

    /// <summary>Defer: the day it comes back.</summary>
    public DateOnly? ExpiresOn { get; init; }

    /// <summary>Defer: after how many further reports it comes back early.</summary>
    public int? RecurrenceThreshold { get; init; }

    /// <summary>Decline: who takes it on, a code from the list of destinations.</summary>
    public string? Destination { get; init; }

    /// <summary>Implement: what is done, or why nothing needs doing. Reporters read it.</summary>
    public string? Plan { get; init; }

    /// <summary>Implement: nothing needs doing, and the plan says why.</summary>
    public bool PlanNotNeeded { get; init; }

    /// <summary>Implement: when it is to be done.</summary>
    public DateOnly? PlanDueOn { get; init; }

    /// <summary>Close: how the effect was verified. Reporters read it.</summary>
    public string? VerificationNote { get; init; }

    /// <summary>The moves this command makes; every other has a command of its own.</summary>
    public static IReadOnlyList<GapAction> Actions { get; } =
        [GapAction.Accept, GapAction.Defer, GapAction.Decline, GapAction.Implement, GapAction.Close];

    public void Check(Check check)
    {
        check.Id<GapId>(GapId, required: true, "gapId");
        check.Must(Actions.Contains(Action), RefusalCode.IllegalMove, $"{Action} has a command of its own.", "action");
        check.Code(Area, required: false, "area");
        check.Code(Destination, required: false, "destination");
        check.Text(Reason, 1000, required: false, "reason");
        check.Text(Plan, ReportForm.MaxText, required: false, "plan");
        check.Text(VerificationNote, ReportForm.MaxText, required: false, "verificationNote");
    }
}

internal sealed class MoveGapHandler(InsightsDb db, GapMoves moves, Catalogue catalogue, Screen screen)
    : IRequestHandler<MoveGap, Outcome<GapView>>
{
    public async Task<Outcome<GapView>> Handle(MoveGap request, CancellationToken cancellationToken)
    {
        var unknown = new[]
        {
            catalogue.Unknown(CodeList.Area, request.Area, "area"),
            catalogue.Unknown(CodeList.Destination, request.Destination, "destination"),
        }.OfType<Refusal>().ToList();
        if (unknown.Count > 0)
            return unknown;
        var found = await moves.FindAsync(request.GapId, request.ExpectedVersion, cancellationToken);
        if (!found.Succeeded(out var gap))
            return found.Refusals.ToList();

        var move = new GapMove
        {
            Kind = request.Kind,
            Area = request.Area,
            Reason = screen.Of(request.Reason),
            ExpiresOn = request.ExpiresOn,
            RecurrenceThreshold = request.RecurrenceThreshold,
            Destination = request.Destination,
            Plan = screen.Of(request.Plan),
            PlanNotNeeded = request.PlanNotNeeded,
            PlanDueOn = request.PlanNotNeeded ? null : request.PlanDueOn,
            VerificationNote = screen.Of(request.VerificationNote),
        };
        if (moves.Move(gap, request.Action, move) is { Refused: true } refused)
            return refused.Refusals.ToList();

        if (request.Action is GapAction.Decline)
            await GapMoves.DeclineReportsAsync(db, [gap.Id], move.Reason!, cancellationToken);
        return await moves.CommitAsync(gap.Id, cancellationToken);
    }
}
