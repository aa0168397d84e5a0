using System.Collections;
using System.Globalization;
using GraphQL.Execution;
using GraphQL.Types;

namespace Insights.GraphQL.Costs;

/// <summary>What selecting a field costs.</summary>
/// <param name="Weight">Once for each time it is resolved.</param>
/// <param name="UsualWeight">What it would be if nothing were said: 1 for an object, nothing for a scalar.</param>
/// <param name="IsList">Whether it is a list.</param>
/// <param name="SlicingArgument">The argument that says how many items there are, in it or in <paramref name="SizedFields"/>.</param>
/// <param name="SlicingDefault">What that argument is when it is not given.</param>
/// <param name="SizedFields">The fields of the page it returns that hold so many items.</param>
/// <param name="AssumedSize">How many items it is taken to hold, whatever is asked for.</param>
/// <param name="IsSizedByParent">Whether the field that returned its object says how many items it holds.</param>
internal sealed record FieldCost(
    double Weight, double UsualWeight, bool IsList, string? SlicingArgument, double SlicingDefault, IReadOnlyList<string> SizedFields, int? AssumedSize, bool IsSizedByParent)
{
    private const double MostItems = 1_000_000;

    /// <summary>How many items these arguments ask for, 1 at least: what is out of range is refused by the field itself.</summary>
    public double Items(IDictionary<string, ArgumentValue>? arguments)
    {
        if (SlicingArgument is null)
            return AssumedSize ?? 1;
        var asked = arguments is not null && arguments.TryGetValue(SlicingArgument, out var given) ? NumberOf(given.Value) : SlicingDefault;
        return Math.Clamp(asked, 1, MostItems);
    }

    public static double NumberOf(object? value) => value switch
    {
        ICollection list => list.Count,
        IEnumerable<object?> items => items.Count(),
        IConvertible number and not string => Convert.ToDouble(number, CultureInfo.InvariantCulture),
        _ => 1,
    };
}

/// <summary>Says that a field costs another weight than it would.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class WeightAttribute(int weight) : Attribute
{
    /// <summary>A field that sends a request of its own to the core, once for each object it stands on.</summary>
    public const int Request = 10;

    /// <summary>A command: it writes, and one writes at a time.</summary>
    public const int Command = 20;

    /// <summary>A field that compares texts with all others.</summary>
    public const int Search = 50;

    public int Weight { get; } = weight;
}

/// <summary>Keeps costs on fields.</summary>
internal static class CostMarks
{
    private const string WeightMark = "insights.weight";
    private const string CostMark = "insights.cost";

    public static void Weight(this FieldType field, int weight) => field.Metadata[WeightMark] = weight;

    public static int? Weight(this IMetadataReader field) => field.GetMetadata<int?>(WeightMark);

    public static void Cost(this FieldType field, FieldCost cost) => field.Metadata[CostMark] = cost;

    public static FieldCost? Cost(this IMetadataReader field) => field.GetMetadata<FieldCost?>(CostMark);
}
