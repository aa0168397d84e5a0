using System.Reflection;

namespace Insights.GraphQL.Contract;

/// <summary>Marks a class whose static methods are further fields of a view. A feature may add its own to the view of another.</summary>
/// <param name="view">The view.</param>
/// <param name="hides">Properties of the view that these fields stand in for.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class FieldsOfAttribute(Type view, params string[] hides) : Attribute
{
    private static readonly Dictionary<Type, Added> All = (
        from type in typeof(FieldsOfAttribute).Assembly.GetTypes()
        let mark = type.GetCustomAttribute<FieldsOfAttribute>()
        where mark is not null
        orderby type.FullName
        group (mark, type) by mark.View).ToDictionary(view => view.Key, view => new Added(
            [.. view.SelectMany(found => found.type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))],
            [.. view.SelectMany(found => found.mark.Hides)]));

    public Type View { get; } = view;

    public string[] Hides { get; } = hides;

    public static Added? AddedTo(Type view) => All.GetValueOrDefault(view);

    internal sealed record Added(IReadOnlyList<MethodInfo> Methods, string[] Hidden)
    {
        public bool Hides(string property) => Hidden.Contains(property) || Methods.Any(m => m.Name == property);
    }
}
