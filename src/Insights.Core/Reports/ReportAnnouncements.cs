using Insights.Core.Feed;

namespace Insights.Core.Reports;

/// <summary>Announces what happened to a report, with the few codes of it that may leave.</summary>
internal static class ReportAnnouncements
{
    public static Ledger Announce(this Ledger ledger, FeedEventType type, Report report) => ledger.Announce(
        type, report.Id, report.Kind, report.Area, report.ClauseCode, report.Content.ClauseVersion, report.Severity);
}
