using Microsoft.Extensions.Logging;

namespace Insights.Transport;

/// <summary>What the transport logs: types and stacks, never an exception's text, which may quote a request.</summary>
internal static partial class TransportLog
{
    [LoggerMessage(2001, LogLevel.Error, "The operation runner failed with {ExceptionType}\n{Stack}")]
    public static partial void RunnerFailed(this ILogger log, Type exceptionType, string? stack);

    [LoggerMessage(2002, LogLevel.Error, "A session check failed with {ExceptionType}; the connection is closed\n{Stack}")]
    public static partial void SessionCheckFailed(this ILogger log, Type exceptionType, string? stack);

    [LoggerMessage(2003, LogLevel.Error, "Admitting a connection failed with {ExceptionType}\n{Stack}")]
    public static partial void AdmissionFailed(this ILogger log, Type exceptionType, string? stack);
}
