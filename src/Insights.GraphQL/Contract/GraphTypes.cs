using GraphQL.Types;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Privacy;

namespace Insights.GraphQL.Contract;

/// <summary>Says which type of the schema stands for a type of the code.</summary>
internal static class GraphTypes
{
    /// <summary>The type; null for those the engine knows by itself.</summary>
    public static Type? Of(Type clr, bool input)
    {
        if (clr == typeof(string) || clr == typeof(int) || clr == typeof(bool) || clr == typeof(double))
            return null;
        if (clr == typeof(long))
            return typeof(IntGraphType);
        if (clr == typeof(DateOnly))
            return typeof(DateType);
        if (clr == typeof(DateTimeOffset))
            return typeof(InstantType);
        if (clr == typeof(GuardedText))
            return typeof(PolicyTextType);
        if (clr == typeof(CaseToken))
            return typeof(CaseReferenceType);
        if (IsId(clr))
            return typeof(IdGraphType);
        if (clr.IsEnum)
            return typeof(EnumType<>).MakeGenericType(clr);
        if (input)
            return typeof(InputType<>).MakeGenericType(clr);
        if (clr == typeof(object))
            return typeof(NodeInterface);
        return clr == typeof(FeedEntry) ? typeof(FeedEntryType) : typeof(ViewType<>).MakeGenericType(clr);
    }

    public static bool IsId(Type clr) => clr.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IPrefixedId<>));

    public static TypeInformation Known(this TypeInformation information)
    {
        information.GraphType ??= Of(information.Type, information.IsInputType);
        return information;
    }
}
