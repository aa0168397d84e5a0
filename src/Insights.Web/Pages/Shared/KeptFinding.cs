using System.Globalization;
using System.Text.RegularExpressions;
using Insights.Core.Pipeline;

namespace Insights.Web.Pages.Shared;

/// <summary>A warning that the writer of a form keeps. Its name in the form carries field, range and rule.</summary>
public sealed partial record KeptFinding(string Field, int Start, int End, string RuleId)
{
    private const string Keep = "keep-";
    private const string Words = "kept-";

    private string Place => string.Create(CultureInfo.InvariantCulture, $"{Field}-{Start}-{End}-{RuleId}");

    /// <summary>Name of the field that holds the reason.</summary>
    public string Name => Keep + Place;

    /// <summary>Name of the field that holds the words that were looked at: a reason is about them and no others.</summary>
    public string WordsName => Words + Place;

    /// <summary>What the use case is told; null while there is no reason, or when other words stand there now.</summary>
    public AcknowledgedFindingForm? Read(FormValues values) =>
        values.Choice<KeepReason>(Name) is { } reason && IsIntact(values) ? new(Field.Split('-'), RuleId, Start, End, reason) : null;

    /// <summary>Where it stands after some ranges of its field were replaced; null when one of them touched it.</summary>
    internal KeptFinding? After(IReadOnlyList<FoundRange> replaced)
    {
        if (replaced.Any(r => r.Start < End && Start < r.End))
            return null;
        var moved = replaced.Where(r => r.End <= Start).Sum(r => r.Placeholder.Length - (r.End - r.Start));
        return this with { Start = Start + moved, End = End + moved };
    }

    /// <summary>Every warning that these fields speak of.</summary>
    internal static IEnumerable<KeptFinding> In(FormValues values) =>
        values.All.Select(f => Find(f.Key, Keep)).OfType<KeptFinding>().OrderBy(f => f.Start);

    /// <summary>The warning that a field speaks of, be it by the reason or by the words.</summary>
    internal static (KeptFinding Finding, bool IsReason)? Of(string name) =>
        Find(name, Keep) is { } reason ? (reason, true) : Find(name, Words) is { } words ? (words, false) : null;

    private static KeptFinding? Find(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal) && Form().Match(name[prefix.Length..]) is { Success: true, Groups: var parts }
            ? new(parts[1].Value, int.Parse(parts[2].Value, CultureInfo.InvariantCulture), int.Parse(parts[3].Value, CultureInfo.InvariantCulture), parts[4].Value)
            : null;

    private bool IsIntact(FormValues values)
    {
        var text = values.Raw(Field);
        return Start < End && End <= text.Length && text.AsSpan(Start, End - Start).SequenceEqual(values.Raw(WordsName));
    }

    [GeneratedRegex("^([A-Za-z0-9-]{1,100}?)-([0-9]{1,6})-([0-9]{1,6})-([a-z][a-z0-9-]{0,63})$")]
    private static partial Regex Form();
}
