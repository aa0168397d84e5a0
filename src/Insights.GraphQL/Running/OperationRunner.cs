using System.Runtime.CompilerServices;
using System.Security.Claims;
using GraphQL;
using GraphQL.Execution;
using GraphQL.SystemTextJson;
using GraphQL.Validation;
using GraphQL.Validation.Complexity;
using GraphQL.Validation.Rules.Custom;
using GraphQLParser.AST;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.GraphQL.Contract;
using Insights.GraphQL.Errors;
using Insights.GraphQL.Guarding;
using Insights.GraphQL.Permissions;
using Insights.Transport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Insights.GraphQL.Running;

/// <summary>
/// Runs operations: guard, validation and permissions, then execution in the caller's scope. A subscription is
/// pulled, and each of its events is executed by itself in a scope of its own, permissions checked anew.
/// </summary>
internal sealed class OperationRunner : IOperationRunner
{
    private const int MaxErrors = 20;
    private const int MaxComplexity = 50_000;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly DocumentExecuter _executer = new(new GraphQLDocumentBuilder(), new DocumentValidator(), new Strategies(), []);
    private readonly GraphQLSerializer _serializer = new(new ErrorFilter());
    private readonly DocumentCache _documents = new();
    private readonly InsightsSchema _schema;
    private readonly IServiceScopeFactory _scopes;
    private readonly ILogger<OperationRunner> _log;
    private readonly IValidationRule[] _always;
    private readonly IValidationRule[] _first;

    public OperationRunner(InsightsSchema schema, IServiceScopeFactory scopes, ILogger<OperationRunner> log, IHostEnvironment? environment = null)
    {
        _schema = schema.Ready();
        _scopes = scopes;
        _log = log;
        // Permissions, cost and variables differ from caller to caller; the other rules only look at the document.
        _always = [new PermissionRule(environment?.IsDevelopment() is true), new ComplexityValidationRule(new ComplexityOptions { MaxComplexity = MaxComplexity })];
        _first = [.. DocumentValidator.CoreRules, .. _always];
    }

    public async ValueTask<OperationOutcome> StartAsync(OperationRequest request, OperationCaller caller, CancellationToken ct)
    {
        GraphQLDocument document;
        GraphQLOperationDefinition operation;
        var known = _documents.Find(request.Query);
        try
        {
            document = known ?? DocumentGuard.Read(request.Query);
            operation = OperationOf(document, request.OperationName);
        }
        catch (FormError e)
        {
            return new OperationOutcome.Refused(await WriteAsync(new ExecutionResult { Errors = [e] }, ct));
        }

        if (request.QueriesOnly && operation.Operation is OperationType.Mutation)
            return new OperationOutcome.MutationByGet();

        var run = new Run(document, request, caller.User);
        var result = await ExecuteAsync(run, known is null ? _first : _always, caller.Services, root: null, ct);
        if (result.Executed && known is null)
            _documents.Keep(request.Query, document);
        if (result is OpenedStream stream)
            return new OperationOutcome.Streaming(PullAsync(run, stream.Steps, ct));
        var json = await WriteAsync(result, ct);
        return result.Executed ? new OperationOutcome.Answered(json) : new OperationOutcome.Refused(json);
    }

    private async IAsyncEnumerable<OperationResult> PullAsync(Run run, IAsyncEnumerable<FeedStep> steps, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var step in steps.WithCancellation(ct))
        {
            await using var scope = _scopes.CreateAsyncScope();
            var result = await ExecuteAsync(run, _always, scope.ServiceProvider, step, ct);
            yield return new OperationResult(await WriteAsync(result, ct), step.Cursor);
            if (!result.Executed)
                yield break;
        }
    }

    private async Task<ExecutionResult> ExecuteAsync(Run run, IValidationRule[] rules, IServiceProvider services, FeedStep? root, CancellationToken ct)
    {
        if (run.User.ActorOf() is { } actor)
        {
            var current = services.GetRequiredService<CurrentActor>();
            current.Set(actor);
            // A socket's operations come in scopes of their own, which no middleware has told.
            current.CameBy(run.User.Identity?.AuthenticationType, current.RequestId);
        }

        var started = false;
        var result = await _executer.ExecuteAsync(new ExecutionOptions
        {
            Schema = _schema,
            Document = run.Document,
            Query = run.Request.Query,
            OperationName = run.Request.OperationName,
            Variables = run.Request.Variables is { } variables ? _serializer.ReadNode<Inputs>(variables) : Inputs.Empty,
            ValidationRules = rules,
            RequestServices = services,
            User = run.User,
            Root = root,
            UserContext = new Dictionary<string, object?> { [PullStrategy.ResumeAfter] = run.Request.ResumeAfter },
            Timeout = Timeout,
            CancellationToken = ct,
            UnhandledExceptionDelegate = fault =>
            {
                started = true;
                _log.Faulted(fault.OriginalException.GetType(), fault.FieldContext?.FieldDefinition.Name, fault.OriginalException.StackTrace);
                return Task.CompletedTask;
            },
        });

        // What was begun may have happened in part, so it is an answer without data, not a refusal.
        if (!result.Executed && (started || result.Errors?.Any(e => e is TimeoutError) is true))
            result.Executed = true;
        while (result.Errors?.Count > MaxErrors)
            result.Errors = Cut(result.Errors);
        return result;
    }

    private static ExecutionErrors Cut(ExecutionErrors errors)
    {
        var kept = new ExecutionErrors();
        kept.AddRange(errors.Take(MaxErrors));
        return kept;
    }

    private static GraphQLOperationDefinition OperationOf(GraphQLDocument document, string? name)
    {
        var operations = document.Definitions.OfType<GraphQLOperationDefinition>().ToList();
        var wanted = string.IsNullOrEmpty(name) ? operations : operations.Where(o => o.Name?.StringValue == name).ToList();
        return wanted is [var one] ? one : throw new FormError(ErrorCodes.OperationUnknown);
    }

    private async Task<ReadOnlyMemory<byte>> WriteAsync(ExecutionResult result, CancellationToken ct)
    {
        using var buffer = new MemoryStream();
        await _serializer.WriteAsync(buffer, result, ct);
        return buffer.ToArray();
    }

    private sealed record Run(GraphQLDocument Document, OperationRequest Request, ClaimsPrincipal User);
}

internal static partial class OperationLog
{
    [LoggerMessage(2101, LogLevel.Error, "A field failed: {Fault} in {Field}\n{StackTrace}")]
    public static partial void Faulted(this ILogger log, Type fault, string? field, string? stackTrace);
}
