using System.Runtime.CompilerServices;
using System.Security.Claims;
using GraphQL;
using GraphQL.Execution;
using GraphQL.SystemTextJson;
using GraphQL.Validation;
using GraphQLParser.AST;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.GraphQL.Contract;
using Insights.GraphQL.Costs;
using Insights.GraphQL.Errors;
using Insights.GraphQL.Guarding;
using Insights.GraphQL.Permissions;
using Insights.Transport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Insights.GraphQL.Running;

/// <summary>
/// Runs operations: budget and place, then guard, validation, permissions and cost, then execution in the caller's scope.
/// A subscription is pulled, and each of its events is executed by itself in a scope of its own, permissions checked anew.
/// </summary>
internal sealed class OperationRunner : IOperationRunner, IDisposable
{
    private const int MaxErrors = 20;

    private readonly DocumentExecuter _executer = new(new GraphQLDocumentBuilder(), new DocumentValidator(), new Strategies(), []);
    private readonly GraphQLSerializer _serializer = new(new ErrorFilter());
    private readonly DocumentCache _documents = new();
    private readonly InsightsSchema _schema;
    private readonly IServiceScopeFactory _scopes;
    private readonly ILogger<OperationRunner> _log;
    private readonly GraphQLLimits _limits;
    private readonly TimeProvider _clock;
    private readonly Budgets _budgets;
    private readonly OperationGate _gate;
    private readonly TrustedDocuments _trusted;
    private readonly PermissionRule _permissions;
    private readonly IValidationRule[] _ofDocument;

    public OperationRunner(
        InsightsSchema schema, IServiceScopeFactory scopes, GraphQLLimits limits, TimeProvider clock, ILogger<OperationRunner> log, IHostEnvironment? environment = null)
    {
        _schema = schema.Ready();
        (_scopes, _limits, _clock, _log) = (scopes, limits, clock, log);
        _budgets = new Budgets(limits);
        _gate = new OperationGate(limits);
        // Permissions, cost and variables differ from caller to caller; the other rules only look at the document.
        _permissions = new PermissionRule(limits.IntrospectionForAll || environment?.IsDevelopment() is true);
        _ofDocument = [.. DocumentValidator.CoreRules];
        _trusted = TrustedDocuments.Read(limits.TrustedDocuments, FitsSchema);
    }

    public async ValueTask<OperationOutcome> StartAsync(OperationRequest request, OperationCaller caller, CancellationToken ct)
    {
        var principal = Principal.Of(caller.User);
        if (_budgets.Wait(principal) is { } wait)
            return await PutOffAsync(ErrorCodes.RateLimited, wait, serverBusy: false);
        using var place = await _gate.EnterAsync(principal, ct);
        if (place is null)
            return await PutOffAsync(ErrorCodes.ServerBusy, TimeSpan.FromSeconds(1), serverBusy: true);
        var outcome = await RunAsync(request, caller, principal, ct);
        // One that its own budget refused has paid for it already.
        if (outcome is OperationOutcome.Refused or OperationOutcome.MutationByGet)
            _budgets.Refused(principal);
        return outcome;
    }

    public void Dispose()
    {
        _budgets.Dispose();
        _gate.Dispose();
    }

    private async ValueTask<OperationOutcome> RunAsync(OperationRequest request, OperationCaller caller, Principal principal, CancellationToken ct)
    {
        Found found;
        GraphQLOperationDefinition operation;
        try
        {
            VariablesGuard.Check(request.Variables);
            found = Find(request, isProgram: caller.User.ActorOf() is { } actor && (actor.KeyId is not null || actor.Scopes is not null));
            operation = OperationOf(found.Document, request.OperationName);
        }
        catch (FormError e)
        {
            return await RefuseAsync(new ExecutionResult { Errors = [e] });
        }

        if (request.QueriesOnly && operation.Operation is OperationType.Mutation)
            return new OperationOutcome.MutationByGet();

        var began = _clock.GetTimestamp();
        var check = new CostCheck(_limits.MaxCost, request.Cost, cost => _budgets.Charge(principal, cost));
        var run = new Run(found.Document, found.Text, request, caller.User, operation.Operation is OperationType.Mutation);
        var result = await ExecuteAsync(run, found.IsValid ? [_permissions, check] : [.. _ofDocument, _permissions, check], caller.Services, root: null, ct);
        if (found.Trusted is { } trusted)
            _log.Ran(trusted.Name, check.Cost?.Total ?? 0, (long)_clock.GetElapsedTime(began).TotalMilliseconds, result.Errors is { Count: > 0 } errors ? ErrorFilter.CodeOf(errors[0]) : null);
        // It was measured only once it was found to be valid; that it was answered says less, since it may have been stopped before.
        if (check.Cost is not null && !found.IsValid)
            _documents.Keep(found.Text, found.Document);
        return await OutcomeOfAsync(result, run, check, principal, ct);
    }

    private async ValueTask<OperationOutcome> OutcomeOfAsync(ExecutionResult result, Run run, CostCheck check, Principal principal, CancellationToken ct)
    {
        if (result is OpenedStream stream)
            return new OperationOutcome.Streaming(PullAsync(run, stream.Steps, ct));
        if (check.IsAll)
        {
            _budgets.Refused(principal);
            result = new ExecutionResult();
        }

        if (run.Request.Cost is not CostRequest.None && check.Cost is { } cost)
            result.Extensions = new() { ["cost"] = cost.Report(_limits.MaxCost, _budgets.Remaining(principal), _limits.BudgetCapacity, _limits.BudgetPerSecond) };
        if (check.Wait is { } wait)
            return new OperationOutcome.Throttled(await WriteAsync(result), wait, ServerBusy: false);
        return result.Executed || check.IsAll
            ? new OperationOutcome.Answered(await WriteAsync(result), result.Errors is { Count: > 0 })
            : await RefuseAsync(result);
    }

    /// <summary>The document of a request: one that is known, or one that is read now.</summary>
    /// <exception cref="FormError">It is none, exceeds a limit, is not known or may not be sent.</exception>
    private Found Find(OperationRequest request, bool isProgram)
    {
        if (request.DocumentId is { } id)
            return _trusted.Find(id) is { } named ? new Found(named.Parsed!, named.Text, IsValid: true, named) : throw new FormError(ErrorCodes.DocumentUnknown);
        var mayWriteOwn = _limits.AdHocDocuments is AdHocDocuments.Everyone || (_limits.AdHocDocuments is AdHocDocuments.Programs && isProgram);
        if (!mayWriteOwn)
            return _trusted.Find(TrustedDocument.IdOf(request.Query)) is { } same ? new Found(same.Parsed!, same.Text, IsValid: true, same) : throw new FormError(ErrorCodes.DocumentUntrusted);
        var known = _documents.Find(request.Query);
        return new Found(known ?? DocumentGuard.Read(request.Query), request.Query, known is not null, null);
    }

    private bool FitsSchema(GraphQLDocument document)
    {
        var operation = document.Definitions.OfType<GraphQLOperationDefinition>().FirstOrDefault();
        if (operation is null)
            return false;
        var result = new DocumentValidator().ValidateAsync(new ValidationOptions
        {
            Document = document,
            Operation = operation,
            Schema = _schema,
            Rules = _ofDocument,
            Variables = Inputs.Empty,
            Extensions = Inputs.Empty,
            UserContext = new Dictionary<string, object?>(),
        }).GetAwaiter().GetResult();
        // Without its variables a document is still one.
        return result.Errors.All(error => error is InvalidVariableError);
    }

    private async IAsyncEnumerable<OperationResult> PullAsync(Run run, IAsyncEnumerable<FeedStep> steps, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var step in steps.WithCancellation(ct))
        {
            await using var scope = _scopes.CreateAsyncScope();
            ExecutionResult result;
            using (await _gate.EnterStepAsync(ct))
                result = await ExecuteAsync(run, [_permissions], scope.ServiceProvider, step, ct);
            // Whoever has not got an event stays in front of it: no position, and nothing of what comes behind.
            var failed = result.Errors is { Count: > 0 };
            yield return new OperationResult(await WriteAsync(result), failed ? null : step.Cursor);
            if (failed)
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
            current.CameBy(run.User.Identity?.AuthenticationType, current.RequestId, current.Session, current.Until);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(_limits.TimeLimit);
        // A command that has begun is not cut: it may be committed by then, and its answer may hold what is told but once.
        var patience = services.GetRequiredService<WritePatience>();
        patience.Ends = run.Writes ? limit.Token : CancellationToken.None;
        var cut = run.Writes ? ct : limit.Token;
        var started = false;
        ExecutionResult result;
        try
        {
            result = await _executer.ExecuteAsync(new ExecutionOptions
            {
                Schema = _schema,
                Document = run.Document,
                Query = run.Text,
                OperationName = run.Request.OperationName,
                Variables = run.Request.Variables is { } variables ? _serializer.ReadNode<Inputs>(variables) : Inputs.Empty,
                ValidationRules = rules,
                RequestServices = services,
                User = run.User,
                Root = root,
                UserContext = new Dictionary<string, object?> { [PullStrategy.ResumeAfter] = run.Request.ResumeAfter },
                CancellationToken = cut,
                UnhandledExceptionDelegate = fault =>
                {
                    started = true;
                    // What was stopped half-way fails in its own manner, and is no fault.
                    if (!cut.IsCancellationRequested)
                        _log.Faulted(fault.OriginalException.GetType(), fault.FieldContext?.FieldDefinition.Name, fault.OriginalException.StackTrace);
                    return Task.CompletedTask;
                },
            });
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            result = TimedOut();
        }
        finally
        {
            patience.Ends = CancellationToken.None;
        }

        if (cut.IsCancellationRequested && !ct.IsCancellationRequested && result.Errors is { Count: > 0 })
            result = TimedOut();
        // What was begun may have happened in part, so it is an answer without data, not a refusal.
        if (!result.Executed && started)
            result.Executed = true;
        while (result.Errors?.Count > MaxErrors)
            result.Errors = Cut(result.Errors);
        return result;
    }

    private static ExecutionResult TimedOut() => new() { Errors = [new FormError(ErrorCodes.Timeout)], Executed = true };

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

    private async ValueTask<OperationOutcome> PutOffAsync(string code, TimeSpan wait, bool serverBusy) =>
        new OperationOutcome.Throttled(await WriteAsync(new ExecutionResult { Errors = [new FormError(code, wait)] }), wait, serverBusy);

    private async ValueTask<OperationOutcome> RefuseAsync(ExecutionResult result) =>
        new OperationOutcome.Refused(await WriteAsync(result), ErrorFilter.CauseOf(result.Errors!));

    private async Task<ReadOnlyMemory<byte>> WriteAsync(ExecutionResult result)
    {
        using var buffer = new MemoryStream();
        await _serializer.WriteAsync(buffer, result, CancellationToken.None);
        return buffer.ToArray();
    }

    private sealed record Run(GraphQLDocument Document, string Text, OperationRequest Request, ClaimsPrincipal User, bool Writes);

    /// <param name="Document">The document, within all limits of its form.</param>
    /// <param name="Text">Its text.</param>
    /// <param name="IsValid">Whether it is known to fit the schema.</param>
    /// <param name="Trusted">The trusted document that it is; null for one of the caller's own.</param>
    private readonly record struct Found(GraphQLDocument Document, string Text, bool IsValid, TrustedDocument? Trusted);
}

internal static partial class OperationLog
{
    [LoggerMessage(2101, LogLevel.Error, "A field failed: {Fault} in {Field}\n{StackTrace}")]
    public static partial void Faulted(this ILogger log, Type fault, string? field, string? stackTrace);

    /// <summary>Of trusted documents only: the name of any other is what a client wrote.</summary>
    [LoggerMessage(2102, LogLevel.Debug, "{Document} ran at cost {Cost} in {Milliseconds} ms: {Code}")]
    public static partial void Ran(this ILogger log, string document, int cost, long milliseconds, string? code);
}
