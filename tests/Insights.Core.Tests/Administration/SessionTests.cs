using Insights.Core.Administration;
using Insights.Core.Audit;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Tests.Support;
using Insights.Testing;
using Xunit;
using static Insights.Core.Tests.Support.PeopleActs;

namespace Insights.Core.Tests.Administration;

/// <summary>How long a session opens anything.</summary>
public sealed class SessionTests
{
    [Fact]
    public async Task A_session_ends_after_an_hour_without_a_request_and_after_twelve_whatever_happens()
    {
        await using var database = await TestDatabase.CreateAsync();
        var left = await database.SessionAsync(SomePeople.Lead);
        var used = await database.SessionAsync(SomePeople.Lead);

        for (var minutes = 0; minutes < 12 * 60 - 30; minutes += 30)
        {
            Assert.Equal(SomePeople.Lead, (await database.SendAsync(Actor.System, new SessionStanding(used.Id))).Actor);
            await database.SendAsync(Actor.System, new NoteSessionUse(used.Id));
            database.Clock.Advance(TimeSpan.FromMinutes(30));
        }

        Assert.True((await database.TryAsync(Actor.System, new SessionStanding(left.Id))).Refused);
        Assert.False((await database.TryAsync(Actor.System, new SessionStanding(used.Id))).Refused);
        database.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.True((await database.TryAsync(Actor.System, new SessionStanding(used.Id))).Refused);
        Assert.True((await database.TryAsync(Actor.System, new NoteSessionUse(used.Id))).Refused);
    }

    [Fact]
    public async Task A_session_carries_the_roles_of_this_moment()
    {
        await using var database = await TestDatabase.CreateAsync();
        var opened = await database.SessionAsync(SomePeople.Lead);
        await database.SendAsync(SomePeople.Administrator, new AssignRoles(SomePeople.Lead.Id.Value, await database.VersionAsync(SomePeople.Lead), []));

        Assert.Equal(Roles.None, (await database.SendAsync(Actor.System, new SessionStanding(opened.Id))).Actor.Roles);
    }

    [Fact]
    public async Task One_ends_one_of_ones_own_sessions_or_all_and_nobody_elses()
    {
        await using var database = await TestDatabase.CreateAsync();
        var one = await database.SessionAsync(SomePeople.Lead);
        var other = await database.SessionAsync(SomePeople.Lead);
        var foreign = await database.SessionAsync(SomePeople.Owner);

        Assert.Equal(RefusalCode.NotFound, (await database.TryAsync(SomePeople.Lead, new EndSessions(SomePeople.Lead.Id.Value, foreign.Id.Value))).Refusals[0].Code);
        Assert.Equal(RefusalCode.NotFound, (await database.TryAsync(SomePeople.Lead, new EndSessions(SomePeople.Owner.Id.Value, null))).Refusals[0].Code);
        await database.SendAsync(SomePeople.Lead, new EndSessions(SomePeople.Lead.Id.Value, one.Id.Value));
        Assert.Equal([true, false], (await database.SendAsync(SomePeople.Lead, new SessionList(SomePeople.Lead.Id.Value))).OrderByDescending(s => s.Open).Select(s => s.Open));
        await database.SendAsync(SomePeople.Lead, new EndSessions(SomePeople.Lead.Id.Value, null));

        Assert.True((await database.TryAsync(Actor.System, new SessionStanding(other.Id))).Refused);
        Assert.False((await database.TryAsync(Actor.System, new SessionStanding(foreign.Id))).Refused);
        Assert.Equal(RefusalCode.NotFound, (await database.TryAsync(SomePeople.Lead, new SessionList(SomePeople.Owner.Id.Value))).Refusals[0].Code);
        Assert.Single(await database.SendAsync(SomePeople.Auditor, new SessionList(SomePeople.Owner.Id.Value)));
    }

    [Fact]
    public async Task What_the_provider_wants_to_see_at_sign_out_is_gone_once_the_session_is()
    {
        await using var database = await TestDatabase.CreateAsync();
        var closed = await database.SendAsync(Actor.System, Coming("s-1", Roles.Specialist) with { SignOutHint = "sealed" });
        await database.SendAsync(Actor.System, Coming("s-2", Roles.Specialist) with { SignOutHint = "sealed" });

        Assert.Equal("sealed", (await database.SendAsync(Actor.System, new CloseSession(closed.Id))).SignOutHint);
        Assert.True((await database.TryAsync(Actor.System, new CloseSession(closed.Id))).Refused);
        database.Clock.Advance(TimeSpan.FromDays(1));
        await database.SessionAsync(SomePeople.Lead);
        await using var db = database.Open();
        Assert.DoesNotContain(db.Sessions, s => s.SignOutHint != null);

        database.Clock.Advance(TimeSpan.FromDays(31));
        await database.SessionAsync(SomePeople.Lead);
        Assert.Single(db.Sessions);
    }

    [Theory]
    [InlineData("consumer-1")]
    [InlineData("insights")]
    [InlineData("nobody")]
    [InlineData(null)]
    public async Task Only_a_persona_opens_a_session_by_its_handle(string? handle)
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ConsumerAsync();
        Assert.Equal(RefusalCode.NotFound, (await database.TryAsync(Actor.System, new OpenSession(handle))).Refusals[0].Code);
    }

    [Fact]
    public async Task Whom_a_provider_vouches_for_is_no_persona()
    {
        await using var database = await TestDatabase.CreateAsync();
        var person = (await database.SendAsync(Actor.System, Coming("s-1", Roles.Administrator))).Actor;

        Assert.Equal(RefusalCode.NotFound, (await database.TryAsync(Actor.System, new OpenSession(person.Handle))).Refusals[0].Code);
        Assert.DoesNotContain(person, await database.SendAsync(Actor.System, new EnrolledPeople(PersonasOnly: true)));
        Assert.Contains(person, await database.SendAsync(Actor.System, new EnrolledPeople()));
    }

    [Fact]
    public async Task The_provider_ends_the_sessions_it_names_and_no_others()
    {
        await using var database = await TestDatabase.CreateAsync();
        var one = await database.SendAsync(Actor.System, Coming("s-1", Roles.Specialist));
        var second = await database.SendAsync(Actor.System, Coming("s-1", Roles.Specialist) with { ProviderSession = "another" });
        var other = await database.SendAsync(Actor.System, Coming("s-2", Roles.Specialist));

        Assert.True((await database.TryAsync(Actor.System, new CloseProviderSessions(Issuer, null, null))).Refused);
        Assert.True((await database.TryAsync(Actor.System, new CloseProviderSessions("https://other.example.com/", "s-1", null))).Refused);
        Assert.True((await database.TryAsync(Actor.System, new CloseProviderSessions(Issuer, "s-2", "sid-s-1"))).Refused);
        await database.SendAsync(Actor.System, new CloseProviderSessions(Issuer, null, "sid-s-1"));
        Assert.Equal("True False False", await StandAsync());
        await database.SendAsync(Actor.System, new CloseProviderSessions(Issuer, "s-1", null));
        Assert.Equal("True True False", await StandAsync());

        // What only timed out stands open in the table; ending it is no event.
        database.Clock.Advance(TimeSpan.FromHours(13));
        await using var db = database.Open();
        var lines = db.AuditEntries.Count();
        Assert.True((await database.TryAsync(Actor.System, new CloseProviderSessions(Issuer, "s-2", null))).Refused);
        Assert.Equal(lines, db.AuditEntries.Count());

        async Task<string> StandAsync()
        {
            var ended = new List<bool>();
            foreach (var session in new[] { one, second, other })
                ended.Add((await database.TryAsync(Actor.System, new SessionStanding(session.Id))).Refused);
            return string.Join(' ', ended);
        }
    }
}
