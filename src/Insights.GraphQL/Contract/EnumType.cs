using System.Reflection;
using GraphQL.Types;
using Insights.GraphQL.Permissions;

namespace Insights.GraphQL.Contract;

/// <summary>An enum of the code; of flags, each single one.</summary>
internal sealed class EnumType<T> : EnumerationGraphType where T : struct, Enum
{
    public EnumType()
    {
        Name = Names.Of(typeof(T));
        Description = Docs.Of(typeof(T));
        this.Public();
        foreach (var value in typeof(T).GetFields(BindingFlags.Public | BindingFlags.Static).Where(v => !IsNone(v)))
            Add(new EnumValueDefinition(Names.OfValue(value.Name), value.GetValue(null)) { Description = Docs.Of(value) });
    }

    private static bool IsNone(FieldInfo value) =>
        typeof(T).IsDefined(typeof(FlagsAttribute)) && Convert.ToInt64(value.GetValue(null), System.Globalization.CultureInfo.InvariantCulture) == 0;
}
