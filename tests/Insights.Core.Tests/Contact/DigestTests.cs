using Insights.Core.Contact;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Insights.Core.Tests.Contact;

/// <summary>When a digest is due, what it says, and what is kept about it.</summary>
public sealed class DigestTests
{
    [Theory]
    [InlineData(DigestCadence.Daily, 6, "2026-11-26T05:59:59Z", "2026-11-25T06:00:00Z")]
    [InlineData(DigestCadence.Daily, 6, "2026-11-26T06:00:00Z", "2026-11-26T06:00:00Z")]
    [InlineData(DigestCadence.Weekly, 6, "2026-11-26T06:00:00Z", "2026-11-23T06:00:00Z")]
    [InlineData(DigestCadence.Weekly, 6, "2026-11-23T05:00:00Z", "2026-11-16T06:00:00Z")]
    [InlineData(DigestCadence.Weekly, 0, "2026-11-22T23:59:59Z", "2026-11-16T00:00:00Z")]
    [InlineData(DigestCadence.Off, 6, "2026-11-26T06:00:00Z", null)]
    public void The_last_time_of_the_schedule(DigestCadence cadence, int hour, string now, string? expected) =>
        Assert.Equal(expected, DigestSchedule.LastBefore(cadence, hour, Instant(now))?.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public async Task It_is_due_once_a_day_and_tells_what_is_unread_and_was_in_none_before()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.TakeDigestAsync(SomePeople.Specialist, but: new KindDeliveryForm(NotificationKind.ReportLinked, Delivery.App));
        var read = await database.GapInAsync(GapState.Triage);
        var gap = await database.GapInAsync(GapState.Closed);
        await database.TellAsync();
        await database.SendAsync(SomePeople.Specialist, new MarkNotificationsRead(1000, read.Id.Value));
        Assert.Empty(await DueAsync(database));

        database.Clock.Advance(TimeSpan.FromDays(1));
        var due = Assert.Single(await DueAsync(database));
        var digest = await database.SendAsync(due.To, new ReadDigest());
        Assert.Equal((SomePeople.Specialist.Id, Contacting.Address, 0), (due.To.Id, digest.Address, digest.More));
        Assert.Equal(($"G-{gap.Number}", gap.Title.Value, NotificationKind.GapClosed, 5), digest.Lines.Select(l => (l.Number, l.Title, l.Kind, l.Count)).Single());

        await database.SendAsync(Actor.System, new NoteDigest(due.To.Id.Value, due.DueAt, digest.Through, null));
        Assert.Empty(await DueAsync(database));
        Assert.Empty((await database.SendAsync(due.To, new ReadDigest())).Lines);
        Assert.NotEmpty(await database.UnreadAsync(SomePeople.Specialist));
    }

    [Fact]
    public async Task A_failure_is_tried_again_after_longer_and_longer_and_never_given_up()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.TakeDigestAsync(SomePeople.Specialist);
        await database.GapInAsync(GapState.New);
        await database.TellAsync();
        database.Clock.Advance(TimeSpan.FromDays(1));
        var pauses = new List<double>();
        for (var i = 0; i < 9; i++)
        {
            var due = Assert.Single(await DueAsync(database));
            await database.SendAsync(Actor.System, new NoteDigest(due.To.Id.Value, due.DueAt, 9, MailFailure.Unreachable));
            Assert.Empty(await DueAsync(database));
            var standing = await database.SendAsync(SomePeople.Administrator, new ReadMailStanding());
            var waiting = Assert.Single(standing.Waiting);
            Assert.Equal((SomePeople.Specialist.Id, MailFailure.Unreachable, i + 1), (waiting.PersonId, waiting.Failure, waiting.Failures));
            pauses.Add((waiting.RetryAt - database.Clock.GetUtcNow()).TotalMinutes);
            database.Clock.SetUtcNow(waiting.RetryAt);
        }

        Assert.Equal([5, 10, 20, 40, 80, 160, 320, 360, 360], pauses);
        Assert.NotEmpty((await database.SendAsync(SomePeople.Specialist, new ReadDigest())).Lines);
    }

    [Fact]
    public async Task A_title_is_screened_by_the_rules_of_today_and_a_case_reference_never_leaves()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.TakeDigestAsync(SomePeople.Specialist);
        var reference = Some.CaseReference();
        await database.GapInAsync(GapState.New, Some.Ambiguity() with { Title = $"Which age governs in {reference} and {reference.ToLowerInvariant()}?" });
        var gap = await database.GapInAsync(GapState.New);
        await using (var db = database.Open())
            await db.Database.ExecuteSqlAsync($"""UPDATE gap SET "Title" = 'Ask someone@example.com which age governs' WHERE "Id" = {gap.Id.Value}""");
        await database.TellAsync();

        var titles = (await database.SendAsync(SomePeople.Specialist, new ReadDigest())).Lines.Select(l => l.Title);

        Assert.Equal(["Ask [EMAIL] which age governs", "Which age governs in [CASE_REFERENCE] and [CASE_REFERENCE]?"], titles);
    }

    [Fact]
    public async Task An_address_is_shown_to_its_owner_only_left_out_of_the_record_and_gone_once_it_is_cleared()
    {
        await using var database = await TestDatabase.CreateAsync();
        var mine = await database.TakeDigestAsync(SomePeople.Specialist);
        Assert.Equal(Contacting.Address, mine.Address);
        Assert.Null((await database.SendAsync(SomePeople.Lead, new ReadNotificationPreferences())).Address);
        await using (var db = database.Open())
        {
            var line = await db.Set<Core.Audit.AuditEntry>().OrderByDescending(a => a.Position).FirstAsync();
            Assert.Equal(("SetNotificationPreferences", null, null), (line.Action, line.Code, line.PersonId?.Value));
        }

        var cleared = await database.SendAsync(SomePeople.Specialist, new SetNotificationPreferences(mine.Version, null, DigestCadence.Off, 6, null));

        Assert.Null(cleared.Address);
        await using var after = database.Open();
        Assert.Empty(await after.ContactPreferences.Where(p => p.Address != null).ToListAsync());
        Assert.Empty(await DueAsync(database));
    }

    [Theory]
    [InlineData("somebody")]
    [InlineData("somebody@host")]
    [InlineData("Some Body <somebody@example.com>")]
    [InlineData("somebody@example.com\r\nBcc: other@example.com")]
    [InlineData("a@b@example.com")]
    [InlineData("somebody@-example.com")]
    [InlineData(".somebody@example.com")]
    public async Task What_is_no_address_is_refused_and_not_repeated(string address)
    {
        await using var database = await TestDatabase.CreateAsync();

        var refused = await database.TryAsync(SomePeople.Specialist, new SetNotificationPreferences(0, address, DigestCadence.Daily, 6, null));

        var refusal = Assert.Single(refused.Refusals);
        Assert.Equal((RefusalCode.Malformed, "address"), (refusal.Code, string.Join('.', refusal.Path)));
        Assert.DoesNotContain(address, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_digest_without_an_address_and_hours_and_kinds_that_are_none_are_refused_one_by_one()
    {
        await using var database = await TestDatabase.CreateAsync();

        var refused = await database.TryAsync(SomePeople.Specialist, new SetNotificationPreferences(
            0, " ", DigestCadence.Weekly, 24, [new(NotificationKind.GapMoved, Delivery.App), new(NotificationKind.GapMoved, Delivery.Off)]));

        Assert.Equal([(RefusalCode.Required, "address"), (RefusalCode.OutOfRange, "hour"), (RefusalCode.Malformed, "deliveries")], refused.Refusals.Select(r => (r.Code, string.Join('.', r.Path))));
    }

    private static Task<List<DueDigest>> DueAsync(TestDatabase database) => database.SendAsync(Actor.System, new DueDigests());

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
