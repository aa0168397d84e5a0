namespace Insights.Transport.GraphQLWs;

/// <summary>What arrived on a socket.</summary>
internal enum Arrival
{
    /// <summary>A whole text message.</summary>
    Text,

    /// <summary>A binary message, which the protocol does not know.</summary>
    Binary,

    /// <summary>A message longer than allowed; the rest of it was not read.</summary>
    TooLarge,

    /// <summary>The peer closed, or the connection is gone. Nothing arrives after this.</summary>
    Closed,
}

/// <summary>One arrival; the text is valid until the next one is asked for.</summary>
internal readonly record struct SocketMessage(Arrival Arrival, ReadOnlyMemory<byte> Text = default);

/// <summary>A message socket, reduced to what a conversation needs.</summary>
/// <remarks>One receive at a time; one send or close at a time; a receive may overlap a send. Aborting is allowed at
/// any time, from any thread, more than once.</remarks>
internal interface ISocket
{
    /// <summary>Waits for the next message. Takes no token on purpose: cancelling a receive aborts the connection, and
    /// the peer would see 1006 in place of the code it was meant to see. Never throws.</summary>
    ValueTask<SocketMessage> ReceiveAsync();

    /// <summary>Sends one text message. Throws when the connection is gone; cancelling aborts the connection.</summary>
    ValueTask SendAsync(ReadOnlyMemory<byte> text, CancellationToken ct);

    /// <summary>Sends a close frame; receiving goes on until the peer has answered it. Throws like a send.</summary>
    ValueTask CloseAsync(Closing closing, CancellationToken ct);

    /// <summary>Drops the connection; a pending receive ends with <see cref="Arrival.Closed"/>.</summary>
    void Abort();
}
