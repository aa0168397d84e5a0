using Insights.Core.Data;
using Insights.Core.Identity;

namespace Insights.Testing;

/// <summary>The people of the tests. Each is enrolled in every <see cref="TestDatabase"/>.</summary>
public static class SomePeople
{
    public static Actor Specialist { get; } = Person(1, "specialist-a", Roles.Specialist);

    public static Actor OtherSpecialist { get; } = Person(2, "specialist-b", Roles.Specialist);

    public static Actor Lead { get; } = Person(3, "triage-lead-a", Roles.TriageLead);

    public static Actor Owner { get; } = Person(4, "policy-owner-a", Roles.PolicyOwner);

    public static Actor Approver { get; } = Person(5, "policy-approver-a", Roles.PolicyApprover);

    /// <summary>Holds both roles, and still never approves what they proposed.</summary>
    public static Actor OwnerAndApprover { get; } = Person(6, "policy-owner-b", Roles.PolicyOwner | Roles.PolicyApprover);

    public static Actor Consumer { get; } = Person(7, "model-team-a", Roles.Consumer);

    public static Actor Auditor { get; } = Person(8, "auditor-a", Roles.Auditor);

    public static Actor PrivacySteward { get; } = Person(9, "privacy-steward-a", Roles.PrivacySteward);

    public static Actor CalibrationLead { get; } = Person(10, "calibration-lead-a", Roles.CalibrationLead);

    public static Actor Administrator { get; } = Person(11, "administrator-a", Roles.Administrator);

    public static Actor OtherSteward { get; } = Person(12, "privacy-steward-b", Roles.PrivacySteward);

    /// <summary>A steward who asks for erasures that everyone of <see cref="All"/> may then decide. Not among them, so that tests about everyone need no exception.</summary>
    public static Actor AwaySteward { get; } = Person(13, "privacy-steward-c", Roles.PrivacySteward);

    /// <summary>Four who link, merge and split beside each other. Not among <see cref="All"/> but for the first.</summary>
    public static IReadOnlyList<Actor> Leads { get; } =
        [Lead, Person(14, "triage-lead-b", Roles.TriageLead), Person(15, "triage-lead-c", Roles.TriageLead), Person(16, "triage-lead-d", Roles.TriageLead | Roles.PolicyOwner)];

    public static IReadOnlyList<Actor> All { get; } =
        [Specialist, OtherSpecialist, Lead, Owner, Approver, OwnerAndApprover, Consumer, Auditor, PrivacySteward, CalibrationLead, Administrator, OtherSteward];

    private static Actor Person(int n, string handle, Roles roles) => new(new PersonId($"per_000000000000000000000000{n:00}"), handle, roles);
}
