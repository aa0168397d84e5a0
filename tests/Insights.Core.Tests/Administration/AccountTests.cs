using Insights.Core.Administration;
using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Tests.Support;
using Insights.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Insights.Core.Tests.Administration;

/// <summary>What administrators do to accounts, and what nobody may.</summary>
public sealed class AccountTests
{
    [Fact]
    public async Task The_last_administrator_neither_gives_it_up_nor_is_suspended_until_there_is_another()
    {
        await using var database = await TestDatabase.CreateAsync();
        var me = SomePeople.Administrator;

        Assert.Equal(RefusalCode.IllegalMove, (await database.TryAsync(me, new AssignRoles(me.Id.Value, 0, []))).Refusals[0].Code);
        Assert.Equal(RefusalCode.IllegalMove, (await database.TryAsync(me, new SuspendPerson(me.Id.Value, 0))).Refusals[0].Code);

        await database.SendAsync(me, new AssignRoles(SomePeople.Lead.Id.Value, 0, [Roles.TriageLead, Roles.Administrator]));
        Assert.Equal(Roles.None, (await database.SendAsync(me, new AssignRoles(me.Id.Value, 0, []))).Roles);
        Assert.Equal(RefusalCode.IllegalMove, (await database.TryAsync(SomePeople.Lead with { Roles = Roles.Administrator }, new SuspendPerson(SomePeople.Lead.Id.Value, 1))).Refusals[0].Code);
    }

    [Fact]
    public async Task Where_personas_do_not_sign_in_none_of_them_counts_as_another_administrator()
    {
        await using var database = await TestDatabase.CreateAsync(services => services.AddSingleton(SessionLimits.Usual));
        var one = (await database.SendAsync(Actor.System, PeopleActs.Coming("s-1", Roles.Administrator))).Actor;

        Assert.Equal(RefusalCode.IllegalMove, (await database.TryAsync(SomePeople.Administrator, new SuspendPerson(one.Id.Value, 1))).Refusals.Single().Code);
        await database.SendAsync(Actor.System, PeopleActs.Coming("s-2", Roles.Administrator));
        Assert.Equal(Roles.None, (await database.SendAsync(SomePeople.Administrator, new SuspendPerson(one.Id.Value, 1))).Roles);
    }

    [Fact]
    public async Task Nobody_gives_themselves_a_role_not_even_one_that_the_provider_gives_them()
    {
        await using var database = await TestDatabase.CreateAsync();
        var me = SomePeople.Administrator;
        foreach (var roles in new[] { new[] { Roles.Administrator, Roles.PrivacySteward }, [Roles.PolicyApprover] })
        {
            var refusal = (await database.TryAsync(me, new AssignRoles(me.Id.Value, 0, roles))).Refusals.Single();
            Assert.Equal((RefusalCode.NotPermitted, "roles"), (refusal.Code, refusal.Path.Single()));
        }

        var coming = (await database.SendAsync(Actor.System, PeopleActs.Coming("s-1", Roles.Administrator))).Actor;
        Assert.Equal(RefusalCode.NotPermitted, (await database.TryAsync(coming, new AssignRoles(coming.Id.Value, 1, [Roles.Administrator]))).Refusals.Single().Code);
        // Another administrator does, and what one has one gives up.
        Assert.Equal(Roles.Administrator | Roles.Auditor, (await database.SendAsync(coming, new AssignRoles(me.Id.Value, 0, [Roles.Administrator, Roles.Auditor]))).Roles);
        Assert.Equal(Roles.Administrator, (await database.SendAsync(me, new AssignRoles(me.Id.Value, 1, [Roles.Administrator]))).Roles);
    }

    [Fact]
    public async Task Two_administrators_who_suspend_each_other_at_once_leave_one()
    {
        await using var database = await TestDatabase.CreateAsync();
        var other = SomePeople.Lead with { Roles = Roles.Administrator };
        await database.SendAsync(SomePeople.Administrator, new AssignRoles(other.Id.Value, 0, [Roles.Administrator]));

        var all = await Task.WhenAll(
            Task.Run(() => database.TryAsync(SomePeople.Administrator, new SuspendPerson(other.Id.Value, 1))),
            Task.Run(() => database.TryAsync(other, new SuspendPerson(SomePeople.Administrator.Id.Value, 0))));

        Assert.Single(all, outcome => !outcome.Refused);
    }

    [Fact]
    public async Task Roles_that_are_none_and_people_who_are_none_are_refused()
    {
        await using var database = await TestDatabase.CreateAsync();
        var consumer = await database.ConsumerAsync();
        await using var db = database.Open();
        var machine = (await db.People.AsNoTracking().SingleAsync(p => p.Handle == "consumer-1")).Id;
        Assert.NotNull(consumer);

        Assert.Equal(RefusalCode.UnknownCode, await CodeAsync(new AssignRoles(SomePeople.Lead.Id.Value, 0, [Roles.System])));
        Assert.Equal(RefusalCode.NotPermitted, await CodeAsync(new AssignRoles(machine.Value, 0, [Roles.Auditor])));
        Assert.Equal(RefusalCode.NotFound, await CodeAsync(new AssignRoles(PersonId.System.Value, 0, [Roles.Auditor])));
        Assert.Equal(RefusalCode.NotFound, await CodeAsync(new SuspendPerson("per_00000000000000000000000077", 0)));
        Assert.Equal(RefusalCode.Malformed, await CodeAsync(new SuspendPerson("somebody", 0)));
        Assert.Equal(RefusalCode.IllegalMove, await CodeAsync(new AssignRoles(SomePeople.Lead.Id.Value, 0, [Roles.TriageLead])));
        Assert.Equal(RefusalCode.IllegalMove, await CodeAsync(new RestorePerson(SomePeople.Lead.Id.Value, 0)));
        Assert.Equal(RefusalCode.Conflict, await CodeAsync(new SuspendPerson(SomePeople.Lead.Id.Value, 5)));

        async Task<RefusalCode> CodeAsync(ICommand<AccountView> command) => (await database.TryAsync(SomePeople.Administrator, command)).Refusals[0].Code;
    }

    [Fact]
    public async Task Suspending_ends_every_session_and_takes_the_person_out_of_every_list_of_their_roles()
    {
        await using var database = await TestDatabase.CreateAsync();
        var opened = await database.SessionAsync(SomePeople.Lead);
        await database.SendAsync(SomePeople.Administrator, new SuspendPerson(SomePeople.Lead.Id.Value, 0));

        Assert.True((await database.TryAsync(Actor.System, new SessionStanding(opened.Id))).Refused);
        Assert.True((await database.TryAsync(Actor.System, new OpenSession(SomePeople.Lead.Handle))).Refused);
        Assert.DoesNotContain(await database.SendAsync(SomePeople.Owner, new PeopleByRole(Roles.TriageLead)), p => p.Id == SomePeople.Lead.Id);
        Assert.Equal(RefusalCode.IllegalMove, (await database.TryAsync(SomePeople.Administrator, new AssignRoles(SomePeople.Lead.Id.Value, 1, []))).Refusals[0].Code);
        var restored = await database.SendAsync(SomePeople.Administrator, new RestorePerson(SomePeople.Lead.Id.Value, 1));
        Assert.Equal((Roles.TriageLead, Roles.TriageLead), (restored.Roles, restored.AssignedRoles));
    }

    [Fact]
    public async Task Whoever_holds_no_role_reads_nothing_not_even_what_everybody_may()
    {
        await using var database = await TestDatabase.CreateAsync();
        var nobody = SomePeople.Lead with { Roles = Roles.None };
        Assert.Equal(RefusalCode.NotPermitted, (await database.TryAsync(nobody, new PeopleById([SomePeople.Owner.Id]))).Refusals[0].Code);
    }

    [Fact]
    public async Task Accounts_are_read_page_by_page_without_machines_and_the_product()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ConsumerAsync();
        var all = await database.SendAsync(SomePeople.Auditor, new AccountList());

        Assert.Equal(SomePeople.All.Select(p => p.Handle).Order(StringComparer.Ordinal), all.Select(a => a.Handle));
        Assert.Equal(all.Skip(3).Select(a => a.Handle), (await database.SendAsync(SomePeople.Auditor, new AccountList(all[2].Handle))).Select(a => a.Handle));
        Assert.Equal(RefusalCode.NotPermitted, (await database.TryAsync(SomePeople.Lead, new AccountList())).Refusals[0].Code);
    }

    [Fact]
    public async Task People_of_an_earlier_version_keep_the_roles_they_had_as_assigned_ones()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using (var db = database.Open())
            await db.Database.ExecuteSqlAsync($"""UPDATE person SET "AssignedRoles" = NULL""");

        var account = await database.SendAsync(SomePeople.Administrator, new AccountById(SomePeople.Lead.Id.Value));
        Assert.Equal((Roles.TriageLead, Roles.TriageLead), (account.Roles, account.AssignedRoles));
        var suspended = await database.SendAsync(SomePeople.Administrator, new SuspendPerson(account.Id.Value, account.Version));
        Assert.Equal((Roles.None, Roles.TriageLead), (suspended.Roles, suspended.AssignedRoles));
    }
}
