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

    /// <summary>The text: no outer white space, lines ended by <c>\n</c>, no other control character than tab.</summary>
    public string Value { get; }

    /// <summary>Length in UTF-16 units.</summary>
    public int Length => Value.Length;

    /// <summary>Whether the text is empty.</summary>
    public bool IsEmpty => Value.Length == 0;

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

    /// <summary>Trims and normalises line ends; the guard calls it once a text has no blocking finding.</summary>
    internal static GuardedText Screened(string text) =>
        Stored(text.ReplaceLineEndings("\n").Trim());
}
