using GraphQL;
using GraphQL.Types;

namespace Insights.GraphQL.Costs;

/// <summary>Works out what every field of the schema costs, and writes it into the schema.</summary>
internal static class CostTable
{
    /// <summary>How many objects a list is taken to hold where nothing better is known.</summary>
    public const int UsualSize = 10;

    private static readonly string[] Slicing = ["first", "ids"];
    private static readonly string[] Items = ["edges", "nodes", "events"];

    /// <summary>Lists that tend to be longer, or shorter, than the usual.</summary>
    private static readonly Dictionary<string, int> Sizes = new()
    {
        ["Completeness.missingExplained"] = 5,
        ["Agreement.figures"] = 3,
        ["Agreement.items"] = 20,
        ["CalibrationRound.items"] = 20,
        ["Gap.clocks"] = 5,
        ["Gap.decisions"] = 3,
        ["Gap.receipts"] = 5,
        ["Gap.scenarios"] = 5,
        ["Indicator.cohorts"] = 26,
        ["LookAlike.matches"] = 5,
        ["Member.matches"] = 5,
        ["Metrics.cohorts"] = 26,
        ["Metrics.filed"] = 50,
        ["Metrics.open"] = 100,
        ["PolicyCatalogue.areas"] = 20,
        ["PolicyCatalogue.clauses"] = 200,
        ["PolicyCatalogue.languages"] = 100,
        ["PolicyCatalogue.regions"] = 100,
        ["PolicyCatalogue.terms"] = 100,
        ["PolicyClause.versions"] = 3,
        ["Query.allowedStrings"] = 100,
        ["Query.changesSince"] = 50,
        ["Query.consumers"] = 50,
        ["Query.labels"] = 100,
        ["Query.people"] = 50,
        ["Query.receiptCounts"] = 100,
        ["Query.transitions"] = 50,
        ["Report.answers"] = 5,
    };

    /// <exception cref="InvalidOperationException">A list is given a size and is not there.</exception>
    public static void Write(ISchema schema)
    {
        var types = schema.AllTypes.Where(type => type is IObjectGraphType or IInterfaceGraphType && !type.Name.StartsWith("__", StringComparison.Ordinal)).Cast<IComplexGraphType>().ToList();
        // What a field with a slicing argument returns, when it is no list, is a page of items.
        var pages = types.SelectMany(type => type.Fields).Where(field => SlicingOf(field) is not null && !IsList(field)).Select(field => field.ResolvedType!.GetNamedType()).ToHashSet();
        foreach (var type in types)
        {
            foreach (var field in type.Fields)
            {
                var cost = Of(type, field, pages);
                field.Cost(cost);
                CostDirectives.Apply(field, cost);
            }
        }

        var gone = Sizes.Keys.Where(key => types.Find(t => t.Name == key.Split('.')[0])?.GetField(key.Split('.')[1]) is not { } field || !IsList(field)).ToList();
        if (gone.Count > 0)
            throw new InvalidOperationException($"These lists are not in the schema: {string.Join(", ", gone)}.");
    }

    private static FieldCost Of(IComplexGraphType type, FieldType field, HashSet<IGraphType> pages)
    {
        var named = field.ResolvedType!.GetNamedType();
        var holdsObjects = named is IObjectGraphType or IInterfaceGraphType or UnionGraphType;
        var usual = holdsObjects ? 1 : 0;
        var list = IsList(field);
        var ofPage = list && pages.Contains(type) && Items.Contains(field.Name);
        var slicing = SlicingOf(field);
        return new FieldCost(
            field.Weight() ?? usual, usual, list, slicing?.Name, slicing?.DefaultValue is { } given ? FieldCost.NumberOf(given) : 1,
            slicing is null || list ? [] : [.. ((IComplexGraphType)named).Fields.Where(f => IsList(f) && Items.Contains(f.Name)).Select(f => f.Name).Order(StringComparer.Ordinal)],
            list && holdsObjects && slicing is null && !ofPage ? Sizes.GetValueOrDefault($"{type.Name}.{field.Name}", UsualSize) : null,
            ofPage);
    }

    private static QueryArgument? SlicingOf(FieldType field) => Slicing.Select(name => field.Arguments?.Find(name)).FirstOrDefault(argument => argument is not null);

    private static bool IsList(FieldType field) => (field.ResolvedType is NonNullGraphType needed ? needed.ResolvedType : field.ResolvedType) is ListGraphType;
}
