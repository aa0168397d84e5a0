using GraphQL;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace Insights.GraphQL.Costs;

/// <summary>
/// Tells what an operation costs, from its document and variables and before anything is read. Takes time linear in
/// the document: each fragment is measured once. Fields of fragments on different types are added up, and a field that is
/// selected twice counts twice, so that the measure may be too high and never too low.
/// </summary>
/// <param name="context">A document that fits the schema, with the values of its arguments.</param>
internal sealed class CostMeasure(ValidationContext context)
{
    /// <summary>Reading the schema answers from memory, and much of it. Its nesting is bounded by the guard, so that it has one price; a few of it fit into one operation.</summary>
    private const int SchemaWeight = 2000;

    private const int SchemaTypeWeight = 50;

    private readonly Dictionary<string, GraphQLFragmentDefinition> _definitions =
        context.Document.Definitions.OfType<GraphQLFragmentDefinition>().ToDictionary(fragment => fragment.FragmentName.Name.StringValue);

    private readonly Dictionary<string, Measure> _fragments = [];

    public OperationCost Of(GraphQLOperationDefinition operation)
    {
        var root = operation.Operation switch
        {
            OperationType.Query => context.Schema.Query,
            OperationType.Mutation => context.Schema.Mutation,
            _ => context.Schema.Subscription,
        };
        var measure = Of(operation.SelectionSet, root);
        return new OperationCost(measure.Field, measure.Type);
    }

    private Measure Of(GraphQLSelectionSet? selections, IGraphType? type)
    {
        var total = default(Measure);
        foreach (var selection in selections?.Selections ?? [])
        {
            if (IsLeftOut(selection))
                continue;
            total = total.And(selection switch
            {
                GraphQLField field => OfField(field, type),
                GraphQLInlineFragment inline => Of(inline.SelectionSet, inline.TypeCondition is { } condition ? context.Schema.AllTypes[condition.Type.Name] : type),
                GraphQLFragmentSpread spread => OfFragment(spread.FragmentName.Name.StringValue),
                _ => default,
            });
        }

        return total;
    }

    private Measure OfField(GraphQLField field, IGraphType? type)
    {
        var name = field.Name.StringValue;
        if (name.StartsWith("__", StringComparison.Ordinal))
            return new Measure(name == "__schema" ? SchemaWeight : name == "__type" ? SchemaTypeWeight : 0, 0, 0, 0);
        if ((type as IComplexGraphType)?.GetField(name) is not { } definition || definition.Cost() is not { } cost)
            return default;

        var items = cost.Items(context.ArgumentValues?.TryGetValue(field, out var arguments) is true ? arguments : null);
        var inner = Of(field.SelectionSet, definition.ResolvedType!.GetNamedType());
        // A page passes the number of its items on to the lists in it; a list has as many objects itself.
        var (ofPage, count) = cost.IsList ? (1d, items) : (items, 1d);
        var fields = inner.Field + (ofPage * inner.FieldPerItem);
        var types = cost.UsualWeight + inner.Type + (ofPage * inner.TypePerItem);
        return cost.IsSizedByParent ? new Measure(cost.Weight, 0, fields, types) : new Measure(cost.Weight + (count * fields), count * types, 0, 0);
    }

    private Measure OfFragment(string name)
    {
        if (_fragments.TryGetValue(name, out var known))
            return known;
        var fragment = _definitions[name];
        return _fragments[name] = Of(fragment.SelectionSet, context.Schema.AllTypes[fragment.TypeCondition.Type.Name]);
    }

    private bool IsLeftOut(ASTNode selection) =>
        context.DirectiveValues is { } values && values.TryGetValue(selection, out var directives)
        && ((directives.TryGetValue("skip", out var skip) && skip.GetArgument<bool>("if"))
            || (directives.TryGetValue("include", out var include) && !include.GetArgument<bool>("if")));

    /// <summary>What a selection costs: so much once, and so much for each item of the page it stands in.</summary>
    private readonly record struct Measure(double Field, double Type, double FieldPerItem, double TypePerItem)
    {
        public Measure And(Measure other) => new(Field + other.Field, Type + other.Type, FieldPerItem + other.FieldPerItem, TypePerItem + other.TypePerItem);
    }
}
