using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Insights.Web.Tests.Webhooks;

/// <summary>A message as it arrived.</summary>
internal sealed record Arrived(string Id, long Timestamp, string Signature, byte[] Body);

/// <summary>A receiver of messages on loopback that answers as the test tells it to.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Receiver(WebApplication app) => _app = app;

    public ConcurrentQueue<Arrived> Taken { get; } = new();

    /// <summary>How it answers the n-th message, counted from 0; 204 unless said otherwise.</summary>
    public Func<int, HttpContext, Task> Answer { get; set; } = (_, context) => Status(context, 204);

    public string Address { get; private set; } = "";

    public string Url => $"{Address}/hook";

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new Receiver(app);
        app.Run(receiver.TakeAsync);
        await app.StartAsync();
        receiver.Address = app.Urls.Single();
        return receiver;
    }

    public static Task Status(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var headers = context.Request.Headers;
        var n = Taken.Count;
        Taken.Enqueue(new Arrived(headers["webhook-id"]!, long.Parse(headers["webhook-timestamp"]!, System.Globalization.CultureInfo.InvariantCulture), headers["webhook-signature"]!, body.ToArray()));
        await Answer(n, context);
    }
}
