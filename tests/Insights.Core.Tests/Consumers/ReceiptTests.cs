using Insights.Core.Consumers;
using Insights.Core.Contact;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Tests.Support;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Consumers;

/// <summary>What consumers did with what was learned, and who sees it.</summary>
public sealed class ReceiptTests
{
    [Fact]
    public async Task The_gap_the_reporter_and_the_counts_show_what_was_done_until_it_is_taken_back()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Decided);
        var (reader, item) = await ReaderAsync(database);

        var receipt = await database.SendAsync(reader, new RecordReceipt(item, ReceiptUse.EvaluationCaseAdded, "Two cases were added.", null));

        Assert.Equal(gap.Id, receipt.GapId);
        Assert.Equal([receipt.Id], (await database.SendAsync(SomePeople.Lead, new ReceiptsOf([gap.Id])))[gap.Id].Select(r => r.Id));
        var outcome = (await database.SendAsync(SomePeople.Specialist, new OutcomesOf([gap.CanonicalReportId])))[gap.CanonicalReportId];
        Assert.Equal((ReceiptUse.EvaluationCaseAdded, "Two cases were added.", "Appeals classifier"), (outcome.Receipts.Single().Use, outcome.Receipts.Single().Reason?.Value, outcome.Receipts.Single().ConsumerName.Value));
        foreach (var person in new[] { SomePeople.Consumer, SomePeople.Lead, SomePeople.Auditor })
            Assert.Equal((1L, ReceiptUse.EvaluationCaseAdded, 1, 1), (await database.SendAsync(person, new ReceiptCounts())).Select(c => (c.ConsumerNumber, c.Use, c.Items, c.Gaps)).Single());
        // A role that does not read these counts shows nothing more to a model team's person.
        Assert.Empty(await database.SendAsync(SomePeople.Specialist with { Roles = Roles.Specialist | Roles.Consumer }, new ReceiptCounts()));

        Assert.NotNull((await database.SendAsync(reader, new WithdrawReceipt(receipt.Id.Value))).WithdrawnAt);
        Assert.Empty((await database.SendAsync(SomePeople.Lead, new ReceiptsOf([gap.Id])))[gap.Id]);
        Assert.Empty(await database.SendAsync(SomePeople.Lead, new ReceiptCounts()));
    }

    [Fact]
    public async Task A_use_of_an_item_is_said_once_and_may_be_said_again_after_it_was_taken_back()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.GapInAsync(GapState.Decided);
        var (reader, item) = await ReaderAsync(database);
        var first = await database.SendAsync(reader, new RecordReceipt(item, ReceiptUse.UsedInTraining, null, null));

        Assert.Equal(RefusalCode.IllegalMove, (await database.TryAsync(reader, new RecordReceipt(item, ReceiptUse.UsedInTraining, null, null))).Refusals.Single().Code);
        Assert.Empty((await database.TryAsync(reader, new RecordReceipt(item, ReceiptUse.NoAction, null, null))).Refusals);
        await database.SendAsync(reader, new WithdrawReceipt(first.Id.Value));
        Assert.Empty((await database.TryAsync(reader, new RecordReceipt(item, ReceiptUse.UsedInTraining, null, null))).Refusals);
    }

    [Fact]
    public async Task Receipts_are_refused_where_they_say_nothing_or_too_much_or_come_from_somebody_else()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.GapInAsync(GapState.Decided);
        var (reader, item) = await ReaderAsync(database);
        var receipt = await database.SendAsync(reader, new RecordReceipt(item, ReceiptUse.NoAction, null, null));
        var (other, _) = await ReaderAsync(database);

        await RefusedAsync(reader, new RecordReceipt(item, ReceiptUse.Rejected, " ", null), RefusalCode.Required);
        await RefusedAsync(reader, new RecordReceipt(item, ReceiptUse.Rejected, "Ask someone@example.com.", null), RefusalCode.PersonalData);
        await RefusedAsync(reader, new RecordReceipt("evt_01M6CRWH00000000000000000Z", ReceiptUse.NoAction, null, null), RefusalCode.NotFound);
        await RefusedAsync(SomePeople.Consumer, new RecordReceipt(item, ReceiptUse.NoAction, null, null), RefusalCode.NotPermitted);
        await RefusedAsync(await database.SignInAsync(await database.KeyAsync(await database.ConsumerAsync(new FeedFilter { Areas = ["elsewhere"] }))), new RecordReceipt(item, ReceiptUse.NoAction, null, null), RefusalCode.NotFound);
        Assert.Equal(RefusalCode.NotFound, (await database.TryAsync(other, new WithdrawReceipt(receipt.Id.Value))).Refusals.Single().Code);

        async Task RefusedAsync(Actor by, RecordReceipt request, RefusalCode code) => Assert.Equal(code, (await database.TryAsync(by, request)).Refusals.Single().Code);
    }

    [Fact]
    public async Task A_key_used_for_another_receipt_is_refused()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.GapInAsync(GapState.Decided);
        var (reader, item) = await ReaderAsync(database);
        var first = await database.SendAsync(reader, new RecordReceipt(item, ReceiptUse.NoAction, null, Some.Key()));

        Assert.Equal(RefusalCode.IdempotencyMismatch, (await database.TryAsync(reader, new RecordReceipt(item, ReceiptUse.UsedInTraining, null, Some.Key()))).Refusals.Single().Code);
        Assert.Equal(first.Id, (await database.SendAsync(reader, new RecordReceipt(item, ReceiptUse.NoAction, null, Some.Key()))).Id);
    }

    [Fact]
    public async Task A_merged_gap_hands_its_receipts_to_the_one_it_stands_in()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Triage);
        var (reader, item) = await ReaderAsync(database);
        await database.SendAsync(reader, new RecordReceipt(item, ReceiptUse.NoAction, null, null));
        var survivor = await database.GapInAsync(GapState.Triage, Some.EmergingBehaviour());
        await database.SendAsync(SomePeople.Lead, new Insights.Core.Clusters.MergeGaps(survivor.Id.Value, [gap.Id.Value], "They ask the same.", Clustering.Seen([survivor, gap]), null));

        Assert.Equal(ReceiptUse.NoAction, (await database.SendAsync(SomePeople.Lead, new ReceiptsOf([survivor.Id])))[survivor.Id].Single().Use);
    }

    private static async Task<(Actor Reader, string Item)> ReaderAsync(TestDatabase database) =>
        (await database.SignInAsync(await database.KeyAsync(await database.ConsumerAsync())), (await database.EventsAsync()).Last(e => e.GapId is not null).Id.Value);
}
