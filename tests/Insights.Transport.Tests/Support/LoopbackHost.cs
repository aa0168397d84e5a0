using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Insights.Transport.Tests.Support;

/// <summary>The endpoint behind a real Kestrel on a free loopback port.</summary>
internal sealed class LoopbackHost : IAsyncDisposable
{
    public const string GraphQLResponse = "application/graphql-response+json";

    private readonly WebApplication _app;

    private LoopbackHost(WebApplication app, CountingRunner runner)
    {
        (_app, Runner) = (app, runner);
        Address = new Uri(app.Urls.Single() + "/graphql");
        Client = new HttpClient { Timeout = Patience.Limit };
    }

    public CountingRunner Runner { get; }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public LogLines Log { get; private init; } = null!;

    public static async Task<LoopbackHost> StartAsync(
        Action<TransportOptions>? configure = null, TimeProvider? clock = null, bool signedIn = true)
    {
        var runner = new CountingRunner();
        var log = new LogLines();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.Services.AddSingleton<IOperationRunner>(runner);
        builder.Services.AddGraphQLTransport(configure);
        var app = builder.Build();
        app.Use((context, next) =>
        {
            // Sockets only: what is asked without one comes from nobody in these tests.
            if (signedIn && context.Request.Headers.ContainsKey("Sec-WebSocket-Key")) context.User = Talk.Someone;
            return next(context);
        });
        app.MapGraphQL("/graphql");
        await app.StartAsync();
        return new(app, runner) { Log = log };
    }

    public Task<HttpResponseMessage> PostAsync(string json, string? accept = null, Action<HttpRequestMessage>? change = null) =>
        PostAsync(Encoding.UTF8.GetBytes(json), accept, change);

    public Task<HttpResponseMessage> PostAsync(byte[] body, string? accept = null, Action<HttpRequestMessage>? change = null)
    {
        var content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
        return SendAsync(new(HttpMethod.Post, Address) { Content = content }, accept, change);
    }

    public Task<HttpResponseMessage> GetAsync(string query, string? accept = null, Action<HttpRequestMessage>? change = null) =>
        SendAsync(new(HttpMethod.Get, $"{Address}?{query}"), accept, change);

    public Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, string? accept = null, Action<HttpRequestMessage>? change = null)
    {
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        change?.Invoke(request);
        return Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async Task<ClientWebSocket> ConnectAsync(
        string? subProtocol = "graphql-transport-ws", Action<ClientWebSocketOptions>? change = null)
    {
        var socket = new ClientWebSocket();
        if (subProtocol is not null) socket.Options.AddSubProtocol(subProtocol);
        change?.Invoke(socket.Options);
        var address = new UriBuilder(Address) { Scheme = "ws" }.Uri;
        try
        {
            await socket.ConnectAsync(address, default).WaitAsync(Patience.Limit);
            return socket;
        }
        catch (WebSocketException e) when (socket.HttpStatusCode != 0)
        {
            throw new HttpRequestException("refused", e, socket.HttpStatusCode);
        }
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}

/// <summary>Every line that was logged.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly System.Collections.Concurrent.ConcurrentQueue<string> _lines = new();

    public string All => string.Join('\n', _lines);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{formatter(state, exception)} {exception}");

    public void Dispose()
    {
    }
}
