using System.Globalization;
using Insights.Core.Pipeline;

namespace Insights.Web.Pages.Shared;

/// <summary>The fields of a form as they were typed. Line ends are those of a text field, so that ranges a refusal names fit it.</summary>
public sealed class FormValues
{
    private readonly Dictionary<string, string[]> _values;

    private FormValues(Dictionary<string, string[]> values) => _values = values;

    public static FormValues Empty { get; } = new([]);

    public IEnumerable<KeyValuePair<string, string[]>> All => _values;

    public static FormValues Of(IEnumerable<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> form) =>
        new(form.Where(f => !f.Key.StartsWith("__", StringComparison.Ordinal)).ToDictionary(
            f => f.Key, f => f.Value.Select(v => (v ?? "").ReplaceLineEndings("\n")).ToArray(), StringComparer.Ordinal));

    public static FormValues Of(IEnumerable<(string Name, string? Value)> fields) =>
        new(fields.Where(f => f.Value is not null).GroupBy(f => f.Name).ToDictionary(g => g.Key, g => g.Select(f => f.Value!).ToArray(), StringComparer.Ordinal));

    /// <summary>The same fields, but one of them with another value.</summary>
    public FormValues With(string name, string value) => new(new Dictionary<string, string[]>(_values, StringComparer.Ordinal) { [name] = [value] });

    public FormValues With(string name, IReadOnlyList<string> values) => new(new Dictionary<string, string[]>(_values, StringComparer.Ordinal) { [name] = [.. values] });

    /// <summary>The same fields, but for those of these names.</summary>
    public FormValues Without(Predicate<string> name) => new(_values.Where(f => !name(f.Key)).ToDictionary(StringComparer.Ordinal));

    /// <summary>What was typed; null when blank.</summary>
    public string? this[string name] => _values.GetValueOrDefault(name) is [.., var value] && !string.IsNullOrWhiteSpace(value) ? value : null;

    /// <summary>What was typed, as it is shown again.</summary>
    public string Raw(string name) => _values.GetValueOrDefault(name) is [.., var value] ? value : "";

    public bool Has(string name, string value) => _values.GetValueOrDefault(name)?.Contains(value) ?? false;

    public bool Ticked(string name) => this[name] is not null;

    /// <summary>A value of a list; null when blank or not on it.</summary>
    public TEnum? Choice<TEnum>(string name) where TEnum : struct, Enum => Codes.Parse<TEnum>(this[name]);

    public int? Whole(string name) => int.TryParse(this[name], CultureInfo.InvariantCulture, out var number) ? number : null;

    public DateOnly? Day(string name) => DateOnly.TryParseExact(this[name], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>Every value of a name, as typed.</summary>
    public IReadOnlyList<string> Each(string name) => _values.GetValueOrDefault(name) ?? [];

    /// <summary>The warnings that the writer keeps, each with its reason.</summary>
    public IReadOnlyList<AcknowledgedFindingForm> Kept => [.. KeptFinding.In(this).Select(f => f.Read(this)).OfType<AcknowledgedFindingForm>()];

    /// <summary>What was typed in a field, with its name; nothing when blank.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Words(string name) => this[name] is { } text ? [KeyValuePair.Create(name, text)] : [];

    /// <summary>The lines of a text field, without the blank ones.</summary>
    public IReadOnlyList<string> Lines(string name) =>
        this[name]?.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary>The same fields with placeholders in one of them. Reasons to keep what stands behind them move along.</summary>
    internal FormValues With(Replacement replacement)
    {
        var changed = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var (name, values) in _values)
        {
            if (KeptFinding.Of(name) is not var (finding, isReason) || finding.Field != replacement.Field)
                changed[name] = values;
            else if (finding.After(replacement.Ranges) is { } moved)
                changed[isReason ? moved.Name : moved.WordsName] = values;
        }

        changed[replacement.Field] = [FoundRange.Replace(Raw(replacement.Field), replacement.Ranges)];
        return new FormValues(changed);
    }

    /// <summary>How many numbered entries such as <c>readings-2-outcome</c> follow this prefix, trailing blank ones left out.</summary>
    public int Entries(string prefix) => _values
        .Where(v => v.Key.StartsWith(prefix + "-", StringComparison.Ordinal) && v.Value.Any(t => !string.IsNullOrWhiteSpace(t)))
        .Select(v => int.TryParse(v.Key[(prefix.Length + 1)..].Split('-')[0], CultureInfo.InvariantCulture, out var i) ? i + 1 : 0)
        .DefaultIfEmpty().Max();
}

/// <summary>Members of enums as they stand in addresses and forms.</summary>
public static class Codes
{
    /// <summary>As in <c>in-review</c>.</summary>
    public static string Of(Enum value) =>
        string.Concat(value.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? "-" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));

    public static TEnum? Parse<TEnum>(string? code) where TEnum : struct, Enum =>
        code is { Length: > 0 and <= 40 } && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '-') && !char.IsDigit(code[0])
        && Enum.TryParse<TEnum>(code.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var value) ? value : null;
}
