using Insights.Core.Data;

namespace Insights.Core.Gaps;

/// <summary>What cluster operations do to a gap, and take back.</summary>
public sealed partial class Gap
{
    /// <summary>Where it stands, as far as cluster operations change it.</summary>
    public GapStand Stand => WithOwner(new(
        State, ReturnsTo, RespondBy, DeferredUntil, RecurrenceThreshold, RecurredCount, RegressionCount, MergedInto, EndedBy, StateVersion,
        CanonicalReportId, CanonicalVersion));

    /// <summary>Another report stands for it from now on.</summary>
    public void StandFor(ReportId report, DateTimeOffset at)
    {
        Touch(at);
        (CanonicalReportId, CanonicalVersion) = (report, Version);
    }

    /// <summary>Ceases to stand by itself: what it held stands in another gap, or nowhere.</summary>
    public void End(OperationId by, GapId? into, DateTimeOffset at)
    {
        Touch(at);
        (EndedBy, MergedInto, StateVersion) = (by, into, Version);
    }

    /// <summary>Takes back the state it had before an operation.</summary>
    public void RestoreState(GapStand before, DateTimeOffset at)
    {
        Touch(at);
        (State, ReturnsTo, RespondBy, StateVersion) = (before.State, before.ReturnsTo, before.RespondBy, before.StateVersion);
        (DeferredUntil, RecurrenceThreshold, RecurredCount) = (before.DeferredUntil, before.RecurrenceThreshold, before.RecurredCount);
        (RegressionCount, MergedInto, EndedBy) = (before.RegressionCount, before.MergedInto, before.EndedBy);
        // Before owners were recorded, no operation changed any of these.
        if (before.OwnerVersion > 0)
            (Severity, Kind, Area, Destination) = (before.Severity, before.Kind, before.Area, before.Destination);
    }

    /// <summary>Takes back the canonical report it had before an operation.</summary>
    public void RestoreCanonical(GapStand before, DateTimeOffset at)
    {
        Touch(at);
        (CanonicalReportId, CanonicalVersion) = (before.CanonicalReportId, before.CanonicalVersion);
    }

    /// <summary>So many reports no longer count towards the end of a deferral.</summary>
    public void Uncount(int reports, DateTimeOffset at)
    {
        Touch(at);
        RecurredCount = Math.Max(0, RecurredCount - reports);
    }

    /// <summary>Derives from the gaps that are merged into it, and from where it is merged itself, what every reader needs at once.</summary>
    public void Derive(GapId? standsIn, DateTimeOffset earliest) =>
        (StandsIn, EarliestAt) = (standsIn, earliest < OpenedAt ? earliest : null);
}
