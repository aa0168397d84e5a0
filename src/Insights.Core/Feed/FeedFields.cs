using System.Reflection;
using System.Text.Json;

namespace Insights.Core.Feed;

/// <summary>Which fields of the closed list an event of each type carries: those it always has, and those it may have.</summary>
/// <param name="Always">Never left out.</param>
/// <param name="Sometimes">Left out where there is nothing to say.</param>
public sealed record FeedFields(IReadOnlyList<PropertyInfo> Always, IReadOnlyList<PropertyInfo> Sometimes)
{
    private static readonly string[] Event = [nameof(FeedItem.Id), nameof(FeedItem.Type), nameof(FeedItem.On)];

    private static readonly string[] Gap = [nameof(FeedItem.GapId), nameof(FeedItem.GapNumber), nameof(FeedItem.State)];

    private static readonly string[] Topic = [nameof(FeedItem.Kind), nameof(FeedItem.Area), nameof(FeedItem.Clause), nameof(FeedItem.ClauseVersion), nameof(FeedItem.Severity)];

    private static readonly string[] OfGap = [.. Topic, nameof(FeedItem.Resolution), nameof(FeedItem.Labels)];

    private static readonly string[] Operation = [nameof(FeedItem.OperationId), nameof(FeedItem.OperationNumber)];

    private static readonly string[] OtherGap = [nameof(FeedItem.OtherGapId), nameof(FeedItem.OtherGapNumber)];

    /// <summary>All fields, in the order in which they are written.</summary>
    public static IReadOnlyList<PropertyInfo> All { get; } =
        [.. typeof(FeedItem).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.Name != "EqualityContract").OrderBy(p => p.MetadataToken)];

    /// <summary>The fields of one type of event.</summary>
    public static FeedFields Of(FeedEventType type) => type switch
    {
        FeedEventType.ReportFiled or FeedEventType.ReportAmended or FeedEventType.ReportWithdrawn or FeedEventType.ReportRated =>
            Some([nameof(FeedItem.ReportId)], Topic),
        // Asked of a report in no gap, they are about the report alone.
        FeedEventType.QuestionAsked or FeedEventType.QuestionAnswered or FeedEventType.QuestionTimedOut =>
            Some([], [.. Gap, .. OfGap, nameof(FeedItem.ReportId)]),
        FeedEventType.GapOpened => Some([.. Gap, nameof(FeedItem.ReportId), nameof(FeedItem.LinkRole), .. Operation], [.. OfGap, nameof(FeedItem.ByMachine), .. OtherGap]),
        FeedEventType.ReportLinked => Some([.. Gap, nameof(FeedItem.ReportId), nameof(FeedItem.LinkRole), .. Operation], [.. OfGap, nameof(FeedItem.ByMachine), nameof(FeedItem.Undoes)]),
        // One of many gaps that were moved together is part of an operation.
        FeedEventType.GapClaimed or FeedEventType.GapAccepted or FeedEventType.GapDeferred or FeedEventType.GapDeclined or FeedEventType.ImplementationStarted
            or FeedEventType.GapClosed or FeedEventType.OwnerChanged or FeedEventType.GapLabelled => Some(Gap, [.. OfGap, .. Operation]),
        // A report that was linked may bring a gap back.
        FeedEventType.GapResumed or FeedEventType.GapRegressed => Some(Gap, [.. OfGap, nameof(FeedItem.ReportId), .. Operation]),
        FeedEventType.DecisionProposed or FeedEventType.DecisionRejected or FeedEventType.DecisionCorrected or FeedEventType.RiskExpired
            or FeedEventType.GapBypassed or FeedEventType.CommentAdded or FeedEventType.GapEscalated => Some(Gap, OfGap),
        FeedEventType.DecisionApproved or FeedEventType.DecisionRestated => Some([.. Gap, nameof(FeedItem.Decision)], OfGap),
        FeedEventType.WordsWithdrawn => Some([nameof(FeedItem.Withdraws)], [nameof(FeedItem.GapId), nameof(FeedItem.GapNumber)]),
        FeedEventType.ReportPurged => Some([nameof(FeedItem.ReportId)], []),
        FeedEventType.GapMerged => Some([.. Gap, .. Operation, .. OtherGap], [.. OfGap, nameof(FeedItem.Undoes)]),
        FeedEventType.GapSplit => Some([.. Gap, .. Operation, .. OtherGap], OfGap),
        FeedEventType.CanonicalChanged => Some([.. Gap, .. Operation], [.. OfGap, nameof(FeedItem.ReportId)]),
        FeedEventType.KeptApart => Some(Operation, [nameof(FeedItem.ReportId), nameof(FeedItem.OtherReportId), nameof(FeedItem.GapId), nameof(FeedItem.GapNumber), .. OtherGap]),
        FeedEventType.OperationUndone => Some([.. Operation, nameof(FeedItem.Undoes)], [.. Gap, .. OfGap]),
        FeedEventType.GapRestored or FeedEventType.GapDissolved => Some([.. Gap, .. Operation, nameof(FeedItem.Undoes)], OfGap),
        FeedEventType.ReportUnlinked => Some([.. Operation, nameof(FeedItem.Undoes), nameof(FeedItem.ReportId)], []),
    };

    /// <summary>Name of a field, type or value on the wire.</summary>
    public static string NameOf(PropertyInfo field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return JsonNamingPolicy.CamelCase.ConvertName(field.Name);
    }

    private static FeedFields Some(string[] always, string[] sometimes) =>
        new([.. All.Where(p => Event.Contains(p.Name) || always.Contains(p.Name))], [.. All.Where(p => sometimes.Contains(p.Name))]);
}
