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

internal sealed class FindStoredWordsHandler(IDbContextFactory<InsightsDb> contexts) : IRequestHandler<FindStoredWords, Outcome<WordsFound>>
{
    private const int Shown = 50;

    public async Task<Outcome<WordsFound>> Handle(FindStoredWords request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var stored = new StoredWords(db);
        var rows = await stored.RowsAsync(request.Words!, cancellationToken);
        var shown = rows.Take(Shown).ToList();
        var (reports, gaps) = (shown.Select(r => r.Report).OfType<ReportId>().ToList(), shown.Select(r => r.Gap).OfType<GapId>().ToList());
        var reportNumbers = await db.Reports.Where(r => reports.Contains(r.Id)).ToDictionaryAsync(r => r.Id, r => r.Number, cancellationToken);
        var gapNumbers = await db.Gaps.Where(g => gaps.Contains(g.Id)).ToDictionaryAsync(g => g.Id, g => g.Number, cancellationToken);
        return new WordsFound(
            rows.Count,
            [.. shown.Select(row => new WithheldPlaceView(
                row.Table.Name,
                row.Texts.First(t => t.Text.Says(request.Words!)).Path,
                row.Report is { } report && reportNumbers.TryGetValue(report, out var r) ? r : null,
                row.Gap is { } gap && gapNumbers.TryGetValue(gap, out var g) ? g : null))],
            (await stored.WithheldAsync(request.Words!, cancellationToken)).Count);
    }
}
