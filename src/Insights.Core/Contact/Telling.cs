using Insights.Core.Audit;
using Insights.Core.Calibration;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;

namespace Insights.Core.Contact;

/// <summary>Says who is told of a line of the audit log. Knows no database: what it needs to know is read before.</summary>
internal sealed class Telling(Known known)
{
    /// <summary>
    /// Whom a line concerns, each once, by the reason that is closest to them. Nobody is told of what they did
    /// themselves, nor of what they may not read.
    /// </summary>
    public IEnumerable<Notification> Of(AuditEntry line)
    {
        if (StoppedAt(line) is { } stopped)
        {
            foreach (var notification in OfEndpoint(line, stopped))
                yield return notification;
            yield break;
        }

        if (CalibrationDesk.NumberIn(line) is { } number && known.Rounds.GetValueOrDefault(number) is { } round)
        {
            foreach (var notification in OfRound(line, round))
                yield return notification;
            yield break;
        }

        var gap = line.GapId is { } id ? known.Gaps.GetValueOrDefault(id) : null;
        if (gap is null && line.ReportId is null)
            yield break;
        var told = new HashSet<PersonId> { line.By, PersonId.System };
        foreach (var (person, kind) in Concerned(line, gap))
        {
            if (person is { } to && told.Add(to) && known.Roles.TryGetValue(to, out var roles) && roles.May(Permission.FollowGaps) && MayRead(line, roles) && known.Wants(to, kind))
                yield return Notification.Of(to, line.Position, kind, gap?.StandsIn ?? gap?.Id, line.ReportId, line.At);
        }
    }

    /// <summary>The consumer whose endpoint the product stopped sending to; what people stop themselves they know of.</summary>
    private KnownConsumer? StoppedAt(AuditEntry line) =>
        line is { Action: "SettleWebhook" or "ClaimWebhook", ToState: not null, PersonId: { } machine } ? known.Consumers.GetValueOrDefault(machine) : null;

    /// <summary>Whoever answers for the consumer, and whoever keeps all of them.</summary>
    private IEnumerable<Notification> OfEndpoint(AuditEntry line, KnownConsumer consumer) =>
        known.Roles.Where(r => r.Key == consumer.OwnerId || (r.Value & Roles.Administrator) != 0).Select(r => r.Key)
            .Where(to => to != PersonId.System && known.Roles[to].May(NotificationKinds.NeededFor(NotificationKind.EndpointStopped)) && known.Wants(to, NotificationKind.EndpointStopped))
            .Select(to => Notification.Of(to, line.Position, NotificationKind.EndpointStopped, consumer.Id, line.At));

    /// <summary>Who is asked, and at the end all of them; whoever closes a round knows.</summary>
    private IEnumerable<Notification> OfRound(AuditEntry line, KnownRound round)
    {
        var (kind, people) = line switch
        {
            { Action: "AskReviewer", PersonId: { } asked } => (NotificationKind.CalibrationAsked, [asked]),
            { Action: nameof(CloseCalibrationRound) } => (NotificationKind.CalibrationClosed, round.Reviewers),
            _ => (default, (IReadOnlyList<PersonId>)[]),
        };
        return people.Where(to => to != line.By && known.Roles.TryGetValue(to, out var roles) && roles.May(NotificationKinds.NeededFor(kind)) && known.Wants(to, kind))
            .Select(to => Notification.Of(to, line.Position, kind, round.Id, line.At));
    }

    /// <summary>The closest reason first.</summary>
    private IEnumerable<(PersonId? Person, NotificationKind Kind)> Concerned(AuditEntry line, KnownGap? gap)
    {
        if (line.PersonId is { } person)
            yield return (person, line.Action is "ReleaseGap" ? NotificationKind.GapMoved : NotificationKind.Assigned);
        if (OfReport(line) is { } own)
            yield return own;
        if (OfDecision(line) is { } proposal)
            yield return proposal;
        if (line.Action is "ProposeGap" or "CorrectGap")
        {
            foreach (var approver in known.Holding(Permission.ApproveDecisions))
                yield return (approver, NotificationKind.DecisionProposed);
        }

        if (gap is null || OfGap(line) is not { } kind)
            yield break;
        yield return (gap.OwnerId, kind);
        // What is late and nobody's is the business of whoever could take it on.
        foreach (var lead in kind is NotificationKind.Overdue && gap.OwnerId is null ? known.Holding(Permission.TriageGaps) : [])
            yield return (lead, kind);
        foreach (var author in ConcernsAuthors(line, kind) ? known.AuthorsOf(line) : [])
            yield return (author, kind);
        // Those of a gap that was just merged into this one are told by the line about theirs.
        foreach (var watcher in line.Action is "MergeGaps" ? gap.OwnWatchers : gap.OwnWatchers.Concat(gap.MergedWatchers))
            yield return (watcher, kind);
    }

    /// <summary>Whom it concerns because it is about a report: its author, or whoever asked about it.</summary>
    private (PersonId?, NotificationKind)? OfReport(AuditEntry line) => line.ReportId is not { } report ? null : line.Action switch
    {
        "AskGap" or "AskReporter" => (known.AuthorOf(report), NotificationKind.QuestionAsked),
        "LinkReport" or "OpenGap" => (known.AuthorOf(report), NotificationKind.ReportLinked),
        "RateReport" => (known.AuthorOf(report), NotificationKind.ReportRated),
        "AnswerQuestion" => (known.Askers.GetValueOrDefault(report), NotificationKind.QuestionAnswered),
        "TimeOutQuestion" => (known.AuthorOf(report), NotificationKind.QuestionTimedOut),
        _ => null,
    };

    private (PersonId?, NotificationKind)? OfDecision(AuditEntry line) => line.Action is "ApproveGap" or "RejectGap" && line.DecisionId is { } decision
        ? (known.Proposers.GetValueOrDefault(decision), NotificationKind.DecisionReviewed) : null;

    /// <summary>What it is to those who follow the gap; null where it is nothing to them.</summary>
    private static NotificationKind? OfGap(AuditEntry line) => line.Action switch
    {
        "LinkReport" => NotificationKind.ReportLinked,
        "AnswerQuestion" => NotificationKind.QuestionAnswered,
        "TimeOutGap" => NotificationKind.QuestionTimedOut,
        "ApproveGap" => NotificationKind.GapDecided,
        "CloseGap" => NotificationKind.GapClosed,
        "DeclineGap" => NotificationKind.GapDeclined,
        "MergeGaps" or "MergeGap" => NotificationKind.GapMerged,
        "WriteComment" => NotificationKind.RemarkWritten,
        "EscalateGap" => NotificationKind.Overdue,
        "SplitReports" => NotificationKind.GapMoved,
        _ => line.ToState is not null && line.ToState != line.FromState ? NotificationKind.GapMoved : null,
    };

    /// <summary>Whether the authors of its reports care: where it stands, what came of it, and what was said to them; not the steps in between.</summary>
    private static bool ConcernsAuthors(AuditEntry line, NotificationKind kind) => kind switch
    {
        NotificationKind.GapMoved => line.Action is not ("AskGap" or "ProposeGap" or "CorrectGap" or "RejectGap" or "SplitReports"),
        NotificationKind.GapDecided or NotificationKind.GapClosed or NotificationKind.GapDeclined or NotificationKind.RemarkWritten => true,
        // Of the gap that went on nothing changed for its reporters; those of the other one stand elsewhere now.
        NotificationKind.GapMerged => line.Action is "MergeGap",
        _ => false,
    };

    private bool MayRead(AuditEntry line, Roles roles) => line.Action is not "WriteComment"
        || (line.CommentId is { } comment && known.Remarks.GetValueOrDefault(comment, Audience.Internal) is Audience.Reporter)
        || roles.May(Permission.ReadInternalRemarks);
}

/// <summary>What has to be known about a gap to say who is told.</summary>
/// <param name="Id">The gap.</param>
/// <param name="StandsIn">The gap it was merged into.</param>
/// <param name="OwnerId">Who answers for it now.</param>
/// <param name="OwnWatchers">Who watches it.</param>
/// <param name="MergedWatchers">Who watches a gap that is merged into it.</param>
internal sealed record KnownGap(GapId Id, GapId? StandsIn, PersonId? OwnerId, IReadOnlyList<PersonId> OwnWatchers, IReadOnlyList<PersonId> MergedWatchers);

/// <summary>What has to be known about a consumer to say who is told.</summary>
/// <param name="Id">The consumer.</param>
/// <param name="OwnerId">Who answers for it.</param>
internal sealed record KnownConsumer(ConsumerId Id, PersonId OwnerId);

/// <summary>What has to be known about a calibration round to say who is told.</summary>
/// <param name="Id">The round.</param>
/// <param name="Reviewers">Who is asked in it.</param>
internal sealed record KnownRound(CalibrationRoundId Id, IReadOnlyList<PersonId> Reviewers);

/// <summary>What has to be known about everything that some lines name.</summary>
internal sealed record Known
{
    public required IReadOnlyDictionary<PersonId, Roles> Roles { get; init; }

    public required IReadOnlyDictionary<GapId, KnownGap> Gaps { get; init; }

    /// <summary>The consumers that were named, by the person each of them signs in as.</summary>
    public required IReadOnlyDictionary<PersonId, KnownConsumer> Consumers { get; init; }

    /// <summary>The calibration rounds that were named, by their numbers.</summary>
    public required IReadOnlyDictionary<long, KnownRound> Rounds { get; init; }

    /// <summary>The authors of reports that were named.</summary>
    public required IReadOnlyDictionary<ReportId, PersonId> Authors { get; init; }

    /// <summary>The authors of the reports that stand in a gap.</summary>
    public required ILookup<GapId, PersonId> Standing { get; init; }

    /// <summary>The authors of the reports that an operation took out of a gap.</summary>
    public required ILookup<(GapId Gap, OperationId Operation), PersonId> TakenOut { get; init; }

    /// <summary>Who last asked about a report.</summary>
    public required IReadOnlyDictionary<ReportId, PersonId> Askers { get; init; }

    public required IReadOnlyDictionary<DecisionId, PersonId> Proposers { get; init; }

    public required IReadOnlyDictionary<CommentId, Audience> Remarks { get; init; }

    /// <summary>What people do not want to hear of.</summary>
    public required IReadOnlySet<(PersonId, NotificationKind)> Off { get; init; }

    public IEnumerable<PersonId> Holding(Permission permission) => Roles.Where(r => r.Value.May(permission)).Select(r => r.Key);

    public PersonId? AuthorOf(ReportId report) => Authors.TryGetValue(report, out var author) ? author : null;

    public IEnumerable<PersonId> AuthorsOf(AuditEntry line) => line is { GapId: { } gap, OperationId: { } operation, Action: "MergeGap" }
        ? TakenOut[(gap, operation)] : Standing[line.GapId!.Value];

    public bool Wants(PersonId person, NotificationKind kind) => !Off.Contains((person, kind));
}
