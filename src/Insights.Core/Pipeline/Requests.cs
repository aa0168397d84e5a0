using Insights.Core.Identity;
using MediatR;

namespace Insights.Core.Pipeline;

/// <summary>A request that reads. Its handler opens its own context, so that several may run side by side.</summary>
public interface IQuery<T> : IRequest<Outcome<T>>;

/// <summary>A request that changes something: one command, one transaction, behind the write gate.</summary>
public interface ICommand<T> : IRequest<Outcome<T>>, ICommand;

/// <summary>Marks a command whatever it returns.</summary>
public interface ICommand;

/// <summary>
/// Marks a command that works long before it writes. Its handler runs before the gate, and takes a <see cref="WriteTurn"/>
/// for its last step only, in which it looks again at whatever may have changed meanwhile.
/// </summary>
public interface ILongCommand : ICommand;

/// <summary>A request that has something to check before it may wait for the write gate.</summary>
public interface IChecked
{
    /// <summary>Says every reason for refusal it finds, in the order of the form.</summary>
    void Check(Check check);
}

/// <summary>A command that creates something and may be repeated: the same key gives the same answer.</summary>
public interface IRepeatable
{
    /// <summary>The client's key for this one act; without it every call is a new act.</summary>
    string? IdempotencyKey { get; }
}

/// <summary>Declares what a caller must be allowed to do. Every request has exactly one of these or <see cref="AnySignedInAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RequiresAttribute(Permission permission) : Attribute
{
    public Permission Permission { get; } = permission;
}

/// <summary>Declares that any signed-in caller who holds a role may send this request.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AnySignedInAttribute : Attribute;
