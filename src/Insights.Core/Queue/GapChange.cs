using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Core.Reports;
using Insights.Core.Triage;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Queue;

/// <summary>What is done to every gap of a list.</summary>
public enum GapChange
{
    /// <summary>Each is claimed by the caller.</summary>
    Claim,

    /// <summary>Each is accepted for assessment by the caller.</summary>
    Accept,

    /// <summary>Each is set aside.</summary>
    Defer,

    /// <summary>Each is declined.</summary>
    Decline,

    /// <summary>Carrying out each begins.</summary>
    Implement,

    /// <summary>Each is closed.</summary>
    Close,

    /// <summary>Each is given to one person.</summary>
    Assign,

    /// <summary>Each is given back.</summary>
    Release,

    /// <summary>Each gets a label.</summary>
    Label,

    /// <summary>Each loses a label.</summary>
    Unlabel,
}

/// <summary>What is done to every gap of a list, with what that needs; which fields are needed, the transition table says.</summary>
public sealed record GapChangeForm
{
    /// <summary>What is done.</summary>
    public required GapChange Change { get; init; }

    /// <summary>Claim: severity; without it, each keeps the one its report has.</summary>
    public Severity? Severity { get; init; }

    /// <summary>Claim: that the look-alikes of each were looked at.</summary>
    public bool DuplicatesChecked { get; init; }

    /// <summary>Accept: kind; without it, each keeps its own.</summary>
    public GapKind? Kind { get; init; }

    /// <summary>Accept: policy area; without it, each keeps its own.</summary>
    public string? Area { get; init; }

    /// <summary>Defer, decline: why. Reporters read the reason of a decline.</summary>
    public string? Reason { get; init; }

    /// <summary>Defer: the day they come back.</summary>
    public DateOnly? ExpiresOn { get; init; }

    /// <summary>Defer: after how many further reports each comes back early.</summary>
    public int? RecurrenceThreshold { get; init; }

    /// <summary>Decline: who takes them on, a code from the list of destinations.</summary>
    public string? Destination { get; init; }

    /// <summary>Implement: what is done, or why nothing needs doing. Reporters read it.</summary>
    public string? Plan { get; init; }

    /// <summary>Implement: nothing needs doing, and the plan says why.</summary>
    public bool PlanNotNeeded { get; init; }

    /// <summary>Implement: when it is to be done.</summary>
    public DateOnly? PlanDueOn { get; init; }

    /// <summary>Close: how the effect was verified. Reporters read it.</summary>
    public string? VerificationNote { get; init; }

    /// <summary>Assign: who answers for them from now on.</summary>
    public string? PersonId { get; init; }

    /// <summary>Label, unlabel: the code of the label.</summary>
    public string? Label { get; init; }

    /// <summary>What kind of operation that is.</summary>
    internal OperationKind Operation => Change switch
    {
        GapChange.Assign or GapChange.Release => OperationKind.Assign,
        GapChange.Label or GapChange.Unlabel => OperationKind.Label,
        _ => OperationKind.Move,
    };

    internal void Check(Check check)
    {
        check.Code(Area, required: false, "change", "area");
        check.Code(Destination, required: false, "change", "destination");
        check.Text(Reason, 1000, required: false, "change", "reason");
        check.Text(Plan, ReportForm.MaxText, required: false, "change", "plan");
        check.Text(VerificationNote, ReportForm.MaxText, required: false, "change", "verificationNote");
        check.Id<PersonId>(PersonId, required: Change is GapChange.Assign, "change", "personId");
        check.Code(Label, required: Change is GapChange.Label or GapChange.Unlabel, "change", "label");
    }
}

/// <summary>Makes one change of each gap of a list, by the rules of the gap; the operation it is part of does the noting.</summary>
internal sealed class GapChanges(GapMoves moves, Catalogue catalogue, Screen screen, CurrentActor current, TimeProvider clock)
{
    /// <summary>The words that go with the change where reporters read them anyway; the operation says them as its reason.</summary>
    public Privacy.GuardedText? ReasonOf(GapChangeForm form) => form.Change is GapChange.Decline ? screen.Of(form.Reason) : null;

    /// <summary>Puts the change together. What refuses it for a gap is said under the gap's place in the list; nothing refuses it for all but a wrong code.</summary>
    public async Task<List<Refusal>> PlanAsync(ClusterEdit edit, IReadOnlyList<string> gapIds, GapChangeForm form, CancellationToken ct)
    {
        Refusal?[] unknown =
        [
            catalogue.Unknown(CodeList.Area, form.Area, "change", "area"),
            catalogue.Unknown(CodeList.Destination, form.Destination, "change", "destination"),
            form.Change is GapChange.Label ? await LabelGapHandler.UnknownAsync(edit.Db, form.Label!, ct) is { } off ? off with { Path = ["change", "label"] } : null : null,
        ];
        var person = form.PersonId is { } id ? await edit.Db.People.FirstOrDefaultAsync(p => p.Id == Data.PersonId.Of(id), ct) : null;
        List<Refusal> refusals = [.. unknown.OfType<Refusal>(), .. form.Change is GapChange.Assign && person is null ? [Refusal.NotFound("person", "change", "personId")] : Array.Empty<Refusal>()];
        if (refusals.Count > 0)
            return refusals;

        var loaded = (await edit.LoadAsync([.. gapIds.Select(GapId.Of)], ct)).ToDictionary(g => g.Id);
        var declined = new List<GapId>();
        foreach (var (i, gapId) in gapIds.Index())
        {
            var place = i.ToString(System.Globalization.CultureInfo.InvariantCulture);
            if (!loaded.TryGetValue(GapId.Of(gapId), out var gap))
            {
                refusals.Add(Refusal.NotFound("gap", "seen", place, "id"));
                continue;
            }

            var why = await edit.Db.RefuseEndedAsync(gap, ct, "id") is { } ended ? [ended] : Change(edit, gap, form, person);
            refusals.AddRange(why.Select(r => r with { Path = ["seen", place, .. r.Path], Message = $"G-{gap.Number}: {r.Message}" }));
            if (why.Count == 0 && form.Change is GapChange.Decline)
                declined.Add(gap.Id);
        }

        if (declined.Count > 0)
            await GapMoves.DeclineReportsAsync(edit.Db, declined, screen.Of(form.Reason)!, ct);
        return refusals;
    }

    private IReadOnlyList<Refusal> Change(ClusterEdit edit, Gap gap, GapChangeForm form, Person? person)
    {
        var at = clock.GetUtcNow();
        switch (form.Change)
        {
            case GapChange.Assign:
                return Noted(edit, gap, gap.Assign(person!, current.Actor, at), new AuditLine("AssignGap") { Person = person!.Id }, FeedEventType.OwnerChanged);
            case GapChange.Release:
                return Noted(edit, gap, gap.Release(current.Actor, at), new AuditLine("ReleaseGap") { Person = edit.Gaps.First(g => g.Gap == gap).Before!.OwnerId }, FeedEventType.OwnerChanged);
            case GapChange.Label:
                return Noted(edit, gap, gap.Label(form.Label!, at), new AuditLine("LabelGap") { Code = form.Label }, FeedEventType.GapLabelled);
            case GapChange.Unlabel:
                return Noted(edit, gap, gap.Unlabel(form.Label!, at), new AuditLine("UnlabelGap") { Code = form.Label }, FeedEventType.GapLabelled);
        }

        var move = new GapMove
        {
            Severity = form.Severity ?? gap.Severity,
            DuplicatesChecked = form.DuplicatesChecked,
            Kind = form.Kind ?? gap.Kind,
            Area = form.Area ?? gap.Area,
            Reason = screen.Of(form.Reason),
            ExpiresOn = form.ExpiresOn,
            RecurrenceThreshold = form.RecurrenceThreshold,
            Destination = form.Destination,
            Plan = screen.Of(form.Plan),
            PlanNotNeeded = form.PlanNotNeeded,
            PlanDueOn = form.PlanDueOn,
            VerificationNote = screen.Of(form.VerificationNote),
        };
        return moves.Move(gap, ActionOf(form.Change), move, within: edit).Refusals;
    }

    /// <summary>The move of the transition table that a change makes.</summary>
    public static GapAction ActionOf(GapChange change) => change switch
    {
        GapChange.Claim => GapAction.Claim,
        GapChange.Accept => GapAction.Accept,
        GapChange.Defer => GapAction.Defer,
        GapChange.Decline => GapAction.Decline,
        GapChange.Implement => GapAction.Implement,
        GapChange.Close => GapAction.Close,
        _ => throw new ArgumentOutOfRangeException(nameof(change), change, "This change is no move."),
    };

    private static IReadOnlyList<Refusal> Noted(ClusterEdit edit, Gap gap, Refusal? refused, AuditLine line, FeedEventType told)
    {
        if (refused is not null)
            return [refused];
        edit.Record(line with { Gap = gap.Id });
        edit.Announce((feed, operation) => feed.Announce(told, gap, operation: operation));
        return [];
    }
}
