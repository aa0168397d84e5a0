using Insights.Web.Pages.Trouble;

namespace Insights.Web.Hosting;

/// <summary>
/// How much one address and one person may ask. Files and the health of the process are not counted; a socket or a stream
/// counts once, when it is opened, and what goes over it has limits of its own.
/// </summary>
internal sealed class Quotas(EdgeSettings settings) : IDisposable
{
    private readonly Quota<int> _requestsOfAddress = new("address", settings.RequestsPerAddress);
    private readonly Quota<int> _signInsOfAddress = new("sign-in", settings.SignInsPerAddress);
    private readonly Quota<int> _failuresOfAddress = new("failed-sign-in", settings.FailuresPerAddress);
    private readonly Quota<string> _requestsOfPerson = new("person", settings.RequestsPerPerson);
    private readonly Quota<string> _writesOfPerson = new("write", settings.WritesPerPerson);

    /// <summary>Before anybody is recognised: the address alone. An address from which too many keys failed is not asked for the next one.</summary>
    public Task BeforeSignInAsync(HttpContext context, RequestDelegate next)
    {
        var place = AddressPlace.Of(context.Connection.RemoteIpAddress);
        if (!_requestsOfAddress.Take(place))
            return RefuseAsync(context, _requestsOfAddress, place);
        _requestsOfAddress.Tell(place, context.Response.Headers);
        if (IsSignIn(context.Request) && !_signInsOfAddress.Take(place))
            return RefuseAsync(context, _signInsOfAddress, place);
        return HasCredential(context.Request) && !_failuresOfAddress.HasAny(place) ? RefuseAsync(context, _failuresOfAddress, place) : next(context);
    }

    /// <summary>Once it is known who asks, and before they are let in.</summary>
    public Task AfterSignInAsync(HttpContext context, RequestDelegate next)
    {
        if (context.User.Identity is not { IsAuthenticated: true, Name: { Length: > 0 } name })
        {
            if (HasCredential(context.Request))
                _failuresOfAddress.Take(AddressPlace.Of(context.Connection.RemoteIpAddress));
            return next(context);
        }

        if (!_requestsOfPerson.Take(name))
            return RefuseAsync(context, _requestsOfPerson, name);
        _requestsOfPerson.Tell(name, context.Response.Headers);
        return IsForm(context.Request) && !_writesOfPerson.Take(name) ? RefuseAsync(context, _writesOfPerson, name) : next(context);
    }

    public void Dispose()
    {
        foreach (var quota in new IDisposable[] { _requestsOfAddress, _signInsOfAddress, _failuresOfAddress, _requestsOfPerson, _writesOfPerson })
            quota.Dispose();
    }

    private static Task RefuseAsync<TKey>(HttpContext context, Quota<TKey> quota, TKey caller) where TKey : notnull
    {
        quota.Tell(caller, context.Response.Headers);
        context.Response.Headers.RetryAfter = quota.RetryAfter;
        return Refusing.AnswerAsync(context, StatusCodes.Status429TooManyRequests, "RATE_LIMITED", TroubleModel.TooMany);
    }

    private static bool HasCredential(HttpRequest request) => request.Headers.Authorization.Count > 0;

    /// <summary>The sign-in itself, and the addresses the company's sign-in sends people back to.</summary>
    private static bool IsSignIn(HttpRequest request) =>
        request.Path.StartsWithSegments("/sign-in", out var rest) ? rest.HasValue || HttpMethods.IsPost(request.Method)
        : request.Path.StartsWithSegments("/signin-oidc");

    /// <summary>A form of a page. What a mutation of the API costs is counted where it is known that it is one.</summary>
    private static bool IsForm(HttpRequest request) => HttpMethods.IsPost(request.Method) && request.HasFormContentType;
}
