using System.Net;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Insights.Web.Hosting;

/// <summary>What stands between the network and the product: limits of the server, the names it answers by, the proxies it believes, and how it stops.</summary>
internal static class Edge
{
    /// <summary>How long what is under way may still take when the process is asked to stop; it is gone within ten seconds.</summary>
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(8);

    /// <summary>Headers by which a proxy says for whom it asks.</summary>
    private static readonly string[] OfProxies = ["Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Server", "X-Real-IP", "X-Original-For"];

    public static void AddEdge(this WebApplicationBuilder builder, EdgeSettings settings)
    {
        builder.WebHost.ConfigureKestrel(kestrel => Limit(kestrel, settings));
        var services = builder.Services;
        services.AddSingleton(settings);
        services.AddSingleton<Quotas>();
        services.AddSingleton<StaticVersions>();
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

    /// <summary>Refuses what arrives while the process stops; what is under way goes on.</summary>
    public static void UseRefusalWhileStopping(this WebApplication app) => app.Use((context, next) =>
    {
        if (!app.Lifetime.ApplicationStopping.IsCancellationRequested)
            return next(context);
        context.Response.Headers.Connection = "close";
        context.Response.Headers.RetryAfter = "5";
        return Refusing.AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, "STOPPING", Pages.Trouble.TroubleModel.Stopping);
    });

    /// <summary>
    /// Whether a request comes from this very computer, by a name of this computer. A proxy on it would make everybody
    /// come from here, so nothing that went through one does; and a page that gave its own name this address does not either.
    /// </summary>
    public static bool IsLocal(HttpContext context) =>
        (context.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address))
        && (context.Request.Host.Host is "localhost" || (IPAddress.TryParse(context.Request.Host.Host, out var named) && IPAddress.IsLoopback(named)))
        && !OfProxies.Any(context.Request.Headers.ContainsKey);

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
