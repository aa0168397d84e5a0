using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Insights.GraphQL.Contract;

/// <summary>
/// Takes the descriptions of the schema from the documentation comments of the code, so that there is one place
/// to write them. Reads the documentation file beside the assembly.
/// </summary>
internal static partial class Docs
{
    private static readonly ConcurrentDictionary<Assembly, Dictionary<string, XElement>> Files = new();

    public static string? Of(Type type) => Text(Find(type.Assembly, "T:" + NameOf(type))?.Element("summary"));

    /// <summary>The summary of a property, method or enum value; for a positional property, what its parameter says.</summary>
    public static string? Of(MemberInfo member)
    {
        var type = member.DeclaringType!;
        var name = $"{NameOf(type)}.{member.Name}";
        return member switch
        {
            MethodInfo => Text(FindMethod(type.Assembly, name)?.Element("summary")),
            FieldInfo => Text(Find(type.Assembly, "F:" + name)?.Element("summary")),
            _ => Text(Find(type.Assembly, "P:" + name)?.Element("summary")) ?? Parameter(Find(type.Assembly, "T:" + NameOf(type)), member.Name),
        };
    }

    public static string? Of(ParameterInfo parameter)
    {
        var type = parameter.Member.DeclaringType!;
        return Parameter(FindMethod(type.Assembly, $"{NameOf(type)}.{parameter.Member.Name}"), parameter.Name!);
    }

    private static string? Parameter(XElement? member, string name) =>
        Text(member?.Elements("param").FirstOrDefault(p => (string?)p.Attribute("name") == name));

    private static string NameOf(Type type) =>
        (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private static XElement? Find(Assembly assembly, string id) => FileOf(assembly).GetValueOrDefault(id);

    /// <summary>Methods that become fields have no overloads, so that their parameters need not be spelt.</summary>
    private static XElement? FindMethod(Assembly assembly, string name) =>
        Find(assembly, "M:" + name) ?? FileOf(assembly).FirstOrDefault(m => m.Key.StartsWith($"M:{name}(", StringComparison.Ordinal)).Value;

    private static Dictionary<string, XElement> FileOf(Assembly assembly) => Files.GetOrAdd(assembly, static a =>
    {
        var path = Path.ChangeExtension(a.Location, ".xml");
        return File.Exists(path)
            ? XDocument.Load(path).Descendants("member").ToDictionary(m => (string)m.Attribute("name")!)
            : [];
    });

    private static string? Text(XElement? element)
    {
        if (element is null)
            return null;
        var words = string.Concat(element.Nodes().Select(node => node switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "see" or "paramref" or "c" } inner => Named(inner),
            XElement inner => inner.Value,
            _ => "",
        }));
        return Spaces().Replace(words, " ").Trim();
    }

    private static string Named(XElement reference)
    {
        var name = (string?)reference.Attribute("cref") ?? (string?)reference.Attribute("name") ?? (string?)reference.Attribute("langword") ?? reference.Value;
        var last = name.Split('.', ':')[^1];
        return name.StartsWith("T:", StringComparison.Ordinal) || reference.Name.LocalName == "c" ? last : JsonNamingPolicy.CamelCase.ConvertName(last);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
