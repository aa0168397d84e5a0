using GraphQL;
using Insights.Core.Evidence;
using Insights.GraphQL.Contract;
using Insights.GraphQL.Permissions;
using MediatR;

namespace Insights.GraphQL.Fields;

// Reading and checking the audit log.
internal sealed partial class Query
{
    /// <summary>The audit log, the newest entries first, page by page: ids and codes, no words.</summary>
    /// <param name="filter">Which entries; without it, all.</param>
    /// <param name="first">How many at most, 1 to 100.</param>
    /// <param name="after">The cursor of the last entry read.</param>
    [Needs(typeof(AuditList))]
    public static async Task<Connection<AuditEntryView>> AuditEntriesAsync(
        [FromServices] IMediator mediator, AuditFilter? filter, int first = 20, string? after = null, CancellationToken ct = default) =>
        (await mediator.AskAsync(new AuditList(filter, first, Cursors.Read(after, 1)?[0]), ct)).Connect(after, entry => Cursors.Of(entry.Position));

    /// <summary>How far the audit log is, and how far a signed checkpoint vouches for it.</summary>
    [Needs(typeof(ReadAuditCheckpoint))]
    public static Task<AuditCheckpointView> AuditCheckpointAsync([FromServices] IMediator mediator, CancellationToken ct) => mediator.AskAsync(new ReadAuditCheckpoint(), ct);

    /// <summary>A check of the newest entries against each other, the head row and the newest checkpoint.</summary>
    /// <param name="last">How many entries, 1 to 10,000.</param>
    [Needs(typeof(VerifyRecentAudit))]
    public static Task<AuditCheckView> AuditCheckAsync([FromServices] IMediator mediator, int last = 1_000, CancellationToken ct = default) =>
        mediator.AskAsync(new VerifyRecentAudit(last), ct);

    /// <summary>What the audit log can be filtered by.</summary>
    [Needs(typeof(ReadAuditChoices))]
    public static Task<AuditChoicesView> AuditChoicesAsync([FromServices] IMediator mediator, CancellationToken ct) => mediator.AskAsync(new ReadAuditChoices(), ct);
}
