using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Insights.GraphQL.Tests;

/// <summary>Keeps every line that is logged.</summary>
internal sealed class CapturedLog : ILoggerFactory, ILogger
{
    public ConcurrentQueue<string> Lines { get; } = [];

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");

    public void Dispose()
    {
    }
}
