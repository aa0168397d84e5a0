using Insights.Web.Pages.Trouble;

namespace Insights.Web.Hosting;

/// <summary>
/// How much one address and one person may ask. Files and the health of the process are not counted; a socket or a stream
/// counts once, when it is opened, and what goes over it has limits of its own. A key that opens something is never refused
/// for others of its address that open nothing.
/// </summary>
internal sealed class Quotas(EdgeSettings settings) : IDisposable
{
    private readonly Quota<int> _requestsOfAddress = new("address", settings.RequestsPerAddress);
    private readonly Quota<int> _signInsOfAddress = new("sign-in", settings.SignInsPerAddress);
    private readonly Quota<int> _failuresOfAddress = new("failed-sign-in", settings.FailuresPerAddress);
    private readonly Quota<string> _requestsOfPerson = new("person", settings.RequestsPerPerson);
    private readonly Quota<string> _writesOfPerson = new("write", settings.WritesPerPerson);

    /// <summary>Before anybody is recognised: the address alone.</summary>
    public Task BeforeSignInAsync(HttpContext context, RequestDelegate next)
    {
        if (Health.IsAskedBy(context.Request))
        {
            // Whoever asks is nobody in particular, and has nobody looked up.
            context.Request.Headers.Authorization = context.Request.Headers.Cookie = default;
            return next(context);
        }

        var place = AddressPlace.Of(context.Connection.RemoteIpAddress);
        if (!_requestsOfAddress.Take(place))
            return RefuseAsync(context, _requestsOfAddress, place);
        _requestsOfAddress.Tell(place, context.Response.Headers);
        return IsSignIn(context.Request) && !_signInsOfAddress.Take(place) ? RefuseAsync(context, _signInsOfAddress, place) : next(context);
    }

    /// <summary>Once it is known who asks, and before they are let in.</summary>
    public Task AfterSignInAsync(HttpContext context, RequestDelegate next)
    {
        if (context.User.Identity is not { IsAuthenticated: true, Name: { Length: > 0 } name })
        {
            var place = AddressPlace.Of(context.Connection.RemoteIpAddress);
            return HasCredential(context.Request) && !_failuresOfAddress.Take(place) ? RefuseAsync(context, _failuresOfAddress, place) : next(context);
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

    /// <summary>The sign-in itself, and the addresses beneath it by which people go to the company's and come back.</summary>
    private static bool IsSignIn(HttpRequest request) =>
        request.Path.StartsWithSegments("/sign-in", out var rest) && (rest.HasValue || HttpMethods.IsPost(request.Method));

    /// <summary>A form of a page. What a mutation of the API costs is counted where it is known that it is one.</summary>
    private static bool IsForm(HttpRequest request) => HttpMethods.IsPost(request.Method) && request.HasFormContentType;
}
