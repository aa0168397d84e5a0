using System.Security.Claims;
using Insights.Core.Administration;
using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Transport;
using Insights.Web.Hosting;
using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Insights.Web.SignIn;

/// <summary>Opens sessions, asks on every request whether they still stand, and ends them. The database knows; nothing is kept here.</summary>
internal sealed class Sessions(IServiceScopeFactory scopes)
{
    private const string SessionClaim = "insights/session";

    /// <summary>Opens a session and hands its id to the browser; the one that this browser had until now ends.</summary>
    /// <param name="context">The request.</param>
    /// <param name="signIn">Who signs in.</param>
    /// <param name="previous">The browser's session, where it sent the cookie with an earlier request only.</param>
    public async Task<Outcome<OpenedSession>> OpenAsync(HttpContext context, ICommand<OpenedSession> signIn, SessionId? previous = null)
    {
        var outcome = await AskAsync(signIn, context.RequestAborted);
        if (!outcome.Succeeded(out var opened))
            return outcome;
        if ((previous ?? SessionOf(context.User)) is { } earlier)
            await AskAsync(new CloseSession(earlier), context.RequestAborted);
        var id = new ClaimsIdentity([new Claim(SessionClaim, opened.Id.Value)], CookieAuthenticationDefaults.AuthenticationScheme);
        await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, new ClaimsPrincipal(id), new AuthenticationProperties { ExpiresUtc = opened.EndsAt, AllowRefresh = false });
        return outcome;
    }

    /// <summary>Ends the session of the request, should it belong to one, and takes the cookie back.</summary>
    public async Task<ClosedSession?> CloseAsync(HttpContext context)
    {
        var closed = SessionOf(context.User) is { } id ? (await AskAsync(new CloseSession(id), context.RequestAborted)).ValueOrDefault : null;
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return closed;
    }

    /// <summary>Puts the person of the session, with the roles of this moment, in the place of what the cookie held.</summary>
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var sessions = context.HttpContext.RequestServices.GetRequiredService<Sessions>();
        if (SessionOf(context.Principal!) is { } id && await sessions.FindAsync(id, use: true, context.HttpContext.RequestAborted) is { } holder)
        {
            // The id stands in an identity of its own that signs nobody in, so that tokens of forms outlast a new session.
            context.ReplacePrincipal(new ClaimsPrincipal([holder.Actor.ToIdentity(holder.Way.ToString()), new ClaimsIdentity([new Claim(SessionClaim, id.Value)])]));
            return;
        }

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
    }

    public static SessionId? SessionOf(ClaimsPrincipal user) => PublicIds.ParseOrNull<SessionId>(user.FindFirst(SessionClaim)?.Value);

    /// <summary>Whether a long-lived connection's caller still is who opened it, with the same roles.</summary>
    public static async ValueTask<bool> StillSignedInAsync(OperationCaller caller, CancellationToken ct)
    {
        if (caller.User.ActorOf() is not { } actor)
            return false;
        var services = caller.Services;
        if (actor.KeyId is { } key)
            return await services.GetRequiredService<ApiKeys>().StillOpensAsync(key, ct) == actor;
        if (SessionOf(caller.User) is { } session)
            return (await services.GetRequiredService<Sessions>().FindAsync(session, use: false, ct))?.Actor == actor;
        if (actor.Scopes is not null)
            return await services.GetRequiredService<AccessTokens>().StillOpensAsync(caller.User, ct) == actor;
        return services.GetService<Personas>() is { } personas && await personas.FindAsync(actor.Handle) == actor;
    }

    public Task<Outcome<T>> AskAsync<T>(IRequest<Outcome<T>> request, CancellationToken ct) => scopes.SendAsSystemAsync(request, ct);

    private async Task<SessionHolder?> FindAsync(SessionId id, bool use, CancellationToken ct)
    {
        var holder = (await AskAsync(new SessionStanding(id), ct)).ValueOrDefault;
        if (use && holder is { UseIsNoted: false })
            await AskAsync(new NoteSessionUse(id), ct);
        return holder;
    }
}
