using Insights.Core.Administration;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static Insights.Core.Tests.Support.PeopleActs;

namespace Insights.Core.Tests.Administration;

/// <summary>Whom a provider vouches for, and what becomes of them here.</summary>
public sealed class SignInByProviderTests
{
    [Fact]
    public async Task Sixteen_first_sign_ins_at_once_make_one_person()
    {
        await using var database = await TestDatabase.CreateAsync();

        var all = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => database.SendAsync(Actor.System, Coming("s-1", Roles.Specialist)))));

        Assert.Single(all.Select(s => s.Actor).Distinct());
        Assert.Equal(16, all.Select(s => s.Id).Distinct().Count());
    }

    [Fact]
    public async Task Neither_subject_nor_issuer_is_stored_and_the_same_subject_of_another_issuer_is_somebody_else()
    {
        await using var database = await TestDatabase.CreateAsync();
        var one = await database.SendAsync(Actor.System, Coming("canary-subject", Roles.Specialist));
        var other = await database.SendAsync(Actor.System, Coming("canary-subject", Roles.Specialist) with { Issuer = "https://other.example.com/" });

        Assert.NotEqual(one.Actor.Id, other.Actor.Id);
        await using var db = database.Open();
        await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        var file = System.Text.Encoding.Latin1.GetString(await ReadSharedAsync(database.DatabasePath));
        Assert.Contains("sign_in_session", file, StringComparison.Ordinal);
        Assert.DoesNotContain("canary-subject", file, StringComparison.Ordinal);
        Assert.DoesNotContain("login.example.com", file, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("quiet-heron", "quiet-heron")]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("jane.doe@example.com", null)]
    [InlineData("Jane Doe", null)]
    [InlineData("consumer-1", null)]
    [InlineData("insights", null)]
    [InlineData("specialist-a", null)]
    [InlineData("a", null)]
    [InlineData("double--hyphen", null)]
    public async Task A_proposed_handle_is_taken_only_where_it_is_a_free_pseudonym(string? proposed, string? taken)
    {
        await using var database = await TestDatabase.CreateAsync();

        var handle = (await database.SendAsync(Actor.System, Coming("s-1", Roles.Specialist, proposed))).Actor.Handle;

        if (taken is null)
            Assert.Matches("^person-[0-9a-hjkmnp-tv-z]{5}$", handle);
        else
            Assert.Equal(taken, handle);
    }

    [Fact]
    public async Task The_provider_gives_and_takes_its_own_roles_and_never_those_that_were_assigned_here()
    {
        await using var database = await TestDatabase.CreateAsync();
        var person = (await database.SendAsync(Actor.System, Coming("s-1", Roles.Specialist))).Actor;
        var account = await database.SendAsync(SomePeople.Administrator, new AccountById(person.Id.Value));
        await database.SendAsync(SomePeople.Administrator, new AssignRoles(person.Id.Value, account.Version, [Roles.Auditor]));

        Assert.Equal(Roles.TriageLead | Roles.Auditor, (await database.SendAsync(Actor.System, Coming("s-1", Roles.TriageLead))).Actor.Roles);
        Assert.Equal(Roles.Auditor, (await database.SendAsync(Actor.System, Coming("s-1", Roles.None))).Actor.Roles);

        var history = await database.SendAsync(SomePeople.Auditor, new RoleHistory(person.Id.Value));
        Assert.Equal(
            [
                (RoleChangeKind.Provider, Roles.TriageLead | Roles.Auditor, Roles.Auditor), (RoleChangeKind.Provider, Roles.Specialist | Roles.Auditor, Roles.TriageLead | Roles.Auditor),
                (RoleChangeKind.Administrator, Roles.Specialist, Roles.Specialist | Roles.Auditor), (RoleChangeKind.Provider, Roles.None, Roles.Specialist),
            ],
            history.Select(h => (h.Kind, h.Before, h.After)));
        Assert.Equal(SomePeople.Administrator.Id, history[2].ById);
    }

    [Fact]
    public async Task Whoever_is_suspended_is_refused_and_keeps_their_roles_for_later()
    {
        await using var database = await TestDatabase.CreateAsync();
        var opened = await database.SendAsync(Actor.System, Coming("s-1", Roles.Specialist));
        var suspended = await database.SendAsync(SomePeople.Administrator, new SuspendPerson(opened.Actor.Id.Value, 1));

        Assert.Equal(Roles.None, suspended.Roles);
        Assert.Equal(RefusalCode.NotPermitted, (await database.TryAsync(Actor.System, Coming("s-1", Roles.Specialist))).Refusals[0].Code);
        Assert.True((await database.TryAsync(Actor.System, new SessionStanding(opened.Id))).Refused);
        Assert.True((await database.TryAsync(Actor.System, new SubjectStanding(Issuer, "s-1"))).Refused);

        Assert.Equal(Roles.Specialist, (await database.SendAsync(SomePeople.Administrator, new RestorePerson(opened.Actor.Id.Value, suspended.Version))).Roles);
        Assert.False((await database.TryAsync(Actor.System, Coming("s-1", Roles.Specialist))).Refused);
        // What was ended stays ended.
        Assert.True((await database.TryAsync(Actor.System, new SessionStanding(opened.Id))).Refused);
    }

    [Fact]
    public async Task Nobody_comes_from_a_provider_as_the_product_itself()
    {
        await using var database = await TestDatabase.CreateAsync();
        Assert.Equal(RefusalCode.NotPermitted, (await database.TryAsync(Actor.System, Coming("s-1", Roles.System))).Refusals[0].Code);
        Assert.Equal(RefusalCode.Malformed, (await database.TryAsync(Actor.System, Coming("", Roles.Specialist))).Refusals[0].Code);
    }

    private static async Task<byte[]> ReadSharedAsync(string path)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }
}
