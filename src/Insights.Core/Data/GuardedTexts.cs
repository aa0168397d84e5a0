using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using Insights.Privacy;

namespace Insights.Core.Data;

/// <summary>
/// Finds every guarded text inside a value, however deep, and rewrites it. So whatever is added to a form later is
/// screened, withheld and erased like the rest, without a list that somebody would have to keep.
/// </summary>
public static class GuardedTexts
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Parts = new();
    private static readonly ConcurrentDictionary<Type, bool> Holding = new();

    /// <summary>Each text with its path, such as <c>Readings.0.Outcome</c>; an absent one is left out.</summary>
    public static IEnumerable<(string Path, GuardedText Text)> In(object? value, string at = "")
    {
        switch (value)
        {
            case null:
                return [];
            case GuardedText text:
                return [(at, text)];
            case IEnumerable list and not string:
                return list.Cast<object?>().SelectMany((item, i) => In(item, Below(at, i.ToString(CultureInfo.InvariantCulture))));
            default:
                return PartsOf(value.GetType()).SelectMany(part => In(part.GetValue(value), Below(at, part.Name)));
        }
    }

    /// <summary>The same value with other texts; the very same instance when no text changes.</summary>
    /// <param name="value">An immutable record, a list of such, or a text.</param>
    /// <param name="rewrite">Given a path and its text, the text that takes its place.</param>
    /// <param name="at">Path of the value itself.</param>
    public static object? Rewritten(object? value, Func<string, GuardedText, GuardedText> rewrite, string at = "")
    {
        switch (value)
        {
            case null:
                return null;
            case GuardedText text:
                return rewrite(at, text);
            case IList list:
                var items = list.Cast<object?>().Select((item, i) => Rewritten(item, rewrite, Below(at, i.ToString(CultureInfo.InvariantCulture)))).ToArray();
                if (items.Select((item, i) => ReferenceEquals(item, list[i])).All(same => same))
                    return value;
                var typed = Array.CreateInstance(ElementOf(value.GetType())!, items.Length);
                Array.Copy(items, typed, items.Length);
                return typed;
            default:
                var changes = PartsOf(value.GetType())
                    .Select(part => (Part: part, Before: part.GetValue(value), After: Rewritten(part.GetValue(value), rewrite, Below(at, part.Name))))
                    .Where(change => !ReferenceEquals(change.Before, change.After)).ToList();
                if (changes.Count == 0)
                    return value;
                var copy = CopyOf(value);
                foreach (var (part, _, after) in changes)
                    part.SetValue(copy, after);
                return copy;
        }
    }

    /// <summary>Whether values of a type can hold guarded text.</summary>
    public static bool AreIn(Type type) => Holding.GetOrAdd(type, static t =>
        t == typeof(GuardedText) || (ElementOf(t) is { } element ? AreIn(element) : PartsOf(t).Length > 0));

    /// <summary>The properties of one of our own types that can hold guarded text.</summary>
    private static PropertyInfo[] PartsOf(Type type) => Parts.GetOrAdd(type, static t =>
        t.Assembly == typeof(GuardedTexts).Assembly && t is { IsClass: true }
            ? [.. t.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite && AreIn(p.PropertyType))]
            : []);

    /// <summary>Records are copied by the method the compiler gives each of them.</summary>
    private static object CopyOf(object record) => record.GetType().GetMethod("<Clone>$")!.Invoke(record, [])!;

    private static Type? ElementOf(Type type) => type == typeof(string) ? null
        : type.GetInterfaces().Append(type).FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GenericTypeArguments[0];

    private static string Below(string at, string name) => at.Length == 0 ? name : $"{at}.{name}";
}
