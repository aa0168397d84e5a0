using Insights.Core.Administration;
using Insights.Core.Consumers;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Core.Stewardship;
using Insights.Core.Tests.Support;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Consumers;

/// <summary>Readers of the feed: who lets them in, what they see, and how far they have come.</summary>
public sealed class ConsumerTests
{
    [Fact]
    public async Task A_secret_lets_its_consumer_in_with_the_scopes_of_its_key()
    {
        await using var database = await TestDatabase.CreateAsync();
        var consumer = await database.ConsumerAsync();
        var issued = await database.KeyAsync(consumer, KeyScopes.Read);

        var reader = await database.SignInAsync(issued);

        Assert.Equal(("consumer-1", Roles.Consumer, issued.Key.Id), (reader.Handle, reader.Roles, reader.KeyId));
        Assert.StartsWith(issued.Key.Prefix, issued.Secret, StringComparison.Ordinal);
        Assert.Empty((await database.TryAsync(reader, new ReadFeed(null, null, 1))).Refusals);
        Assert.Empty((await database.TryAsync(reader, new ReadPolicies())).Refusals);
        Assert.Equal(consumer.Id, (await database.SendAsync(reader, new ConsumerList())).Single().Id);
        Assert.Equal(RefusalCode.NotPermitted, (await database.TryAsync(reader, new AcknowledgeFeed("v1.0.0"))).Refusals.Single().Code);
        Assert.Equal(RefusalCode.NotPermitted, (await database.TryAsync(reader, new RegisterConsumer("Another", null, null, null))).Refusals.Single().Code);
        Assert.Equal(RefusalCode.NotPermitted, (await database.TryAsync(await database.SignInAsync(await database.KeyAsync(await AgainAsync(database), KeyScopes.Export)), new ReadFeed(null, null, 1))).Refusals.Single().Code);
    }

    [Fact]
    public async Task A_key_opens_nothing_once_it_is_revoked_expired_or_its_consumer_ended()
    {
        await using var database = await TestDatabase.CreateAsync();
        var revoked = await database.KeyAsync(await database.ConsumerAsync());
        await database.SendAsync(SomePeople.Administrator, new RevokeKey(revoked.Key.Id.Value));
        var ended = await database.ConsumerAsync();
        var gone = await database.KeyAsync(ended);
        var after = await database.SendAsync(SomePeople.Consumer, new EndConsumer(ended.Id.Value, ended.Version + 1));
        var late = await database.KeyAsync(await database.ConsumerAsync());
        Assert.Equal(late.Key.Id, (await database.SendAsync(Actor.System, new KeyStanding(late.Key.Id))).Actor.KeyId);
        database.Clock.Advance(TimeSpan.FromDays(31));

        foreach (var secret in new[] { revoked.Secret, gone.Secret, late.Secret, "ins_" + new string('A', 43), "ins_short", "", null })
            Assert.Equal(RefusalCode.NotFound, (await database.TryAsync(Actor.System, new AuthenticateKey(secret))).Refusals.Single().Code);
        foreach (var key in new[] { revoked.Key.Id, gone.Key.Id, late.Key.Id })
            Assert.Equal(RefusalCode.NotFound, (await database.TryAsync(Actor.System, new KeyStanding(key))).Refusals.Single().Code);
        Assert.All(after.Keys, k => Assert.False(k.InForce));
        Assert.Equal(RefusalCode.IllegalMove, (await database.TryAsync(SomePeople.Consumer, new IssueKey(after.Id.Value, after.Version, [KeyScopes.Read], database.Day(1)))).Refusals.Single().Code);
    }

    [Fact]
    public async Task The_secret_is_nowhere_in_the_database()
    {
        await using var database = await TestDatabase.CreateAsync();
        var issued = await database.KeyAsync(await database.ConsumerAsync());
        await database.SignInAsync(issued);

        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(database.DatabasePath)!, Path.GetFileName(database.DatabasePath) + "*").Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)))
        {
            await using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var content = new MemoryStream();
            await open.CopyToAsync(content);
            Assert.DoesNotContain(issued.Secret, System.Text.Encoding.Latin1.GetString(content.ToArray()), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Use_of_a_key_is_noted_to_the_hour()
    {
        await using var database = await TestDatabase.CreateAsync();
        var issued = await database.KeyAsync(await database.ConsumerAsync());
        Assert.False((await database.SendAsync(Actor.System, new AuthenticateKey(issued.Secret))).UseIsNoted);
        await database.SendAsync(Actor.System, new NoteKeyUse(issued.Key.Id));
        Assert.True((await database.SendAsync(Actor.System, new AuthenticateKey(issued.Secret))).UseIsNoted);
        database.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.False((await database.SendAsync(Actor.System, new AuthenticateKey(issued.Secret))).UseIsNoted);
        Assert.NotNull((await AgainAsync(database)).Keys.Single().LastUsedAt);
    }

    [Fact]
    public async Task A_consumer_sees_no_more_than_it_is_registered_for_whatever_it_asks()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.GapInAsync(GapState.Triage);
        await database.GapInAsync(GapState.Triage, Some.EmergingBehaviour());
        var reader = await database.SignInAsync(await database.KeyAsync(await database.ConsumerAsync(new FeedFilter { Kinds = [GapKind.EmergingBehaviour] })));

        var all = await database.SendAsync(reader, new ReadFeed(null, null, 100));
        var other = await database.SendAsync(reader, new ReadFeed(null, new FeedFilter { Kinds = [GapKind.Ambiguity] }, 100));

        Assert.NotEmpty(all.Entries);
        Assert.All(all.Entries, e => Assert.Equal(GapKind.EmergingBehaviour, e.Item.Kind));
        Assert.Empty(other.Entries);
        Assert.Equal(all.EndCursor, other.EndCursor);
    }

    [Theory]
    [InlineData(GapState.Decided)]
    [InlineData(GapState.Assessing)]
    public async Task No_question_brings_in_types_that_a_consumer_is_not_registered_for(GapState asked)
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.GapInAsync(GapState.Closed);
        var reader = await database.SignInAsync(await database.KeyAsync(await database.ConsumerAsync(new FeedFilter { Types = [FeedEventType.GapOpened] })));

        var page = await database.SendAsync(reader, new ReadFeed(null, new FeedFilter { States = [asked] }, 100));

        Assert.DoesNotContain(page.Entries, e => e.Item.Type is not FeedEventType.GapOpened);
        Assert.Equal([FeedEventType.GapOpened], (await database.SendAsync(reader, new ReadFeed(null, new FeedFilter { States = [GapState.New] }, 100))).Entries.Select(e => e.Item.Type));
    }

    [Fact]
    public async Task A_gap_that_comes_under_a_filter_or_leaves_it_says_so_whatever_the_type_of_event()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.GapInAsync(GapState.Closed);
        var filter = new FeedFilter { States = [GapState.Assessing, GapState.InReview], Types = [FeedEventType.DecisionProposed] };

        var whole = await database.SendAsync(SomePeople.Consumer, new ReadFeed(null, filter, 100));
        var one = new List<FeedEntry>();
        for (string? after = null; ;)
        {
            var page = await database.SendAsync(SomePeople.Consumer, new ReadFeed(after, filter, 1));
            one.AddRange(page.Entries);
            after = page.EndCursor;
            if (!page.HasMore)
                break;
        }

        Assert.Equal(
            [(FeedEventType.GapAccepted, FeedMembership.Entered), (FeedEventType.DecisionProposed, null), (FeedEventType.DecisionApproved, FeedMembership.Left)],
            whole.Entries.Select(e => (e.Item.Type, e.Membership)));
        Assert.Equal(whole.Entries.Select(e => (e.Cursor, e.Membership)), one.Select(e => (e.Cursor, e.Membership)));
    }

    [Fact]
    public async Task Where_a_decision_holds_brings_its_gap_under_a_filter_once_it_is_approved()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.GapInAsync(GapState.Decided);

        // The decision of the tests names no language and no surface, so it holds for any.
        var page = await database.SendAsync(SomePeople.Consumer, new ReadFeed(null, new FeedFilter { Languages = ["ms"], Surfaces = ["chat"] }, 100));

        Assert.Equal([(FeedEventType.DecisionApproved, FeedMembership.Entered)], page.Entries.Select(e => (e.Item.Type, (FeedMembership)e.Membership!)));
    }

    [Fact]
    public async Task What_is_withdrawn_reaches_every_reader()
    {
        await using var database = await TestDatabase.CreateAsync();
        var report = await database.FileAsync();
        var erasure = await database.PurgeAsync(report.Id.Value);
        await database.SendAsync(SomePeople.PrivacySteward, new ApproveErasure(erasure.Id.Value, erasure.Version));

        var page = await database.SendAsync(SomePeople.Consumer, new ReadFeed(null, new FeedFilter { Areas = ["nowhere"], Types = [FeedEventType.GapClosed] }, 100));

        Assert.Equal([FeedEventType.ReportPurged], page.Entries.Select(e => e.Item.Type));
    }

    [Fact]
    public async Task The_place_of_a_consumer_only_moves_forward()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.GapInAsync(GapState.Closed);
        var reader = await database.SignInAsync(await database.KeyAsync(await database.ConsumerAsync()));
        var head = await database.HeadAsync();
        string At(long position) => new FeedCursor(head.Epoch, position).ToString();

        var forward = await database.SendAsync(reader, new AcknowledgeFeed(At(5)));
        var back = await database.SendAsync(reader, new AcknowledgeFeed(At(3)));

        Assert.Equal((At(5), head.FeedPosition - 5), (forward.Acknowledged, forward.Lag));
        Assert.Equal((forward.Acknowledged, forward.Version), (back.Acknowledged, back.Version));
        foreach (var cursor in new[] { At(head.FeedPosition + 1), new FeedCursor(head.Epoch + 1, 1).ToString() })
        {
            var refused = (await database.TryAsync(reader, new AcknowledgeFeed(cursor))).Refusals.Single();
            Assert.Equal((RefusalCode.FeedReset, "cursor"), (refused.Code, refused.Path.Single()));
        }

        Assert.Equal(RefusalCode.Malformed, (await database.TryAsync(reader, new AcknowledgeFeed("five"))).Refusals.Single().Code);
        Assert.Equal(RefusalCode.NotPermitted, (await database.TryAsync(SomePeople.Consumer, new AcknowledgeFeed(At(5)))).Refusals.Single().Code);
        var places = Enumerable.Range(1, 16).Select(i => At(5 + (i % 4))).ToList();
        await Task.WhenAll(places.Select(place => Task.Run(() => database.SendAsync(reader, new AcknowledgeFeed(place)))));
        Assert.Equal(At(8), (await AgainAsync(database)).Acknowledged);
    }

    [Fact]
    public async Task Whoever_is_no_administrator_keeps_their_own_consumers_only()
    {
        await using var database = await TestDatabase.CreateAsync();
        var consumer = await database.ConsumerAsync();
        var stranger = (await database.SendAsync(Actor.System, new EnrolPeople([new Enrolment("model-team-b", Roles.Consumer)])))["model-team-b"];

        Assert.Empty(await database.SendAsync(stranger, new ConsumerList()));
        Assert.Equal(RefusalCode.NotFound, (await database.TryAsync(stranger, new ConsumerByNumber(consumer.Number))).Refusals.Single().Code);
        Assert.Equal(RefusalCode.NotFound, (await database.TryAsync(stranger, new EndConsumer(consumer.Id.Value, consumer.Version))).Refusals.Single().Code);
        Assert.Equal(RefusalCode.NotPermitted, (await database.TryAsync(stranger, new RegisterConsumer("Other", SomePeople.Consumer.Id.Value, null, null))).Refusals.Single().Code);
        Assert.Equal(RefusalCode.UnknownCode, (await database.TryAsync(SomePeople.Administrator, new RegisterConsumer("Other", SomePeople.Lead.Id.Value, null, null))).Refusals.Single().Code);
        var given = await database.SendAsync(SomePeople.Administrator, new ChangeConsumer(consumer.Id.Value, consumer.Version, "Other", stranger.Id.Value, null));
        Assert.Equal((stranger.Id, "Other"), (given.OwnerId, given.Name.Value));
        Assert.Single(await database.SendAsync(stranger, new ConsumerList()));
        Assert.Single(await database.SendAsync(SomePeople.Auditor, new ConsumerList()));
    }

    [Fact]
    public async Task What_identifies_somebody_names_no_consumer_and_nonsense_filters_nothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        Assert.Equal(RefusalCode.PersonalData, (await database.TryAsync(SomePeople.Consumer, new RegisterConsumer("For someone@example.com", null, null, null))).Refusals.Single().Code);
        Assert.Equal("filter.labels", string.Join('.', (await database.TryAsync(SomePeople.Consumer, new RegisterConsumer("X", null, new FeedFilter { Labels = ["no code"] }, null))).Refusals.Single().Path));
        Assert.Equal(RefusalCode.OutOfRange, (await database.TryAsync(SomePeople.Consumer, new RegisterConsumer("X", null, new FeedFilter { Areas = [.. Enumerable.Repeat("a", 51)] }, null))).Refusals.Single().Code);
        var consumer = await database.ConsumerAsync();
        foreach (var day in new[] { database.Day(-1), database.Day(400) })
            Assert.Equal("expiresOn", (await database.TryAsync(SomePeople.Consumer, new IssueKey(consumer.Id.Value, consumer.Version, [KeyScopes.Read], day))).Refusals.Single().Path.Single());
        Assert.Equal("scopes", (await database.TryAsync(SomePeople.Consumer, new IssueKey(consumer.Id.Value, consumer.Version, [], database.Day(1)))).Refusals.Single().Path.Single());
    }

    private static async Task<ConsumerView> AgainAsync(TestDatabase database) => (await database.SendAsync(SomePeople.Administrator, new ConsumerList()))[0];
}
