using Insights.Core.Administration;
using Insights.Core.Audit;
using Insights.Core.Consumers;
using Insights.Core.Contact;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Tests.Support;
using Insights.Core.Triage;
using Insights.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Insights.Core.Tests.Consumers;

/// <summary>Keys with which programs sign in as people.</summary>
public sealed class PersonalKeyTests
{
    private const KeyScopes Everything = KeyScopes.Read | KeyScopes.Write | KeyScopes.Export;

    [Fact]
    public async Task A_secret_lets_a_program_in_as_its_person_within_the_scopes()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Triage);
        var reading = await database.SignInAsync(await database.OwnKeyAsync(SomePeople.Lead));
        var writing = await database.SignInAsync(await database.OwnKeyAsync(SomePeople.Approver, KeyScopes.Write));

        Assert.Equal(SomePeople.Lead with { KeyId = reading.KeyId, Scopes = KeyScopes.Read }, reading);
        Assert.Equal(gap.Id, (await database.SendAsync(reading, new GapByNumber(gap.Number))).Id);
        foreach (var refused in new[]
        {
            await CodeAsync(database, reading, new WriteComment(gap.Id.Value, "Seen.", Audience.Internal, null)),
            await CodeAsync(database, reading, new PlanExport(null, null)),
            await CodeAsync(database, writing, new GapByNumber(gap.Number)),
            await CodeAsync(database, writing, new ApproveDecision("dec_00000000000000000000000001", 1)),
            await CodeAsync(database, writing, new RateReport(gap.CanonicalReportId.Value, 1, null, 5, 5, 5, 5, null, null)),
            await CodeAsync(database, writing, new SetNotificationPreferences(0, "someone@example.com", DigestCadence.Daily, 8, null)),
        })
            Assert.Equal(RefusalCode.NotPermitted, refused);
        Assert.Empty((await database.TryAsync(writing, new WriteComment(gap.Id.Value, "Seen.", Audience.Reporter, null))).Refusals);
    }

    [Fact]
    public async Task A_key_issues_no_key_and_neither_lists_nor_revokes_any()
    {
        await using var database = await TestDatabase.CreateAsync();
        var issued = await database.OwnKeyAsync(SomePeople.Administrator, KeyScopes.Read, KeyScopes.Write, KeyScopes.Export);
        var program = await database.SignInAsync(issued);

        Assert.Equal(RefusalCode.NotPermitted, await CodeAsync(database, program, new IssueMyKey(1, "Another", [KeyScopes.Read], database.Day(1))));
        Assert.Equal(RefusalCode.NotPermitted, await CodeAsync(database, program, new RevokeKey(issued.Key.Id.Value)));
        Assert.Equal(RefusalCode.NotPermitted, await CodeAsync(database, program, new MyKeys()));
        Assert.Equal(RefusalCode.NotPermitted, await CodeAsync(database, program, new KeyList(null)));
        Assert.Equal(RefusalCode.NotPermitted, await CodeAsync(database, program, new RegisterConsumer("Another", SomePeople.Consumer.Id.Value, null, null)));
    }

    [Fact]
    public async Task A_key_follows_the_roles_of_its_person_and_ends_with_them()
    {
        await using var database = await TestDatabase.CreateAsync();
        var issued = await database.OwnKeyAsync(SomePeople.Lead, KeyScopes.Read);
        var began = await database.SignInAsync(issued);

        await database.SendAsync(Actor.System, new EnrolPeople([new Enrolment(SomePeople.Lead.Handle, Roles.Consumer)]));
        var narrower = await database.SignInAsync(issued);

        // What a stream began with and what stands now differ, and so it is closed.
        Assert.NotEqual(began, (await database.SendAsync(Actor.System, new KeyStanding(issued.Key.Id))).Actor);
        Assert.Equal(RefusalCode.NotPermitted, await CodeAsync(database, narrower, new GapCount(null)));
        Assert.Empty((await database.TryAsync(narrower, new ReadFeed(null, null, 1))).Refusals);

        await database.SendAsync(Actor.System, new EnrolPeople([new Enrolment(SomePeople.Lead.Handle, Roles.None)]));
        Assert.Equal(RefusalCode.NotFound, await CodeAsync(database, Actor.System, new AuthenticateKey(issued.Secret)));
        Assert.Equal(RefusalCode.NotFound, await CodeAsync(database, Actor.System, new KeyStanding(issued.Key.Id)));
    }

    [Fact]
    public async Task A_revoked_or_expired_key_opens_nothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        var revoked = await database.OwnKeyAsync(SomePeople.Lead);
        var late = await database.OwnKeyAsync(SomePeople.Owner);
        await database.SendAsync(SomePeople.Lead, new RevokeKey(revoked.Key.Id.Value));
        Assert.Equal(RefusalCode.NotFound, await CodeAsync(database, Actor.System, new AuthenticateKey(revoked.Secret)));
        database.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal(SomePeople.Owner.Id, (await database.SignInAsync(late)).Id);
        database.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(RefusalCode.NotFound, await CodeAsync(database, Actor.System, new AuthenticateKey(late.Secret)));
        Assert.Equal(RefusalCode.NotFound, await CodeAsync(database, Actor.System, new KeyStanding(late.Key.Id)));
        Assert.Equal(RefusalCode.IllegalMove, await CodeAsync(database, SomePeople.Lead, new RevokeKey(revoked.Key.Id.Value)));
    }

    [Fact]
    public async Task The_keys_of_others_do_not_exist_but_for_an_administrator_who_revokes_and_an_auditor_who_reads()
    {
        await using var database = await TestDatabase.CreateAsync();
        var key = (await database.OwnKeyAsync(SomePeople.Specialist)).Key;
        await database.KeyAsync(await database.ConsumerAsync());

        Assert.Empty((await database.SendAsync(SomePeople.OtherSpecialist, new MyKeys())).Keys);
        foreach (var person in SomePeople.All.Where(p => p != SomePeople.Specialist && p != SomePeople.Administrator))
            Assert.Equal(RefusalCode.NotFound, await CodeAsync(database, person, new RevokeKey(key.Id.Value)));
        foreach (var reader in new[] { SomePeople.Auditor, SomePeople.Administrator })
        {
            var all = await database.SendAsync(reader, new KeyList(null));
            Assert.Equal([(null, 1L), (SomePeople.Specialist.Id, null)], all.Select(k => (k.HolderId, k.ConsumerNumber)).OrderBy(k => k.ConsumerNumber is null));
            Assert.Equal([key.Id], (await database.SendAsync(reader, new KeyList(SomePeople.Specialist.Id.Value))).Select(k => k.Id));
        }

        Assert.Equal(RefusalCode.NotPermitted, await CodeAsync(database, SomePeople.Lead, new KeyList(null)));
        Assert.Equal(RefusalCode.Malformed, await CodeAsync(database, SomePeople.Auditor, new KeyList("everyone")));
        Assert.False((await database.SendAsync(SomePeople.Administrator, new RevokeKey(key.Id.Value))).InForce);
        await using var db = database.Open();
        var line = await db.AuditEntries.OrderByDescending(a => a.Position).FirstAsync();
        Assert.Equal(("RevokeKey", SomePeople.Administrator.Id, SomePeople.Specialist.Id, key.Id.Value), (line.Action, line.By, line.PersonId!.Value, line.Code));
    }

    [Fact]
    public async Task A_repeated_request_issues_no_second_key_and_nobody_has_more_than_twenty_in_force()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.OwnKeyAsync(SomePeople.Specialist);

        var again = (await database.TryAsync(SomePeople.Specialist, new IssueMyKey(0, "Script", [KeyScopes.Read], database.Day(30)))).Refusals.Single();
        Assert.Equal(1, Assert.IsType<ConflictRefusal>(again).CurrentVersion);
        for (var n = 1; n < ApiKey.MostInForce; n++)
            await database.SendAsync(SomePeople.Specialist, new IssueMyKey(n, "Script", [KeyScopes.Read], database.Day(30)));
        Assert.Equal(RefusalCode.OutOfRange, await CodeAsync(database, SomePeople.Specialist, new IssueMyKey(20, "Script", [KeyScopes.Read], database.Day(30))));

        var mine = await database.SendAsync(SomePeople.Specialist, new MyKeys());
        await database.SendAsync(SomePeople.Specialist, new RevokeKey(mine.Keys[0].Id.Value));
        await database.SendAsync(SomePeople.Specialist, new IssueMyKey(mine.Version, "Script", [KeyScopes.Read], database.Day(30)));
        Assert.Equal((21, false), ((await database.SendAsync(SomePeople.Specialist, new MyKeys())).Version, (await database.SendAsync(SomePeople.Specialist, new MyKeys())).Keys[^1].InForce));
    }

    [Fact]
    public async Task What_is_malformed_is_refused_by_its_field_and_never_repeated()
    {
        await using var database = await TestDatabase.CreateAsync();
        var good = new IssueMyKey(0, "Script", [KeyScopes.Read], database.Day(30));
        foreach (var (bad, code, path) in new[]
        {
            (good with { Name = "For someone@example.com" }, RefusalCode.PersonalData, "name"),
            (good with { Name = " " }, RefusalCode.Required, "name"),
            (good with { Name = new string('a', 81) }, RefusalCode.TooLong, "name"),
            (good with { Scopes = [] }, RefusalCode.Required, "scopes"),
            (good with { Scopes = [Everything] }, RefusalCode.UnknownCode, "scopes"),
            (good with { Scopes = [KeyScopes.None] }, RefusalCode.UnknownCode, "scopes"),
            (good with { ExpiresOn = null }, RefusalCode.Required, "expiresOn"),
            (good with { ExpiresOn = database.Day(-1) }, RefusalCode.OutOfRange, "expiresOn"),
            (good with { ExpiresOn = database.Day(367) }, RefusalCode.OutOfRange, "expiresOn"),
        })
        {
            var refusal = (await database.TryAsync(SomePeople.Specialist, bad)).Refusals.Single();
            Assert.Equal((code, path), (refusal.Code, refusal.Path.Single()));
            Assert.DoesNotContain("someone", refusal.Message, StringComparison.Ordinal);
        }

        Assert.Equal(RefusalCode.Malformed, await CodeAsync(database, SomePeople.Specialist, new RevokeKey("key_x")));
        Assert.Equal(RefusalCode.NotFound, await CodeAsync(database, SomePeople.Specialist, new RevokeKey("key_01JD0000000000000000000000")));
    }

    [Fact]
    public async Task An_export_under_way_ends_with_the_key_and_with_the_roles_of_whoever_began_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.GapInAsync(GapState.Triage);
        var issued = await database.OwnKeyAsync(SomePeople.Lead, KeyScopes.Export);
        var program = await database.SignInAsync(issued);
        var stretch = await database.SendAsync(program, new PlanExport(null, null));
        var page = new ExportPage(stretch.After, stretch.UpTo, null);
        Assert.Empty((await database.TryAsync(program, page)).Refusals);

        await database.SendAsync(SomePeople.Lead, new RevokeKey(issued.Key.Id.Value));
        Assert.Equal(RefusalCode.NotPermitted, await CodeAsync(database, program, page));

        Assert.Empty((await database.TryAsync(SomePeople.Auditor, page)).Refusals);
        await database.SendAsync(Actor.System, new EnrolPeople([new Enrolment(SomePeople.Auditor.Handle, Roles.Specialist)]));
        Assert.Equal(RefusalCode.NotPermitted, await CodeAsync(database, SomePeople.Auditor, page));
    }

    [Fact]
    public async Task Who_reads_the_feed_only_learns_of_nobody_outside_the_model_teams()
    {
        await using var database = await TestDatabase.CreateAsync();
        var consumer = await database.SignInAsync(await database.KeyAsync(await database.ConsumerAsync()));

        foreach (var reader in new[] { consumer, SomePeople.Consumer })
            Assert.Equal([SomePeople.Consumer.Id], (await database.SendAsync(reader, new PeopleById([SomePeople.Consumer.Id, SomePeople.Specialist.Id, SomePeople.Administrator.Id]))).Keys);
        Assert.Equal(2, (await database.SendAsync(SomePeople.Administrator, new PeopleById([SomePeople.Consumer.Id, SomePeople.Specialist.Id]))).Count);
    }

    [Fact]
    public async Task A_consumer_is_held_to_its_filter_however_it_signs_in()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.GapInAsync(GapState.Triage);
        var itself = await database.SignInAsync(await database.KeyAsync(await database.ConsumerAsync(new FeedFilter { Kinds = [GapKind.UnknownUnknown] })));

        Assert.Empty((await database.SendAsync(itself with { KeyId = null }, new ReadFeed(null, null, 100))).Entries);
        Assert.Empty((await database.SendAsync(itself with { KeyId = null, Scopes = null }, new ReadFeed(null, null, 100))).Entries);
    }

    private static async Task<RefusalCode> CodeAsync<T>(TestDatabase database, Actor actor, MediatR.IRequest<Outcome<T>> request) =>
        (await database.TryAsync(actor, request)).Refusals.Single().Code;
}
