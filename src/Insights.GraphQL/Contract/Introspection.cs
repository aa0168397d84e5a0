using GraphQL.Resolvers;
using GraphQL.Types;

namespace Insights.GraphQL.Contract;

/// <summary>Adds to the schema's own description what the engine's lacks and the tools of today ask for.</summary>
internal static class Introspection
{
    private const string Specified = "insights.specifiedBy";

    public static void Complete(ISchema schema)
    {
        var text = schema.AllTypes["String"]!;
        var specified = new FieldType { Name = "specifiedByURL", Description = "Where the form of this scalar is specified.", ResolvedType = text };
        specified.Resolver = new FuncFieldResolver<object?>(context => (context.Source as IMetadataReader)?.GetMetadata<string?>(Specified));
        ((IObjectGraphType)schema.AllTypes["__Type"]!).AddField(specified);
        ((IObjectGraphType)schema.AllTypes["__Directive"]!).Fields.Find("args")!.Arguments = new QueryArguments(
            new QueryArgument(schema.AllTypes["Boolean"]!) { Name = "includeDeprecated", Description = "Arguments of directives are never deprecated here.", DefaultValue = false });
    }

    /// <summary>Says where the form of a scalar is specified.</summary>
    public static void SpecifiedBy(this ScalarGraphType scalar, string address) => scalar.Metadata[Specified] = address;
}
