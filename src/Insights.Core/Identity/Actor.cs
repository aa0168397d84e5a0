using Insights.Core.Data;

namespace Insights.Core.Identity;

/// <summary>Who sends a request: a person, a machine, or the product itself.</summary>
/// <param name="Id">The person's id.</param>
/// <param name="Handle">The pseudonym shown to colleagues.</param>
/// <param name="Roles">What the actor may act as.</param>
public sealed record Actor(PersonId Id, string Handle, Roles Roles)
{
    /// <summary>The product's own hand: timers, imports, catalogue.</summary>
    public static Actor System { get; } = new(PersonId.System, "insights", Roles.System);

    /// <summary>The key that a consumer came with; null for a person and for the product.</summary>
    public ApiKeyId? KeyId { get; init; }

    /// <summary>What a program's key or token is good for; null for a person at a page, whom their roles alone bound.</summary>
    public KeyScopes? Scopes { get; init; }

    /// <summary>Whether what everybody signed in may read is read by them: by a person at a page, and by a program whose key or token reads.</summary>
    public bool Reads() => Scopes is { } scopes ? (scopes & KeyScopes.Read) != 0 : KeyId is null;

    public bool May(Permission permission) => Roles.May(permission) && (Scopes is { } scopes ? scopes.May(permission) : KeyId is null);
}

/// <summary>The actor of the present scope. Set once, by whoever opened the scope; empty means nobody is signed in.</summary>
public sealed class CurrentActor
{
    private Actor? _actor;

    public Actor? OrNull => _actor;

    /// <summary>The actor. Only for code behind the authorise step.</summary>
    public Actor Actor => _actor ?? throw new InvalidOperationException("Nobody is signed in.");

    /// <summary>How the actor signed in, as a code; empty for the product itself.</summary>
    public string? Via { get; private set; }

    /// <summary>The session at a page that the request belongs to; null for programs.</summary>
    public SessionId? Session { get; private set; }

    /// <summary>The moment from which the token that a program came with opens nothing; null for whoever came with none.</summary>
    public DateTimeOffset? Until { get; private set; }

    /// <summary>The server's own name for the request, never one that a client gave.</summary>
    public string? RequestId { get; private set; }

    public void Set(Actor actor)
    {
        if (_actor is not null && _actor.Id != actor.Id)
            throw new InvalidOperationException("A scope has one actor.");
        _actor = actor;
    }

    /// <summary>Says how the actor came here, for the record.</summary>
    public void CameBy(string? via, string? requestId, SessionId? session = null, DateTimeOffset? until = null) =>
        (Via, RequestId, Session, Until) = (via, requestId, session, until);
}
