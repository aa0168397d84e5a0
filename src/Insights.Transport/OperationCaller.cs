using System.Security.Claims;

namespace Insights.Transport;

/// <summary>Who asks for an operation.</summary>
/// <param name="User">The signed-in person or client, or an unauthenticated principal.</param>
/// <param name="Services">A scope of its own for this one operation, disposed after the operation has ended;
/// for a stream, after its enumerator was disposed.</param>
public sealed record OperationCaller(ClaimsPrincipal User, IServiceProvider Services);
