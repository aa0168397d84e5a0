using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Triage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Queue;

/// <summary>Puts labels of the team's list on a gap, and takes others off it.</summary>
/// <param name="GapId">The gap.</param>
/// <param name="ExpectedVersion">The version the caller has seen.</param>
/// <param name="Add">Codes of labels to put on it.</param>
/// <param name="Remove">Codes of labels to take off it.</param>
[Requires(Permission.MoveGaps)]
public sealed record LabelGap(string GapId, int ExpectedVersion, IReadOnlyList<string>? Add, IReadOnlyList<string>? Remove) : ICommand<GapView>, IChecked
{
    public void Check(Check check)
    {
        check.Id<GapId>(GapId, required: true, "gapId");
        IReadOnlyList<string> all = [.. Add ?? [], .. Remove ?? []];
        check.Must(all.Count > 0, RefusalCode.Required, "Choose a label to put on it or to take off it.", "add");
        check.Must(all.Count <= Gap.MostLabels, RefusalCode.OutOfRange, "At most 20 labels at once.", "add");
        check.Must(all.Distinct(StringComparer.Ordinal).Count() == all.Count, RefusalCode.Malformed, "Name each label once.", "add");
        foreach (var (list, path) in new[] { (Add, "add"), (Remove, "remove") })
            foreach (var (i, code) in (list ?? []).Take(Gap.MostLabels).Index())
                check.Code(code, required: true, path, i.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}

internal sealed class LabelGapHandler(InsightsDb db, GapMoves moves, Ledger ledger, TimeProvider clock) : IRequestHandler<LabelGap, Outcome<GapView>>
{
    public async Task<Outcome<GapView>> Handle(LabelGap request, CancellationToken cancellationToken)
    {
        var found = await moves.FindAsync(request.GapId, request.ExpectedVersion, cancellationToken);
        if (!found.Succeeded(out var gap))
            return found.Refusals.ToList();
        var refusals = new List<Refusal>();
        foreach (var (list, path, adds) in new[] { (request.Remove, "remove", false), (request.Add, "add", true) })
        {
            foreach (var (i, code) in (list ?? []).Index())
            {
                var refused = adds ? await UnknownAsync(db, code, cancellationToken) ?? gap.Label(code, clock.GetUtcNow()) : gap.Unlabel(code, clock.GetUtcNow());
                if (refused is not null)
                    refusals.Add(refused with { Path = [path, i.ToString(System.Globalization.CultureInfo.InvariantCulture)] });
                ledger.Record(new AuditLine(adds ? "LabelGap" : "UnlabelGap") { Gap = gap.Id, Code = code });
            }
        }

        if (refusals.Count > 0)
            return refusals;
        ledger.Announce(FeedEventType.GapLabelled, gap);
        return await moves.CommitAsync(gap.Id, cancellationToken);
    }

    /// <summary>Refuses a label that is not on the list, or is no longer given.</summary>
    internal static async Task<Refusal?> UnknownAsync(InsightsDb db, string code, CancellationToken ct) =>
        await db.Labels.AnyAsync(l => l.Code == code && !l.Retired, ct) ? null
            : Refusal.Of(RefusalCode.UnknownCode, "This code is not on the list of labels.", "label");
}
