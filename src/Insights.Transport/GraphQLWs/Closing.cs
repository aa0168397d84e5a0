namespace Insights.Transport.GraphQLWs;

/// <summary>Why a socket is closed: a code of RFC 6455 or of graphql-transport-ws, and a fixed sentence.</summary>
internal sealed record Closing(int Code, string Reason)
{
    public static readonly Closing Normal = new(1000, "Goodbye");
    public static readonly Closing GoingAway = new(1001, "The server is stopping");
    public static readonly Closing Silent = new(1001, "No answer to ping");
    public static readonly Closing TooManyMessages = new(1008, "Too many messages");
    public static readonly Closing TooLarge = new(1009, "Message too large");
    public static readonly Closing TooManyStreams = new(1013, "Too many streams of this caller");
    public static readonly Closing Malformed = new(4400, "Malformed message");
    public static readonly Closing NotAcknowledged = new(4401, "Unauthorized");
    public static readonly Closing Forbidden = new(4403, "Forbidden");
    public static readonly Closing InitTimeout = new(4408, "Connection initialisation timeout");
    public static readonly Closing DuplicateId = new(4409, "Subscriber already exists");
    public static readonly Closing SecondInit = new(4429, "Too many initialisation requests");
    public static readonly Closing ServerFault = new(4500, "Internal server error");
}
