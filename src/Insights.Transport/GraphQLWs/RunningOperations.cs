using System.Collections.Concurrent;
using System.Security.Claims;
using Insights.Transport.Requests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Insights.Transport.GraphQLWs;

/// <summary>The operations of one conversation. Each runs on its own, in a scope of its own.</summary>
/// <remarks>Starting and cancelling one operation come from one caller at a time; operations send from their own
/// tasks. An id is free again before its last message is sent, so that a client may reuse it as soon as it sees
/// that message.</remarks>
internal sealed class RunningOperations(
    IOperationRunner runner,
    IServiceScopeFactory scopes,
    Func<ReadOnlyMemory<byte>, ValueTask<bool>> send,
    ILogger log) : IDisposable
{
    private readonly ConcurrentDictionary<string, Run> _byId = new();
    private readonly ConcurrentDictionary<Run, byte> _alive = new();
    private readonly CancellationTokenSource _streams = new();

    public int Count => _byId.Count;

    public bool Contains(string id) => _byId.ContainsKey(id);

    /// <summary>Starts an operation whose id is free, unless the server is stopping.</summary>
    public void Start(string id, OperationRequest request, ClaimsPrincipal user)
    {
        if (_streams.IsCancellationRequested) return;

        var run = new Run();
        _byId[id] = run;
        _alive[run] = 0;
        run.Ended = Task.Run(() => RunAsync(id, run, request, user), CancellationToken.None);
    }

    /// <summary>Cancels one operation, if it is still running, and waits until it has let go of everything. Nothing is
    /// sent for this id afterwards.</summary>
    public async ValueTask CancelAsync(string id)
    {
        if (!_byId.TryRemove(id, out var run)) return;

        await run.Stop.CancelAsync();
        await run.Ended;
    }

    /// <summary>Cancels every operation, without waiting for any.</summary>
    public async ValueTask CancelAllAsync()
    {
        foreach (var run in _alive.Keys) await run.Stop.CancelAsync();
    }

    /// <summary>Waits until every operation has let go of everything.</summary>
    public Task EndedAsync() => Task.WhenAll(_alive.Keys.Select(run => run.Ended));

    /// <summary>Cancels the streams, and waits for queries and mutations that are already executing to be answered.
    /// Nothing starts from now on.</summary>
    public async Task DrainAsync()
    {
        await _streams.CancelAsync();
        await EndedAsync();
    }

    public void Dispose() => _streams.Dispose();

    private async Task RunAsync(string id, Run run, OperationRequest request, ClaimsPrincipal user)
    {
        ReadOnlyMemory<byte>? last;
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var outcome = await runner.StartAsync(request, new(user, scope.ServiceProvider), run.Stop.Token);
            last = await SendAsync(id, outcome, run.Stop.Token);
        }
        catch (Exception) when (run.Stop.IsCancellationRequested || _streams.IsCancellationRequested)
        {
            last = null;
        }
        catch (Exception e)
        {
            log.RunnerFailed(e.GetType(), e.StackTrace);
            last = ServerMessage.Error(id, TransportError.InternalError.Json);
        }

        if (_byId.TryRemove(KeyValuePair.Create(id, run)) && last is { } message) await send(message);
        _alive.TryRemove(run, out _);
    }

    /// <summary>Sends the results and returns the message that ends the operation; null when none is due, because the
    /// client has cancelled or the connection is ending.</summary>
    private async ValueTask<ReadOnlyMemory<byte>?> SendAsync(string id, OperationOutcome outcome, CancellationToken ct)
    {
        switch (outcome)
        {
            case OperationOutcome.Refused refused:
                return ServerMessage.Error(id, refused.Json);

            case OperationOutcome.Throttled throttled:
                return ServerMessage.Error(id, throttled.Json);

            case OperationOutcome.Answered answered:
                return await send(ServerMessage.Next(id, answered.Json)) ? ServerMessage.Complete(id) : null;

            case OperationOutcome.Streaming streaming:
                using (var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, _streams.Token))
                {
                    return await SendEachAsync(id, streaming.Results, stop.Token) ? ServerMessage.Complete(id) : null;
                }

            default:
                return ServerMessage.Error(id, TransportError.InternalError.Json);
        }
    }

    /// <summary>True when the results came to their end.</summary>
    private async ValueTask<bool> SendEachAsync(
        string id, IAsyncEnumerable<OperationResult> results, CancellationToken ct)
    {
        await foreach (var result in results.WithCancellation(ct))
        {
            if (ct.IsCancellationRequested) return false;
            if (result.Json.Length > 0 && !await send(ServerMessage.Next(id, result.Json))) return false;
        }

        return !ct.IsCancellationRequested;
    }

    private sealed class Run
    {
        public CancellationTokenSource Stop { get; } = new();

        public Task Ended { get; set; } = Task.CompletedTask;
    }
}
