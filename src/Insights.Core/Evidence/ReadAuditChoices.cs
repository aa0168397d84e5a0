using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Evidence;

/// <summary>What the audit log can be filtered by: every kind of deed in it, and everyone who may have done one.</summary>
[Requires(Permission.ReadAudit)]
public sealed record ReadAuditChoices : IQuery<AuditChoicesView>;

/// <summary>What the audit log can be filtered by.</summary>
public sealed record AuditChoicesView
{
    /// <summary>The deeds in the log, by the names of their commands.</summary>
    public required IReadOnlyList<string> Actions { get; init; }

    /// <summary>Handles of all who are enrolled, and of the product itself.</summary>
    public required IReadOnlyList<string> Handles { get; init; }
}

internal sealed class ReadAuditChoicesHandler(IDbContextFactory<InsightsDb> contexts) : IRequestHandler<ReadAuditChoices, Outcome<AuditChoicesView>>
{
    public async Task<Outcome<AuditChoicesView>> Handle(ReadAuditChoices request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // From one deed to the next by the index: DISTINCT would read the whole log.
        var actions = await db.Database.SqlQuery<string>(
            $"""
             WITH RECURSIVE deed("Value") AS (
                 SELECT min("Action") FROM audit_entry
                 UNION ALL SELECT (SELECT min("Action") FROM audit_entry WHERE "Action" > deed."Value") FROM deed WHERE deed."Value" IS NOT NULL)
             SELECT "Value" FROM deed WHERE "Value" IS NOT NULL
             """).ToListAsync(cancellationToken);
        return new AuditChoicesView
        {
            Actions = actions,
            Handles = await db.People.OrderBy(p => p.Handle).Select(p => p.Handle).ToListAsync(cancellationToken),
        };
    }
}
