using System.Security.Claims;
using System.Text.Json;
using Insights.Transport.Requests;
using Insights.Transport.Sending;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Insights.Transport.GraphQLWs;

/// <summary>One graphql-transport-ws conversation, from the accepted socket to its end.</summary>
/// <remarks>Messages are handled one at a time, in order; operations run and send beside that. Whoever ends the
/// conversation sends the close frame first and cancels the operations afterwards, so that the peer always sees the
/// code.</remarks>
internal sealed class GraphQLWsConversation : IDisposable
{
    /// <summary>How long a peer may take to answer our close frame before the connection is dropped.</summary>
    private static readonly TimeSpan CloseAnswerTime = TimeSpan.FromSeconds(5);

    /// <summary>How long executing queries and mutations get when the server stops.</summary>
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(5);

    private readonly ISocket _socket;
    private readonly Func<JsonElement?, ValueTask<ClaimsPrincipal?>> _admit;
    private readonly SessionWatch _sessions;
    private readonly StreamSlots _slots;
    private readonly TransportOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly RunningOperations _operations;
    private readonly SendLane _lane;
    private readonly ITimer _drop;
    private readonly CancellationTokenSource _ended = new();
    private Task _watching = Task.CompletedTask;
    private ClaimsPrincipal? _user;
    private IDisposable? _slot;
    private bool _initSeen;
    private double _messagesLeft;
    private long _counted;
    private volatile bool _acknowledged;
    private volatile bool _heard;

    // admit decides who the caller is from the payload of connection_init; null refuses.
    public GraphQLWsConversation(
        ISocket socket,
        IOperationRunner runner,
        IServiceScopeFactory scopes,
        Func<JsonElement?, ValueTask<ClaimsPrincipal?>> admit,
        SessionWatch sessions,
        StreamSlots slots,
        TransportOptions options,
        TimeProvider clock,
        ILogger log)
    {
        (_socket, _admit, _sessions, _slots, _options, _clock, _log) = (socket, admit, sessions, slots, options, clock, log);
        _operations = new(runner, scopes, SendAsync, log);
        _lane = new(options.SendTimeout, clock, socket.Abort);
        (_messagesLeft, _counted) = (options.MaxMessagesPerMinute, clock.GetTimestamp());
        _drop = clock.CreateTimer(_ => socket.Abort(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Talks until either side closes. Never throws.</summary>
    /// <param name="stopping">Cancelled when the server stops: the socket is closed with 1001.</param>
    public async Task RunAsync(CancellationToken stopping)
    {
        var initDeadline = CloseUnlessInitialisedAsync();
        var pinging = PingAsync();
        var stop = CloseWhenStoppingAsync(stopping);

        while (await _socket.ReceiveAsync() is { Arrival: not Arrival.Closed } message)
        {
            _heard = true;
            if (!_ended.IsCancellationRequested) await (MayGoOn() ? HandleAsync(message) : CloseAsync(Closing.TooManyMessages));
        }

        await CloseAsync(Closing.Normal);
        await Task.WhenAll(initDeadline, pinging, stop, _watching, _operations.EndedAsync());
    }

    public void Dispose()
    {
        _drop.Dispose();
        _slot?.Dispose();
        _lane.Dispose();
        _operations.Dispose();
        _ended.Dispose();
    }

    /// <summary>Counts one message; false once there were too many in too short a time.</summary>
    private bool MayGoOn()
    {
        var refilled = _clock.GetElapsedTime(_counted).TotalMinutes * _options.MaxMessagesPerMinute;
        _messagesLeft = Math.Min(_options.MaxMessagesPerMinute, _messagesLeft + refilled) - 1;
        _counted = _clock.GetTimestamp();
        return _messagesLeft >= 0;
    }

    private ValueTask HandleAsync(SocketMessage message) => message.Arrival switch
    {
        Arrival.TooLarge => CloseAsync(Closing.TooLarge),
        Arrival.Binary => CloseAsync(Closing.Malformed),
        _ => ClientMessage.Read(message.Text.Span) switch
        {
            ClientMessage.ConnectionInit init => InitAsync(init.Payload),
            ClientMessage.Ping => AnswerAsync(ServerMessage.Pong),
            ClientMessage.Pong => ValueTask.CompletedTask,
            ClientMessage.Subscribe subscribe => SubscribeAsync(subscribe.Id, subscribe.Request),
            ClientMessage.Complete complete => _operations.CancelAsync(complete.Id),
            _ => CloseAsync(Closing.Malformed),
        },
    };

    private async ValueTask InitAsync(JsonElement? payload)
    {
        if (_initSeen)
        {
            await CloseAsync(Closing.SecondInit);
            return;
        }

        _initSeen = true;
        try
        {
            _user = await _admit(payload);
        }
        catch (Exception e)
        {
            _log.AdmissionFailed(e.GetType(), e.StackTrace);
            await CloseAsync(Closing.ServerFault);
            return;
        }

        if (_user is null)
        {
            await CloseAsync(Closing.Forbidden);
            return;
        }

        _slot = _slots.Take(_user);
        if (_slot is null)
        {
            _user = null;
            await CloseAsync(Closing.TooManyStreams);
            return;
        }

        _acknowledged = true;
        await AnswerAsync(ServerMessage.Ack);
        _watching = CloseWhenSignedOutAsync(_user);
    }

    private ValueTask SubscribeAsync(string id, OperationRequest request)
    {
        if (_user is null) return CloseAsync(Closing.NotAcknowledged);
        if (_operations.Contains(id)) return CloseAsync(Closing.DuplicateId);
        if (_operations.Count >= _options.MaxOperationsPerSocket)
            return AnswerAsync(ServerMessage.Error(id, TransportError.TooManyOperations.Json));

        _operations.Start(id, request, _user);
        return ValueTask.CompletedTask;
    }

    private async Task CloseUnlessInitialisedAsync()
    {
        if (await _clock.Passes(_options.InitTimeout, _ended.Token) && !_acknowledged) await CloseAsync(Closing.InitTimeout);
    }

    /// <summary>A peer whose network is gone never closes; it is noticed because it stops answering.</summary>
    private async Task PingAsync()
    {
        _heard = true;
        while (await _clock.Passes(_options.PingInterval, _ended.Token))
        {
            if (!_heard) await CloseAsync(Closing.Silent);
            _heard = false;
            await SendAsync(ServerMessage.Ping);
        }
    }

    private async Task CloseWhenSignedOutAsync(ClaimsPrincipal user)
    {
        if (await _sessions.EndedAsync(user, _ended.Token)) await CloseAsync(Closing.Forbidden);
    }

    private async Task CloseWhenStoppingAsync(CancellationToken stopping)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, _ended.Token);
        await _clock.Passes(Timeout.InfiniteTimeSpan, either.Token);
        if (_ended.IsCancellationRequested) return;

        await Task.WhenAny(_operations.DrainAsync(), _clock.Passes(DrainTime, _ended.Token).AsTask());
        await CloseAsync(Closing.GoingAway);
    }

    private async ValueTask AnswerAsync(ReadOnlyMemory<byte> message) => await SendAsync(message);

    private ValueTask<bool> SendAsync(ReadOnlyMemory<byte> message) =>
        _lane.SendAsync(ct => _socket.SendAsync(message, ct));

    /// <summary>Ends the conversation; only the first closing is sent. The peer then has a moment to answer it.</summary>
    private async ValueTask CloseAsync(Closing closing)
    {
        if (await _lane.SendAsync(ct => _socket.CloseAsync(closing, ct), last: true))
            _drop.Change(CloseAnswerTime, Timeout.InfiniteTimeSpan);

        await _ended.CancelAsync();
        await _operations.CancelAllAsync();
    }
}
