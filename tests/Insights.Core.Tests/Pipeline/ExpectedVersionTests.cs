using Insights.Core.Administration;
using Insights.Core.Calibration;
using Insights.Core.Cases;
using Insights.Core.Clusters;
using Insights.Core.Consumers;
using Insights.Core.Contact;
using Insights.Core.Evidence;
using Insights.Core.Learning;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Core.Queue;
using Insights.Core.Scenarios;
using Insights.Core.Stewardship;
using Insights.Core.Triage;
using Insights.Core.Webhooks;
using Insights.Core.Wellbeing;
using Xunit;

namespace Insights.Core.Tests.Pipeline;

/// <summary>Whoever changes something says what they have seen of it.</summary>
public sealed class ExpectedVersionTests
{
    private const string Adds = "adds something and changes nothing that anybody has before them";
    private const string Own = "settles what only the sender sees, and means the same whatever was there before";
    private const string Product = "is sent by the product, not by a person who looks at something";

    private static readonly Dictionary<Type, string> Without = new()
    {
        [typeof(WriteComment)] = Adds,
        [typeof(AllowString)] = Adds,
        [typeof(RequestErasure)] = Adds,
        [typeof(TokeniseCases)] = Adds,
        [typeof(SweepClusters)] = Adds,
        [typeof(TrainLookAlikes)] = Adds,
        [typeof(RecordEvidence)] = Adds,
        [typeof(SaveView)] = Adds,
        [typeof(RegisterConsumer)] = Adds,
        [typeof(RevokeKey)] = "closes what may be in the wrong hands, whatever else changed",
        [typeof(EndSessions)] = "closes what may be in the wrong hands, whatever else changed",
        [typeof(SignInByProvider)] = Product,
        [typeof(OpenSession)] = Product,
        [typeof(NoteSessionUse)] = Product,
        [typeof(CloseSession)] = Product,
        [typeof(CloseProviderSessions)] = Product,
        [typeof(AcknowledgeFeed)] = "only moves forward, and says to where",
        [typeof(NoteKeyUse)] = Product,
        [typeof(RecordReceipt)] = Adds,
        [typeof(WithdrawReceipt)] = Own,
        [typeof(WriteScenario)] = Adds,
        [typeof(OpenCalibrationRound)] = Adds,
        [typeof(ReportDisagreement)] = Adds,
        [typeof(CloseDueRounds)] = Product,
        [typeof(ClaimWebhook)] = Product,
        [typeof(SettleWebhook)] = Product,
        [typeof(PruneWebhooks)] = Product,
        [typeof(CountDay)] = Product,
        [typeof(WatchGap)] = Own,
        [typeof(UnwatchGap)] = Own,
        [typeof(MarkNotificationsRead)] = Own,
        [typeof(TakeABreak)] = "gives back all that the sender holds, whatever else changed",
        [typeof(TakeClaimsBack)] = "takes only what nobody has answered for since",
        [typeof(EndWaits)] = Product,
        [typeof(EscalateGaps)] = Product,
        [typeof(RefreshClocks)] = Product,
        [typeof(TellPeople)] = Product,
        [typeof(ForgetOldNotifications)] = Product,
        [typeof(NoteDigest)] = Product,
        [typeof(EndAllowances)] = Product,
        [typeof(AdoptGuard)] = Product,
        [typeof(RescanTexts)] = Product,
        [typeof(LinkAutomatically)] = Product,
        [typeof(NoteAliases)] = Product,
        [typeof(KnowCaseKeys)] = Product,
        [typeof(LoadCatalogue)] = Product,
        [typeof(EnrolPeople)] = Product,
    };

    private static readonly string[] Versions = ["ExpectedVersion", "DraftVersion", "Seen", "ExpectedActive"];

    [Fact]
    public void Every_command_says_which_version_was_seen_or_why_it_need_not()
    {
        var commands = typeof(ICommand).Assembly.GetTypes().Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(ICommand))).ToList();

        Assert.Contains(typeof(SaveDecisionDraft), commands);
        var blind = commands.Where(t => !Versions.Any(v => t.GetProperty(v) is not null)).ToList();
        Assert.Equal(Without.Keys.Select(t => t.Name).Order(StringComparer.Ordinal), blind.Select(t => t.Name).Order(StringComparer.Ordinal));
    }
}
