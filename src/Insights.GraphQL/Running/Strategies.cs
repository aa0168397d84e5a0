using GraphQL;
using GraphQL.Execution;
using GraphQLParser.AST;
using Insights.Core.Feed;
using Insights.GraphQL.Errors;
using ExecutionContext = GraphQL.Execution.ExecutionContext;

namespace Insights.GraphQL.Running;

/// <summary>A subscription field whose events are asked for one by one.</summary>
internal interface IPulledStream
{
    /// <summary>Opens the stream without reading anything yet; all arguments are read at once.</summary>
    IAsyncEnumerable<FeedStep> Open(IResolveFieldContext context, string? resumeAfter, CancellationToken ct);
}

/// <summary>The answer to opening a subscription.</summary>
internal sealed class OpenedStream(IAsyncEnumerable<FeedStep> steps) : ExecutionResult
{
    public IAsyncEnumerable<FeedStep> Steps => steps;
}

/// <summary>
/// Runs subscriptions without the engine's own streams, which buffer without bound. Without a root value the
/// operation is opened; with one it is executed for that event like a query.
/// </summary>
internal sealed class PullStrategy : ParallelExecutionStrategy
{
    /// <summary>Key of the user context under which a reconnecting client's position is handed in.</summary>
    public const string ResumeAfter = "resumeAfter";

    public override Task<ExecutionResult> ExecuteAsync(ExecutionContext context)
    {
        if (context.RootValue is not null)
            return base.ExecuteAsync(context);
        if (BuildExecutionRootNode(context, GetOperationRootType(context)).SubFields is not [{ FieldDefinition.StreamResolver: IPulledStream stream } node])
            throw new FormError(ErrorCodes.SubscriptionFields);
        // The token of this opening ends with it; the reader of the stream brings its own.
        var steps = stream.Open(new ReadonlyResolveFieldContext(node, context), (string?)context.UserContext[ResumeAfter], CancellationToken.None);
        return Task.FromResult<ExecutionResult>(new OpenedStream(steps) { Executed = true });
    }
}

/// <summary>
/// Runs mutations one after the other, each with all it selects. The engine's own serial strategy leaves what is
/// loaded in batches for the very end, where an earlier payload would show what a later command did.
/// </summary>
internal sealed class OneByOneStrategy : ParallelExecutionStrategy
{
    public override async Task ExecuteNodeTreeAsync(ExecutionContext context, ExecutionNode rootNode)
    {
        foreach (var command in ((RootExecutionNode)rootNode).SubFields ?? [])
            await base.ExecuteNodeTreeAsync(context, command);
    }
}

/// <summary>Queries run side by side, mutations one after the other, subscriptions are pulled.</summary>
internal sealed class Strategies : IExecutionStrategySelector
{
    public IExecutionStrategy Select(ExecutionContext context) => context.Operation.Operation switch
    {
        OperationType.Query => new ParallelExecutionStrategy(),
        OperationType.Mutation => new OneByOneStrategy(),
        _ => new PullStrategy(),
    };
}
