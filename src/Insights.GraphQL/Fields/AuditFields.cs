using GraphQL;
using GraphQL.DataLoader;
using Insights.Core.Evidence;
using Insights.Core.Identity;
using Insights.GraphQL.Contract;
using Insights.GraphQL.Loading;

namespace Insights.GraphQL.Fields;

/// <summary>Who stands behind an entry of the audit log.</summary>
[FieldsOf(typeof(AuditEntryView), nameof(AuditEntryView.PersonId))]
internal static class AuditEntryFields
{
    /// <summary>Who did it.</summary>
    public static IDataLoaderResult<PersonView?> By([FromSource] AuditEntryView entry, [FromServices] Loaders loaders) => loaders.People.Load(entry.By);

    /// <summary>The roles they held then; empty for entries from before that was recorded.</summary>
    public static IReadOnlyList<Roles> ByRoles([FromSource] AuditEntryView entry) => (entry.ByRoles ?? Roles.None).Each();

    /// <summary>Whom it concerns, where that is somebody else.</summary>
    public static IDataLoaderResult<PersonView?>? Person([FromSource] AuditEntryView entry, [FromServices] Loaders loaders) =>
        entry.PersonId is { } person ? loaders.People.Load(person) : null;
}
