using System.Globalization;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Privacy;

namespace Insights.Core.Clusters;

/// <summary>What every cluster command shares: its key, the versions it names, the transaction, and the operation read back.</summary>
internal sealed class ClusterCommands(InsightsDb db, Idempotency repeats, Ledger ledger, Linking linking)
{
    /// <summary>Puts the operation together and commits it, unless something refuses it.</summary>
    /// <param name="request">The command.</param>
    /// <param name="kind">What it does.</param>
    /// <param name="reason">Why.</param>
    /// <param name="seen">The versions the caller has seen.</param>
    /// <param name="needed">Ids of which a version must be named.</param>
    /// <param name="plan">Puts it together.</param>
    /// <param name="ct">Stops the work.</param>
    /// <param name="undoes">The operation that is undone, once <paramref name="plan"/> has found it.</param>
    public async Task<Outcome<OperationView>> RunAsync<TRequest>(
        TRequest request, OperationKind kind, GuardedText? reason, IReadOnlyList<SeenVersionForm>? seen, IEnumerable<string> needed,
        Func<ClusterEdit, Task<List<Refusal>>> plan, CancellationToken ct, Func<Operation?>? undoes = null) where TRequest : class, IRepeatable
    {
        var earlier = await repeats.FindAsync(request, ct);
        if (earlier.Refused)
            return earlier.Refusals.ToList();
        if (earlier.Value is { } made)
            return await ViewAsync(OperationId.Of(made), ct);
        var changed = await SeenVersionForm.ChangedAsync(db, seen, needed, ct);
        var edit = linking.Begin();
        List<Refusal> refusals = [.. changed, .. await plan(edit)];
        if (refusals.Count > 0)
            return refusals;

        var operation = await linking.CommitAsync(edit, kind, reason, undoes?.Invoke(), ct);
        repeats.Remember(request, operation.Id.Value);
        await ledger.CommitAsync(ct);
        return await ViewAsync(operation.Id, ct);
    }

    private async Task<OperationView> ViewAsync(OperationId id, CancellationToken ct) =>
        (await OperationViews.OfAsync(db, db.Operations.Where(o => o.Id == id), ct)).Single();
}

/// <summary>Lists of ids in a request.</summary>
internal static class Lists
{
    public static void CheckIds<TId>(Check check, IEnumerable<string> ids, string path) where TId : struct, IPrefixedId<TId>
    {
        foreach (var (i, id) in ids.Index())
            check.Id<TId>(id, required: true, path, Place(i));
    }

    /// <summary>A place in a list, as the path of a refusal names it.</summary>
    public static string Place(int index) => index.ToString(CultureInfo.InvariantCulture);
}
