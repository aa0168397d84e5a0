using Insights.Core.Clusters;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Queue;
using Insights.Testing;

namespace Insights.Core.Tests.Support;

/// <summary>Every command of the queue, and short ways to them.</summary>
internal static class QueueActs
{
    public static IReadOnlyList<Act> All { get; } =
    [
        Act.Of<AssignGap, GapView>("AssignGap", SomePeople.Lead, async d =>
        {
            var gap = await d.GapInAsync(GapState.Assessing);
            return _ => new AssignGap(gap.Id.Value, gap.Version, SomePeople.OwnerAndApprover.Id.Value);
        }),
        Act.Of<ReleaseGap, GapView>("ReleaseGap", SomePeople.Owner, async d =>
        {
            var gap = await d.GapInAsync(GapState.Assessing);
            return _ => new ReleaseGap(gap.Id.Value, gap.Version);
        }),
        Act.Of<LabelGap, GapView>("LabelGap", SomePeople.Lead, async d =>
        {
            await d.LabelAsync("pilot");
            await d.LabelAsync("locale");
            var gap = await d.GapInAsync(GapState.Triage);
            gap = await d.SendAsync(SomePeople.Lead, new LabelGap(gap.Id.Value, gap.Version, ["locale"], null));
            return _ => new LabelGap(gap.Id.Value, gap.Version, ["pilot"], ["locale"]);
        }),
        Act.Of<KeepLabel, LabelView>("KeepLabel_adds", SomePeople.Lead, _ => Task.FromResult<Func<string?, KeepLabel>>(_ => new KeepLabel("pilot", "Part of the pilot", false, 0))),
        Act.Of<KeepLabel, LabelView>("KeepLabel_retires", SomePeople.Lead, async d =>
        {
            var label = await d.LabelAsync("pilot");
            return _ => new KeepLabel("pilot", "Was part of the pilot", true, label.Version);
        }),
        Act.Of<SnoozeGap, SnoozeView>("SnoozeGap", SomePeople.Lead, async d =>
        {
            var gap = await d.GapInAsync(GapState.Triage);
            return _ => new SnoozeGap(gap.Id.Value, gap.Version, d.Day(7));
        }),
        Act.Of<SetTriageRota, TriageDutyView>("SetTriageRota", SomePeople.Lead, d =>
            Task.FromResult<Func<string?, SetTriageRota>>(_ => new SetTriageRota(d.Day(0), 7, [SomePeople.Lead.Id.Value], 0))),
        Act.Of<SwapTriageDuty, TriageDutyView>("SwapTriageDuty", SomePeople.Lead, async d =>
        {
            var duty = await d.SendAsync(SomePeople.Lead, new SetTriageRota(d.Day(0), 7, [SomePeople.Lead.Id.Value], 0));
            return _ => new SwapTriageDuty(d.Day(1), d.Day(2), SomePeople.Lead.Id.Value, duty.Version);
        }),
        Act.Of<SaveView, SavedViewView>("SaveView", SomePeople.Lead, _ => Task.FromResult<Func<string?, SaveView>>(key => new SaveView(
            "late-appeals", "Late appeals", new GapFilter { Areas = ["appeals"], Late = true, Text = "stated age" }, GapOrder.DueFirst, true, key))),
        Act.Of<RenameView, SavedViewView>("RenameView", SomePeople.Lead, async d =>
        {
            var view = await d.SaveViewAsync("late-appeals");
            return _ => new RenameView(view.Id.Value, view.Version, "Appeals that are late");
        }),
        Act.Of<DeleteView, Done>("DeleteView", SomePeople.Lead, async d =>
        {
            var view = await d.SaveViewAsync("late-appeals");
            return _ => new DeleteView(view.Id.Value, view.Version);
        }),
        Moving("MoveGaps_Claim", SomePeople.Lead, GapState.New, _ => new GapChangeForm { Change = GapChange.Claim, Severity = Severity.High, DuplicatesChecked = true }),
        Moving("MoveGaps_Decline", SomePeople.Lead, GapState.Triage, _ => new GapChangeForm { Change = GapChange.Decline, Reason = "The policy is clear.", Destination = "enforcement-quality" }),
        Moving("MoveGaps_Close", SomePeople.Owner, GapState.Implementing, _ => new GapChangeForm { Change = GapChange.Close, VerificationNote = "A sample was read and agreed." }),
        Moving("MoveGaps_Assign", SomePeople.Lead, GapState.Assessing, _ => new GapChangeForm { Change = GapChange.Assign, PersonId = SomePeople.OwnerAndApprover.Id.Value }),
        Moving("MoveGaps_Label", SomePeople.Lead, GapState.Triage, _ => new GapChangeForm { Change = GapChange.Label, Label = "pilot" }),
        Act.Of<UndoOperation, OperationView>("UndoOperation_moves", SomePeople.Owner, async d =>
        {
            var moved = await d.ChangeAsync(SomePeople.Owner, new GapChangeForm { Change = GapChange.Close, VerificationNote = "A sample was read." }, await d.GapInAsync(GapState.Implementing), await d.GapInAsync(GapState.Implementing));
            return key => new UndoOperation(moved.Id.Value, null, null, key);
        }),
    ];

    /// <summary>Whose roles allow it, besides the one who does it.</summary>
    public static IReadOnlyList<Actor> AllowedTo(Act act) => act.Name switch
    {
        "AssignGap" or "MoveGaps_Assign" => [SomePeople.Owner, SomePeople.OwnerAndApprover],
        "ReleaseGap" or "UndoOperation_moves" => [SomePeople.Lead],
        "LabelGap" or "SaveView" or "MoveGaps_Label" => [SomePeople.Owner, SomePeople.Approver, SomePeople.OwnerAndApprover],
        "MoveGaps_Close" => [SomePeople.OwnerAndApprover],
        "SnoozeGap" =>
        [
            SomePeople.Specialist, SomePeople.OtherSpecialist, SomePeople.Owner, SomePeople.Approver, SomePeople.OwnerAndApprover,
            SomePeople.CalibrationLead, SomePeople.PrivacySteward, SomePeople.OtherSteward,
        ],
        _ => [],
    };

    public static Task<LabelView> LabelAsync(this TestDatabase database, string code) =>
        database.SendAsync(SomePeople.Lead, new KeepLabel(code, $"Label {code}", false, 0));

    public static Task<SavedViewView> SaveViewAsync(this TestDatabase database, string slug, GapFilter? filter = null, bool shared = true, Actor? by = null) =>
        database.SendAsync(by ?? SomePeople.Lead, new SaveView(slug, "Late appeals", filter, GapOrder.LastActivity, shared, null));

    public static Task<OperationView> ChangeAsync(this TestDatabase database, Actor by, GapChangeForm change, params GapView[] gaps) =>
        database.SendAsync(by, new MoveGaps(Clustering.Seen(gaps), change, null));

    public static Task<Outcome<OperationView>> TryChangeAsync(this TestDatabase database, Actor by, GapChangeForm change, params GapView[] gaps) =>
        database.TryAsync(by, new MoveGaps(Clustering.Seen(gaps), change, null));

    private static Act Moving(string name, Actor by, GapState from, Func<TestDatabase, GapChangeForm> change) => Act.Of<MoveGaps, OperationView>(name, by, async d =>
    {
        if (change(d).Label is { } label)
            await d.LabelAsync(label);
        var (one, other) = (await d.GapInAsync(from), await d.GapInAsync(from));
        return key => new MoveGaps(Clustering.Seen(one, other), change(d), key);
    });
}
