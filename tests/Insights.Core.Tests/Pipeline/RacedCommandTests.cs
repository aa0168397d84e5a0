using Insights.Core.Pipeline;
using Insights.Core.Tests.Support;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Pipeline;

/// <summary>What holds for every command when sixteen send it at once. Apart from what else holds, so that the two run side by side.</summary>
public sealed class RacedCommandTests
{
    public static TheoryData<string> Repeatable => Acts.NamesWithKey;

    [Theory]
    [MemberData(nameof(Repeatable))]
    public async Task One_key_raced_by_sixteen_makes_one_thing(string name)
    {
        var act = Acts.Named(name);
        await using var database = await TestDatabase.CreateAsync();
        var attempt = await act.Ready(database);
        var head = await database.HeadAsync();

        var all = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => attempt(act.By, Some.Key()))));

        Assert.All(all, sent => Assert.Empty(sent.Refusals));
        Assert.Single(all.Select(sent => Story.Text(sent.Answer)).Distinct());
        await AssertWrittenOnceAsync(act, database, Some.Key());
        Assert.True((await database.HeadAsync()).AuditPosition > head.AuditPosition);
    }

    public static TheoryData<string> Transitions =>
        [.. Acts.All.Select(a => a.Name).Except(["SaveDraft_begins", "FileReport_ambiguity", "FileReport_emerging_behaviour", "FileReport_unknown_unknown",
            "FileReport_joining_a_gap", "FileReport_joining_a_closed_gap", "FileReport_citing_a_decision", "WriteComment", "EndWaits", "EndWaits_of_a_risk", "EscalateGaps", "RefreshClocks", "LoadCatalogue", "EnrolPeople",
            "AllowString", "EndAllowances", "AdoptGuard", "RescanTexts", "RequestErasure_redact", "RequestErasure_purge",
            "TokeniseCases", "NoteAliases", "KnowCaseKeys", "TrainLookAlikes", "LinkAutomatically",
            "RecordEvidence", "WriteScenario", "OpenCalibrationRound", "CloseDueRounds", "MarkNotificationsRead", "TellPeople", "ForgetOldNotifications", "NoteDigest_sent", "NoteDigest_failed", "RegisterConsumer", "AcknowledgeFeed", "NoteKeyUse", "SignInByProvider_first", "SignInByProvider_again", "OpenSession", "NoteSessionUse", "ClaimWebhook", "SettleWebhook", "CountDay", "PruneWebhooks"])];

    [Theory]
    [MemberData(nameof(Transitions))]
    public async Task One_transition_raced_by_sixteen_has_one_winner(string name)
    {
        var act = Acts.Named(name);
        await using var database = await TestDatabase.CreateAsync();
        var attempt = await act.Ready(database);

        var all = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => attempt(act.By))));

        Assert.Single(all, sent => !sent.Refused);
        Assert.All(all.Where(sent => sent.Refused), sent => Assert.True(
            sent.Code == (name is "DiscardDraft" or "DiscardDecisionDraft" or "DeleteView" or "CloseSession" or "CloseProviderSessions" or "EndSessions" or "TakeABreak" or "TakeClaimsBack" ? RefusalCode.NotFound : name.StartsWith("UndoOperation", StringComparison.Ordinal) ? RefusalCode.Superseded
                : name.StartsWith("KeepApart", StringComparison.Ordinal) || name is "WatchGap" or "UnwatchGap" or "SnoozeGap" or "SaveView" or "RevokeKey" or "RevokeKey_of_a_person" or "RecordReceipt" or "WithdrawReceipt" or "ReportDisagreement" ? RefusalCode.IllegalMove
                : name is "SweepClusters" ? RefusalCode.AlreadyRunning : RefusalCode.Conflict), sent.Code.ToString()));
        await AssertWrittenOnceAsync(act, database);
    }

    /// <summary>Feed and audit are as long as where one alone sent the command.</summary>
    private static async Task AssertWrittenOnceAsync(Act act, TestDatabase database, string? key = null)
    {
        await using var control = await TestDatabase.CreateAsync();
        await (await act.Ready(control))(act.By, key);
        var (alone, raced) = (await control.HeadAsync(), await database.HeadAsync());
        Assert.Equal(alone.FeedPosition, raced.FeedPosition);
        Assert.Equal(alone.AuditPosition, raced.AuditPosition);
    }
}
