using GraphQLParser.AST;
using Insights.GraphQL.Errors;

namespace Insights.GraphQL.Guarding;

/// <summary>
/// Measures the operations of a document as they expand. Each fragment is measured once and its measure used
/// wherever it is spread; sums stop growing far above every limit.
/// </summary>
internal sealed class DocumentMeasure(GraphQLDocument document)
{
    public const int MaxDepth = 12;
    public const int MaxIntrospectionDepth = 20;
    public const int MaxAliases = 30;
    public const int MaxFields = 1000;
    /// <summary>The engine compares every fragment with every other for fields that overlap.</summary>
    public const int MaxFragments = 100;
    public const int MaxDirectivesPerPlace = 4;
    public const int MaxDirectives = 50;

    private static readonly HashSet<string> IntrospectionLists = ["fields", "inputFields", "interfaces", "possibleTypes"];

    private readonly Dictionary<string, GraphQLFragmentDefinition> _fragments = FirstOfEachName(document);
    private readonly Dictionary<string, Size?> _measured = [];
    private int _directives;

    /// <exception cref="FormError">A limit is exceeded, or a fragment uses itself.</exception>
    public void Check()
    {
        foreach (var definition in document.Definitions)
        {
            if (definition is GraphQLOperationDefinition operation)
            {
                CountDirectives(operation);
                Hold(Of(operation.SelectionSet), MaxDepth);
            }
            else if (definition is GraphQLFragmentDefinition fragment)
            {
                // Unused fragments are measured too, so that nothing of the document stays unbounded. Where one is
                // used decides which depth it may have.
                Hold(OfFragment(fragment.FragmentName.Name.StringValue), MaxIntrospectionDepth);
            }
        }
    }

    private static void Hold(Size size, int maxDepth)
    {
        if (size.Fields > MaxFields)
            throw new FormError(ErrorCodes.TooManyFields);
        if (size.Depth > maxDepth)
            throw new FormError(ErrorCodes.TooDeep);
        if (size.Aliases > MaxAliases)
            throw new FormError(ErrorCodes.TooManyAliases);
        if (size.Fragments > MaxFragments)
            throw new FormError(ErrorCodes.TooManyFragments);
    }

    private Size Of(GraphQLSelectionSet? selections)
    {
        var total = default(Size);
        foreach (var selection in selections?.Selections ?? [])
        {
            CountDirectives((IHasDirectivesNode)selection);
            total = total.And(selection switch
            {
                GraphQLField field => OfField(field),
                GraphQLInlineFragment inline => Of(inline.SelectionSet).Visited(),
                GraphQLFragmentSpread spread => OfFragment(spread.FragmentName.Name.StringValue).Visited(),
                _ => default,
            });
        }

        return total;
    }

    private Size OfField(GraphQLField field)
    {
        var name = field.Name.StringValue;
        var inner = Of(field.SelectionSet);
        var size = inner with
        {
            Fields = Math.Min(inner.Fields + 1, Size.Enough),
            Aliases = Math.Min(inner.Aliases + (field.Alias is null ? 0 : 1), Size.Enough),
            Depth = inner.Depth + 1,
            Lists = inner.Lists + (IntrospectionLists.Contains(name) ? 1 : 0),
        };
        if (name is not ("__schema" or "__type"))
            return size;

        // Reading the schema nests deeper than data does, but its lists are long: one within another is refused.
        if (size.Lists > 1)
            throw new FormError(ErrorCodes.IntrospectionNested);
        return size.Depth > MaxIntrospectionDepth ? throw new FormError(ErrorCodes.TooDeep) : size with { Depth = 1, Lists = 0 };
    }

    private Size OfFragment(string name)
    {
        if (_measured.TryGetValue(name, out var known))
            return known ?? throw new FormError(ErrorCodes.FragmentCycle);
        if (!_fragments.TryGetValue(name, out var fragment))
            return default;
        _measured[name] = null;
        CountDirectives(fragment);
        var size = Of(fragment.SelectionSet);
        _measured[name] = size;
        return size;
    }

    private void CountDirectives(IHasDirectivesNode place)
    {
        var here = place.Directives?.Count ?? 0;
        _directives += here;
        if (here > MaxDirectivesPerPlace || _directives > MaxDirectives)
            throw new FormError(ErrorCodes.TooManyDirectives);
    }

    /// <summary>A name given twice is refused by validation; here it must only not be trusted twice.</summary>
    private static Dictionary<string, GraphQLFragmentDefinition> FirstOfEachName(GraphQLDocument document) =>
        document.Definitions.OfType<GraphQLFragmentDefinition>().DistinctBy(f => f.FragmentName.Name.StringValue)
            .ToDictionary(f => f.FragmentName.Name.StringValue);

    /// <summary>What a selection expands to.</summary>
    /// <param name="Fields">Fields.</param>
    /// <param name="Aliases">Aliases.</param>
    /// <param name="Depth">Levels of fields.</param>
    /// <param name="Lists">Levels of introspection lists.</param>
    /// <param name="Fragments">Fragments, spread or inline.</param>
    private readonly record struct Size(int Fields, int Aliases, int Depth, int Lists, int Fragments)
    {
        public const int Enough = 1_000_000;

        public Size And(Size other) => new(
            Math.Min(Fields + other.Fields, Enough), Math.Min(Aliases + other.Aliases, Enough), Math.Max(Depth, other.Depth), Math.Max(Lists, other.Lists),
            Math.Min(Fragments + other.Fragments, Enough));

        public Size Visited() => this with { Fragments = Math.Min(Fragments + 1, Enough) };
    }
}
