using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Insights.Web.Tests.NoEcho;

/// <summary>What was heard in one place: every line that mentions a mark, and the first few of each kind to see that anything is heard at all.</summary>
internal sealed class Heard
{
    private const int OfAKind = 10;

    private readonly ConcurrentDictionary<string, int> _kinds = new();
    private readonly ConcurrentQueue<(string Kind, string Line)> _lines = [];
    private int _count;

    public int Count => _count;

    public IEnumerable<(string Kind, string Line)> Lines => _lines;

    public void Add(string kind, string line)
    {
        Interlocked.Increment(ref _count);
        if (_kinds.AddOrUpdate(kind, 1, (_, n) => n + 1) <= OfAKind || Marks.Mentioned(line))
            _lines.Enqueue((kind, line));
    }
}

/// <summary>Hears what a log provider is given: messages, states, exceptions and scopes, with all there is to read in them.</summary>
internal sealed class LogEar : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public Heard Heard { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Ear(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    private static string Everything(object? state) => state is IEnumerable<KeyValuePair<string, object?>> pairs
        ? $"{state} {string.Join(' ', pairs.Select(p => $"{p.Key}={Convert.ToString(p.Value, CultureInfo.InvariantCulture)}"))}" : $"{state}";

    private static string Everything(Exception? fault) => fault is null ? "" :
        $"{fault} {fault.Message} {string.Join(' ', fault.Data.Values.Cast<object?>())} {fault.Source} {Everything(fault.InnerException)}";

    private sealed class Ear(LogEar owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => owner._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var line = new StringBuilder().Append(formatter(state, exception)).Append(" | ").Append(Everything(state)).Append(" | ").Append(Everything(exception));
            owner._scopes.ForEachScope(static (scope, text) => text.Append(" => ").Append(Everything(scope)), line);
            owner.Heard.Add($"{logLevel} {category}[{eventId.Id} {eventId.Name}]", line.ToString());
        }
    }
}

/// <summary>Hears what is written to the console, as it is written.</summary>
internal sealed class ConsoleEar : StringWriter
{
    public Heard Heard { get; } = new();

    public override void Write(char value) => Heard.Add("console", value.ToString());

    public override void Write(char[] buffer, int index, int count) => Heard.Add("console", new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Heard.Add("console", new string(buffer));

    public override void Write(string? value) => Heard.Add("console", value ?? "");
}

/// <summary>Hears every activity as an exporter would.</summary>
internal sealed class TraceEar : IDisposable
{
    private readonly ActivityListener _listener;

    public TraceEar()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            SampleUsingParentId = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = Hear,
            ActivityStopped = Hear,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public Heard Heard { get; } = new();

    public void Dispose() => _listener.Dispose();

    private void Hear(Activity a) => Heard.Add($"{a.Source.Name} {a.OperationName}", string.Join(' ',
    [
        a.DisplayName, a.Id, a.ParentId, a.TraceId.ToString(), a.ParentSpanId.ToString(), a.TraceStateString, a.StatusDescription,
        .. a.TagObjects.Select(t => $"{t.Key}={t.Value}"),
        .. a.Baggage.Select(b => $"{b.Key}={b.Value}"),
        .. a.Events.SelectMany(e => e.Tags.Select(t => $"{e.Name}.{t.Key}={t.Value}")),
        .. a.Links.SelectMany(l => (l.Tags ?? []).Select(t => $"{t.Key}={t.Value}").Append(l.Context.TraceState)),
    ]));
}

/// <summary>Hears every measurement with its tags.</summary>
internal sealed class MetricEar : IDisposable
{
    private readonly MeterListener _listener = new();

    public MetricEar()
    {
        _listener.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        _listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Hear(instrument, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Hear(instrument, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Hear(instrument, tags));
        _listener.Start();
    }

    public Heard Heard { get; } = new();

    public void Dispose() => _listener.Dispose();

    private void Hear(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var line = new StringBuilder();
        foreach (var (key, value) in tags)
            line.Append(key).Append('=').Append(value).Append(' ');
        Heard.Add(instrument.Name, line.ToString());
    }
}
