using GraphQL.Types;

namespace Insights.GraphQL.Tests;

/// <summary>A field where it stands.</summary>
/// <param name="Parent">The object or interface.</param>
/// <param name="Field">The field.</param>
internal sealed record SchemaStep(IComplexGraphType Parent, FieldType Field);

/// <summary>Every field of a schema, and for each a document that asks for it and as little else as possible.</summary>
internal sealed class SchemaWalk
{
    private readonly ISchema _schema;
    private readonly Dictionary<string, IReadOnlyList<SchemaStep>> _paths = [];

    public SchemaWalk(ISchema schema)
    {
        _schema = schema;
        var waiting = new Queue<IComplexGraphType>(Roots);
        foreach (var root in Roots)
            _paths[root.Name] = [];
        while (waiting.TryDequeue(out var type))
        {
            foreach (var field in type.Fields.OrderBy(f => f.Name, StringComparer.Ordinal))
            {
                foreach (var next in Composites(Named(field.ResolvedType!)).Where(next => _paths.TryAdd(next.Name, [.. _paths[type.Name], new SchemaStep(type, field)])))
                    waiting.Enqueue(next);
            }
        }
    }

    public IReadOnlyList<IComplexGraphType> Roots => [_schema.Query, _schema.Mutation!, _schema.Subscription!];

    /// <summary>Objects and interfaces that no document can reach.</summary>
    public IEnumerable<string> Unreached => _schema.AllTypes.OfType<IComplexGraphType>()
        .Where(t => t is IObjectGraphType or IInterfaceGraphType && !t.Name.StartsWith("__", StringComparison.Ordinal) && !_paths.ContainsKey(t.Name)).Select(t => t.Name);

    /// <summary>Every object and interface that is reached, in the order of the names.</summary>
    public IEnumerable<IComplexGraphType> Types => _schema.AllTypes.OfType<IComplexGraphType>().Where(t => _paths.ContainsKey(t.Name)).OrderBy(t => t.Name, StringComparer.Ordinal);

    /// <summary>The fields on the way to this one, and itself.</summary>
    public IReadOnlyList<SchemaStep> WayTo(IComplexGraphType parent, FieldType field) => [.. _paths[parent.Name], new SchemaStep(parent, field)];

    public static string DocumentOf(IReadOnlyList<SchemaStep> way) => way[0].Parent.Name.ToLowerInvariant() + " " + Select(way, null);

    private static string Select(IReadOnlyList<SchemaStep> way, IGraphType? on)
    {
        var (parent, field) = way[0];
        var result = Named(field.ResolvedType!);
        var inner = way.Count > 1 ? Select([.. way.Skip(1)], result) : result is IComplexGraphType or UnionGraphType ? "{ __typename }" : "";
        var given = string.Join(", ", (field.Arguments ?? []).Where(a => a.ResolvedType is NonNullGraphType && a.DefaultValue is null).Select(a => $"{a.Name}: {Literal(a.ResolvedType!)}"));
        var selection = $"{{ {field.Name}{(given.Length > 0 ? $"({given})" : "")} {inner} }}";
        return on is not null && on.Name != parent.Name ? $"{{ ... on {parent.Name} {selection} }}" : selection;
    }

    /// <summary>Something well formed.</summary>
    private static string Literal(IGraphType type) => type switch
    {
        NonNullGraphType needed => Literal(needed.ResolvedType!),
        ListGraphType list => $"[{Literal(list.ResolvedType!)}]",
        IInputObjectGraphType input => $"{{ {string.Join(", ", input.Fields.Where(f => f.ResolvedType is NonNullGraphType && f.DefaultValue is null).Select(f => $"{f.Name}: {Literal(f.ResolvedType!)}"))} }}",
        EnumerationGraphType choice => choice.Values.First().Name,
        IntGraphType or FloatGraphType => "1",
        BooleanGraphType => "true",
        { Name: "Date" } => "\"2027-01-01\"",
        { Name: "DateTime" } => "\"2026-11-22T00:00:00.000Z\"",
        _ => "\"per_00000000000000000000000001\"",
    };

    private IEnumerable<IComplexGraphType> Composites(IGraphType type) => type switch
    {
        UnionGraphType union => union.PossibleTypes,
        IInterfaceGraphType face => [face, .. _schema.AllTypes.OfType<IObjectGraphType>().Where(t => t.ResolvedInterfaces.Any(i => i.Name == face.Name)).OrderBy(t => t.Name, StringComparer.Ordinal)],
        IComplexGraphType composite => [composite],
        _ => [],
    };

    private static IGraphType Named(IGraphType type) => type is IProvideResolvedType { ResolvedType: { } inner } ? Named(inner) : type;
}
