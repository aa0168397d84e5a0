using System.Text.Json;
using Insights.Core.Pipeline;

namespace Insights.Web.Pages.Shared;

/// <summary>
/// Brings together what two people typed into the same form from the same start, which the form carries along. What only
/// one of them changed needs no question; where both did, the form asks, and sends nothing until it is answered.
/// </summary>
internal static class FormMerge
{
    /// <summary>The field that carries what the fields said when the form was shown.</summary>
    public const string Base = "base";

    /// <summary>The field that names a field both changed.</summary>
    public const string Asked = "asked";

    private const string Choice = "merge-";

    /// <summary>The form as it is shown, with its own start in it.</summary>
    public static FormValues Begun(FormValues shown, string prefix) => shown.With(Base, Written(shown, prefix));

    /// <summary>What is typed together with what is stored now; and the fields that were taken over from there.</summary>
    public static (FormValues Values, IReadOnlyList<string> Taken) Of(FormValues yours, FormValues theirs, string prefix)
    {
        var start = StartOf(yours);
        List<string> taken = [], asked = [];
        var values = yours.Without(name => name == Asked || name.StartsWith(Choice, StringComparison.Ordinal));
        foreach (var name in Names(prefix, yours, theirs).Union(start.Keys.Where(n => n.StartsWith(prefix, StringComparison.Ordinal))))
        {
            var changed = ThreeWay.Of(Text(start.GetValueOrDefault(name)), Text(theirs.Each(name)), Text(yours.Each(name)));
            if (changed is ChangedBy.Both)
                asked.Add(name);
            if (changed is not ChangedBy.Them)
                continue;
            values = values.With(name, theirs.Each(name));
            taken.Add(name);
        }

        return (Begun(values.With(Asked, asked), prefix).With(Base, Written(theirs, prefix)), taken);
    }

    /// <summary>What was chosen, put into its fields; or what is still to be chosen.</summary>
    public static (FormValues Values, IReadOnlyList<Refusal> Open) Settle(FormValues values)
    {
        var asked = In(values);
        var open = asked.Where(field => field.Choice is null)
            .Select(field => Refusal.Of(RefusalCode.Required, "Both of you changed this. Say which holds.", [.. (Choice + field.Name).Split('-')])).ToList();
        if (open.Count > 0)
            return (values, open);
        foreach (var field in asked.Where(f => f.Choice is MergeChoice.Theirs))
            values = values.With(field.Name, StartOf(values).GetValueOrDefault(field.Name) ?? []);
        return (values.Without(name => name == Asked || name.StartsWith(Choice, StringComparison.Ordinal)), []);
    }

    /// <summary>The fields to choose in, as both wrote them. A name that is no field of the form is none to choose in.</summary>
    public static IReadOnlyList<MergedField> In(FormValues values)
    {
        var theirs = StartOf(values);
        return
        [
            .. from name in values.Each(Asked).Distinct()
               where RefusalLabels.Find(name.Split('-')) is not null && (theirs.ContainsKey(name) || values.Each(name).Count > 0)
               select new MergedField(name, Choice + name, Text(values.Each(name)), Text(theirs.GetValueOrDefault(name)), values.Choice<MergeChoice>(Choice + name)),
        ];
    }

    private static IEnumerable<string> Names(string prefix, params FormValues[] forms) =>
        forms.SelectMany(f => f.All).Select(f => f.Key).Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Distinct();

    private static string Text(IReadOnlyList<string>? values) => string.Join('\n', (values ?? []).Where(v => v.Length > 0));

    private static string Written(FormValues values, string prefix) =>
        JsonSerializer.Serialize(values.All.Where(f => f.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(f => f.Key, f => f.Value));

    /// <summary>What the form was shown with; nothing where that cannot be read, so that every difference is asked about.</summary>
    private static Dictionary<string, string[]> StartOf(FormValues values)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string[]>>(values[Base] ?? "{}") ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}

/// <summary>Which of two texts holds.</summary>
public enum MergeChoice
{
    Yours,
    Theirs,
}

/// <summary>A field that both changed.</summary>
/// <param name="Name">Name of the field.</param>
/// <param name="ChoiceName">Name of the choice about it.</param>
/// <param name="Yours">What is typed.</param>
/// <param name="Theirs">What is stored.</param>
/// <param name="Choice">What was chosen.</param>
public sealed record MergedField(string Name, string ChoiceName, string Yours, string Theirs, MergeChoice? Choice);
