using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Privacy;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Stewardship;

/// <summary>Where some words stand, before anyone asks for their erasure. The words are not kept.</summary>
/// <param name="Words">The words, 3 to 200 characters; whole words, in any case.</param>
[Requires(Permission.KeepPrivacy)]
public sealed record FindStoredWords(string? Words) : IQuery<WordsFound>, IChecked
{
    public void Check(Check check) => RequestErasure.CheckWords(check, Words);
}

/// <summary>Where that stands which an erasure is asked for: so that the second steward can look. Nothing once it is decided.</summary>
/// <param name="Erasure">The erasure.</param>
[Requires(Permission.KeepPrivacy)]
public sealed record PlacesOfErasure(ErasureId Erasure) : IQuery<WordsFound>;

/// <summary>Where some words stand.</summary>
/// <param name="Rows">In how many rows.</param>
/// <param name="Places">The first of them, at most 50.</param>
/// <param name="InWithheld">In how many texts that are withheld.</param>
public sealed record WordsFound(int Rows, IReadOnlyList<WithheldPlaceView> Places, int InWithheld);

/// <summary>Looks for words in everything that is stored, revisions, withheld texts and what left on the feed included.</summary>
internal sealed class StoredWords(InsightsDb db)
{
    /// <summary>Rows with the words, tracked, in every table of texts.</summary>
    public async Task<List<TextRow>> RowsAsync(string words, CancellationToken ct)
    {
        var rows = new List<TextRow>();
        foreach (var table in TextTables.Of(db))
            rows.AddRange(await table.SayingAsync(db, words, int.MaxValue, ct));
        return rows;
    }

    public async Task<List<WithheldText>> WithheldAsync(string words, CancellationToken ct) =>
        [.. (await db.WithheldTexts.Where(w => w.State == WithheldState.Open).ToListAsync(ct)).Where(w => w.Text.Says(words))];

    /// <summary>The words as they stand in the first text that holds them; null when none does.</summary>
    public async Task<GuardedText?> QuoteAsync(string words, CancellationToken ct)
    {
        foreach (var table in TextTables.Of(db))
            if (await table.SayingAsync(db, words, 1, ct) is [var row])
                return row.Texts.Select(t => t.Text.Quote(words)).First(quote => quote is not null);
        return (await WithheldAsync(words, ct)).Select(w => w.Text.Quote(words)).FirstOrDefault();
    }
}

internal sealed class FindStoredWordsHandler(IDbContextFactory<InsightsDb> contexts) :
    IRequestHandler<FindStoredWords, Outcome<WordsFound>>, IRequestHandler<PlacesOfErasure, Outcome<WordsFound>>
{
    private const int Shown = 50;

    public async Task<Outcome<WordsFound>> Handle(FindStoredWords request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await FindAsync(db, request.Words!, cancellationToken);
    }

    public async Task<Outcome<WordsFound>> Handle(PlacesOfErasure request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Erasures.AsNoTracking().FirstOrDefaultAsync(e => e.Id == request.Erasure, cancellationToken) switch
        {
            null => Refusal.NotFound("erasure", "erasure"),
            { Words: { } words } => await FindAsync(db, words.Value, cancellationToken),
            { State: ErasureState.Requested, Kind: ErasureKind.Purge } purge => await PurgedAsync(db, purge, cancellationToken),
            _ => new WordsFound(0, [], 0),
        };
    }

    private static async Task<WordsFound> FindAsync(InsightsDb db, string words, CancellationToken ct)
    {
        var stored = new StoredWords(db);
        var rows = await stored.RowsAsync(words, ct);
        var shown = rows.Take(Shown).ToList();
        var (reports, gaps) = await NumbersAsync(db, [.. shown.Select(r => r.Report).OfType<ReportId>()], [.. shown.Select(r => r.Gap).OfType<GapId>()], ct);
        return new WordsFound(
            rows.Count,
            [.. shown.Select(row => new WithheldPlaceView(row.Table.Name, row.Texts.First(t => t.Text.Says(words)).Path, NumberOf(reports, row.Report), NumberOf(gaps, row.Gap)))],
            (await stored.WithheldAsync(words, ct)).Count);
    }

    private static async Task<WordsFound> PurgedAsync(InsightsDb db, Erasure purge, CancellationToken ct)
    {
        var comment = await db.Comments.AsNoTracking().FirstOrDefaultAsync(c => c.Id == purge.CommentId, ct);
        ReportId? report = purge.ReportId ?? comment?.ReportId;
        var (reports, gaps) = await NumbersAsync(db, [.. new[] { report }.OfType<ReportId>()], [.. new[] { comment?.GapId }.OfType<GapId>()], ct);
        var place = comment is null ? TextTables.Named(db, "report").Name : TextTables.Named(db, "comment").Name;
        return new WordsFound(1, [new WithheldPlaceView(place, "", NumberOf(reports, report), NumberOf(gaps, comment?.GapId))], 0);
    }

    private static async Task<(Dictionary<ReportId, long> Reports, Dictionary<GapId, long> Gaps)> NumbersAsync(InsightsDb db, List<ReportId> reports, List<GapId> gaps, CancellationToken ct) => (
        await db.Reports.Where(r => reports.Contains(r.Id)).ToDictionaryAsync(r => r.Id, r => r.Number, ct),
        await db.Gaps.Where(g => gaps.Contains(g.Id)).ToDictionaryAsync(g => g.Id, g => g.Number, ct));

    private static long? NumberOf<TId>(Dictionary<TId, long> numbers, TId? id) where TId : struct =>
        id is { } known && numbers.TryGetValue(known, out var number) ? number : null;
}
