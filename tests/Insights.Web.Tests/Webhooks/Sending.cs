using System.Net;
using System.Security.Cryptography;
using System.Text;
using Insights.Core.Consumers;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Webhooks;
using Insights.Testing;
using Insights.Web.Webhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Insights.Web.Tests.Webhooks;

/// <summary>A database, a receiver, an endpoint that leads to it, and a dispatcher.</summary>
internal sealed class Sending : IAsyncDisposable
{
    /// <summary>What development allows.</summary>
    public static readonly WebhookAllowance Loopback = new([IPNetwork.Parse("127.0.0.1/32")]);

    private readonly WebhookSender _sender;
    private readonly WebhookDispatcher _dispatcher;

    private Sending(TestDatabase database, Receiver receiver, TimeSpan limit)
    {
        (Database, Receiver) = (database, receiver);
        _sender = new WebhookSender(Loopback, limit, database.Clock);
        _dispatcher = Another();
    }

    public TestDatabase Database { get; }

    public Receiver Receiver { get; }

    public ConsumerView Consumer { get; private set; } = null!;

    public WebhookId Id { get; private set; }

    public string Secret { get; set; } = "";

    public static async Task<Sending> ReadyAsync(FeedFilter? filter = null, TimeSpan? limit = null)
    {
        var database = await TestDatabase.CreateAsync(services => services.AddSingleton(Loopback));
        var sending = new Sending(database, await Receiver.StartAsync(), limit ?? TimeSpan.FromSeconds(10));
        var consumer = await database.SendAsync(SomePeople.Consumer, new RegisterConsumer("Appeals classifier", null, filter, null));
        var made = await database.SendAsync(SomePeople.Consumer, new CreateWebhook(consumer.Id.Value, consumer.Version, sending.Receiver.Url));
        (sending.Consumer, sending.Id, sending.Secret) = (consumer, made.Webhook.Id, made.Secret);
        return sending;
    }

    /// <summary>A dispatcher of its own, as of another process.</summary>
    public WebhookDispatcher Another() => new(
        Database.Services.GetRequiredService<IServiceScopeFactory>(), _sender, Database.Services.GetRequiredService<IdSource>(), Database.Clock, NullLogger<WebhookDispatcher>.Instance);

    /// <summary>Sends what is due, to the end.</summary>
    public async Task RoundAsync()
    {
        await _dispatcher.BeginAsync(default);
        await _dispatcher.EndAsync();
    }

    /// <summary>Lets the wait for the next attempt pass, and sends.</summary>
    public async Task AgainAsync(TimeSpan wait)
    {
        Database.Clock.Advance(wait);
        await RoundAsync();
    }

    public Task<WebhookView> NowAsync() => Database.SendAsync(SomePeople.Consumer, new WebhookById(Id.Value));

    public async Task<IReadOnlyList<WebhookDeliveryView>> LedgerAsync() => (await Database.SendAsync(SomePeople.Consumer, new WebhookDeliveryList(Id.Value, 100, null))).Items;

    public async Task<List<string>> EventsAsync()
    {
        await using var db = Database.Open();
        return (await db.FeedEvents.AsNoTracking().OrderBy(e => e.Position).Select(e => e.Id).ToListAsync()).ConvertAll(id => id.Value);
    }

    public async Task<T> SteerAsync<T>(Func<WebhookView, MediatR.IRequest<Core.Pipeline.Outcome<T>>> command) =>
        await Database.SendAsync(SomePeople.Consumer, command(await NowAsync()));

    public Task<WebhookJob?> ClaimAsync(string owner) => Database.SendAsync(Actor.System, new ClaimWebhook(Id, owner));

    /// <summary>Whether one of the signatures is by this secret, reckoned apart from the product.</summary>
    public static bool IsSignedBy(Arrived message, string secret)
    {
        using var mac = new HMACSHA256(Convert.FromBase64String(secret["whsec_".Length..]));
        var signed = mac.ComputeHash(Encoding.UTF8.GetBytes($"{message.Id}.{message.Timestamp}.{Encoding.UTF8.GetString(message.Body)}"));
        return message.Signature.Split(' ').Any(s => s.Split(',') is ["v1", var value] && CryptographicOperations.FixedTimeEquals(Convert.FromBase64String(value), signed));
    }

    public async ValueTask DisposeAsync()
    {
        _dispatcher.Dispose();
        _sender.Dispose();
        await Receiver.DisposeAsync();
        await Database.DisposeAsync();
    }
}
