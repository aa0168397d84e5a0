using System.Text;
using System.Threading.Channels;
using Insights.Transport.GraphQLWs;

namespace Insights.Transport.Tests.Support;

/// <summary>A socket made of two lists: what the client says, and what it was sent.</summary>
internal sealed class ListSocket(CountingRunner? runner = null) : ISocket
{
    private readonly Channel<SocketMessage> _said = Channel.CreateUnbounded<SocketMessage>();
    private readonly Channel<string> _sent = Channel.CreateUnbounded<string>();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Closing? ClosedWith { get; private set; }

    public bool Aborted { get; private set; }

    /// <summary>Sends never finish while set, as with a peer that does not read.</summary>
    public bool Stalled { get; set; }

    /// <summary>The peer never answers a close frame while set.</summary>
    public bool IgnoresClose { get; set; }

    /// <summary>Completes when the socket was closed or aborted from our side.</summary>
    public Task Over => _over.Task;

    public ListSocket Says(params ReadOnlySpan<string> messages)
    {
        foreach (var message in messages) Says(Arrival.Text, message);
        return this;
    }

    public void Says(Arrival arrival, string text = "") =>
        _said.Writer.TryWrite(new(arrival, Encoding.UTF8.GetBytes(text)));

    public void HangsUp() => _said.Writer.TryComplete();

    /// <summary>The next message the client was sent.</summary>
    public async Task<string> HearsAsync() => await _sent.Reader.ReadAsync().AsTask().WaitAsync(Patience.Limit);

    /// <summary>Everything sent and not yet heard.</summary>
    public List<string> HeardSoFar()
    {
        var all = new List<string>();
        while (_sent.Reader.TryRead(out var message)) all.Add(message);
        return all;
    }

    public async ValueTask<SocketMessage> ReceiveAsync() =>
        await _said.Reader.WaitToReadAsync() && _said.Reader.TryRead(out var message) ? message : new(Arrival.Closed);

    public async ValueTask SendAsync(ReadOnlyMemory<byte> text, CancellationToken ct)
    {
        var message = CountingRunner.Text(text);
        if (Stalled) await Task.Delay(Timeout.Infinite, ct);
        if (runner is not null)
        {
            // Gives a sender that does not wait for us every chance to run ahead.
            for (var i = 0; i < 20; i++) await Task.Yield();
            runner.Journal.Enqueue("sent");
        }

        _sent.Writer.TryWrite(message);
    }

    public ValueTask CloseAsync(Closing closing, CancellationToken ct)
    {
        ClosedWith = closing;
        if (!IgnoresClose) HangsUp();
        _over.TrySetResult();
        return ValueTask.CompletedTask;
    }

    public void Abort()
    {
        Aborted = true;
        HangsUp();
        _over.TrySetResult();
    }
}
