using System.Collections;
using System.Globalization;
using System.Text;

namespace Insights.Web.Quiet;

/// <summary>What was logged, with every value that may not be told taken out: the pairs for providers that keep structure, the sentence for the others.</summary>
internal sealed class QuietState : IReadOnlyList<KeyValuePair<string, object?>>
{
    private const string Template = "{OriginalFormat}";

    private readonly List<KeyValuePair<string, object?>> _pairs;

    private QuietState(List<KeyValuePair<string, object?>> pairs) => _pairs = pairs;

    public int Count => _pairs.Count;

    public KeyValuePair<string, object?> this[int index] => _pairs[index];

    /// <summary>The state of a log line or a scope as it may be told.</summary>
    /// <param name="state">As it was logged.</param>
    /// <param name="discretion">Decides.</param>
    /// <param name="ours">Whether the category is ours.</param>
    /// <param name="route">Stands for the path of a request.</param>
    public static QuietState Of(object? state, Discretion discretion, bool ours, object route) => new(state switch
    {
        IEnumerable<KeyValuePair<string, object?>> pairs => [.. pairs.Select(p => p.Key switch
        {
            Template => KeyValuePair.Create(p.Key, (object?)Discretion.Literal(p.Value as string ?? "")),
            "RequestPath" => KeyValuePair.Create<string, object?>("Route", route),
            var name => KeyValuePair.Create(name, discretion.Of(name, p.Value, ours)),
        })],
        // A name of a pair may itself come from outside, so only text as such is left to look at.
        string text => [KeyValuePair.Create<string, object?>(Template, Discretion.Literal(text))],
        _ => [KeyValuePair.Create<string, object?>(Template, state is null ? "" : $"[{state.GetType().Name}]")],
    });

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _pairs.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString()
    {
        var template = _pairs.LastOrDefault(p => p.Key == Template).Value as string;
        return template is null ? string.Join(' ', _pairs.Select(p => $"{p.Key}:{Text(p.Value, null)}")) : Fill(template);
    }

    /// <summary>Puts the values where the template names them, in their order.</summary>
    private string Fill(string template)
    {
        var filled = new StringBuilder(template.Length);
        var next = 0;
        for (var at = 0; at < template.Length; at++)
        {
            var c = template[at];
            if (c is '{' or '}' && at + 1 < template.Length && template[at + 1] == c)
            {
                filled.Append(c);
                at++;
            }
            else if (c is '{' && template.IndexOf('}', at) is > 0 and var end && next < _pairs.Count)
            {
                var format = template.IndexOf(':', at, end - at);
                filled.Append(Text(_pairs[next++].Value, format < 0 ? null : template[(format + 1)..end]));
                at = end;
            }
            else
            {
                filled.Append(c);
            }
        }

        return filled.ToString();
    }

    private static string Text(object? value, string? format) => value switch
    {
        null => "(null)",
        IFormattable formattable => formattable.ToString(format, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
