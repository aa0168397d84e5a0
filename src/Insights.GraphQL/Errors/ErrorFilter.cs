using GraphQL;
using GraphQL.Execution;
using GraphQL.Validation;
using Insights.Transport;

namespace Insights.GraphQL.Errors;

/// <summary>
/// The last thing every error passes: whatever the engine wrote is replaced by a code and a fixed sentence, since
/// its own messages repeat values, suggest names and quote exceptions.
/// </summary>
internal sealed class ErrorFilter : IErrorInfoProvider
{
    public ErrorInfo GetInfo(ExecutionError executionError)
    {
        if (executionError is ICodedError)
            return Info(executionError.Code!, executionError.Message, executionError.Extensions);
        var code = CodeOf(executionError);
        // The rule is a constant of the engine that says what does not fit, and nothing of what was sent.
        var rule = code == ErrorCodes.DocumentInvalid ? new Dictionary<string, object?> { ["rule"] = executionError.Code } : null;
        return Info(code, ErrorCodes.Sentence(code), rule);
    }

    public static string CodeOf(ExecutionError error) => error switch
    {
        ICodedError => error.Code!,
        InvalidVariableError => ErrorCodes.VariableInvalid,
        ValidationError => ErrorCodes.DocumentInvalid,
        SyntaxError => ErrorCodes.SyntaxError,
        TimeoutError => ErrorCodes.Timeout,
        NoOperationError or NoOperationNameError or InvalidOperationNameError => ErrorCodes.OperationUnknown,
        _ => ErrorCodes.InternalError,
    };

    /// <summary>What was wrong, as far as a status tells.</summary>
    public static RefusalCause CauseOf(ExecutionErrors errors)
    {
        var codes = errors.Select(CodeOf).Distinct().ToList();
        return codes.Contains(ErrorCodes.SyntaxError) ? RefusalCause.Syntax
            : codes.All(code => code == ErrorCodes.Unauthenticated) ? RefusalCause.Unauthenticated
            : codes.All(code => code is ErrorCodes.NotPermitted or ErrorCodes.DocumentUntrusted) ? RefusalCause.Forbidden
            : RefusalCause.Invalid;
    }

    private static ErrorInfo Info(string code, string message, IDictionary<string, object?>? more)
    {
        var extensions = new Dictionary<string, object?> { ["code"] = code };
        foreach (var (key, value) in more ?? new Dictionary<string, object?>())
            extensions[key] = value;
        return new ErrorInfo { Message = message, Extensions = extensions };
    }
}
