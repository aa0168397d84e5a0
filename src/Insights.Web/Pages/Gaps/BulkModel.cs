using System.Globalization;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Core.Queue;
using Insights.Core.Reports;
using Insights.Web.Pages.Shared;

namespace Insights.Web.Pages.Gaps;

/// <summary>One change of several gaps: which, what, what it would do, and the form that does just that.</summary>
public sealed record BulkModel(IReadOnlyList<GapView> Gaps, GapChange? Change, Actor Actor, PolicyCatalogueView Lists, string FormKey)
{
    /// <summary>The fields that are a form's own and do not belong to the change.</summary>
    private static readonly string[] Own = ["gap", "change", "formKey", "seen"];

    public required FormInput Input { get; init; }

    /// <summary>What it would do; null before it was looked at.</summary>
    public MoveGapsPreviewView? Preview { get; init; }

    public IReadOnlyList<PersonView> MayOwn { get; init; } = [];

    public IReadOnlyList<LabelView> Labels { get; init; } = [];

    public IReadOnlyDictionary<PersonId, PersonView> People { get; init; } = new Dictionary<PersonId, PersonView>();

    /// <summary>What the change needs, by the transition table, in the order of the form.</summary>
    public IReadOnlyList<MoveField> Needs => Change is { } change && ActionOf(change) is { } action ? Transitions.Table.First(t => t.Action == action).Needs : [];

    /// <summary>The gaps that nothing stands against.</summary>
    public IReadOnlyList<MovedGapView> Fitting => [.. (Preview?.Gaps ?? []).Where(g => g.Refusals.Count == 0)];

    /// <summary>What was typed for the change, to travel with the form that does it.</summary>
    public IEnumerable<(string Name, string Value)> Typed =>
        Input.Values.All.Where(v => !Own.Contains(v.Key) && v.Key != "act").SelectMany(v => v.Value.Where(t => t.Length > 0).Select(t => (v.Key, t)));

    /// <summary>The changes this person may make of some gap.</summary>
    public static IReadOnlyList<Choice> ChangesFor(Actor actor) =>
        [.. Enum.GetValues<GapChange>().Where(c => ActionOf(c) is not { } action || Transitions.Table.Any(t => t.Action == action && (t.By & actor.Roles) != 0))
            .Where(c => c is not (GapChange.Assign or GapChange.Release) || (actor.Roles & GapBoard.Owners) != 0)
            .Select(c => new Choice(Codes.Of(c), Words.Of(c)))];

    internal static GapChangeForm FormOf(GapChange change, FormValues v) => new()
    {
        Change = change,
        Severity = v.Choice<Severity>("severity"),
        DuplicatesChecked = v.Ticked("duplicatesChecked"),
        Kind = v.Choice<GapKind>("kind"),
        Area = v["area"],
        Reason = v["reason"],
        ExpiresOn = v.Day("expiresOn"),
        RecurrenceThreshold = v.Whole("recurrenceThreshold"),
        Destination = v["destination"],
        Plan = v["plan"],
        PlanNotNeeded = v.Ticked("planNotNeeded"),
        PlanDueOn = v.Day("planDueOn"),
        VerificationNote = v["verificationNote"],
        PersonId = v["personId"],
        Label = v["label"],
    };

    internal static IReadOnlyList<SeenVersionForm> SeenIn(FormValues values) => Clusters.ClusterForm.SeenIn(values);

    public static string Seen(MovedGapView gap) => string.Create(CultureInfo.InvariantCulture, $"{gap.GapId.Value}:{gap.Version}");

    /// <summary>What is refused, at the field of the form it is about: what every gap lacks alike is said once, and what stands against one gap at its row.</summary>
    internal static IReadOnlyList<Refusal> AtFields(IEnumerable<Refusal> refusals) =>
    [
        .. refusals.Select(r => r switch
        {
            { Path: ["change", ..] } => r with { Path = [.. r.Path.Skip(1)] },
            { Path: ["seen", _, var field], Code: RefusalCode.Required } => r with { Path = [field], Message = r.Message[(r.Message.IndexOf(": ", StringComparison.Ordinal) + 2)..] },
            _ => r,
        }).Where(r => r is ConflictRefusal || r.Path is not ["seen", _, ..]).DistinctBy(r => (r.Message, string.Join('.', r.Path))),
    ];

    /// <summary>The move that a change makes; null where it makes none.</summary>
    private static GapAction? ActionOf(GapChange change) => Enum.TryParse<GapAction>(change.ToString(), out var action) ? action : null;
}
