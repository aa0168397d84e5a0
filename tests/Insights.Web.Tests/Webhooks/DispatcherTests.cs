using System.Text;
using System.Text.Json;
using Insights.Core.Audit;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Webhooks;
using Insights.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Insights.Web.Tests.Webhooks;

/// <summary>The dispatcher against a receiver that fails in every way.</summary>
public sealed class DispatcherTests
{
    [Fact]
    public async Task Every_event_arrives_once_in_order_signed_and_without_words()
    {
        await using var sending = await Sending.ReadyAsync();
        await sending.Database.GapInAsync(GapState.Closed);
        await sending.RoundAsync();
        await sending.RoundAsync();

        Assert.Equal(await sending.EventsAsync(), sending.Receiver.Taken.Select(m => m.Id));
        Assert.All(sending.Receiver.Taken, m => Assert.True(Sending.IsSignedBy(m, sending.Secret)));
        Assert.All(sending.Receiver.Taken, m => Assert.False(Sending.IsSignedBy(m, WebhookSignature.SecretOf(new byte[32]))));
        Assert.Equal(0, (await sending.NowAsync()).Lag);
        var last = JsonDocument.Parse(sending.Receiver.Taken.Last().Body).RootElement;
        Assert.Equal(("GAP_CLOSED", (await sending.NowAsync()).Cursor), (last.GetProperty("type").GetString(), last.GetProperty("data").GetProperty("cursor").GetString()));
        Assert.DoesNotContain("clause", string.Concat(sending.Receiver.Taken.Select(m => Encoding.UTF8.GetString(m.Body))), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_receiver_that_fails_gets_the_same_bytes_under_the_same_id_after_each_wait()
    {
        await using var sending = await Sending.ReadyAsync();
        sending.Receiver.Answer = (n, context) => Receiver.Status(context, n < 3 ? 500 : 200);
        await sending.Database.FileAsync();

        await sending.RoundAsync();
        await sending.RoundAsync();
        Assert.Single(sending.Receiver.Taken);
        await sending.AgainAsync(TimeSpan.FromSeconds(6));
        await sending.AgainAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(2, sending.Receiver.Taken.Count);
        await sending.AgainAsync(TimeSpan.FromMinutes(6));
        await sending.AgainAsync(TimeSpan.FromMinutes(36));

        Assert.Equal(4, sending.Receiver.Taken.Count);
        Assert.Single(sending.Receiver.Taken.Select(m => (m.Id, Encoding.UTF8.GetString(m.Body))).Distinct());
        Assert.Equal(4, sending.Receiver.Taken.Select(m => m.Timestamp).Distinct().Count());
        Assert.All(sending.Receiver.Taken, m => Assert.True(Sending.IsSignedBy(m, sending.Secret)));
        Assert.Equal([(4, 200), (3, 500), (2, 500), (1, 500)], (await sending.LedgerAsync()).Select(d => (d.Attempt, d.Status!.Value)));
        Assert.Equal((0, 0L), ((await sending.NowAsync()).Failures, (await sending.NowAsync()).Lag));
    }

    [Fact]
    public async Task A_receiver_that_fails_every_third_time_misses_nothing_and_order_holds()
    {
        await using var sending = await Sending.ReadyAsync();
        sending.Receiver.Answer = (n, context) => Receiver.Status(context, n % 3 == 1 ? 503 : 204);
        await sending.Database.GapInAsync(GapState.Decided);
        for (var i = 0; i < 12 && (await sending.NowAsync()).Lag > 0; i++)
            await sending.AgainAsync(TimeSpan.FromSeconds(6));

        Assert.Equal(await sending.EventsAsync(), sending.Receiver.Taken.Select(m => m.Id).Distinct());
        Assert.Equal(await sending.EventsAsync(), sending.Receiver.Taken.Where((_, n) => n % 3 != 1).Select(m => m.Id));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_a_failure_and_is_not_followed(int status)
    {
        await using var sending = await Sending.ReadyAsync();
        await using var elsewhere = await Receiver.StartAsync();
        sending.Receiver.Answer = (_, context) =>
        {
            context.Response.Headers.Location = elsewhere.Url;
            return Receiver.Status(context, status);
        };
        await sending.Database.FileAsync();
        await sending.RoundAsync();

        Assert.Empty(elsewhere.Taken);
        Assert.Equal((WebhookOutcome.Redirected, status), (await sending.LedgerAsync()).Select(d => (d.Outcome, d.Status!.Value)).Single());
        Assert.Equal(1, (await sending.NowAsync()).Failures);
    }

    [Fact]
    public async Task A_receiver_that_hangs_or_breaks_off_is_left_after_the_time_limit_and_tried_again()
    {
        await using var sending = await Sending.ReadyAsync(limit: TimeSpan.FromSeconds(1));
        sending.Receiver.Answer = async (n, context) =>
        {
            if (n == 0)
                await Task.Delay(TimeSpan.FromSeconds(20), context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            else if (n == 1)
                context.Abort();
        };
        await sending.Database.FileAsync();
        await sending.RoundAsync();
        await sending.AgainAsync(TimeSpan.FromSeconds(6));
        await sending.AgainAsync(TimeSpan.FromMinutes(6));

        Assert.Equal([WebhookOutcome.Delivered, WebhookOutcome.Unreachable, WebhookOutcome.TimedOut], (await sending.LedgerAsync()).Select(d => d.Outcome));
        Assert.Single(sending.Receiver.Taken.Select(m => m.Id).Distinct());
    }

    [Fact]
    public async Task Gone_disables_and_resuming_goes_on_where_it_stopped()
    {
        await using var sending = await Sending.ReadyAsync();
        sending.Receiver.Answer = (n, context) => Receiver.Status(context, n == 0 ? 410 : 200);
        await sending.Database.FileAsync();
        await sending.RoundAsync();
        await sending.AgainAsync(TimeSpan.FromDays(2));

        Assert.Equal((WebhookState.Disabled, WebhookStop.Gone), ((await sending.NowAsync()).State, (await sending.NowAsync()).Stop));
        Assert.Single(sending.Receiver.Taken);
        await sending.SteerAsync(w => new ResumeWebhook(w.Id.Value, w.Version));
        await sending.RoundAsync();
        Assert.Equal((WebhookState.Enabled, 0L), ((await sending.NowAsync()).State, (await sending.NowAsync()).Lag));
        Assert.Single(sending.Receiver.Taken.Select(m => m.Id).Distinct());
    }

    [Fact]
    public async Task A_receiver_that_asks_for_time_gets_it_but_no_more_than_an_hour()
    {
        await using var sending = await Sending.ReadyAsync();
        sending.Receiver.Answer = (n, context) =>
        {
            context.Response.Headers.RetryAfter = n == 0 ? "600" : "86400";
            return Receiver.Status(context, n < 2 ? 429 : 200);
        };
        await sending.Database.FileAsync();
        await sending.RoundAsync();
        Assert.Equal(sending.Database.Clock.GetUtcNow().AddMinutes(10), (await sending.NowAsync()).NextAttemptAt);
        await sending.AgainAsync(TimeSpan.FromMinutes(9));
        Assert.Single(sending.Receiver.Taken);
        await sending.AgainAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(sending.Database.Clock.GetUtcNow().AddHours(1), (await sending.NowAsync()).NextAttemptAt);
        await sending.AgainAsync(TimeSpan.FromHours(1));
        Assert.Equal(0, (await sending.NowAsync()).Lag);
    }

    [Fact]
    public async Task After_ten_failures_it_is_paused_and_the_event_can_be_skipped_and_delivered_after_all()
    {
        await using var sending = await Sending.ReadyAsync();
        sending.Receiver.Answer = (_, context) => Receiver.Status(context, 500);
        await sending.Database.GapInAsync(GapState.New);
        for (var i = 0; i < 15; i++)
            await sending.AgainAsync(TimeSpan.FromHours(29));

        var paused = await sending.NowAsync();
        Assert.Equal((10, 10, WebhookState.Paused, WebhookStop.Exhausted), (sending.Receiver.Taken.Count, paused.Failures, paused.State, paused.Stop));
        Assert.Contains("Paused", await LastToStateAsync(sending));
        var waits = paused.WaitsWith!.Value.Value;
        Assert.Equal(RefusalCode.IllegalMove, (await sending.Database.TryAsync(SomePeople.Consumer, new SkipWebhookEvent(paused.Id.Value, paused.Version, (await sending.EventsAsync())[1]))).Refusals.Single().Code);
        var skipped = await sending.SteerAsync(w => new SkipWebhookEvent(w.Id.Value, w.Version, waits));
        Assert.Equal((waits, 10), (skipped.DeadLetters.Single().EventId.Value, skipped.DeadLetters.Single().Failures));

        sending.Receiver.Answer = (_, context) => Receiver.Status(context, 200);
        await sending.SteerAsync(w => new ResumeWebhook(w.Id.Value, w.Version));
        await sending.RoundAsync();
        Assert.Equal((await sending.EventsAsync()).Skip(1), sending.Receiver.Taken.Skip(10).Select(m => m.Id));

        var first = sending.Receiver.Taken.First();
        await sending.SteerAsync(w => new ReplayWebhook(w.Id.Value, w.Version, w.DeadLetters[0].ReplayAfter));
        await sending.RoundAsync();
        var replayed = sending.Receiver.Taken.Skip(10 + (await sending.EventsAsync()).Count - 1).ToList();
        Assert.Equal(await sending.EventsAsync(), replayed.Select(m => m.Id));
        Assert.Equal(first.Body, replayed[0].Body);
        Assert.NotNull((await sending.NowAsync()).DeadLetters.Single().DeliveredAt);
    }

    [Fact]
    public async Task After_a_restore_nothing_is_sent_until_it_is_replayed_and_then_with_cursors_of_the_new_epoch()
    {
        await using var sending = await Sending.ReadyAsync();
        await sending.Database.FileAsync();
        await sending.RoundAsync();
        var sent = sending.Receiver.Taken.Count;
        var epoch = (await sending.NowAsync()).Cursor.Split('.')[1];
        await using (var db = sending.Database.Open())
            await db.Database.ExecuteSqlAsync($"""UPDATE feed_head SET "Epoch" = "Epoch" + 1""");

        await sending.RoundAsync();
        Assert.Equal((sent, WebhookState.Paused), (sending.Receiver.Taken.Count, (await sending.NowAsync()).State));
        var next = long.Parse(epoch, System.Globalization.CultureInfo.InvariantCulture) + 1;
        await sending.SteerAsync(w => new ReplayWebhook(w.Id.Value, w.Version, $"v1.{next}.0"));
        if ((await sending.NowAsync()).State is not WebhookState.Enabled)
            await sending.SteerAsync(w => new ResumeWebhook(w.Id.Value, w.Version));
        await sending.RoundAsync();

        var again = sending.Receiver.Taken.Skip(sent).ToList();
        Assert.Equal(await sending.EventsAsync(), again.Select(m => m.Id));
        Assert.All(again, m => Assert.Contains($"\"v1.{next}.", System.Text.Encoding.UTF8.GetString(m.Body), StringComparison.Ordinal));
    }

    [Fact]
    public async Task While_a_secret_is_replaced_messages_carry_both_signatures_for_a_day()
    {
        await using var sending = await Sending.ReadyAsync();
        var later = (await sending.SteerAsync(w => new RotateWebhookSecret(w.Id.Value, w.Version))).Secret;
        await sending.Database.FileAsync();
        await sending.RoundAsync();
        await sending.Database.FileAsync();
        await sending.AgainAsync(TimeSpan.FromHours(24));

        Assert.Equal([(true, true, 2), (false, true, 1)], sending.Receiver.Taken.Select(m => (Sending.IsSignedBy(m, sending.Secret), Sending.IsSignedBy(m, later), m.Signature.Split(' ').Length)));
    }

    [Fact]
    public async Task Killed_between_sending_and_committing_it_sends_one_message_twice_and_the_same()
    {
        await using var sending = await Sending.ReadyAsync();
        await sending.Database.FileAsync();
        var lost = await sending.ClaimAsync("killed");
        await sending.RoundAsync();
        Assert.Empty(sending.Receiver.Taken);

        await sending.AgainAsync(TimeSpan.FromSeconds(61));
        Assert.Equal((lost!.MessageId.Value, Encoding.UTF8.GetString(lost.Body)), sending.Receiver.Taken.Select(m => (m.Id, Encoding.UTF8.GetString(m.Body))).Single());
        var late = await sending.Database.TryAsync(Actor.System, new SettleWebhook(sending.Id, lost.Fence, lost.MessageId, lost.At, 1, WebhookOutcome.Refused));
        Assert.Equal(RefusalCode.Superseded, late.Refusals.Single().Code);
        Assert.Equal((0, 0L), ((await sending.NowAsync()).Failures, (await sending.NowAsync()).Lag));
        Assert.Single(await sending.LedgerAsync());
    }

    [Fact]
    public async Task Two_dispatchers_beside_each_other_send_nothing_twice()
    {
        await using var sending = await Sending.ReadyAsync();
        using var other = sending.Another();
        for (var i = 0; i < 3; i++)
        {
            await sending.Database.GapInAsync(GapState.Decided);
            await Task.WhenAll(sending.RoundAsync(), Task.Run(async () =>
            {
                await other.BeginAsync(default);
                await other.EndAsync();
            }));
        }

        await sending.RoundAsync();
        Assert.Equal(await sending.EventsAsync(), sending.Receiver.Taken.Select(m => m.Id));
        var claims = await Task.WhenAll(Enumerable.Range(0, 16).Select(async i =>
        {
            if (i == 0)
                await sending.Database.FileAsync();
            return await sending.ClaimAsync($"d{i}");
        }));
        Assert.True(claims.OfType<WebhookJob>().Count() <= 1);
    }

    [Fact]
    public async Task A_test_is_sent_once_also_while_paused_and_moves_nothing()
    {
        await using var sending = await Sending.ReadyAsync();
        sending.Receiver.Answer = (_, context) => context.Response.WriteAsync("Thanks, says someone@example.com. " + new string('x', 10_000));
        await sending.SteerAsync(w => new PauseWebhook(w.Id.Value, w.Version));
        await sending.Database.FileAsync();
        var asked = await sending.SteerAsync(w => new TestWebhook(w.Id.Value, w.Version));
        await sending.RoundAsync();
        await sending.RoundAsync();

        var sent = (await sending.LedgerAsync()).Single();
        Assert.Equal((true, WebhookOutcome.Delivered, 200), (sent.IsTest, sent.Outcome, sent.Status!.Value));
        Assert.Contains("\"type\":\"webhook.test\"", sent.RequestBody, StringComparison.Ordinal);
        Assert.StartsWith("Thanks, says [EMAIL]. xxx", sent.Answer.Value, StringComparison.Ordinal);
        Assert.InRange(sent.Answer.Length, 4000, 4096);
        Assert.DoesNotContain("whsec", sent.RequestHeaders, StringComparison.Ordinal);
        Assert.Equal((asked.Cursor, false), ((await sending.NowAsync()).Cursor, (await sending.NowAsync()).TestWaits));
    }

    [Fact]
    public async Task The_filter_of_the_consumer_holds_and_withdrawals_pass_it()
    {
        await using var sending = await Sending.ReadyAsync(new FeedFilter { Areas = ["nowhere"] });
        var report = await sending.Database.FileAsync();
        await sending.Database.GapInAsync(GapState.Closed);
        var erasure = await sending.Database.PurgeAsync(report.Id.Value);
        await sending.Database.SendAsync(SomePeople.PrivacySteward, new Core.Stewardship.ApproveErasure(erasure.Id.Value, erasure.Version));
        await sending.RoundAsync();

        Assert.Equal("REPORT_PURGED", JsonDocument.Parse(sending.Receiver.Taken.Single().Body).RootElement.GetProperty("type").GetString());
        Assert.Equal(0, (await sending.NowAsync()).Lag);
    }

    [Fact]
    public async Task Once_its_consumer_has_ended_nothing_is_sent()
    {
        await using var sending = await Sending.ReadyAsync();
        await sending.Database.FileAsync();
        await sending.Database.SendAsync(SomePeople.Consumer, new Core.Consumers.EndConsumer(sending.Consumer.Id.Value, 2));
        await sending.RoundAsync();

        Assert.Empty(sending.Receiver.Taken);
        Assert.False((await sending.NowAsync()).MayChange);
    }

    private static async Task<string> LastToStateAsync(Sending sending)
    {
        await using var db = sending.Database.Open();
        return db.AuditEntries.Where(a => a.Action == "SettleWebhook").Select(a => a.ToState).Single()!;
    }
}
