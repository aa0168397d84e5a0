using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Pipeline;

namespace Insights.Core.Gaps;

/// <summary>Who answers for a gap, and its labels: what changes without a move along the table.</summary>
public sealed partial class Gap
{
    /// <summary>Most labels on one gap.</summary>
    public const int MostLabels = 20;

    private readonly List<GapLink> _links = [];

    /// <summary>Every link that was ever made; loaded where a query asks for it.</summary>
    public IReadOnlyCollection<GapLink> Links => _links;

    /// <summary>The version in which its owner last changed, kept like <see cref="StateVersion"/>.</summary>
    public int OwnerVersion { get; private set; }

    /// <summary>The codes of its labels, in their order.</summary>
    public IReadOnlyList<string> Labels { get; private set; } = [];

    /// <summary>The version in which its labels last changed, kept like <see cref="StateVersion"/>.</summary>
    public int LabelsVersion { get; private set; }

    /// <summary>The roles of which whoever answers for a gap in this state needs one; none where nobody can be asked to.</summary>
    /// <param name="state">Its state.</param>
    /// <param name="returnsTo">Where it goes back to from a question or a deferral.</param>
    public static Roles OwnersIn(GapState state, GapState? returnsTo) => (state is GapState.NeedsInfo or GapState.Deferred ? returnsTo ?? GapState.Triage : state) switch
    {
        GapState.Triage => Roles.TriageLead,
        GapState.Assessing or GapState.InReview or GapState.Decided or GapState.Implementing => Roles.PolicyOwner,
        _ => Roles.None,
    };

    /// <summary>Gives it to somebody who may answer for it as it stands. Triage leads and policy owners do, and whoever answers for it now.</summary>
    public Refusal? Assign(Person to, Actor by, DateTimeOffset at)
    {
        if (NotOwned() is { } notOwned)
            return notOwned;
        if (by.Id != OwnerId && (by.Roles & (Roles.TriageLead | Roles.PolicyOwner)) == 0)
            return Refusal.Of(RefusalCode.NotPermitted, "Triage leads, policy owners and whoever answers for it give it to somebody else.", "personId");
        if ((to.Roles & Owners) == 0)
            return Refusal.Of(RefusalCode.IllegalMove, $"Whoever answers for a gap in {State} needs this role: {Owners}.", "personId");
        if (OwnerId == to.Id)
            return Refusal.Of(RefusalCode.IllegalMove, "This person answers for it already.", "personId");
        SetOwner(to.Id, at);
        return null;
    }

    /// <summary>Gives it back, so that nobody answers for it until somebody takes it.</summary>
    public Refusal? Release(Actor by, DateTimeOffset at)
    {
        if (NotOwned() is { } notOwned)
            return notOwned;
        if (OwnerId is null)
            return Refusal.Of(RefusalCode.IllegalMove, "Nobody answers for it now.", "gapId");
        if (by.Id != OwnerId && (by.Roles & Roles.TriageLead) == 0)
            return Refusal.Of(RefusalCode.NotPermitted, "Whoever answers for it gives it back, or a triage lead does.", "gapId");
        SetOwner(null, at);
        return null;
    }

    /// <summary>Puts a label on it.</summary>
    public Refusal? Label(string code, DateTimeOffset at)
    {
        if (Labels.Contains(code))
            return Refusal.Of(RefusalCode.IllegalMove, "It has this label already.", "label");
        if (Labels.Count == MostLabels)
            return Refusal.Of(RefusalCode.OutOfRange, "A gap has at most 20 labels.", "label");
        SetLabels([.. Labels.Append(code).Order(StringComparer.Ordinal)], at);
        return null;
    }

    /// <summary>Takes a label off it.</summary>
    public Refusal? Unlabel(string code, DateTimeOffset at)
    {
        if (!Labels.Contains(code))
            return Refusal.Of(RefusalCode.IllegalMove, "It does not have this label.", "label");
        SetLabels([.. Labels.Where(l => l != code)], at);
        return null;
    }

    /// <summary>Takes back the owner it had before an operation.</summary>
    public void RestoreOwner(GapStand before, DateTimeOffset at)
    {
        Touch(at);
        (OwnerId, OwnerVersion) = (before.OwnerId, before.OwnerVersion);
    }

    /// <summary>Takes back the labels it had before an operation.</summary>
    public void RestoreLabels(GapStand before, DateTimeOffset at)
    {
        Touch(at);
        (Labels, LabelsVersion) = (before.Labels?.Split(' ') ?? [], before.LabelsVersion);
    }

    private GapStand WithOwner(GapStand stand) => stand with
    {
        OwnerId = OwnerId,
        OwnerVersion = OwnerVersion,
        Severity = Severity,
        Kind = Kind,
        Area = Area,
        Destination = Destination,
        Labels = Labels.Count == 0 ? null : string.Join(' ', Labels),
        LabelsVersion = LabelsVersion,
        DueClock = DueClock,
        DueOn = DueOn,
    };

    private Roles Owners => OwnersIn(State, ReturnsTo);

    private Refusal? NotOwned() => Owners is not Roles.None ? null
        : Refusal.Of(RefusalCode.IllegalMove, State is GapState.New ? "A new gap is claimed by whoever takes it on." : $"Nobody is asked to answer for a gap in {State}.", "gapId");

    private void SetOwner(PersonId? owner, DateTimeOffset at)
    {
        Touch(at);
        (OwnerId, OwnerVersion) = (owner, Version);
    }

    private void SetLabels(IReadOnlyList<string> labels, DateTimeOffset at)
    {
        Touch(at);
        (Labels, LabelsVersion) = (labels, Version);
    }
}
