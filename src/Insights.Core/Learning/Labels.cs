using Insights.Core.Clusters;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Similarity.Learning;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Learning;

/// <summary>How a person said what is the same and what is not.</summary>
public enum LabelKind
{
    /// <summary>Answered yes about a look-alike.</summary>
    Yes,

    /// <summary>Answered not sure.</summary>
    NotSure,

    /// <summary>Answered no.</summary>
    No,

    /// <summary>Linked a report to a gap as the same.</summary>
    LinkedSame,

    /// <summary>Linked a report to a gap as a variant.</summary>
    LinkedVariant,

    /// <summary>Merged gaps.</summary>
    Merged,

    /// <summary>Split reports off from a gap.</summary>
    Split,

    /// <summary>Said that two gaps or reports are to be kept apart.</summary>
    KeptApart,

    /// <summary>Took an operation back.</summary>
    Undone,
}

/// <summary>Everything people have said, and the pairs of reports that follow from it.</summary>
/// <param name="Counts">How often each kind was said.</param>
/// <param name="Pairs">For each pair of reports the newest word about it, the oldest first; pairs nobody is sure of are left out.</param>
internal sealed record LabelBook(IReadOnlyDictionary<LabelKind, int> Counts, IReadOnlyList<LabelledPair> Pairs)
{
    public int Total => Counts.Values.Sum();

    public int SamePairs { get; } = Pairs.Count(p => p.Same);
}

/// <summary>
/// Gathers what people said about what is the same. What the engine did by itself is never among it, or it would confirm
/// itself; a person who undoes what it did says no.
/// </summary>
internal static class Labels
{
    public static async Task<LabelBook> ReadAsync(InsightsDb db, CancellationToken ct)
    {
        var said = (await ReadClusterConstraintsHandler.ReadAsync(db, ct)).Labels.Where(l => l.By != PersonId.System);
        // Later words replace earlier ones about the same pair, whoever said them. Of one moment the more doubtful one counts.
        var newest = new Dictionary<(string A, string B), PairLabel>();
        foreach (var label in said.OrderBy(l => l.At).ThenBy(l => l.Answer))
            newest[string.CompareOrdinal(label.A.Value, label.B.Value) < 0 ? (label.A.Value, label.B.Value) : (label.B.Value, label.A.Value)] = label;
        return new LabelBook(
            await CountAsync(db, ct),
            [.. newest.Where(n => n.Value.Answer is not SameGap.NotSure)
                .OrderBy(n => n.Value.At).ThenBy(n => n.Key.A, StringComparer.Ordinal).ThenBy(n => n.Key.B, StringComparer.Ordinal)
                .Select(n => new LabelledPair(n.Key.A, n.Key.B, n.Value.Answer is SameGap.Yes, n.Value.At))]);
    }

    private static async Task<Dictionary<LabelKind, int>> CountAsync(InsightsDb db, CancellationToken ct)
    {
        var answers = await db.LookAlikeAnswers.Where(a => a.By != PersonId.System).GroupBy(a => a.Answer).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        var links = await (
            from link in db.Links
            join operation in db.Operations on link.OperationId equals operation.Id
            where operation.Kind == OperationKind.Link && operation.By != PersonId.System
            group link by link.Role into role
            select new { role.Key, Count = role.Count() }).ToListAsync(ct);
        var operations = await db.Operations.Where(o => o.By != PersonId.System).GroupBy(o => o.Kind).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        return answers.Select(a => (Kind: KindOf(a.Key), a.Count))
            .Concat(links.Select(l => (Kind: l.Key is LinkRole.Variant ? LabelKind.LinkedVariant : LabelKind.LinkedSame, l.Count)))
            .Concat(operations.Where(o => KindOf(o.Key) is not null).Select(o => (Kind: KindOf(o.Key)!.Value, o.Count)))
            .ToDictionary(k => k.Kind, k => k.Count);
    }

    private static LabelKind KindOf(SameGap answer) => answer switch
    {
        SameGap.Yes => LabelKind.Yes,
        SameGap.NotSure => LabelKind.NotSure,
        SameGap.No => LabelKind.No,
    };

    private static LabelKind? KindOf(OperationKind operation) => operation switch
    {
        OperationKind.Merge => LabelKind.Merged,
        OperationKind.Split => LabelKind.Split,
        OperationKind.KeepApart => LabelKind.KeptApart,
        OperationKind.Undo => LabelKind.Undone,
        _ => null,
    };
}
