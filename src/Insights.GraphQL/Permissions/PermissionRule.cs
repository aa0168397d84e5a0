using GraphQL;
using GraphQL.Validation;
using GraphQLParser.AST;
using Insights.Core.Identity;
using Insights.GraphQL.Errors;

namespace Insights.GraphQL.Permissions;

/// <summary>
/// Enforces the access marks before anything executes: for each field its own mark and that of the object it
/// stands on. The core asks again for each request; this rule is what keeps a document from being probed.
/// </summary>
/// <param name="openIntrospection">Whether the schema may be read by anyone.</param>
internal sealed class PermissionRule(bool openIntrospection) : ValidationRuleBase
{
    private static readonly Access SchemaAccess = Access.Needs(Permission.ReadSchema);

    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context)
    {
        var actor = context.User?.ActorOf();
        return new(new MatchingNodeVisitor<GraphQLField>((field, validation) =>
        {
            if (Refused(field, validation, actor) is { } code)
                validation.ReportError(new AccessError(code, validation.Document.Source, field));
        }));
    }

    private string? Refused(GraphQLField field, ValidationContext context, Actor? actor)
    {
        var name = field.Name.StringValue;
        if (name == "__typename")
            return null;
        if (name is "__schema" or "__type")
            return openIntrospection ? null : SchemaAccess.Refuses(actor);
        var parent = context.TypeInfo.GetParentType()?.GetNamedType();
        return parent is null || parent.Name.StartsWith("__", StringComparison.Ordinal) ? null
            : context.TypeInfo.GetFieldDef()?.AccessMark()?.Refuses(actor) ?? parent.AccessMark()?.Refuses(actor);
    }
}
