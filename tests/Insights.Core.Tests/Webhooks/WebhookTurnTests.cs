using Insights.Core.Contact;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Tests.Support;
using Insights.Core.Webhooks;
using Insights.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Insights.Core.Tests.Webhooks;

/// <summary>Whose turn it is, who hears that there is none any more, and what is forgotten.</summary>
public sealed class WebhookTurnTests
{
    [Fact]
    public async Task Endpoints_that_nothing_is_for_do_not_keep_another_from_its_turn()
    {
        await using var database = await TestDatabase.CreateAsync();
        for (var n = 0; n < 21; n++)
        {
            var consumer = await database.ConsumerAsync(new FeedFilter { Areas = ["nowhere"] });
            for (var i = 0; i < 5; i++)
                await database.SendAsync(SomePeople.Consumer, new CreateWebhook(consumer.Id.Value, consumer.Version + i, "https://hooks.example.org/insights"));
        }

        database.Clock.Advance(TimeSpan.FromSeconds(1));
        var wanting = await database.WebhookAsync();
        var rounds = 0;
        for (WebhookJob? job = null; job is null; rounds++)
        {
            Assert.True(rounds < 3, "It never had its turn.");
            // There is always something new, so those that pass everything over are due again at once.
            await database.FileAsync();
            database.Clock.Advance(TimeSpan.FromSeconds(1));
            foreach (var id in await database.SendAsync(Actor.System, new DueWebhooks()))
                job = await database.SendAsync(Actor.System, new ClaimWebhook(id, "one")) ?? job;
            if (job is not null)
                Assert.Equal(wanting.Id, job.Id);
        }

        Assert.Equal(2, rounds);
    }

    [Theory]
    [InlineData(410, WebhookState.Disabled)]
    [InlineData(500, WebhookState.Paused)]
    public async Task Its_owner_and_administrators_are_told_once_when_an_endpoint_stops_and_in_their_digest(int status, WebhookState stopped)
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.TakeDigestAsync(SomePeople.Administrator);
        var made = await database.WebhookAsync();
        await database.FileAsync();
        var state = WebhookState.Enabled;
        for (var n = 0; n < RetrySchedule.MostAttempts && state is WebhookState.Enabled; n++)
        {
            database.Clock.Advance(TimeSpan.FromHours(29));
            var job = (await database.SendAsync(Actor.System, new ClaimWebhook(made.Id, "one")))!;
            state = await database.SendAsync(Actor.System, new SettleWebhook(job.Id, job.Fence, job.MessageId, job.At, 1, WebhookOutcome.Refused) { Status = status });
        }

        await database.TellAsync();
        await database.TellAsync();

        Assert.Equal(stopped, state);
        foreach (var person in new[] { SomePeople.Consumer, SomePeople.Administrator })
        {
            var told = Assert.Single(await database.UnreadAsync(person));
            Assert.Equal((NotificationKind.EndpointStopped, made.ConsumerId, made.ConsumerId.Value, 1), (told.Kind, told.ConsumerId!.Value, told.AboutId, told.Count));
        }

        foreach (var person in SomePeople.All.Where(p => p != SomePeople.Consumer && p != SomePeople.Administrator && p.May(Permission.BeTold)))
            Assert.DoesNotContain(await database.UnreadAsync(person), n => n.Kind is NotificationKind.EndpointStopped);
        var line = Assert.Single((await database.SendAsync(SomePeople.Administrator, new ReadDigest())).Lines);
        Assert.Equal(("C-1", "Appeals classifier"), (line.Number, line.Title));
        Assert.Equal(0, (await database.SendAsync(SomePeople.Consumer, new MarkNotificationsRead(100_000, made.ConsumerId.Value))).Unread);
    }

    [Fact]
    public async Task What_its_owner_stops_or_does_not_want_to_hear_of_is_told_to_nobody()
    {
        await using var database = await TestDatabase.CreateAsync();
        var made = await database.WebhookAsync();
        await database.SendAsync(SomePeople.Consumer, new PauseWebhook(made.Id.Value, made.Version));
        await database.TellAsync();
        Assert.Empty(await database.UnreadAsync(SomePeople.Administrator));

        await database.SendAsync(SomePeople.Administrator, new SetNotificationPreferences(0, null, DigestCadence.Off, 6, [new(NotificationKind.EndpointStopped, Delivery.Off)]));
        var another = await database.WebhookAsync();
        await database.FileAsync();
        var job = (await database.SendAsync(Actor.System, new ClaimWebhook(another.Id, "one")))!;
        await database.SendAsync(Actor.System, new SettleWebhook(job.Id, job.Fence, job.MessageId, job.At, 1, WebhookOutcome.Refused) { Status = 410 });
        await database.TellAsync();
        Assert.Empty(await database.UnreadAsync(SomePeople.Administrator));
        Assert.Single(await database.UnreadAsync(SomePeople.Consumer));
    }

    [Fact]
    public async Task Old_attempts_are_forgotten_but_the_newest_and_the_bytes_of_what_waits_stay()
    {
        await using var database = await TestDatabase.CreateAsync();
        var made = await WebhookActs.TestedAsync(database, PruneWebhooks.KeptInAnyCase + 3);
        await database.GapInAsync(GapState.New);
        var waiting = (await database.SendAsync(Actor.System, new ClaimWebhook(made.Id, "one")))!;
        await database.SendAsync(Actor.System, new SettleWebhook(waiting.Id, waiting.Fence, waiting.MessageId, waiting.At, 1, WebhookOutcome.Refused) { Status = 500 });
        Assert.Equal(0, await database.SendAsync(Actor.System, new PruneWebhooks()));

        database.Clock.Advance(TimeSpan.FromDays(PruneWebhooks.KeptDays) + TimeSpan.FromHours(1));
        // Four attempts, and their bodies: 23 tests and one event make 24, of which the newest 20 stay.
        Assert.Equal(8, await database.SendAsync(Actor.System, new PruneWebhooks()));
        Assert.Equal(0, await database.SendAsync(Actor.System, new PruneWebhooks()));

        await using var db = database.Open();
        Assert.Equal((20, 20), (await db.WebhookDeliveries.CountAsync(), await db.WebhookMessages.CountAsync()));
        var again = (await database.SendAsync(Actor.System, new ClaimWebhook(made.Id, "one")))!;
        Assert.Equal(waiting.MessageId, again.MessageId);
        Assert.Equal(waiting.Body, again.Body);
    }

    [Fact]
    public async Task Looking_for_what_may_be_forgotten_waits_for_nobody_and_a_turn_forgets_only_so_much()
    {
        await using var database = await TestDatabase.CreateAsync();
        var made = await WebhookActs.TestedAsync(database, 1);
        await database.GapInAsync(GapState.New);
        using (await database.Services.GetRequiredService<IWriteGate>().EnterAsync(CancellationToken.None))
            Assert.Equal(0, await database.SendAsync(Actor.System, new PruneWebhooks()).WaitAsync(TimeSpan.FromSeconds(20)));

        await using (var db = database.Open())
            await RepeatAsync(db, made.Id, PruneWebhooks.KeptAtMost + PruneWebhooks.MostRows + 100);
        // The bytes of an attempt that is too many go with it, though they are not old: each event has one attempt here.
        Assert.Equal(2 * PruneWebhooks.MostRows, await database.SendAsync(Actor.System, new PruneWebhooks()));
        Assert.Equal(2 * 101, await database.SendAsync(Actor.System, new PruneWebhooks()));
        Assert.Equal(0, await database.SendAsync(Actor.System, new PruneWebhooks()));

        await using var after = database.Open();
        Assert.Equal((PruneWebhooks.KeptAtMost, PruneWebhooks.KeptAtMost), (await after.WebhookDeliveries.CountAsync(), await after.WebhookMessages.CountAsync()));
    }

    /// <summary>Writes the one attempt and its bytes so many times again, each for an event of its own.</summary>
    private static async Task RepeatAsync(InsightsDb db, WebhookId id, int times)
    {
        foreach (var table in new[] { "webhook_delivery", "webhook_message" })
        {
            var names = await db.Database.SqlQuery<string>($"""SELECT "name" AS "Value" FROM pragma_table_info({table})""").ToListAsync();
            var values = names.Select(name => name switch { "EventId" => "'evt_' || printf('%026d', n)", "Number" => "n + 1000", _ => $"\"{name}\"" });
            var sql = $"""
                WITH RECURSIVE count(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < {times})
                INSERT INTO "{table}" ({string.Join(", ", names.Select(n => $"\"{n}\""))}) SELECT {string.Join(", ", values)} FROM (SELECT * FROM "{table}" WHERE "WebhookId" = '{id.Value}' LIMIT 1), count
                """;
            await db.Database.ExecuteSqlRawAsync(sql);
        }
    }
}
