using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Similarity;
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

    /// <summary>Moved a report out of a gap, into another one.</summary>
    MovedOut,
}

/// <summary>What one person said about one report and one gap.</summary>
/// <param name="Same">Null for not sure.</param>
internal sealed record Word(LabelKind Kind, ReportId Report, GapId Gap, bool? Same, PersonId By, DateTimeOffset At);

/// <summary>Everything people have said, and the pairs of reports that follow from it.</summary>
/// <param name="Counts">How often each kind was said.</param>
/// <param name="Pairs">For each pair of reports the newest word about it, the oldest first; pairs nobody is sure of are left out.</param>
internal sealed record LabelBook(IReadOnlyDictionary<LabelKind, int> Counts, IReadOnlyList<LabelledPair> Pairs)
{
    public int Total => Counts.Values.Sum();
}

/// <summary>
/// Gathers what people said about what is the same: answers and links. What the engine did by itself is never among it,
/// or it would confirm itself; a person who undoes what it did says no.
/// </summary>
internal static class Labels
{
    /// <summary>Of a gap with many reports, so many stand for it in a label; the rest would only repeat them.</summary>
    private const int MembersPerWord = 5;

    public static async Task<LabelBook> ReadAsync(InsightsDb db, CancellationToken ct)
    {
        var stays = await StaysAsync(db, ct);
        var words = stays.SelectMany(WordsOf).Concat(await AnswersAsync(db, ct))
            .OrderBy(w => w.At).ThenBy(w => w.Kind).ThenBy(w => w.Report.Value, StringComparer.Ordinal).ThenBy(w => w.Gap.Value, StringComparer.Ordinal).ToList();
        var members = stays.GroupBy(s => s.Gap).ToDictionary(g => g.Key, g => g.OrderBy(s => s.From).ThenBy(s => s.Report.Value, StringComparer.Ordinal).ToList());

        // Later words replace earlier ones about the same pair.
        var newest = new Dictionary<(string, string), Word>();
        foreach (var word in words)
            foreach (var other in MembersAt(members, word))
                newest[string.CompareOrdinal(word.Report.Value, other.Value) < 0 ? (word.Report.Value, other.Value) : (other.Value, word.Report.Value)] = word;
        return new LabelBook(
            words.GroupBy(w => w.Kind).ToDictionary(g => g.Key, g => g.Count()),
            [.. newest.Where(n => n.Value.Same is not null).OrderBy(n => n.Value.At).ThenBy(n => n.Key.Item1, StringComparer.Ordinal).ThenBy(n => n.Key.Item2, StringComparer.Ordinal)
                .Select(n => new LabelledPair(n.Key.Item1, n.Key.Item2, n.Value.Same!.Value, n.Value.At))]);
    }

    /// <summary>The reports that stood in the gap when this was said.</summary>
    private static IEnumerable<ReportId> MembersAt(Dictionary<GapId, List<Stay>> members, Word word) =>
        members.GetValueOrDefault(word.Gap, [])
            .Where(s => s.Report != word.Report && s.From <= word.At && (s.Until is not { } until || until > word.At))
            .Take(MembersPerWord).Select(s => s.Report);

    private static IEnumerable<Word> WordsOf(Stay stay)
    {
        if (stay.MadeBy is OperationKind.Link && stay.LinkedBy != PersonId.System)
            yield return new Word(stay.Role is LinkRole.Variant ? LabelKind.LinkedVariant : LabelKind.LinkedSame, stay.Report, stay.Gap, true, stay.LinkedBy, stay.From);
        if (stay is { EndedAs: OperationKind.Link, EndedBy: { } by, Until: { } at } && by != PersonId.System)
            yield return new Word(LabelKind.MovedOut, stay.Report, stay.Gap, false, by, at);
    }

    private static async Task<List<Word>> AnswersAsync(InsightsDb db, CancellationToken ct)
    {
        var answers = await db.LookAlikeAnswers.AsNoTracking().Where(a => a.By != PersonId.System)
            .Select(a => new { a.ReportId, a.GapId, a.Answer, a.By, a.At }).ToListAsync(ct);
        return [.. answers.Select(a => a.Answer switch
        {
            SameGap.Yes => new Word(LabelKind.Yes, a.ReportId, a.GapId, true, a.By, a.At),
            SameGap.No => new Word(LabelKind.No, a.ReportId, a.GapId, false, a.By, a.At),
            SameGap.NotSure => new Word(LabelKind.NotSure, a.ReportId, a.GapId, null, a.By, a.At),
        })];
    }

    private static async Task<List<Stay>> StaysAsync(InsightsDb db, CancellationToken ct) => await (
        from link in db.Links.AsNoTracking()
        join made in db.Operations on link.OperationId equals made.Id
        join ended in db.Operations on link.EndedBy equals (OperationId?)ended.Id into ends
        from end in ends.DefaultIfEmpty()
        select new Stay(
            link.ReportId, link.GapId, link.Role, made.Kind, link.LinkedBy, link.LinkedAt,
            end == null ? null : end.Kind, end == null ? null : end.By, end == null ? null : end.At)).ToListAsync(ct);

    /// <summary>That a report stood in a gap, from when to when, and who said so at both ends.</summary>
    private sealed record Stay(
        ReportId Report, GapId Gap, LinkRole Role, OperationKind MadeBy, PersonId LinkedBy, DateTimeOffset From,
        OperationKind? EndedAs, PersonId? EndedBy, DateTimeOffset? Until);
}
