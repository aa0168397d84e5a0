using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Clusters;

/// <summary>
/// Takes an operation back: links, states, owners, labels, canonical reports and what was kept apart are as before.
/// A triage lead may; of moves over a list of gaps, also whoever made them.
/// Refused by name when something newer stands on it. It is an operation itself, so it can be undone as well; what was
/// undone and done again is undone through either.
/// </summary>
/// <param name="OperationId">The operation.</param>
/// <param name="Reason">Why.</param>
/// <param name="Seen">The versions that a preview showed; refused when one of them changed.</param>
/// <param name="IdempotencyKey">The same key gives the same answer.</param>
[Requires(Permission.MoveGaps)]
public sealed record UndoOperation(string OperationId, string? Reason, IReadOnlyList<SeenVersionForm>? Seen, string? IdempotencyKey)
    : ICommand<OperationView>, IChecked, IAcknowledging, IRepeatable
{
    /// <summary>The findings the writer has looked at and keeps.</summary>
    public IReadOnlyList<AcknowledgedFindingForm>? Acknowledged { get; init; }

    public void Check(Check check)
    {
        check.Id<OperationId>(OperationId, required: true, "operationId");
        check.Text(Reason, 500, required: false, "reason");
        SeenVersionForm.Check(check, Seen);
    }
}

/// <summary>What undoing an operation would do.</summary>
/// <param name="OperationId">The operation.</param>
[Requires(Permission.MoveGaps)]
public sealed record PreviewUndoOperation(string OperationId) : IQuery<OperationPreviewView>, IChecked
{
    public void Check(Check check) => check.Id<OperationId>(OperationId, required: true, "operationId");
}

internal sealed class UndoOperationHandler(ClusterCommands commands, Previews previews, Screen screen, CurrentActor current) :
    IRequestHandler<UndoOperation, Outcome<OperationView>>, IRequestHandler<PreviewUndoOperation, Outcome<OperationPreviewView>>
{
    public Task<Outcome<OperationView>> Handle(UndoOperation request, CancellationToken cancellationToken)
    {
        Operation? undone = null;
        return commands.RunAsync(
            request, OperationKind.Undo, screen.Of(request.Reason), request.Seen, [],
            async edit =>
            {
                var found = await FindAsync(edit, request.OperationId, cancellationToken);
                undone = found.ValueOrDefault;
                return await PlanAsync(edit, found, cancellationToken);
            },
            cancellationToken, () => undone);
    }

    public async Task<Outcome<OperationPreviewView>> Handle(PreviewUndoOperation request, CancellationToken cancellationToken) => await previews.OfAsync(
        async edit => await PlanAsync(edit, await FindAsync(edit, request.OperationId, cancellationToken), cancellationToken), cancellationToken);

    /// <summary>The operation by which it is in force: itself, or the last one that did it again after it was undone.</summary>
    private async Task<Outcome<Operation>> FindAsync(ClusterEdit edit, string id, CancellationToken ct)
    {
        if (await ByIdAsync(edit, Data.OperationId.Of(id), ct) is not { } last)
            return Refusal.NotFound("operation", "operationId");
        if (!await MayAsync(edit, last, ct))
            return Refusal.Of(RefusalCode.NotPermitted, "A triage lead undoes this, or whoever did it where it was a move over a list of gaps.", "operationId");
        var inForce = true;
        for (; last.UndoneBy is { } next; inForce = !inForce)
            last = (await ByIdAsync(edit, next, ct))!;
        return inForce ? last : SupersededRefusal.Undone(last.Id, last.Number);
    }

    private async Task<bool> MayAsync(ClusterEdit edit, Operation operation, CancellationToken ct)
    {
        if (current.Actor.May(Permission.LinkReports))
            return true;
        var first = operation;
        while (first.Undoes is { } undone)
            first = (await ByIdAsync(edit, undone, ct))!;
        return operation.By == current.Actor.Id && first.Kind is (OperationKind.Move or OperationKind.Assign or OperationKind.Label or OperationKind.Break);
    }

    private static Task<Operation?> ByIdAsync(ClusterEdit edit, OperationId id, CancellationToken ct) => edit.Db.Operations.FirstOrDefaultAsync(o => o.Id == id, ct);

    private static async Task<List<Refusal>> PlanAsync(ClusterEdit edit, Outcome<Operation> found, CancellationToken ct) =>
        found.Succeeded(out var operation) ? await new Undoing(edit, operation).PlanAsync(ct) : [.. found.Refusals];
}
