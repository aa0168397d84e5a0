using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Insights.Transport.Tests.Support;

/// <summary>Knows a few documents: "echo" answers with what it was given, "mutation" likewise but not by GET,
/// "refused" is refused and so are others by other causes, "throttled" and "busy" are put off, "throws" throws, "waits" waits until cancelled, "gated" until a test opens
/// the gate, "pretty" answers on several lines, and "count" is a stream 1, 2, 3… up to the
/// variable <c>to</c>, each result with <c>size</c> bytes of padding, going on after the resumption cursor.</summary>
internal sealed class CountingRunner : IOperationRunner
{
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _waitEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What happened, in order: "started count", "asked 1", "disposed", and what a test's socket adds.</summary>
    public ConcurrentQueue<string> Journal { get; } = new();

    /// <summary>Completes when the first stream's enumerator was disposed.</summary>
    public Task Disposed => _disposed.Task.WaitAsync(Patience.Limit);

    /// <summary>Completes when a "waits" operation was cancelled.</summary>
    public Task WaitCancelled => _waitEnded.Task.WaitAsync(Patience.Limit);

    /// <summary>Lets "gated" operations finish.</summary>
    public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a "gated" operation has begun.</summary>
    public TaskCompletionSource GateReached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>One for each scope an operation ran in.</summary>
    public ConcurrentQueue<ScopeMark> Marks { get; } = new();

    public int Asked;
    public int Started;

    public async ValueTask<OperationOutcome> StartAsync(
        OperationRequest request, OperationCaller caller, CancellationToken ct)
    {
        Interlocked.Increment(ref Started);
        Journal.Enqueue($"started {request.Query}");
        if (caller.Services.GetService<ScopeMark>() is { } mark) Marks.Enqueue(mark);
        if (request.DocumentId is { } documentId)
            return new OperationOutcome.Answered(JsonSerializer.SerializeToUtf8Bytes(new { data = documentId }));
        switch (request.Query)
        {
            case "cost":
                return new OperationOutcome.Answered(JsonSerializer.SerializeToUtf8Bytes(new { data = request.Cost.ToString() }));
            case "partial":
                return new OperationOutcome.Answered("""{"errors":[{"message":"No.","extensions":{"code":"TEST_FIELD"}}],"data":null}"""u8.ToArray(), HasErrors: true);
            case "syntax":
                return Refused(RefusalCause.Syntax);
            case "unauthenticated":
                return Refused(RefusalCause.Unauthenticated);
            case "forbidden":
                return Refused(RefusalCause.Forbidden);
            case "throttled":
            case "busy":
                return new OperationOutcome.Throttled(
                    """{"errors":[{"message":"Later.","extensions":{"code":"TEST_THROTTLED"}}]}"""u8.ToArray(), TimeSpan.FromSeconds(2.5), request.Query == "busy");
            case "echo":
            case "mutation" when !request.QueriesOnly:
                return new OperationOutcome.Answered(Echo(request, caller));
            case "pretty":
                return new OperationOutcome.Answered("{\n  \"data\":\r\n    null\r}"u8.ToArray());
            case "mutation":
                return new OperationOutcome.MutationByGet();
            case "refused":
                return Refused(RefusalCause.Invalid);
            case "gated":
                GateReached.TrySetResult();
                await Gate.Task.WaitAsync(ct);
                return new OperationOutcome.Answered(Echo(request, caller));
            case "waits":
                try
                {
                    await Task.Delay(Timeout.Infinite, ct);
                }
                finally
                {
                    _waitEnded.TrySetResult();
                }

                break;
            case "count":
                return new OperationOutcome.Streaming(CountAsync(request, ct));
        }

        throw new InvalidOperationException("canary: exception text must stay here");
    }

    private async IAsyncEnumerable<OperationResult> CountAsync(
        OperationRequest request, [EnumeratorCancellation] CancellationToken ct)
    {
        var from = request.ResumeAfter is { } cursor ? int.Parse(cursor, null) + 1 : 1;
        var to = Number(request, "to", 3);
        var padding = new string('x', Number(request, "size", 0));
        try
        {
            for (var n = from; ; n++)
            {
                Interlocked.Increment(ref Asked);
                Journal.Enqueue($"asked {n}");
                if (n == Number(request, "failAt", -1)) throw new InvalidOperationException("canary: stream failed");
                if (n > to && Number(request, "thenWait", 0) == 1) await Task.Delay(Timeout.Infinite, ct);
                if (n > to) yield break;
                if (n == Number(request, "silentAt", -1))
                {
                    yield return OperationResult.PositionOnly($"{n}");
                    continue;
                }

                var json = JsonSerializer.SerializeToUtf8Bytes(new { data = new { n, padding } });
                yield return new OperationResult(json, n == Number(request, "badCursorAt", -1) ? "a\nb" : $"{n}");
            }
        }
        finally
        {
            // Lets go slowly, so that a caller who does not wait for it is seen to run ahead.
            for (var i = 0; i < 50; i++) await Task.Yield();
            Journal.Enqueue("disposed");
            _disposed.TrySetResult();
        }
    }

    private static OperationOutcome.Refused Refused(RefusalCause cause) =>
        new("""{"errors":[{"message":"No.","extensions":{"code":"TEST_REFUSED"}}]}"""u8.ToArray(), cause);

    private static int Number(OperationRequest request, string name, int otherwise) =>
        request.Variables is { } variables && variables.TryGetProperty(name, out var value) ? value.GetInt32() : otherwise;

    private static byte[] Echo(OperationRequest request, OperationCaller caller) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        data = new
        {
            request.Query,
            request.OperationName,
            request.Variables,
            request.Extensions,
            request.QueriesOnly,
            request.ResumeAfter,
            User = caller.User.Identity?.Name,
        },
    });

    public static string Text(ReadOnlyMemory<byte> utf8) => Encoding.UTF8.GetString(utf8.Span);
}

/// <summary>A scoped service that knows whether its scope has ended.</summary>
internal sealed class ScopeMark : IDisposable
{
    public bool Disposed { get; private set; }

    public void Dispose() => Disposed = true;
}
