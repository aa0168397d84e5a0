using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Insights.Web.Quiet;

/// <summary>
/// Scrubs every activity when it starts and again when it stops, before any exporter that is added later sees it.
/// </summary>
/// <remarks>
/// Guaranteed to every listener that was added after this one: of an activity's tags only method, route, status,
/// scheme, protocol version and type of fault remain; its name is made of method and route; it has no status text, no
/// baggage and no trace state; a fault that is added to it carries type and stack without words. One that carries an
/// event or link with other tags, which cannot be taken out, is marked as not recorded, so that exporters pass over it.
/// Every request begins a trace of its own: ids, state and baggage that a caller sends are not read, and none are sent on.
/// </remarks>
internal static class QuietTraces
{
    /// <summary>Tags that the framework fills from closed lists, from our routes, or with types.</summary>
    private static readonly HashSet<string> Kept =
        ["http.request.method", "http.route", "http.response.status_code", "url.scheme", "network.protocol.version", "error.type"];

    private static readonly ActivityListener Listener = new()
    {
        // It listens to all and asks for none: what nobody else wants is not made.
        ShouldListenTo = _ => true,
        ActivityStarted = Scrub,
        ActivityStopped = Scrub,
        ExceptionRecorder = Reduce,
    };

    /// <summary>Begins to listen, once for the process, and keeps callers' trace headers out.</summary>
    public static void Add(IServiceCollection services)
    {
        ActivitySource.AddActivityListener(Listener);
        DistributedContextPropagator.Current = NothingFromOutside.Instance;
        services.Replace(ServiceDescriptor.Singleton<DistributedContextPropagator>(NothingFromOutside.Instance));
    }

    private static void Scrub(Activity activity)
    {
        foreach (var (key, value) in activity.TagObjects.ToList())
        {
            if (!Kept.Contains(key) || value is not (string or int))
                activity.SetTag(key, null);
        }

        activity.DisplayName = activity.GetTagItem("http.route") is string route && activity.GetTagItem("http.request.method") is string method
            ? $"{method} {route}" : activity.OperationName;
        activity.SetStatus(activity.Status);
        activity.TraceStateString = null;
        foreach (var (key, _) in activity.Baggage.ToList())
            activity.SetBaggage(key, null);
        if (activity.Events.Any(IsForeign) || activity.Links.Any(l => l.Tags?.Any() is true || l.Context.TraceState is not null))
        {
            activity.IsAllDataRequested = false;
            activity.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }
    }

    private static bool IsForeign(ActivityEvent happening) => happening.Name is not "exception" || happening.Tags.Any(t => t is not
        ({ Key: "exception.message", Value: Discretion.Withheld } or { Key: "exception.type" or "exception.stacktrace" }));

    private static void Reduce(Activity activity, Exception exception, ref TagList tags)
    {
        tags = new TagList
        {
            { "exception.type", exception.GetType().FullName },
            { "exception.message", Discretion.Withheld },
            { "exception.stacktrace", QuietFault.Of(exception)?.ToString() },
        };
    }

    private sealed class NothingFromOutside : DistributedContextPropagator
    {
        public static NothingFromOutside Instance { get; } = new();

        public override IReadOnlyCollection<string> Fields => [];

        public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter)
        {
        }

        public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState) =>
            (traceId, traceState) = (null, null);

        public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) => null;
    }
}
