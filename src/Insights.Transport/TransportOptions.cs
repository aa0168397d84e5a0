using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Insights.Transport;

/// <summary>Limits, times and hooks of the GraphQL endpoint. Every number and time must be positive.</summary>
public sealed class TransportOptions
{
    /// <summary>Longest accepted POST body, in bytes. Default 262,144.</summary>
    public int MaxBodyBytes { get; set; } = 256 * 1024;

    /// <summary>Longest accepted WebSocket message, in bytes over all its fragments. Default 65,536.</summary>
    public int MaxMessageBytes { get; set; } = 64 * 1024;

    /// <summary>Most operations running at once on one WebSocket; one more gets an <c>error</c> message with
    /// <see cref="TransportCodes.TooManyOperations"/>. Default 20.</summary>
    public int MaxOperationsPerSocket { get; set; } = 20;

    /// <summary>Most WebSockets and event streams one caller, by name, has open at once; one more is closed with 1013 or
    /// refused with 429 and <see cref="TransportCodes.TooManyStreams"/>. Default 50.</summary>
    public int MaxStreamsPerCaller { get; set; } = 50;

    /// <summary>Most messages a minute on one WebSocket, as a bucket that starts full and refills evenly; more close it
    /// with 1008. Default 3,000.</summary>
    public int MaxMessagesPerMinute { get; set; } = 3_000;

    /// <summary>How long a new WebSocket may wait with its <c>connection_init</c> before close 4408.
    /// Default 10 s.</summary>
    public TimeSpan InitTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one send on a WebSocket or event stream may take before the connection is cut.
    /// Default 10 s.</summary>
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time between <c>ping</c> messages on a WebSocket; a peer that sent nothing since the previous one is
    /// closed with 1001. Default 20 s.</summary>
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Time between comments that keep a quiet event stream open. Default 15 s.</summary>
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Which statuses refusals and answers with errors have. Default <see cref="StatusProfile.AuditSuite"/>.</summary>
    public StatusProfile StatusProfile { get; set; } = StatusProfile.AuditSuite;

    /// <summary>Origins (<c>https://host[:port]</c>, no trailing slash) that may open a WebSocket besides the
    /// endpoint's own host. Compared without regard to case. A request without an Origin header does not come from a
    /// page and is let through. Empty by default.</summary>
    public ISet<string> AllowedOrigins { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Called once per WebSocket with the request that opened it and the payload of <c>connection_init</c>
    /// (an object, or null). Returns the caller of every operation on this socket, or null to close with 4403.
    /// When not set, the request's own user is the caller, and who is not signed in is refused the upgrade with 401.</summary>
    public Func<HttpContext, JsonElement?, ValueTask<ClaimsPrincipal?>>? OnConnectionInit { get; set; }

    /// <summary>Asked every <see cref="SessionCheckInterval"/> for every open WebSocket and event stream whether its
    /// caller may go on. False, or an exception, closes a WebSocket with 4403 and ends an event stream with
    /// <see cref="TransportCodes.SessionEnded"/>. The caller's services are a scope of their own for this one check.
    /// When not set, connections last until either side ends them.</summary>
    public Func<OperationCaller, CancellationToken, ValueTask<bool>>? StillSignedIn { get; set; }

    /// <summary>Time between two checks of <see cref="StillSignedIn"/>, and so the longest a revoked caller keeps
    /// listening. Default 30 s.</summary>
    public TimeSpan SessionCheckInterval { get; set; } = TimeSpan.FromSeconds(30);

    internal bool IsPositive =>
        MaxBodyBytes > 0 && MaxMessageBytes > 0 && MaxOperationsPerSocket > 0 && MaxStreamsPerCaller > 0 && MaxMessagesPerMinute > 0
        && InitTimeout > TimeSpan.Zero && SendTimeout > TimeSpan.Zero && PingInterval > TimeSpan.Zero
        && KeepAliveInterval > TimeSpan.Zero && SessionCheckInterval > TimeSpan.Zero;
}

/// <summary>Which statuses an endpoint answers with.</summary>
public enum StatusProfile
{
    /// <summary>What the public audit suite asks for: 400 for a refused request, 200 for one who reads application/json.</summary>
    AuditSuite,

    /// <summary>The draft of August 2026: 422 for what is readable and not valid, 401 and 403, 294 for data beside
    /// errors, and the same for application/json.</summary>
    Draft2026,
}
