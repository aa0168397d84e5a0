using GraphQL.Types;

namespace Insights.GraphQL.Permissions;

/// <summary>Refuses a schema in which anything was forgotten.</summary>
internal static class AccessCheck
{
    /// <exception cref="InvalidOperationException">A root field or a type says neither who may select it nor that anyone may.</exception>
    public static void Run(ISchema schema)
    {
        var roots = new IObjectGraphType?[] { schema.Query, schema.Mutation, schema.Subscription }.OfType<IObjectGraphType>().ToList();
        var forgotten = schema.AllTypes
            .Where(type => !IsOfTheLanguage(type) && type.AccessMark() is null).Select(type => type.Name)
            .Concat(roots.SelectMany(root => root.Fields.Where(field => field.AccessMark() is null).Select(field => $"{root.Name}.{field.Name}")))
            .Order(StringComparer.Ordinal).ToList();
        if (forgotten.Count > 0)
            throw new InvalidOperationException($"The schema does not say who may select {string.Join(", ", forgotten)}.");
    }

    private static bool IsOfTheLanguage(IGraphType type) =>
        type.Name.StartsWith("__", StringComparison.Ordinal) || type is StringGraphType or IntGraphType or FloatGraphType or BooleanGraphType or IdGraphType;
}
