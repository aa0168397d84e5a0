using GraphQL;
using GraphQL.Types;
using GraphQLParser.AST;

namespace Insights.GraphQL.Costs;

/// <summary>The directives by which the schema says what its fields cost; names and meaning are those of the cost directive specification.</summary>
internal static class CostDirectives
{
    private const string Cost = "cost";
    private const string ListSize = "listSize";

    public static void Register(Schema schema)
    {
        schema.Directives.Register(
            new Published(Cost, DirectiveLocation.ArgumentDefinition, DirectiveLocation.Enum, DirectiveLocation.FieldDefinition, DirectiveLocation.InputFieldDefinition, DirectiveLocation.Object, DirectiveLocation.Scalar)
            {
                Description = "What asking for this costs. Without it an object costs 1 and a scalar nothing.",
                Arguments = new QueryArguments(Argument<NonNullGraphType<StringGraphType>>("weight", "The cost, a number.")),
            },
            new Published(ListSize, DirectiveLocation.FieldDefinition)
            {
                Description = "How many items the list is taken to hold when an operation's cost is told.",
                Arguments = new QueryArguments(
                    Argument<IntGraphType>("assumedSize", "So many, whatever is asked for."),
                    Argument<ListGraphType<NonNullGraphType<StringGraphType>>>("slicingArguments", "As many as the largest of these arguments says: its number, or how many items it lists."),
                    Argument<ListGraphType<NonNullGraphType<StringGraphType>>>("sizedFields", "The fields of the returned object to which this applies, where the field itself is no list."),
                    new QueryArgument<BooleanGraphType> { Name = "requireOneSlicingArgument", Description = "Whether one of the slicing arguments has to be given; all of them here have a default or are required.", DefaultValue = true }),
            });
    }

    /// <summary>Writes on a field what it costs, as far as that is not what goes without saying.</summary>
    public static void Apply(FieldType field, FieldCost cost)
    {
        if (cost.Weight != cost.UsualWeight)
            field.ApplyDirective(Cost, "weight", cost.Weight.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (cost.SlicingArgument is { } slicing && cost.SizedFields.Count > 0)
            field.ApplyDirective(ListSize, d => d.AddArgument(new("slicingArguments") { Value = new[] { slicing } }).AddArgument(new("sizedFields") { Value = cost.SizedFields.ToArray() }));
        else if (cost.SlicingArgument is { } own)
            field.ApplyDirective(ListSize, "slicingArguments", new[] { own });
        else if (cost.AssumedSize is { } assumed)
            field.ApplyDirective(ListSize, "assumedSize", assumed);
    }

    private static QueryArgument<T> Argument<T>(string name, string description) where T : IGraphType => new() { Name = name, Description = description };

    /// <summary>A directive that stands in the schema and not in documents, and is told all the same to those who read it.</summary>
    private sealed class Published(string name, params DirectiveLocation[] locations) : Directive(name, locations)
    {
        public override bool? Introspectable => true;
    }
}
