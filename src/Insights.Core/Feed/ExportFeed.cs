using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Feed;

/// <summary>Says which stretch of the feed an export takes: from a cursor on, up to where the feed ends now.</summary>
/// <param name="After">Cursor of the last event that the reader has; without it, from the beginning.</param>
/// <param name="Filter">Which events; without it, all that the reader may have.</param>
[Requires(Permission.ExportFeed)]
public sealed record PlanExport(string? After, FeedFilter? Filter) : IQuery<ExportStretch>, IChecked
{
    public void Check(Check check)
    {
        check.Must(After is null || FeedCursor.TryParse(After, out _), RefusalCode.Malformed, "This is not a cursor of the feed.", "after");
        Filter?.Check(check);
    }
}

/// <summary>A stretch of the feed that no longer changes.</summary>
/// <param name="After">Where it begins, itself not in it.</param>
/// <param name="UpTo">Where it ends, itself in it; the next export begins there.</param>
/// <param name="Epoch">Which life of the log it belongs to.</param>
/// <param name="Filter">Which events of it.</param>
public sealed record ExportStretch(string After, string UpTo, long Epoch, FeedFilter? Filter);

/// <summary>Reads one page of an export. What came into the feed after the export began is left to the next one.</summary>
/// <param name="After">Cursor of the page before.</param>
/// <param name="UpTo">Where the export ends.</param>
/// <param name="Filter">Which events.</param>
[Requires(Permission.ExportFeed)]
public sealed record ExportPage(string After, string UpTo, FeedFilter? Filter) : IQuery<FeedPage>, IChecked
{
    public void Check(Check check)
    {
        check.Must(FeedCursor.TryParse(After, out _), RefusalCode.Malformed, "This is not a cursor of the feed.", "after");
        check.Must(FeedCursor.TryParse(UpTo, out _), RefusalCode.Malformed, "This is not a cursor of the feed.", "upTo");
        Filter?.Check(check);
    }
}

internal sealed class PlanExportHandler(IDbContextFactory<InsightsDb> contexts) : IRequestHandler<PlanExport, Outcome<ExportStretch>>
{
    public async Task<Outcome<ExportStretch>> Handle(PlanExport request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var head = await db.FeedHeads.AsNoTracking().SingleAsync(cancellationToken);
        var (first, last) = (new FeedCursor(head.Epoch, 0), new FeedCursor(head.Epoch, head.FeedPosition));
        var after = FeedCursor.TryParse(request.After, out var given) ? given : first;
        return after.Epoch == last.Epoch && after.Position <= last.Position
            ? new ExportStretch(after.ToString(), last.ToString(), head.Epoch, request.Filter)
            : new ResyncRefusal(first.ToString(), last.ToString());
    }
}

internal sealed class ExportPageHandler(IDbContextFactory<InsightsDb> contexts, CurrentActor current, Standing standing) : IRequestHandler<ExportPage, Outcome<FeedPage>>
{
    public async Task<Outcome<FeedPage>> Handle(ExportPage request, CancellationToken cancellationToken)
    {
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            if (!await standing.StillMayAsync(db, Permission.ExportFeed, cancellationToken))
                return ExportEnded;
        }

        // The same reading as of the stream, and so what the reader is registered for and nothing else.
        var read = await new ReadFeedHandler(contexts, current).Handle(new ReadFeed(request.After, request.Filter, ReadFeed.MaxPage), cancellationToken);
        if (!read.Succeeded(out var page) || PositionOf(page.EndCursor) < PositionOf(request.UpTo))
            return read;
        return new FeedPage([.. page.Entries.TakeWhile(e => PositionOf(e.Cursor) <= PositionOf(request.UpTo))], request.UpTo, false);
    }

    /// <summary>An export outlasts the moment in which it was granted, so that each page of it asks again.</summary>
    internal static Refusal ExportEnded => Refusal.Of(RefusalCode.NotPermitted, "What began this export opens nothing any more.");

    private static long PositionOf(string cursor) => FeedCursor.TryParse(cursor, out var at) ? at.Position : 0;
}
