using System.Globalization;
using System.Net;
using Insights.Web.Pages.Shared;
using Insights.Web.Pages.Trouble;
using Insights.Web.SignIn;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Insights.Web.Hosting;

/// <summary>What stands between the network and the product: limits of the server, the names it answers by, the proxies it believes, and how it stops.</summary>
internal static class Edge
{
    /// <summary>How long stopping takes at most; ten seconds are what is promised.</summary>
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(9);

    /// <summary>How long requests that are under way may still take of it.</summary>
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(5);

    /// <summary>Headers by which a proxy says for whom it asks.</summary>
    private static readonly string[] OfProxies = ["Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Server", "X-Real-IP", "X-Original-For"];

    public static void AddEdge(this WebApplicationBuilder builder, EdgeSettings settings)
    {
        builder.WebHost.ConfigureKestrel(kestrel => Limit(kestrel, settings));
        var services = builder.Services;
        services.AddSingleton(settings);
        services.AddSingleton<Quotas>();
        services.AddSingleton<StaticVersions>();
        services.AddAntiforgery(forms =>
        {
            var development = builder.Environment.IsDevelopment();
            (forms.Cookie.Name, forms.Cookie.SecurePolicy) = development ? ("insights-form", CookieSecurePolicy.SameAsRequest) : (SessionCookies.Prefix + "insights-form", CookieSecurePolicy.Always);
        });
        services.Configure<HostOptions>(host => host.ShutdownTimeout = StopTime);
        services.PostConfigure<HostFilteringOptions>(hosts => (hosts.AllowedHosts, hosts.AllowEmptyHosts, hosts.IncludeFailureMessage) = ([.. settings.Hosts], false, false));
        services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            // The host is not among them: a proxy passes the name it was asked by, and AllowedHosts holds for that.
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.ForwardLimit = null;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in settings.KnownProxies)
                forwarded.KnownIPNetworks.Add(network);
        });
    }

    /// <summary>Takes the address and the scheme of a caller from the proxies that are known, and from nobody else.</summary>
    public static void UseKnownProxies(this WebApplication app)
    {
        if (app.Services.GetRequiredService<EdgeSettings>().KnownProxies.Count > 0)
            app.UseForwardedHeaders();
    }

    /// <summary>
    /// Sends whoever comes by plain HTTP to https, where the process serves that itself. Where it does not, a proxy has to
    /// have ended TLS, and say so; without that nothing is answered outside Development, since cookies would not come back.
    /// </summary>
    public static void UseHttpsOnly(this WebApplication app)
    {
        var port = HttpsPort(app.Configuration);
        if (port is null && app.Environment.IsDevelopment())
            return;
        var pages = app.Services.GetRequiredService<KnownPages>();
        app.Use((context, next) =>
        {
            if (context.Request.IsHttps || context.Request.Path.StartsWithSegments(Health.Address))
                return next(context);
            if (port is null)
                return Refusing.AnswerAsync(context, StatusCodes.Status403Forbidden, "HTTPS_NEEDED", TroubleModel.NeedsHttps);
            var host = port == 443 ? new HostString(context.Request.Host.Host) : new HostString(context.Request.Host.Host, port.Value);
            context.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
            context.Response.Headers.Location = $"https://{host}{pages.Or(context.Request.Path)}";
            return Task.CompletedTask;
        });
    }

    /// <summary>Refuses what arrives while the process stops. What is under way goes on for a while and is cut then, so that the workers have time to end after it.</summary>
    public static void UseRefusalWhileStopping(this WebApplication app)
    {
        var late = new CancellationTokenSource();
        app.Lifetime.ApplicationStopping.Register(() => late.CancelAfter(DrainTime));
        app.Use(async (context, next) =>
        {
            if (app.Lifetime.ApplicationStopping.IsCancellationRequested)
            {
                context.Response.Headers.Connection = "close";
                context.Response.Headers.RetryAfter = "5";
                await Refusing.AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, "STOPPING", TroubleModel.Stopping);
                return;
            }

            await using var cut = late.Token.UnsafeRegister(static request => ((HttpContext)request!).Abort(), context);
            await next(context);
        });
    }

    /// <summary>
    /// Whether a request comes from this very computer, by a name of this computer. A proxy on it would make everybody
    /// come from here, so nothing that went through one does; and a page that gave its own name this address does not either.
    /// </summary>
    public static bool IsLocal(HttpContext context) =>
        (context.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address))
        && (context.Request.Host.Host is "localhost" || (IPAddress.TryParse(context.Request.Host.Host, out var named) && IPAddress.IsLoopback(named)))
        && !OfProxies.Any(context.Request.Headers.ContainsKey);

    /// <summary>Ends a request whose sender is gone without a fault: whatever was stopped half-way for it fails in its own manner, and nobody reads the answer.</summary>
    public static void UseSilenceForThoseWhoLeft(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            if (!context.Response.HasStarted)
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
    });

    /// <summary>The port of https: of the addresses, or where those do not say, of the settings in the framework's two names.</summary>
    internal static int? HttpsPort(IConfiguration configuration) =>
        OfAddresses(configuration)
        ?? (configuration["https_port"] is { Length: > 0 } one ? one : (configuration["https_ports"] ?? "").Split(';')[0]) switch
        {
            var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) => port,
            _ => null,
        };

    private static int? OfAddresses(IConfiguration configuration) =>
        (configuration["urls"] ?? "").Split(';').Concat(configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(e => e["Url"] ?? ""))
            .Where(url => url.StartsWith("https://", StringComparison.OrdinalIgnoreCase)).Select(url => BindingAddress.Parse(url).Port).Cast<int?>().FirstOrDefault();

    private static void Limit(KestrelServerOptions kestrel, EdgeSettings settings)
    {
        kestrel.AddServerHeader = false;
        var limits = kestrel.Limits;
        limits.MaxRequestBodySize = 1024 * 1024;
        limits.MaxRequestLineSize = 8 * 1024;
        limits.MaxRequestHeaderCount = 64;
        limits.MaxRequestHeadersTotalSize = 32 * 1024;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(75);
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 512, gracePeriod: TimeSpan.FromSeconds(5));
        limits.MaxConcurrentConnections = settings.Connections;
        limits.MaxConcurrentUpgradedConnections = settings.Connections;
        limits.Http2.MaxStreamsPerConnection = 100;
        limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(10);
    }
}
