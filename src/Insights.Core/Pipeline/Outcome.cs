using System.Diagnostics.CodeAnalysis;

namespace Insights.Core.Pipeline;

/// <summary>What the pipeline needs to refuse on behalf of any handler.</summary>
public interface IOutcome<TSelf> where TSelf : IOutcome<TSelf>
{
    static abstract TSelf Refuse(IReadOnlyList<Refusal> refusals);
}

/// <summary>A value, or the reasons why there is none. Expected failure is a value; exceptions are faults.</summary>
public sealed class Outcome<T> : IOutcome<Outcome<T>>
{
    private readonly T? _value;

    private Outcome(T? value, IReadOnlyList<Refusal> refusals) => (_value, Refusals) = (value, refusals);

    public IReadOnlyList<Refusal> Refusals { get; }

    public bool Refused => Refusals.Count > 0;

    /// <summary>The value. Reading it from a refused outcome is a fault.</summary>
    public T Value => Refused ? throw new InvalidOperationException("A refused outcome has no value.") : _value!;

    /// <summary>The value, or the default when refused.</summary>
    public T? ValueOrDefault => _value;

    public bool Succeeded([MaybeNullWhen(false)] out T value)
    {
        value = _value;
        return !Refused;
    }

    public static Outcome<T> Refuse(IReadOnlyList<Refusal> refusals) => new(default, refusals);

    public static implicit operator Outcome<T>(T value) => new(value, []);

    public static implicit operator Outcome<T>(Refusal refusal) => new(default, [refusal]);

    public static implicit operator Outcome<T>(List<Refusal> refusals) => new(default, refusals);
}

/// <summary>Stands where a command has nothing to say but that it happened.</summary>
public readonly record struct Done;
