using System.Text.Json;
using Insights.GraphQL.Errors;

namespace Insights.GraphQL.Guarding;

/// <summary>Holds variables to a number of values and a depth before any of them is made into an object. Linear time.</summary>
internal static class VariablesGuard
{
    public const int MaxValues = 5000;
    public const int MaxDepth = 12;

    /// <exception cref="FormError">A limit is exceeded.</exception>
    public static void Check(JsonElement? variables)
    {
        if (variables is { } root)
            Count(root, 0, 0);
    }

    private static int Count(JsonElement element, int depth, int values)
    {
        if (depth > MaxDepth)
            throw new FormError(ErrorCodes.VariablesTooDeep);
        if (++values > MaxValues)
            throw new FormError(ErrorCodes.TooManyValues);
        if (element.ValueKind is JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
                values = Count(item, depth + 1, values);
        }
        else if (element.ValueKind is JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
                values = Count(member.Value, depth + 1, values);
        }

        return values;
    }
}
