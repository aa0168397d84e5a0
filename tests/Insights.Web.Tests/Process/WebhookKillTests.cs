using System.Collections.Concurrent;
using System.Text.Json;
using Insights.Testing;
using Insights.Web.Tests.Outlets;
using Insights.Web.Tests.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;

namespace Insights.Web.Tests.Process;

/// <summary>
/// Three endpoints, receivers that fail in every way, and three kills of the server in the middle of a message.
/// INSIGHTS_WEBHOOK_MESSAGES names a file for what arrived, so that a library of others can check the signatures.
/// </summary>
public sealed class WebhookKillTests
{
    private const int Kills = 2;
    private const int EventsPerKill = 6;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    [Fact]
    public async Task Every_event_arrives_in_order_and_at_most_once_more_for_each_kill_and_endpoint()
    {
        await using var app = await RunningApp.WithPeopleOnlyAsync("--Insights:Webhooks:AllowedNetworks:0=127.0.0.1/32");
        using var limit = new CancellationTokenSource(Limit);
        var endpoints = new List<Endpoint>();
        for (var n = 0; n < Kills; n++)
            endpoints.Add(await Endpoint.MadeAsync(app, n));
        await using var elsewhere = await Receiver.StartAsync();
        foreach (var endpoint in endpoints)
            endpoint.Elsewhere = elsewhere.Url;

        var filed = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            endpoints[kill].HoldNext();
            using (var client = app.ClientOf("specialist-a"))
            {
                for (var n = 0; n < EventsPerKill; n++)
                    await FeedApp.FileAsync(app, client, filed++, limit.Token);
            }

            await endpoints[kill].Held.WaitAsync(limit.Token);
            await app.KillAsync();
            await app.RestartAsync();
        }

        while (endpoints.Any(e => e.Accepted.Count < filed))
        {
            await ResumeAsync(app);
            await Task.Delay(500, limit.Token);
        }

        // Whatever would come once more has its time to come.
        await Task.Delay(TimeSpan.FromSeconds(3), limit.Token);
        await app.KillAsync();
        var events = await EventsAsync(app.DatabasePath);
        Assert.Equal(filed, events.Count);
        Assert.Empty(elsewhere.Taken);
        foreach (var endpoint in endpoints)
            endpoint.Check(events);
        if (Environment.GetEnvironmentVariable("INSIGHTS_WEBHOOK_MESSAGES") is { Length: > 0 } path)
            await File.WriteAllLinesAsync(path, endpoints.SelectMany(e => e.Written));
        foreach (var endpoint in endpoints)
            await endpoint.Receiver.DisposeAsync();
    }

    /// <summary>Somebody resumes what the receiver's 410 disabled.</summary>
    private static async Task ResumeAsync(RunningApp app)
    {
        using var team = app.ClientOf(FeedApp.Team);
        for (var number = 1; number <= Kills; number++)
        {
            foreach (var webhook in (await RunningApp.QueryAsync(team, $"{{ webhooks(consumerNumber: {number}) {{ id version state }} }}")).GetProperty("webhooks").EnumerateArray().Where(w => w.GetProperty("state").GetString() == "DISABLED"))
            {
                await RunningApp.QueryAsync(team, "mutation($input: ResumeWebhookInput!) { resumeWebhook(input: $input) { refusals { code } } }",
                    new { input = new { webhookId = webhook.GetProperty("id").GetString(), expectedVersion = webhook.GetProperty("version").GetInt32() } });
            }
        }
    }

    private static async Task<List<string>> EventsAsync(string path)
    {
        await using var db = new SqliteConnection($"Data Source={path};Pooling=False");
        await db.OpenAsync();
        await using var command = db.CreateCommand();
        command.CommandText = """SELECT "Id" FROM feed_event ORDER BY "Position" """;
        await using var rows = await command.ExecuteReaderAsync();
        var events = new List<string>();
        while (await rows.ReadAsync())
            events.Add(rows.GetString(0));
        return events;
    }

    /// <summary>An endpoint, its receiver, and what the receiver meant with each message.</summary>
    private sealed class Endpoint(Receiver receiver, string secret, int number)
    {
        private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ConcurrentDictionary<int, bool> _failedOnPurpose = [];
        private int _hold;

        public Receiver Receiver { get; } = receiver;

        /// <summary>Where redirects point.</summary>
        public string Elsewhere { get; set; } = "";

        public Task Held => _held.Task;

        /// <summary>The messages that it answered with a success.</summary>
        public ConcurrentDictionary<string, bool> Accepted { get; } = [];

        public IEnumerable<string> Written => Receiver.Taken.Select(m => JsonSerializer.Serialize(new { secret, id = m.Id, timestamp = m.Timestamp, signature = m.Signature, body = Convert.ToBase64String(m.Body) }));

        public static async Task<Endpoint> MadeAsync(RunningApp app, int number)
        {
            var receiver = await Receiver.StartAsync();
            using var team = app.ClientOf(FeedApp.Team);
            var consumer = (await RunningApp.QueryAsync(team, "mutation($input: RegisterConsumerInput!) { registerConsumer(input: $input) { consumer { id version } refusals { code } } }",
                new { input = new { name = "A receiver under test", idempotencyKey = $"receiver-{number}" } })).GetProperty("registerConsumer").GetProperty("consumer");
            var made = (await RunningApp.QueryAsync(team, "mutation($input: CreateWebhookInput!) { createWebhook(input: $input) { webhookSecret { secret } refusals { code message } } }",
                new { input = new { consumerId = consumer.GetProperty("id").GetString(), expectedVersion = consumer.GetProperty("version").GetInt32(), url = receiver.Url } })).GetProperty("createWebhook");
            var endpoint = new Endpoint(receiver, made.GetProperty("webhookSecret").GetProperty("secret").GetString()!, number);
            receiver.Answer = endpoint.AnswerAsync;
            return endpoint;
        }

        /// <summary>The next message is taken and answered with silence, or with a success that the server has no time to note.</summary>
        public void HoldNext() => Volatile.Write(ref _hold, 1);

        public void Check(List<string> events)
        {
            var taken = Receiver.Taken.ToList();
            Assert.Equal(events, taken.Select(m => m.Id).Distinct());
            // Order: each message is the one before it once more, or the next event.
            var places = taken.ConvertAll(m => events.ToList().IndexOf(m.Id));
            Assert.All(places.Zip(places.Skip(1)), step => Assert.InRange(step.Second - step.First, 0, 1));
            // What came more often than it failed on purpose came because of a kill.
            Assert.InRange(taken.Count - _failedOnPurpose.Count - events.Count, 0, Kills);
            Assert.Equal(events.Count, taken.Select(m => (m.Id, Convert.ToBase64String(m.Body))).Distinct().Count());
            Assert.All(taken, m => Assert.True(Sending.IsSignedBy(m, secret)));
            Assert.True(_failedOnPurpose.Count >= 4, "The receiver took everything at once.");
        }

        private async Task AnswerAsync(int n, HttpContext context)
        {
            if (Interlocked.Exchange(ref _hold, 0) == 1)
            {
                if (number == Kills - 1)
                {
                    Accepted[Receiver.Taken.ElementAt(n).Id] = true;
                    context.Response.StatusCode = 204;
                    await context.Response.CompleteAsync();
                    _held.TrySetResult();
                    return;
                }

                _held.TrySetResult();
                await HangAsync(context);
                return;
            }

            // After each failure comes a success, since a second one in a row would wait five minutes.
            switch (n % 2 == 1 ? n / 2 : -1)
            {
                case 1:
                    await FailAsync(n, context, 500);
                    break;
                case 2:
                    context.Response.Headers.Location = Elsewhere;
                    await FailAsync(n, context, 302);
                    break;
                case 3:
                    _failedOnPurpose[n] = true;
                    context.Abort();
                    break;
                case 4:
                    context.Response.Headers.RetryAfter = "2";
                    await FailAsync(n, context, 429);
                    break;
                case 5 when number == 0:
                    _failedOnPurpose[n] = true;
                    await HangAsync(context);
                    break;
                case 5 when number == 1:
                    await FailAsync(n, context, 410);
                    break;
                default:
                    Accepted[Receiver.Taken.ElementAt(n).Id] = true;
                    context.Response.StatusCode = 204;
                    break;
            }
        }

        private Task FailAsync(int n, HttpContext context, int status)
        {
            _failedOnPurpose[n] = true;
            return Receiver.Status(context, status);
        }

        private static Task HangAsync(HttpContext context) =>
            Task.Delay(TimeSpan.FromMinutes(2), context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
    }
}
