using Insights.Privacy;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Insights.Web.Quiet;

/// <summary>
/// Stands between everything that logs and every provider of logs, those that are added later included.
/// </summary>
/// <remarks>
/// Guaranteed, whatever a library logs and at whatever level: no provider is handed a text that was not in the program
/// when it was built, but for ids, codes and listening addresses in lines of our own; no number of more than eight
/// digits; no word of an exception; no path or query of a request, in a line or a scope. Event id, category, level,
/// template, route, status, type and stack of a fault remain. The structure that is handed on is the reduced one.
/// </remarks>
internal sealed class QuietLogs(ILoggerFactory inner, Discretion discretion, IHttpContextAccessor requests) : ILoggerFactory
{
    private readonly Route _route = new(requests);

    /// <summary>Puts itself before the factory that the host registered.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddSingleton<LoggerFactory>();
        services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(provider => new QuietLogs(
            provider.GetRequiredService<LoggerFactory>(), new Discretion(Guard.Default), provider.GetRequiredService<IHttpContextAccessor>())));
        // Tags and baggage of an activity would reach scopes past us.
        services.PostConfigure<LoggerFactoryOptions>(options =>
            options.ActivityTrackingOptions &= ActivityTrackingOptions.SpanId | ActivityTrackingOptions.TraceId | ActivityTrackingOptions.ParentId);
    }

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public ILogger CreateLogger(string categoryName) =>
        new Logger(inner.CreateLogger(categoryName), discretion, categoryName is "Insights" || categoryName.StartsWith("Insights.", StringComparison.Ordinal), _route);

    public void Dispose()
    {
        // The factory within belongs to the container, which disposes it.
    }

    private sealed class Logger(ILogger inner, Discretion discretion, bool ours, Route route) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => inner.BeginScope(QuietState.Of(state, discretion, ours, route));

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (inner.IsEnabled(logLevel))
                inner.Log(logLevel, eventId, QuietState.Of(state, discretion, ours, route), QuietFault.Of(exception), static (quiet, _) => quiet.ToString());
        }
    }

    /// <summary>The route of the request under way, as it was mapped; asked for when a scope is written, since it is not known when one begins.</summary>
    private sealed class Route(IHttpContextAccessor requests)
    {
        public override string ToString() => (requests.HttpContext?.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "-";
    }
}
