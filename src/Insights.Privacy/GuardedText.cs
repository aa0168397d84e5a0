namespace Insights.Privacy;

/// <summary>
/// Free text that passed the guard: the only form in which free text enters the domain. Immutable, compared by value.
/// </summary>
/// <remarks>
/// Made by <see cref="Guard.TryScreen"/> alone; <see cref="Stored"/> reads back what was screened before. It has no
/// JSON form of its own, so that no request body can be bound to it: see <see cref="GuardedTextJson"/>.
/// </remarks>
public sealed class GuardedText : IEquatable<GuardedText>
{
    private GuardedText(string value) => Value = value;

    /// <summary>The empty text.</summary>
    public static GuardedText Empty { get; } = new("");

    /// <summary>Stands where words are withheld until a person has edited them.</summary>
    public static GuardedText Withheld { get; } = new("[WITHHELD]");

    /// <summary>Stands where words were erased for good.</summary>
    public static GuardedText Erased { get; } = new("[ERASED]");

    /// <summary>The text: no outer white space, lines ended by <c>\n</c>, no other control character than tab.</summary>
    public string Value { get; }

    /// <summary>Length in UTF-16 units.</summary>
    public int Length => Value.Length;

    /// <summary>Whether the text is empty.</summary>
    public bool IsEmpty => Value.Length == 0;

    /// <summary>This text with every occurrence of some words, as whole words and in any case, replaced by a placeholder.</summary>
    /// <param name="words">The words; not blank.</param>
    /// <param name="placeholder">What stands in their place.</param>
    /// <returns>The same instance when the words do not occur.</returns>
    public GuardedText Without(string words, GuardedText placeholder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(words);
        ArgumentNullException.ThrowIfNull(placeholder);
        var result = new System.Text.StringBuilder();
        var from = 0;
        for (var at = Next(words, 0); at >= 0; at = Next(words, at + words.Length))
        {
            result.Append(Value, from, at - from).Append(placeholder.Value);
            from = at + words.Length;
        }

        return from == 0 ? this : Stored(result.Append(Value, from, Value.Length - from).ToString());
    }

    /// <summary>Whether some words occur in this text, as whole words and in any case.</summary>
    /// <param name="words">The words; not blank.</param>
    public bool Says(string words)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(words);
        return Next(words, 0) >= 0;
    }

    /// <summary>Some words of this text as they stand in it, as whole words and found in any case; null when they do not occur.</summary>
    /// <param name="words">The words; not blank.</param>
    public GuardedText? Quote(string words)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(words);
        var at = Next(words, 0);
        return at < 0 ? null : Stored(Value.Substring(at, words.Length));
    }

    /// <summary>
    /// Wraps a value that storage holds and the guard screened when it was written. For storage only: nothing is
    /// checked, so any other caller would open a way around the guard.
    /// </summary>
    /// <param name="value">The stored <see cref="Value"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="value"/> is null.</exception>
    public static GuardedText Stored(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Length == 0 ? Empty : new GuardedText(value);
    }

    /// <inheritdoc/>
    public bool Equals(GuardedText? other) => other is not null && Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GuardedText);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Value);

    /// <summary>A fixed word, never the text, so that it cannot slip into a log line or an exception.</summary>
    public override string ToString() => "[guarded text]";

    /// <summary>Whether both hold the same text, or both are null.</summary>
    public static bool operator ==(GuardedText? left, GuardedText? right) => Equals(left, right);

    /// <summary>Whether they hold different texts.</summary>
    public static bool operator !=(GuardedText? left, GuardedText? right) => !Equals(left, right);

    private int Next(string words, int from)
    {
        for (var at = from; at < Value.Length; at++)
        {
            at = Value.IndexOf(words, at, StringComparison.OrdinalIgnoreCase);
            if (at < 0)
                return -1;
            var end = at + words.Length;
            var opens = at > 0 && char.IsLetterOrDigit(Value[at - 1]) && char.IsLetterOrDigit(Value[at]);
            var runsOn = end < Value.Length && char.IsLetterOrDigit(Value[end]) && char.IsLetterOrDigit(Value[end - 1]);
            if (!opens && !runsOn)
                return at;
        }

        return -1;
    }

    /// <summary>Trims and normalises line ends; the guard calls it once a text has no blocking finding.</summary>
    internal static GuardedText Screened(string text) =>
        Stored(text.ReplaceLineEndings("\n").Trim());
}
