using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Core.Gaps;
using Insights.Privacy;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Stewardship;

/// <summary>The withheld texts, the oldest first, by keyset.</summary>
/// <param name="State">Only those that stand so; without it, all.</param>
/// <param name="First">How many at most, 1 to 100.</param>
/// <param name="After">The number of the last one read.</param>
[Requires(Permission.KeepPrivacy)]
public sealed record WithheldTextList(WithheldState? State, int First, long? After) : IQuery<Page<WithheldTextView>>, IChecked
{
    public void Check(Check check) => check.Must(First is >= 1 and <= Page<WithheldTextView>.MaxSize, RefusalCode.OutOfRange, "Ask for 1 to 100 texts.", "first");
}

/// <summary>One withheld text, by its human number.</summary>
[Requires(Permission.KeepPrivacy)]
public sealed record WithheldTextByNumber(long Number) : IQuery<WithheldTextView>;

/// <summary>A text that newer rules find something in, out of sight until a person settles it.</summary>
public sealed record WithheldTextView
{
    /// <summary>Its id.</summary>
    public required WithheldTextId Id { get; init; }

    /// <summary>Its human number, as in W-3.</summary>
    public required long Number { get; init; }

    /// <summary>The words as they stood; empty once settled. Only privacy stewards read them.</summary>
    public required GuardedText Text { get; init; }

    /// <summary>What was found in it.</summary>
    public required IReadOnlyList<WithheldFinding> Findings { get; init; }

    /// <summary>Where it was taken from.</summary>
    public required IReadOnlyList<WithheldPlaceView> Places { get; init; }

    /// <summary>What became of it.</summary>
    public required WithheldState State { get; init; }

    /// <summary>When it was withheld.</summary>
    public required DateTimeOffset WithheldAt { get; init; }

    /// <summary>Version of the rules that found it.</summary>
    public required int RuleSetVersion { get; init; }

    /// <summary>Who settled it.</summary>
    public PersonId? SettledBy { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>Counts changes; commands say which one they have seen.</summary>
    public required int Version { get; init; }

    internal static async Task<List<WithheldTextView>> FromAsync(InsightsDb db, IQueryable<WithheldText> texts, CancellationToken ct)
    {
        var rows = await texts.ToListAsync(ct);
        var ids = rows.Select(w => w.Id).ToList();
        var places = await (
            from place in db.WithheldPlaces.AsNoTracking()
            where ids.Contains(place.WithheldTextId)
            join report in db.Reports on place.ReportId equals report.Id into reports
            from report in reports.DefaultIfEmpty()
            join gap in db.Gaps on place.GapId equals gap.Id into gaps
            from gap in gaps.DefaultIfEmpty()
            orderby place.Table, place.Key, place.Path
            select new { place.WithheldTextId, View = new WithheldPlaceView(place.Table, place.Path, report == null ? null : report.Number, gap == null ? null : gap.Number) })
            .ToListAsync(ct);
        return [.. rows.Select(w => new WithheldTextView
        {
            Id = w.Id,
            Number = w.Number,
            Text = w.Text,
            Findings = w.Findings,
            Places = [.. places.Where(p => p.WithheldTextId == w.Id).Select(p => p.View)],
            State = w.State,
            WithheldAt = w.WithheldAt,
            RuleSetVersion = w.RuleSetVersion,
            SettledBy = w.SettledBy,
            SettledAt = w.SettledAt,
            Version = w.Version,
        })];
    }
}

/// <summary>One place a text was taken from.</summary>
/// <param name="Table">What kind of thing it stood in, such as report or decision.</param>
/// <param name="Path">Where in it.</param>
/// <param name="ReportNumber">Human number of the report it belongs to.</param>
/// <param name="GapNumber">Human number of the gap it belongs to.</param>
public sealed record WithheldPlaceView(string Table, string Path, long? ReportNumber, long? GapNumber);

internal sealed class WithheldTextsHandler(IDbContextFactory<InsightsDb> contexts) :
    IRequestHandler<WithheldTextList, Outcome<Page<WithheldTextView>>>, IRequestHandler<WithheldTextByNumber, Outcome<WithheldTextView>>
{
    public async Task<Outcome<Page<WithheldTextView>>> Handle(WithheldTextList request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var texts = db.WithheldTexts.AsNoTracking();
        if (request.State is { } state)
            texts = texts.Where(w => w.State == state);
        if (request.After is { } after)
            texts = texts.Where(w => w.Number > after);
        var page = await WithheldTextView.FromAsync(db, texts.OrderBy(w => w.Number).Take(request.First + 1), cancellationToken);
        return Page<WithheldTextView>.Of(page, request.First);
    }

    public async Task<Outcome<WithheldTextView>> Handle(WithheldTextByNumber request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return (await WithheldTextView.FromAsync(db, db.WithheldTexts.AsNoTracking().Where(w => w.Number == request.Number), cancellationToken)) is [var view]
            ? view : Refusal.NotFound("withheld text", "number");
    }
}
