using System.Reflection;
using GraphQL.Types;
using Insights.GraphQL.Permissions;

namespace Insights.GraphQL.Contract;

/// <summary>A form, filter or command of the code as an input.</summary>
internal sealed class InputType<T> : AutoRegisteringInputObjectGraphType<T>
{
    public InputType()
    {
        Name = Names.Of(typeof(T));
        Description = Docs.Of(typeof(T));
        this.Public();
    }

    protected override FieldType? CreateField(MemberInfo memberInfo)
    {
        var field = base.CreateField(memberInfo);
        if (field is null)
            return null;
        field.Description = Docs.Of(memberInfo);
        if (memberInfo is PropertyInfo property && !IsParameter(property))
            field.DefaultValue = Default(property.PropertyType, field);
        return field;
    }

    protected override TypeInformation GetTypeInformation(MemberInfo memberInfo)
    {
        var information = base.GetTypeInformation(memberInfo);
        if (information.Type == typeof(string) && (memberInfo.Name.EndsWith("Id", StringComparison.Ordinal) || memberInfo.Name is "GapIds" or "ReportIds" or "LeadIds" or "ReviewerIds"))
            information.GraphType = typeof(IdGraphType);
        return information.Known();
    }

    private static bool IsParameter(PropertyInfo property) =>
        typeof(T).GetConstructors().Single().GetParameters().Any(p => p.Name == property.Name);

    /// <summary>What may be left out has a default: no, and none.</summary>
    private static object? Default(Type type, FieldType field)
    {
        if (type == typeof(bool))
            return false;
        var needed = field.Type is { IsGenericType: true } outer && outer.GetGenericTypeDefinition() == typeof(NonNullGraphType<>);
        return needed && type.IsGenericType ? Array.CreateInstance(type.GetGenericArguments()[0], 0) : null;
    }
}
