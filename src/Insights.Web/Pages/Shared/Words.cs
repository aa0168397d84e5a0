using System.Globalization;
using Insights.Core.Calibration;
using Insights.Core.Contact;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Core.Queue;
using Insights.Core.Reports;
using Insights.Core.Scenarios;
using Insights.Core.Search;
using Insights.Core.Stewardship;

namespace Insights.Web.Pages.Shared;

/// <summary>What people read in place of codes.</summary>
public static partial class Words
{
    public static string Of(Enum value) => Texts.T(English(value));

    private static string English(Enum value) => value switch
    {
        RoleChangeKind.Provider => "The provider said so at sign-in",
        RoleChangeKind.Administrator => "An administrator changed roles",
        SignInWay.Provider => "By the company's provider",
        SignInWay.Persona => "As a persona of the demo",
        GapState.New => "New",
        GapState.Triage => "In triage",
        GapState.NeedsInfo => "Waiting for an answer",
        GapState.Assessing => "Being assessed",
        GapState.InReview => "In review",
        GapState.Implementing => "Being carried out",
        GapState.Deferred => "Set aside",
        ReportState.Filed => "Filed, not linked yet",
        ReportState.Linked => "Linked to a gap",
        ReportState.NeedsInfo => "Waiting for your answer",
        SameGap.Yes => "Same gap",
        LinkRole.Same => "Same question",
        CountSubject.OpenGaps => "Open gaps",
        CountSubject.DecidedGaps => "Decided gaps",
        CountSubject.DeclinedGaps => "Declined gaps",
        CountSubject.FiledReports => "Reports ever filed",
        CountSubject.CitedCases => "Cases that reports cite",
        ReceiptUse.UsedInTraining => "Used in a training set",
        ReceiptUse.EvaluationCaseAdded => "Added to an evaluation set",
        ReceiptUse.DecisionTreeChanged => "Changed a decision tree",
        ReceiptUse.Rejected => "Could not be used",
        ReceiptUse.NoAction => "Looked at, nothing needed doing",
        KeyScopes.Read => "Read what its holder may read",
        KeyScopes.Write => "Do what its holder may do",
        KeyScopes.Export => "Take the feed or the scenarios out in one piece",
        Reach.Single => "One case so far",
        Reach.Few => "A handful of cases",
        Reach.Many => "Many cases in one queue or market",
        Reach.Widespread => "Across queues and markets",
        VolumeBand.Unknown or Trend.Unknown => "I do not know",
        VolumeBand.UnderFive => "Under 5",
        VolumeBand.FiveToTwenty => "5 to 20",
        VolumeBand.TwentyOneToHundred => "21 to 100",
        VolumeBand.OverHundred => "Over 100",
        Resolution.ModelOrToolingChange => "Model or tooling change",
        Automation.None => "Not at all",
        Automation.Partial => "Partly",
        Automation.Full => "Fully",
        Audience.Internal => "The policy team only",
        Audience.Reporter => "The policy team and the reporters",
        GapAction.Claim => "Claim this gap",
        GapAction.Accept => "Accept for assessment",
        GapAction.Ask => "Ask a reporter",
        GapAction.Defer => "Set aside",
        GapAction.Decline => "Decline",
        GapAction.Propose => "Propose a decision",
        GapAction.Reject => "Send back",
        GapAction.Approve => "Approve",
        GapAction.Correct => "Propose a corrected decision",
        GapAction.Implement => "Start carrying it out",
        GapAction.Close => "Close",
        GapChange.Claim => "Claim them",
        GapChange.Accept => "Accept them for assessment",
        GapChange.Defer => "Set them aside",
        GapChange.Decline => "Decline them",
        GapChange.Implement => "Start carrying them out",
        GapChange.Close => "Close them",
        GapChange.Assign => "Give them to somebody",
        GapChange.Release => "Give them back",
        GapChange.Label => "Put a label on them",
        GapChange.Unlabel => "Take a label off them",
        GapOrder.Newest => "Newest first",
        GapOrder.Oldest => "Oldest first",
        GapOrder.DueFirst => "Due soonest first",
        GapOrder.Severity => "Most severe first",
        GapOrder.MostReports => "Most reports first",
        GapAction.TimeOut => "Time out",
        GapAction.Regress => "Come back",
        GapAction.Bypass => "Bypass",
        GapClock.Implement => "Carry out",
        FeedEventType.GapEscalated => "Gap is late",
        FeedEventType.GapBypassed => "Gap moved past the workflow",
        FeedEventType.RiskExpired => "Accepted risk expired",
        MoveField.DuplicatesChecked => "Look-alikes checked",
        MoveField.RecurrenceThreshold => "Number of further reports",
        MoveField.RespondBy => "Day to answer by",
        MoveField.ExpiresOn => "Day it ends",
        FeedEventType.GapResumed => "Gap taken up again",
        FeedEventType.DecisionRestated => "Decision restated in other words",
        TermLevel.SpecialAttention => "Take care",
        ReportState.Purged => "Purged",
        KeepReason.NotPersonal => "it is no name and no address",
        KeepReason.PublicRole => "it names an office or a public role",
        KeepReason.PublishedSource => "it names the author of a published source",
        KeepReason.OrganisationOrPlace => "it names an organisation, a law or a place",
        OperationKind.Link => "Linked a report",
        OperationKind.Open => "Opened a gap",
        OperationKind.Withdraw => "A report was withdrawn",
        OperationKind.Purge => "A report was purged",
        OperationKind.Merge => "Merged gaps",
        OperationKind.Split => "Split off reports",
        OperationKind.Canonical => "Chose the report that stands for the gap",
        OperationKind.KeepApart => "Kept apart",
        OperationKind.Undo => "Undid an operation",
        OperationKind.Move => "Moved gaps",
        OperationKind.Assign => "Changed who answers for gaps",
        OperationKind.Label => "Changed the labels of gaps",
        OperationKind.Break => "Took a break and gave claims back",
        Delivery.Digest => "In the app and in the digest",
        Delivery.App => "In the app only",
        Delivery.Off => "Not at all",
        DigestCadence.Off => "No digest",
        DigestCadence.Daily => "Once a day",
        DigestCadence.Weekly => "Once a week, on Monday",
        GuardOutcome.Blocked => "Refused",
        GuardOutcome.Warned => "Asked about",
        GuardOutcome.Acknowledged => "Kept by its writer",
        GuardOutcome.Allowed => "Let pass by the allow-list",
        GuardOutcome.Masked => "Masked on the way out",
        WithheldState.Open => "Waits for a steward",
        WithheldState.Edited => "Written anew",
        WithheldState.Released => "Put back",
        WithheldState.Erased or ErasureState.Done => "Erased",
        ErasureState.Requested => "Waits for a second steward",
        ErasureState.Rejected => "Not done",
        SearchKind.Gap => "Gaps and decisions",
        SearchKind.Report => "Reports",
        SearchKind.Remark => "Remarks",
        SearchKind.Clause => "Policies",
        ScenarioReviewReason.ClauseChanged => "The clause has a newer version in force",
        ScenarioReviewReason.ClauseRetired => "The clause is retired",
        ScenarioReviewReason.DecisionChanged => "Another decision took the place of the one it rests on",
        ScenarioReviewReason.GapReopened => "The gap is open again",
        PrecedentUse.DepartedFrom => "Departed from",
        PrecedentDoubt.DepartedFrom => "A later decision departs from it: read both before you rely on one.",
        PrecedentDoubt.GapReopened => "Its gap is open again, so the answer may change.",
        PrecedentDoubt.ClauseChanged => "The clause it rests on has a newer version in force.",
        PrecedentDoubt.ClauseRetired => "The clause it rests on is retired.",
        PrecedentDoubt.ReviewOverdue => "It was to be looked at again before today.",
        AgreementMeasure.Answer => "How to answer",
        AgreementMeasure.Clarity => "Clarity of the report",
        AgreementMeasure.Actionability => "Actionability of the report",
        ErasureKind.Redact => "Redact words",
        ErasureKind.Purge => "Purge",
        ErasureReason.PersonalData => "It identifies a person or a case",
        ErasureReason.DataSubjectRequest => "The person concerned asked for it",
        ErasureReason.LegalOrder => "A court or an authority ordered it",
        ErasureReason.ContentOutOfPlace => "It describes material instead of policy",
        _ => Spaced(value.ToString()),
    };

    /// <summary>One line that explains a choice, where it needs one.</summary>
    public static string? Hint(Enum value) => EnglishHint(value) is { } hint ? Texts.T(hint) : null;

    private static string? EnglishHint(Enum value) => value switch
    {
        GapKind.Ambiguity => "The policy text admits two readings, and they lead to different outcomes.",
        GapKind.EmergingBehaviour => "A pattern that policy does not address yet.",
        GapKind.UnknownUnknown => "No category fits; it surprised you.",
        Resolution.PolicyChanged => "The written policy has to say something else.",
        Resolution.GuidanceClarified => "The policy stands; how to apply it has to be said more clearly.",
        Resolution.CategoryAdded => "Such cases need a category of their own.",
        Resolution.TrainingIssued => "The policy is clear; reviewers have to be trained.",
        Resolution.ModelOrToolingChange => "A model or a tool has to change, and no text.",
        Resolution.CoveredByExistingPolicy => "Another clause answers it already.",
        Resolution.IntendedBehaviour => "Policy means it so.",
        Resolution.RiskAccepted => "It stays open knowingly, until a date.",
        Resolution.NotAPolicyGap => "It is an enforcement error or a defect.",
        Resolution.InsufficientInformation => "It cannot be decided on what was reported.",
        Resolution.OutOfScope => "It is outside what this policy covers.",
        LinkRole.Same => "The same clause and the same question.",
        LinkRole.Variant => "The same pattern on another surface, in another language or region.",
        _ => null,
    };

    /// <summary>What the guard found, by the stable name of its type.</summary>
    public static string Found(string type) => Texts.T(EnglishFound(type));

    private static string EnglishFound(string type) => type switch
    {
        "EMAIL" => "e-mail address",
        "URL" => "web address",
        "IP_ADDRESS" => "IP address",
        "GUID" => "GUID",
        "HASH" => "hash or fingerprint",
        "IBAN" => "bank account number",
        "CREDIT_CARD" => "payment card number",
        "MY_NRIC" => "Malaysian identity card number",
        "SG_NRIC" => "Singapore identity number",
        "US_SSN" => "US social security number",
        "UK_NINO" => "UK national insurance number",
        "IN_AADHAAR" => "Aadhaar number",
        "NATIONAL_ID_OTHER" => "national identity number",
        "HANDLE" => "user name",
        "CASE_ID" => "case id of another system",
        "PERSON_NAME" => "possible name of a person",
        "STREET_ADDRESS" => "possible street address",
        _ => type.Replace('_', ' ').ToLowerInvariant(),
    };

    /// <summary>What kind of thing a table holds a row of.</summary>
    public static string Table(string table) => Texts.T(EnglishTable(table));

    private static string EnglishTable(string table) => table switch
    {
        "report_revision" => "revision",
        "comment" => "remark",
        "decision" => "decision record",
        "gap_link" => "reason of a link",
        "operation" => "reason of an operation",
        "look_alike_answer" => "answer about a look-alike",
        "policy_clause" => "policy clause",
        "list_entry" => "entry of a list",
        "feed_event" => "event of the feed",
        _ => table.Replace('_', ' '),
    };

    /// <summary>Where in a row a text stands, from a path such as <c>Content.Readings.0.Outcome</c> or <c>report.title</c>.</summary>
    public static string Place(string path)
    {
        var parts = path.Split('.').SkipWhile(p => p is "Content" or "report" or "record" or "input").Where(p => !int.TryParse(p, CultureInfo.InvariantCulture, out _)).ToList();
        if (parts.Count == 0)
            return Texts.T("text");
        var field = char.ToLowerInvariant(parts[0][0]) + parts[0][1..];
        return ReportLabels.Of(field) is var label && label != field ? Texts.T(label).TrimEnd('?') : Spaced(parts[^1]).ToLowerInvariant();
    }

    public static string Field(string name) => Texts.T(ReportLabels.Of(name));

    /// <summary>Several roles as a list of words.</summary>
    public static string Roles(Roles roles) =>
        roles is Core.Identity.Roles.None ? Texts.T("none") : string.Join(", ", Enum.GetValues<Roles>().Where(r => r != Core.Identity.Roles.None && roles.HasFlag(r)).Select(r => Of(r).ToLowerInvariant()));

    public static string Who(IReadOnlyDictionary<PersonId, PersonView> people, PersonId id) =>
        id == PersonId.System ? "Insights" : people.GetValueOrDefault(id)?.Handle ?? Texts.T("someone");

    public static string Count(int number, string one, string many) =>
        number == 1 ? $"1 {one}" : $"{number.ToString(CultureInfo.InvariantCulture)} {many}";

    public static string Percent(double share) => Math.Round(share * 100).ToString(CultureInfo.InvariantCulture) + " %";

    public static string Label(IReadOnlyList<CodeView> list, string? code) =>
        code is null ? "" : list.FirstOrDefault(c => c.Code == code)?.Label ?? code;

    private static string Spaced(string name) => string.Concat(
        name.Select((c, i) => i == 0 ? c.ToString() : char.IsUpper(c) ? " " + char.ToLowerInvariant(c) : c.ToString()));
}
