using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Consumers;

/// <summary>
/// A consumer says up to where it has read and kept everything. The place only moves forward: an older cursor changes
/// nothing and is answered with the place that stands.
/// </summary>
/// <param name="Cursor">The cursor of the last event it keeps.</param>
[Requires(Permission.AcknowledgeFeed)]
public sealed record AcknowledgeFeed(string? Cursor) : ICommand<ConsumerView>, IChecked
{
    public void Check(Check check)
    {
        if (string.IsNullOrWhiteSpace(Cursor))
            check.Missing("cursor");
        else
            check.Must(FeedCursor.TryParse(Cursor, out _), RefusalCode.Malformed, "This is not a cursor of the feed.", "cursor");
    }
}

internal sealed class AcknowledgeFeedHandler(InsightsDb db, Ledger ledger, CurrentActor current, TimeProvider clock, ConsumerDesk desk) : IRequestHandler<AcknowledgeFeed, Outcome<ConsumerView>>
{
    public async Task<Outcome<ConsumerView>> Handle(AcknowledgeFeed request, CancellationToken cancellationToken)
    {
        var me = current.Actor.Id;
        if (await db.Consumers.FirstOrDefaultAsync(c => c.PersonId == me && c.EndedAt == null, cancellationToken) is not { } consumer)
            return Refusal.Of(RefusalCode.NotPermitted, "Only a registered consumer, signed in with a key of its own, keeps a place in the feed.");
        _ = FeedCursor.TryParse(request.Cursor, out var cursor);
        var head = await db.FeedHeads.AsNoTracking().SingleAsync(cancellationToken);
        if (cursor.Epoch != head.Epoch || cursor.Position > head.FeedPosition)
            return new ResyncRefusal(new FeedCursor(head.Epoch, 0).ToString(), new FeedCursor(head.Epoch, head.FeedPosition).ToString()) { Path = ["cursor"] };
        if (consumer.Acknowledge(cursor, clock.GetUtcNow()))
        {
            ledger.Record(new AuditLine("AcknowledgeFeed") { Code = consumer.Id.Value });
            await ledger.CommitAsync(cancellationToken);
        }

        return await desk.ViewAsync(db, consumer.Id, cancellationToken);
    }
}
