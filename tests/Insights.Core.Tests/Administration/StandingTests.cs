using Insights.Core.Administration;
using Insights.Core.Audit;
using Insights.Core.Consumers;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Tests.Support;
using Insights.Core.Webhooks;
using Insights.Testing;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Insights.Core.Tests.Support.PeopleActs;

namespace Insights.Core.Tests.Administration;

/// <summary>What a key, a token, an endpoint and an export still open once something has changed about whoever stands behind them.</summary>
public sealed class StandingTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_consumer_stands_still_while_nobody_on_a_model_team_answers_for_it(bool suspended)
    {
        await using var database = await TestDatabase.CreateAsync();
        var endpoint = await database.WebhookAsync();
        var issued = await database.KeyAsync(await database.SendAsync(SomePeople.Consumer, new ConsumerByNumber(1)));
        await database.GapInAsync(GapState.Triage);
        database.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False((await database.TryAsync(Actor.System, new AuthenticateKey(issued.Secret))).Refused);
        Assert.Equal([endpoint.Id], await database.SendAsync(Actor.System, new DueWebhooks()));

        ICommand<AccountView> change = suspended ? new SuspendPerson(SomePeople.Consumer.Id.Value, 0) : new AssignRoles(SomePeople.Consumer.Id.Value, 0, [Roles.Specialist]);
        await database.SendAsync(SomePeople.Administrator, change);

        Assert.True((await database.TryAsync(Actor.System, new AuthenticateKey(issued.Secret))).Refused);
        Assert.True((await database.TryAsync(Actor.System, new KeyStanding(issued.Key.Id))).Refused);
        Assert.Empty(await database.SendAsync(Actor.System, new DueWebhooks()));
        Assert.Null(await database.SendAsync(Actor.System, new ClaimWebhook(endpoint.Id, "one")));

        await database.SendAsync(Actor.System, new EnrolPeople([new Enrolment(SomePeople.Lead.Handle, Roles.TriageLead | Roles.Consumer)]));
        var still = await database.SendAsync(SomePeople.Administrator, new ConsumerByNumber(1));
        await database.SendAsync(SomePeople.Administrator, new ChangeConsumer(still.Id.Value, still.Version, still.Name.Value, SomePeople.Lead.Id.Value, null));

        Assert.False((await database.TryAsync(Actor.System, new AuthenticateKey(issued.Secret))).Refused);
        Assert.Equal([endpoint.Id], await database.SendAsync(Actor.System, new DueWebhooks()));
        Assert.NotNull(await database.SendAsync(Actor.System, new ClaimWebhook(endpoint.Id, "one")));
    }

    [Fact]
    public async Task What_the_provider_said_holds_for_keys_and_tokens_for_thirty_days_after_the_last_sign_in()
    {
        await using var database = await TestDatabase.CreateAsync();
        var person = (await database.SendAsync(Actor.System, Coming("s-1", Roles.Specialist))).Actor;
        var issued = await database.OwnKeyAsync(person);

        database.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal("True True True", await OpenAsync());
        database.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("False False False", await OpenAsync());
        await database.SendAsync(Actor.System, Coming("s-1", Roles.Specialist));
        Assert.Equal("True True True", await OpenAsync());

        async Task<string> OpenAsync() => string.Join(' ',
            !(await database.TryAsync(Actor.System, new AuthenticateKey(issued.Secret))).Refused,
            !(await database.TryAsync(Actor.System, new KeyStanding(issued.Key.Id))).Refused,
            !(await database.TryAsync(Actor.System, new SubjectStanding(Issuer, "s-1"))).Refused);
    }

    [Fact]
    public async Task Outside_Development_sessions_and_keys_of_personas_open_nothing_and_machines_of_consumers_work_on()
    {
        await using var database = await TestDatabase.CreateAsync();
        var opened = await database.SessionAsync(SomePeople.Lead);
        var persona = await database.OwnKeyAsync(SomePeople.Lead);
        var machine = await database.KeyAsync(await database.ConsumerAsync());
        await using var production = database.OnSameFile(services => services.AddSingleton(SessionLimits.Usual));

        Assert.Equal("True True True", $"{await OpensAsync(database.Services, new SessionStanding(opened.Id))} {await OpensAsync(database.Services, new AuthenticateKey(persona.Secret))} {await OpensAsync(database.Services, new AuthenticateKey(machine.Secret))}");
        Assert.False(await OpensAsync(production, new SessionStanding(opened.Id)));
        Assert.False(await OpensAsync(production, new AuthenticateKey(persona.Secret)));
        Assert.False(await OpensAsync(production, new KeyStanding(persona.Key.Id)));
        Assert.False(await OpensAsync(production, new OpenSession(SomePeople.Lead.Handle)));
        Assert.True(await OpensAsync(production, new AuthenticateKey(machine.Secret)));
    }

    [Fact]
    public async Task Suspending_somebody_revokes_their_keys_for_good_and_a_refused_suspension_none()
    {
        await using var database = await TestDatabase.CreateAsync();
        var first = await database.OwnKeyAsync(SomePeople.Lead);
        var second = await database.SendAsync(SomePeople.Lead, new IssueMyKey(1, "Another script", [KeyScopes.Read], database.Day(30)));
        var foreign = await database.OwnKeyAsync(SomePeople.Owner);

        Assert.Equal(RefusalCode.Conflict, (await database.TryAsync(SomePeople.Administrator, new SuspendPerson(SomePeople.Lead.Id.Value, 7))).Refusals.Single().Code);
        Assert.False((await database.TryAsync(Actor.System, new AuthenticateKey(first.Secret))).Refused);

        await database.SendAsync(SomePeople.Administrator, new SuspendPerson(SomePeople.Lead.Id.Value, 0));
        await database.SendAsync(SomePeople.Administrator, new RestorePerson(SomePeople.Lead.Id.Value, 1));

        foreach (var key in new[] { first, second })
            Assert.True((await database.TryAsync(Actor.System, new AuthenticateKey(key.Secret))).Refused);
        Assert.False((await database.TryAsync(Actor.System, new AuthenticateKey(foreign.Secret))).Refused);
        await using var db = database.Open();
        var lines = await db.AuditEntries.Where(a => a.Action == "RevokeKey").OrderBy(a => a.Position).ToListAsync();
        Assert.Equal(
            new[] { first, second }.Select(k => (k.Key.Id.Value, SomePeople.Lead.Id, SomePeople.Administrator.Id)),
            lines.Select(l => (l.Code!, l.PersonId!.Value, l.By)));
        Assert.False((await database.TryAsync(SomePeople.Lead, new IssueMyKey(2, "A new script", [KeyScopes.Read], database.Day(30)))).Refused);
    }

    [Fact]
    public async Task An_export_under_way_ends_with_the_session_that_began_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.GapInAsync(GapState.Triage);
        var opened = await database.SessionAsync(SomePeople.Auditor);
        var other = await database.SessionAsync(SomePeople.Lead);

        Assert.Equal("True True", await ExportsAsync(database, SomePeople.Auditor, opened.Id, null));
        Assert.Equal("False False", await ExportsAsync(database, SomePeople.Auditor, other.Id, null));
        await database.SendAsync(SomePeople.Auditor, new EndSessions(SomePeople.Auditor.Id.Value, opened.Id.Value));
        Assert.Equal("False False", await ExportsAsync(database, SomePeople.Auditor, opened.Id, null));

        var idle = await database.SessionAsync(SomePeople.Auditor);
        database.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal("False False", await ExportsAsync(database, SomePeople.Auditor, idle.Id, null));
    }

    [Fact]
    public async Task An_export_under_way_ends_with_the_access_token_and_with_the_key_that_began_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.GapInAsync(GapState.Triage);
        var person = (await database.SendAsync(Actor.System, Coming("s-1", Roles.Auditor))).Actor;
        var byToken = person with { Scopes = KeyScopes.Export };
        var until = database.Clock.GetUtcNow().AddMinutes(5);
        var issued = await database.OwnKeyAsync(person, KeyScopes.Export);
        var byKey = await database.SignInAsync(issued);

        Assert.Equal("True True", await ExportsAsync(database, byToken, null, until));
        Assert.Equal("True True", await ExportsAsync(database, byKey, null, null));
        database.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("False False", await ExportsAsync(database, byToken, null, until));
        await database.SendAsync(person, new RevokeKey(issued.Key.Id.Value));
        Assert.Equal("False False", await ExportsAsync(database, byKey, null, null));

        database.Clock.Advance(TimeSpan.FromDays(31));
        Assert.Equal("False False", await ExportsAsync(database, byToken, null, database.Clock.GetUtcNow().AddMinutes(5)));
    }

    [Fact]
    public async Task A_key_without_the_scope_to_read_does_not_read_what_everybody_may()
    {
        await using var database = await TestDatabase.CreateAsync();
        var key = SomePeople.Lead with { KeyId = ApiKeyId.Of("key_00000000000000000000000001") };
        foreach (var scopes in new KeyScopes?[] { null, KeyScopes.None, KeyScopes.Write, KeyScopes.Export, KeyScopes.Write | KeyScopes.Export })
            Assert.Equal(RefusalCode.NotPermitted, (await database.TryAsync(key with { Scopes = scopes }, new PeopleById([SomePeople.Owner.Id]))).Refusals.Single().Code);
        Assert.Single(await database.SendAsync(key with { Scopes = KeyScopes.Read | KeyScopes.Write }, new PeopleById([SomePeople.Owner.Id])));
        Assert.True((await database.TryAsync(SomePeople.Lead with { Scopes = KeyScopes.Write }, new PeopleById([SomePeople.Owner.Id]))).Refused);
    }

    /// <summary>Whether a page of events is still handed out to a caller who came so, and whether counts are.</summary>
    private static async Task<string> ExportsAsync(TestDatabase database, Actor caller, SessionId? session, DateTimeOffset? until)
    {
        var stretch = await database.SendAsync(SomePeople.Approver, new PlanExport(null, null));
        var events = await OpensAsync(database.Services, new ExportPage(stretch.After, stretch.UpTo, null), caller, session, until);
        var counts = await OpensAsync(database.Services, new ExportCounts(stretch.After, null), caller, session, until);
        return $"{events} {counts}";
    }

    private static async Task<bool> OpensAsync<T>(IServiceProvider services, IRequest<Outcome<T>> request, Actor? caller = null, SessionId? session = null, DateTimeOffset? until = null)
    {
        await using var scope = services.CreateAsyncScope();
        var current = scope.ServiceProvider.GetRequiredService<CurrentActor>();
        current.Set(caller ?? Actor.System);
        current.CameBy("test", null, session, until);
        return !(await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request)).Refused;
    }
}
