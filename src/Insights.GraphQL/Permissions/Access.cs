using System.Reflection;
using GraphQL.Types;
using Insights.Core.Identity;
using Insights.Core.Pipeline;

namespace Insights.GraphQL.Permissions;

/// <summary>Who may select something: anyone, anyone signed in, of those whoever reads, or whoever holds a permission.</summary>
/// <param name="Anyone">Whether nobody needs to be signed in.</param>
/// <param name="Permission">What is needed.</param>
/// <param name="ToRead">Whether a program needs a key or token that reads.</param>
internal sealed record Access(bool Anyone, Permission? Permission, bool ToRead = false)
{
    public static Access Public { get; } = new(true, null);

    /// <summary>Anyone signed in, with whatever scopes: the shape of answers, which says nothing by itself.</summary>
    public static Access SignedIn { get; } = new(false, null);

    /// <summary>Anyone signed in; a program with the scope to read.</summary>
    public static Access Reading { get; } = new(false, null, ToRead: true);

    public static Access Needs(Permission permission) => new(false, permission);

    /// <summary>What a request of the core declares, so that the schema cannot say otherwise.</summary>
    public static Access Of(Type request) =>
        request.GetCustomAttribute<RequiresAttribute>() is { } requires ? Needs(requires.Permission)
        : request.IsDefined(typeof(AnySignedInAttribute)) ? Reading
        : throw new InvalidOperationException($"{request.Name} does not say who may send it.");

    /// <summary>The code to refuse this caller with; null when they may.</summary>
    public string? Refuses(Actor? actor)
    {
        if (Anyone)
            return null;
        if (actor is null)
            return Errors.ErrorCodes.Unauthenticated;
        return (Permission is { } permission ? !actor.May(permission) : ToRead && !actor.Reads()) ? Errors.ErrorCodes.NotPermitted : null;
    }
}

/// <summary>Marks a field that a request of the core answers, or that needs a permission of its own.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsAttribute : Attribute
{
    public NeedsAttribute(Permission permission) => Access = Access.Needs(permission);

    public NeedsAttribute(Type request) => Access = Access.Of(request);

    /// <summary>Any signed-in caller; a program with the scope to read.</summary>
    public NeedsAttribute() => Access = Access.Reading;

    public Access Access { get; }
}

/// <summary>Keeps access marks on types and fields.</summary>
internal static class AccessMarks
{
    private const string Mark = "insights.access";

    public static T Access<T>(this T marked, Access? access) where T : IMetadataWriter
    {
        if (access is not null)
            marked.Metadata[Mark] = access;
        return marked;
    }

    public static T Public<T>(this T marked) where T : IMetadataWriter => marked.Access(Permissions.Access.Public);

    public static Access? AccessMark(this IMetadataReader marked) => marked.GetMetadata<Access?>(Mark);
}
