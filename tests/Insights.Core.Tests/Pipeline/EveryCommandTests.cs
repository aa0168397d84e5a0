using System.Reflection;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Tests.Support;
using Insights.Core.Triage;
using Insights.Testing;
using Snapshooter;
using Snapshooter.Xunit;
using Xunit;

namespace Insights.Core.Tests.Pipeline;

/// <summary>What holds for every command alike.</summary>
public sealed class EveryCommandTests
{
    public static TheoryData<string> Everything => Acts.Names;

    public static TheoryData<string> Repeatable => Acts.NamesWithKey;

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task A_granted_command_changes_state_feed_and_audit_together(string name)
    {
        await using var database = await TestDatabase.CreateAsync();
        var attempt = await Acts.Named(name).Ready(database);
        var story = await Story.BeginAsync(database);

        var sent = await attempt(Acts.Named(name).By);

        Assert.Empty(sent.Refusals);
        Snapshot.Match(await story.TellAsync(sent.Answer), SnapshotNameExtension.Create(name));
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task Whom_no_role_allows_it_changes_nothing(string name)
    {
        var act = Acts.Named(name);
        await using var database = await TestDatabase.CreateAsync();
        var attempt = await act.Ready(database);
        var before = await Fingerprint.OfAsync(database);
        List<Actor> denied = [.. SomePeople.All.Except([act.By, .. Acts.AllowedTo(act)]), act.By with { Roles = Roles.None }];
        // What no scope opens, the very person may not do by a key that is good for everything.
        if (act.Request.GetCustomAttribute<RequiresAttribute>() is { } requires && ScopePermissions.Opening(requires.Permission) is KeyScopes.None)
            denied.Add(act.By with { KeyId = new ApiKeyId("key_00000000000000000000000001"), Scopes = KeyScopes.Read | KeyScopes.Write | KeyScopes.Export });

        foreach (var person in denied)
        {
            var sent = await attempt(person);
            Assert.True(sent.Code is RefusalCode.NotPermitted or RefusalCode.NotFound, $"{person.Handle}: {sent.Code?.ToString() ?? "granted"}");
        }

        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task Nobody_signed_in_is_refused_and_changes_nothing(string name)
    {
        await using var database = await TestDatabase.CreateAsync();
        var attempt = await Acts.Named(name).Ready(database);
        var before = await Fingerprint.OfAsync(database);

        var sent = await attempt(null);

        Assert.Equal(RefusalCode.NotPermitted, sent.Code);
        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task Everyone_whose_roles_allow_it_is_granted(string name)
    {
        var act = Acts.Named(name);
        foreach (var person in Acts.AllowedTo(act).Append(act.By))
        {
            await using var database = await TestDatabase.CreateAsync();
            Assert.Empty((await (await act.Ready(database))(person)).Refusals);
        }
    }

    [Theory]
    [MemberData(nameof(Repeatable))]
    public async Task The_same_key_gives_the_same_answer_and_nothing_second(string name)
    {
        var act = Acts.Named(name);
        await using var database = await TestDatabase.CreateAsync();
        var attempt = await act.Ready(database);
        var first = await attempt(act.By, Some.Key());
        var before = await Fingerprint.OfAsync(database);

        var again = await attempt(act.By, Some.Key());

        Assert.Empty(again.Refusals);
        Assert.Equal(Story.Text(first.Answer), Story.Text(again.Answer));
        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
    }

    /// <summary>A consumer's own commands are left out: the test of receipts does it, since the consumer has to be registered first.</summary>
    public static TheoryData<string> RepeatableByPeople => [.. Acts.All.Where(a => a.TakesKey && a.Name is not "RecordReceipt").Select(a => a.Name)];

    [Theory]
    [MemberData(nameof(RepeatableByPeople))]
    public async Task A_key_used_for_something_else_is_refused(string name)
    {
        var act = Acts.Named(name);
        await using var database = await TestDatabase.CreateAsync();
        await UseKeyElsewhereAsync(database, act.By);
        var attempt = await act.Ready(database);
        var before = await Fingerprint.OfAsync(database);

        var sent = await attempt(act.By, Some.Key());

        var refusal = Assert.Single(sent.Refusals);
        Assert.Equal((RefusalCode.IdempotencyMismatch, "idempotencyKey"), (refusal.Code, string.Join('.', refusal.Path)));
        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
    }

    [Theory]
    [InlineData("short")]
    [InlineData("spaces are not allowed")]
    [InlineData("somebody@example.com")]
    [InlineData("a-key-that-is-much-longer-than-the-sixty-four-characters-it-may-have")]
    public async Task A_malformed_key_is_refused_by_every_command_that_takes_one(string key)
    {
        await using var database = await TestDatabase.CreateAsync();
        foreach (var act in Acts.All.Where(a => a.TakesKey))
        {
            var attempt = await act.Ready(database);
            var before = await Fingerprint.OfAsync(database);

            var sent = await attempt(act.By, key);

            Assert.Equal((RefusalCode.Malformed, "idempotencyKey"), (sent.Code, string.Join('.', sent.Refusals[0].Path)));
            Assert.DoesNotContain(key, string.Join(' ', sent.Refusals.Select(r => r.Message)), StringComparison.Ordinal);
            Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
        }
    }

    [Theory]
    [InlineData("SaveDraft_begins")]
    [InlineData("FileReport_ambiguity")]
    [InlineData("WriteComment")]
    public async Task Without_a_key_every_call_is_a_new_act(string name)
    {
        var act = Acts.Named(name);
        await using var database = await TestDatabase.CreateAsync();
        var attempt = await act.Ready(database);

        var first = await attempt(act.By);
        var second = await attempt(act.By);

        Assert.Empty(first.Refusals);
        Assert.Empty(second.Refusals);
        Assert.NotEqual(Story.Text(first.Answer), Story.Text(second.Answer));
    }

    /// <summary>Uses the key for another command of the same person.</summary>
    private static async Task UseKeyElsewhereAsync(TestDatabase database, Actor by)
    {
        var gap = await database.GapInAsync(GapState.New);
        await database.SendAsync(by with { Roles = by.Roles | Roles.TriageLead }, new WriteComment(gap.Id.Value, "The same key, another act.", Audience.Reporter, Some.Key()));
    }
}
