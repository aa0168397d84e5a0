using Insights.Core.Calibration;
using Insights.Core.Contact;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Triage;
using Insights.Testing;
using Insights.Web.Mail;
using Microsoft.Extensions.DependencyInjection;

namespace Insights.Web.Tests.Mail;

/// <summary>Digests on their way to a mail server.</summary>
public sealed class DigestRoundTests
{
    [Fact]
    public async Task A_digest_arrives_with_what_is_unread_as_text_and_as_HTML_with_links_and_nothing_of_ones_own_doing()
    {
        await using var sink = SmtpSink.Start();
        await using var database = await TestDatabase.CreateAsync();
        var gap = await ReadyAsync(database, title: "Does <stated> age & use decide?");
        await database.SendAsync(SomePeople.Specialist, new WriteComment(gap.Id.Value, "A word of the reporter that stays here.", Audience.Reporter, null));
        await database.TellAsync();

        Assert.Equal((1, 0), await RoundOf(database, sink).RunAsync(default));

        var mail = Assert.Single(sink.Taken);
        Assert.Equal(("Insights: news of 1 gap or report", "\"Insights\" <insights@example.org>", "somebody@example.com"), (mail.Subject, mail.From.ToString(), mail.To.ToString()));
        Assert.Equal("auto-generated", mail.Headers["Auto-Submitted"]);
        Assert.Equal(
            """
            What happened since your last digest and you have not read yet:

            G-1  Does <stated> age & use decide?
                It moved on: In triage (2 changes)
                https://insights.example.org/in/gaps/G-1

            All of it: https://insights.example.org/in/notifications
            What you are told of, and how often: https://insights.example.org/in/notifications/preferences

            """.ReplaceLineEndings(), mail.TextBody!.ReplaceLineEndings());
        Assert.Contains("<a href=\"https://insights.example.org/in/gaps/G-1\">G-1: Does &lt;stated&gt; age &amp; use decide?</a><br>It moved on: In triage (2 changes)", mail.HtmlBody, StringComparison.Ordinal);
        foreach (var body in new[] { mail.TextBody!, mail.HtmlBody! })
        {
            Assert.DoesNotContain("stays here", body, StringComparison.Ordinal);
            Assert.DoesNotContain("CR1-", body, StringComparison.Ordinal);
            Assert.DoesNotContain(SomePeople.Lead.Handle, body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Who_is_asked_in_a_calibration_round_is_led_to_it()
    {
        await using var sink = SmtpSink.Start();
        await using var database = await TestDatabase.CreateAsync();
        await database.TakeDigestAsync(SomePeople.OtherSpecialist);
        var gap = await database.GapInAsync(GapState.Decided);
        Actor[] asked = [SomePeople.OtherSpecialist, SomePeople.Lead, SomePeople.OwnerAndApprover];
        await database.SendAsync(SomePeople.CalibrationLead, new OpenCalibrationRound("Age signals", [gap.Id.Value], [.. asked.Select(a => a.Id.Value)], database.Day(9), null));
        await database.TellAsync();
        database.Clock.Advance(TimeSpan.FromDays(1));

        await RoundOf(database, sink).RunAsync(default);

        Assert.Contains(
            """
            Round 1  Age signals
                You are asked to answer decided gaps, blind
                https://insights.example.org/in/calibration/1
            """.ReplaceLineEndings(), Assert.Single(sink.Taken).TextBody!.ReplaceLineEndings(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_sent_once_and_a_restart_repeats_nothing()
    {
        await using var sink = SmtpSink.Start();
        await using var database = await TestDatabase.CreateAsync();
        var gap = await ReadyAsync(database);
        await RoundOf(database, sink).RunAsync(default);

        await using (var afterwards = database.OnSameFile(_ => { }))
        {
            Assert.Equal((0, 0), await RoundOf(database, sink, afterwards).RunAsync(default));
            database.Clock.Advance(TimeSpan.FromDays(1));
            Assert.Equal((0, 0), await RoundOf(database, sink, afterwards).RunAsync(default));
        }

        await database.SendAsync(SomePeople.Lead, new WriteComment(gap.Id.Value, "Which clause?", Audience.Reporter, null));
        await database.TellAsync();
        database.Clock.Advance(TimeSpan.FromDays(1));
        await RoundOf(database, sink).RunAsync(default);

        Assert.Equal(2, sink.Taken.Count);
        Assert.Contains("Somebody wrote a remark", sink.Taken[1].TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("changes", sink.Taken[1].TextBody, StringComparison.Ordinal);
        Assert.NotEqual(sink.Taken[0].MessageId, sink.Taken[1].MessageId);
    }

    [Fact]
    public async Task When_the_server_is_down_the_digest_is_kept_and_sent_later()
    {
        await using var database = await TestDatabase.CreateAsync();
        await ReadyAsync(database);
        int port;
        await using (var gone = SmtpSink.Start())
            port = gone.Port;
        var down = new DigestRound(database.Services.GetRequiredService<IServiceScopeFactory>(), Settings(port), new SmtpSender(Settings(port), TimeSpan.FromSeconds(5)));
        Assert.Equal((0, 1), await down.RunAsync(default));
        Assert.Equal((0, 0), await down.RunAsync(default));
        var standing = await database.SendAsync(SomePeople.Administrator, new ReadMailStanding());
        Assert.Equal((SomePeople.Specialist.Id, MailFailure.Unreachable, 1), standing.Waiting.Select(w => (w.PersonId, w.Failure, w.Failures)).Single());

        await using var sink = SmtpSink.Start();
        database.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal((1, 0), await RoundOf(database, sink).RunAsync(default));

        Assert.Single(sink.Taken);
        Assert.Empty((await database.SendAsync(SomePeople.Administrator, new ReadMailStanding())).Waiting);
    }

    [Theory]
    [InlineData(nameof(SinkMood.RefusesEveryone), MailFailure.Refused)]
    [InlineData(nameof(SinkMood.SaysNothing), MailFailure.TimedOut)]
    [InlineData(nameof(SinkMood.BreaksOffAfterTaking), MailFailure.Unreachable)]
    public async Task A_server_that_misbehaves_is_named_by_what_it_did(string mood, MailFailure failure)
    {
        await using var sink = SmtpSink.Start();
        sink.Mood = Enum.Parse<SinkMood>(mood);
        await using var database = await TestDatabase.CreateAsync();
        await ReadyAsync(database);

        // Only silence is to meet the limit.
        var limit = sink.Mood is SinkMood.SaysNothing ? TimeSpan.FromSeconds(1) : TimeSpan.FromMinutes(1);
        Assert.Equal((0, 1), await RoundOf(database, sink, limit: limit).RunAsync(default));

        Assert.Equal(failure, (await database.SendAsync(SomePeople.Administrator, new ReadMailStanding())).Waiting.Single().Failure);
        // What broke off after the server took it is sent once more, as the same mail.
        sink.Mood = SinkMood.Takes;
        database.Clock.Advance(TimeSpan.FromMinutes(5));
        await RoundOf(database, sink).RunAsync(default);
        Assert.Single(sink.Taken.Select(m => m.MessageId).Distinct());
    }

    [Fact]
    public async Task A_server_without_encryption_is_refused_where_encryption_is_asked_for()
    {
        await using var sink = SmtpSink.Start();
        await using var database = await TestDatabase.CreateAsync();
        await ReadyAsync(database);
        var settings = Settings(sink.Port) with { Security = MailSecurity.StartTls };

        await new DigestRound(database.Services.GetRequiredService<IServiceScopeFactory>(), settings, new SmtpSender(settings, TimeSpan.FromSeconds(5))).RunAsync(default);

        Assert.Empty(sink.Taken);
        Assert.Equal(MailFailure.NotSecure, (await database.SendAsync(SomePeople.Administrator, new ReadMailStanding())).Waiting.Single().Failure);
    }

    [Fact]
    public async Task Each_gets_their_own_one_after_the_other_and_who_lost_their_roles_gets_none()
    {
        await using var sink = SmtpSink.Start();
        await using var database = await TestDatabase.CreateAsync();
        await database.TakeDigestAsync(SomePeople.Approver, "approver@example.com");
        await database.TakeDigestAsync(SomePeople.OwnerAndApprover, "other@example.com");
        await database.TakeDigestAsync(SomePeople.OtherSpecialist, "nobody@example.com");
        await database.GapInAsync(GapState.InReview);
        await database.TellAsync();
        await database.SendAsync(SomePeople.Administrator, new Core.Administration.EnrolPeople([new(SomePeople.OwnerAndApprover.Handle, Roles.Administrator)]));
        database.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal((1, 0), await RoundOf(database, sink).RunAsync(default));

        Assert.Equal("approver@example.com", Assert.Single(sink.Taken).To.ToString());
        Assert.Contains("A decision waits for a second person", sink.Taken[0].TextBody, StringComparison.Ordinal);
        Assert.Equal(1, sink.MostAtOnce);
    }

    /// <summary>A gap that a specialist, who takes a digest, has not read of; and the day has come.</summary>
    private static async Task<GapView> ReadyAsync(TestDatabase database, string? title = null)
    {
        await database.TakeDigestAsync(SomePeople.Specialist);
        var gap = await database.GapInAsync(GapState.Triage, title is null ? null : Some.Ambiguity() with { Title = title });
        await database.TellAsync();
        database.Clock.Advance(TimeSpan.FromDays(1));
        return gap;
    }

    private static DigestRound RoundOf(TestDatabase database, SmtpSink sink, ServiceProvider? services = null, TimeSpan? limit = null) => new(
        (services ?? database.Services).GetRequiredService<IServiceScopeFactory>(), Settings(sink.Port), new SmtpSender(Settings(sink.Port), limit ?? TimeSpan.FromSeconds(20)));

    private static MailSettings Settings(int port) => new()
    {
        Host = "127.0.0.1",
        Port = port,
        Security = MailSecurity.None,
        From = "insights@example.org",
        BaseUrl = new Uri("https://insights.example.org/in/"),
    };
}
