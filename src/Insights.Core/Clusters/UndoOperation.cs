using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Clusters;

/// <summary>
/// A triage lead takes an operation back: links, states, canonical reports and what was kept apart are as before.
/// Refused by name when something newer stands on it. It is an operation itself, so it can be undone as well.
/// </summary>
/// <param name="OperationId">The operation.</param>
/// <param name="Reason">Why.</param>
/// <param name="Seen">The versions that a preview showed; refused when one of them changed.</param>
/// <param name="IdempotencyKey">The same key gives the same answer.</param>
[Requires(Permission.LinkReports)]
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
[Requires(Permission.LinkReports)]
public sealed record PreviewUndoOperation(string OperationId) : IQuery<OperationPreviewView>, IChecked
{
    public void Check(Check check) => check.Id<OperationId>(OperationId, required: true, "operationId");
}

internal sealed class UndoOperationHandler(ClusterCommands commands, Previews previews, Screen screen) :
    IRequestHandler<UndoOperation, Outcome<OperationView>>, IRequestHandler<PreviewUndoOperation, Outcome<OperationPreviewView>>
{
    public Task<Outcome<OperationView>> Handle(UndoOperation request, CancellationToken cancellationToken)
    {
        Operation? undone = null;
        return commands.RunAsync(
            request, OperationKind.Undo, screen.Of(request.Reason), request.Seen, [],
            async edit =>
            {
                undone = await FindAsync(edit, request.OperationId, cancellationToken);
                return await PlanAsync(edit, undone, cancellationToken);
            },
            cancellationToken, () => undone);
    }

    public async Task<Outcome<OperationPreviewView>> Handle(PreviewUndoOperation request, CancellationToken cancellationToken) => await previews.OfAsync(
        async edit => await PlanAsync(edit, await FindAsync(edit, request.OperationId, cancellationToken), cancellationToken), cancellationToken);

    private static Task<Operation?> FindAsync(ClusterEdit edit, string id, CancellationToken ct)
    {
        var operation = Data.OperationId.Of(id);
        return edit.Db.Operations.FirstOrDefaultAsync(o => o.Id == operation, ct);
    }

    private static async Task<List<Refusal>> PlanAsync(ClusterEdit edit, Operation? operation, CancellationToken ct) =>
        operation is null ? [Refusal.NotFound("operation", "operationId")] : await new Undoing(edit, operation).PlanAsync(ct);
}
