using Insights.Core.Consumers;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Testing;

namespace Insights.Core.Tests.Support;

/// <summary>Every command about readers of the feed, and short ways to them.</summary>
internal static class ConsumerActs
{
    public static IReadOnlyList<Act> All { get; } =
    [
        Act.Of<RegisterConsumer, ConsumerView>("RegisterConsumer", SomePeople.Consumer, _ => Task.FromResult<Func<string?, RegisterConsumer>>(key =>
            new RegisterConsumer("Appeals classifier", SomePeople.Consumer.Id.Value, new FeedFilter { Areas = ["appeals"] }, key))),
        Act.Of<ChangeConsumer, ConsumerView>("ChangeConsumer", SomePeople.Consumer, async d =>
        {
            var consumer = await d.ConsumerAsync();
            return _ => new ChangeConsumer(consumer.Id.Value, consumer.Version, "Decision tree", SomePeople.Consumer.Id.Value, new FeedFilter { Areas = ["appeals"] });
        }),
        Act.Of<EndConsumer, ConsumerView>("EndConsumer", SomePeople.Consumer, async d =>
        {
            var consumer = await d.ConsumerAsync();
            return _ => new EndConsumer(consumer.Id.Value, consumer.Version);
        }),
        Act.Of<IssueKey, IssuedKeyView>("IssueKey", SomePeople.Consumer, async d =>
        {
            var consumer = await d.ConsumerAsync();
            return _ => new IssueKey(consumer.Id.Value, consumer.Version, [KeyScopes.Read], d.Day(30));
        }),
        Act.Of<RevokeKey, ApiKeyView>("RevokeKey", SomePeople.Consumer, async d =>
        {
            var issued = await d.KeyAsync(await d.ConsumerAsync());
            return _ => new RevokeKey(issued.Key.Id.Value);
        }),
        Act.Of<IssueMyKey, IssuedKeyView>("IssueMyKey", SomePeople.Specialist, d => Task.FromResult<Func<string?, IssueMyKey>>(_ =>
            new IssueMyKey(0, "Script that lists my reports", [KeyScopes.Read], d.Day(30)))),
        Act.Of<RevokeKey, ApiKeyView>("RevokeKey_of_a_person", SomePeople.Specialist, async d =>
        {
            var issued = await d.OwnKeyAsync(SomePeople.Specialist);
            return _ => new RevokeKey(issued.Key.Id.Value);
        }),
        // Of people who read the feed none keeps a place in it: the consumer does, signed in with its key.
        new("AcknowledgeFeed", SomePeople.Consumer, typeof(AcknowledgeFeed), async d =>
        {
            var itself = await d.SignInAsync(await d.KeyAsync(await d.ConsumerAsync()));
            await d.GapInAsync(GapState.Triage);
            var cursor = (await d.SendAsync(itself, new ReadFeed(null, null, 2))).EndCursor;
            return async (by, _) =>
            {
                var outcome = await d.TryAsync(by == SomePeople.Consumer ? itself : by, new AcknowledgeFeed(cursor));
                return new Sent(outcome.Refusals, outcome.ValueOrDefault);
            };
        }),
        new("RecordReceipt", SomePeople.Consumer, typeof(RecordReceipt), async d =>
        {
            var itself = await d.SignInAsync(await d.KeyAsync(await d.ConsumerAsync()));
            await d.GapInAsync(GapState.Decided);
            var item = (await d.EventsAsync())[^1].Id.Value;
            return async (by, key) =>
            {
                var outcome = await d.TryAsync(by == SomePeople.Consumer ? itself : by, new RecordReceipt(item, ReceiptUse.Rejected, "It is decided for one surface only.", key));
                return new Sent(outcome.Refusals, outcome.ValueOrDefault);
            };
        }),
        new("WithdrawReceipt", SomePeople.Consumer, typeof(WithdrawReceipt), async d =>
        {
            var itself = await d.SignInAsync(await d.KeyAsync(await d.ConsumerAsync()));
            await d.GapInAsync(GapState.Decided);
            var receipt = await d.SendAsync(itself, new RecordReceipt((await d.EventsAsync())[^1].Id.Value, ReceiptUse.UsedInTraining, null, null));
            return async (by, _) =>
            {
                var outcome = await d.TryAsync(by == SomePeople.Consumer ? itself : by, new WithdrawReceipt(receipt.Id.Value));
                return new Sent(outcome.Refusals, outcome.ValueOrDefault);
            };
        }),
        Act.Of<CountDay, DateOnly?>("CountDay", Actor.System, async d =>
        {
            await d.GapInAsync(GapState.Decided);
            d.Clock.Advance(TimeSpan.FromDays(1));
            return _ => new CountDay();
        }),
        new("NoteKeyUse", Actor.System, typeof(NoteKeyUse), async d =>
        {
            var issued = await d.KeyAsync(await d.ConsumerAsync());
            return async (by, _) =>
            {
                var outcome = await d.TryAsync(by, new NoteKeyUse(issued.Key.Id));
                return new Sent(outcome.Refusals, outcome.Refused ? null : outcome.Value);
            };
        }),
    ];

    /// <summary>Whose roles allow it, besides the one who does it.</summary>
    public static IReadOnlyList<Actor> AllowedTo(Act act) => act.Name switch
    {
        "RegisterConsumer" or "ChangeConsumer" or "EndConsumer" or "IssueKey" or "RevokeKey" or "RevokeKey_of_a_person" => [SomePeople.Administrator],
        "IssueMyKey" => [.. SomePeople.All.Where(p => p != act.By)],
        _ => [],
    };

    public static Task<ConsumerView> ConsumerAsync(this TestDatabase database, FeedFilter? filter = null) =>
        database.SendAsync(SomePeople.Consumer, new RegisterConsumer("Appeals classifier", null, filter, null));

    public static Task<IssuedKeyView> KeyAsync(this TestDatabase database, ConsumerView consumer, params KeyScopes[] scopes) =>
        database.SendAsync(SomePeople.Consumer, new IssueKey(consumer.Id.Value, consumer.Version, scopes is [] ? [KeyScopes.Read, KeyScopes.Write] : scopes, database.Day(30)));

    /// <summary>A key that signs in as this person; the first one they have.</summary>
    public static Task<IssuedKeyView> OwnKeyAsync(this TestDatabase database, Actor person, params KeyScopes[] scopes) =>
        database.SendAsync(person, new IssueMyKey(0, "Script that lists my reports", scopes is [] ? [KeyScopes.Read] : scopes, database.Day(30)));

    /// <summary>The actor that a secret lets in.</summary>
    public static async Task<Actor> SignInAsync(this TestDatabase database, IssuedKeyView issued) => (await database.SendAsync(Actor.System, new AuthenticateKey(issued.Secret))).Actor;
}
