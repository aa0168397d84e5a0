using System.Text.Json;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Triage;
using Insights.GraphQL.Fields;

namespace Insights.GraphQL.Contract;

/// <summary>Names types for clients: views lose their ending, forms and commands become inputs.</summary>
internal static class Names
{
    private static readonly Dictionary<Type, string> Given = new()
    {
        [typeof(Actor)] = "Viewer",
        [typeof(Roles)] = "Role",
        [typeof(KeyScopes)] = "KeyScope",
        [typeof(FeedEntry)] = "FeedEvent",
        [typeof(FeedStretch)] = "FeedPage",
        [typeof(Refusal)] = "InputRefusal",
        [typeof(WriteComment)] = "CommentInput",
    };

    public static string Of(Type clr)
    {
        if (Given.TryGetValue(clr, out var name))
            return name;
        if (clr.IsGenericType)
            return Of(clr.GetGenericArguments()[0]) + clr.Name.Split('`')[0].Replace("Counted", "", StringComparison.Ordinal);
        if (clr.IsAssignableTo(typeof(ICommand)))
            return clr.Name + "Input";
        if (clr.Name.EndsWith("View", StringComparison.Ordinal))
            return clr.Name[..^"View".Length];
        return clr.Name.EndsWith("Form", StringComparison.Ordinal) ? clr.Name[..^"Form".Length] + "Input" : clr.Name;
    }

    /// <summary>An enum value, written as in every JSON the product sends.</summary>
    public static string OfValue(string value) => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value);

    public static string OfField(string member) =>
        JsonNamingPolicy.CamelCase.ConvertName(member.EndsWith("Async", StringComparison.Ordinal) ? member[..^"Async".Length] : member);
}
