using System.Security.Claims;
using System.Text.Json;
using Insights.Transport.GraphQLWs;
using Insights.Transport.Sending;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Insights.Transport.Tests.Support;

/// <summary>One conversation over a list-backed socket, on a clock the test moves.</summary>
internal sealed class Talk
{
    public const string Init = """{"type":"connection_init"}""";
    public const string Ack = """{"type":"connection_ack"}""";

    public static readonly ClaimsPrincipal Someone = new(new ClaimsIdentity([new(ClaimTypes.Name, "someone")], "test"));

    public FakeTimeProvider Clock { get; } = new();

    public CountingRunner Runner { get; }

    public ListSocket Socket { get; }

    public TransportOptions Options { get; } = new();

    /// <summary>Shared with other talks, where callers are counted over several.</summary>
    public StreamSlots? Slots { get; init; }

    public CancellationTokenSource Stopping { get; } = new();

    public Func<JsonElement?, ValueTask<ClaimsPrincipal?>> Admit { get; set; } = _ => new(Someone);

    public Talk(bool journalSends = false)
    {
        Runner = new();
        Socket = new(journalSends ? Runner : null);
    }

    public Task Ended { get; private set; } = Task.CompletedTask;

    public Talk Begin()
    {
        Ended = RunAsync();
        return this;
    }

    /// <summary>A talk whose connection_init was acknowledged.</summary>
    public async Task<Talk> BeginAcknowledgedAsync()
    {
        Begin();
        Socket.Says(Init);
        Assert.Equal(Ack, await Socket.HearsAsync());
        return this;
    }

    /// <summary>Waits for the end and returns the code the client was sent.</summary>
    public async Task<int?> CloseCodeAsync()
    {
        await Ended.WaitAsync(Patience.Limit);
        return Socket.ClosedWith?.Code;
    }

    public static string Subscribe(string id, string query, string variables = "{}") =>
        $$$"""{"id":"{{{id}}}","type":"subscribe","payload":{"query":"{{{query}}}","variables":{{{variables}}}}}""";

    public static string Complete(string id) => $$"""{"id":"{{id}}","type":"complete"}""";

    private async Task RunAsync()
    {
        await using var services = new ServiceCollection().AddScoped<ScopeMark>().BuildServiceProvider();
        var scopes = services.GetRequiredService<IServiceScopeFactory>();
        var options = Microsoft.Extensions.Options.Options.Create(Options);
        var sessions = new SessionWatch(options, scopes, Clock, NullLogger<SessionWatch>.Instance);
        using var conversation = new GraphQLWsConversation(
            Socket, Runner, scopes, payload => Admit(payload), sessions, Slots ?? new StreamSlots(options), Options, Clock, NullLogger.Instance);
        await conversation.RunAsync(Stopping.Token);
    }
}
