namespace Insights.Core.Identity;

/// <summary>What a person or a machine does here. One may hold several.</summary>
[Flags]
public enum Roles
{
    None = 0,

    /// <summary>Decides escalations and appeals; files, amends and answers.</summary>
    Specialist = 1,

    /// <summary>Routes, links and declines.</summary>
    TriageLead = 2,

    /// <summary>Assesses gaps and proposes decisions.</summary>
    PolicyOwner = 4,

    /// <summary>Approves decisions that somebody else proposed.</summary>
    PolicyApprover = 8,

    /// <summary>Opens and closes calibration rounds.</summary>
    CalibrationLead = 16,

    /// <summary>A model team's machine that reads the feed.</summary>
    Consumer = 32,

    /// <summary>Reads everything that is recorded and writes nothing.</summary>
    Auditor = 64,

    /// <summary>Guards against personal data.</summary>
    PrivacySteward = 128,

    /// <summary>Keeps the configuration; sees no content.</summary>
    Administrator = 256,

    /// <summary>The product itself: timers and imports.</summary>
    System = 512,
}

/// <summary>One thing a caller may be allowed to do.</summary>
public enum Permission
{
    /// <summary>Begin, file, amend, withdraw and answer reports of one's own.</summary>
    FileReports,

    /// <summary>Ask for reports; one's own are always among them, drafts included.</summary>
    ReadOwnReports,

    /// <summary>Read the filed reports of everyone.</summary>
    ReadReports,

    /// <summary>Read gaps, their members and decisions.</summary>
    ReadGaps,

    /// <summary>Read the policy catalogue.</summary>
    ReadPolicies,

    /// <summary>Link reports to gaps and open gaps.</summary>
    LinkReports,

    /// <summary>Claim new gaps.</summary>
    TriageGaps,

    /// <summary>Move gaps along the transition table, and ask reporters.</summary>
    MoveGaps,

    /// <summary>Keep views of the gaps, and put gaps off for oneself.</summary>
    ArrangeQueue,

    /// <summary>Put decision records before an approver.</summary>
    ProposeDecisions,

    /// <summary>Read decision records that are still being written.</summary>
    ReadDecisionDrafts,

    /// <summary>Approve or reject what somebody else proposed.</summary>
    ApproveDecisions,

    /// <summary>Move gaps past the transition table, where something went wrong.</summary>
    BypassGaps,

    /// <summary>Write remarks on gaps.</summary>
    Comment,

    /// <summary>Read everything that happened to a gap.</summary>
    ReadTimelines,

    /// <summary>Read remarks that were not written for reporters.</summary>
    ReadInternalRemarks,

    /// <summary>Read and follow the feed.</summary>
    ReadFeed,

    /// <summary>Load the policy catalogue and the lists.</summary>
    KeepCatalogue,

    /// <summary>Add, renew and retire clauses, and add and rename the codes of the lists.</summary>
    WriteCatalogue,

    /// <summary>End deferrals, questions and accepted risks whose day has come, and note what is late.</summary>
    KeepTime,

    /// <summary>Bring in reports from a file.</summary>
    ImportReports,

    /// <summary>Keep the allow-list, look at what is withheld, and erase.</summary>
    KeepPrivacy,

    /// <summary>Read what was allowed, kept on a writer's word, withheld and erased; never the withheld words.</summary>
    ReadPrivacyRecords,

    /// <summary>Exchange case ids for references.</summary>
    TokeniseCases,

    /// <summary>Ask which reports and gaps cite a case.</summary>
    ReadCases,

    /// <summary>Make the keys of case references known to the database.</summary>
    KeepCaseKeys,

    /// <summary>Read what the engine has learned, and how well it does.</summary>
    ReadLearning,

    /// <summary>Have the engine learn, and say which version of it is in force.</summary>
    KeepLearning,

    /// <summary>Read the audit log, which holds ids and codes, and check it.</summary>
    ReadAudit,

    /// <summary>Take evidence about a gap out of the product, with its words.</summary>
    TakeEvidence,

    /// <summary>Watch gaps, and be told of what happens to them and to one's reports.</summary>
    FollowGaps,

    /// <summary>Be told of what concerns one.</summary>
    BeTold,

    /// <summary>Say how one is told, and to which address mail goes.</summary>
    KeepPreferences,

    /// <summary>Say how the product treats one: its looks, its keys, its quiet hours.</summary>
    KeepOwnSettings,

    /// <summary>Rate how well reports of others can be worked with.</summary>
    RateReports,

    /// <summary>Read how reports of others were rated.</summary>
    ReadRatings,

    /// <summary>Read whether mail is sent and what it waits for; no address.</summary>
    ReadMailStanding,

    /// <summary>Register readers of the feed, and issue and revoke their keys; whoever is no administrator, of their own.</summary>
    KeepConsumers,

    /// <summary>Read which readers the feed has and how far each has come; a model team's people, of their own.</summary>
    ReadConsumers,

    /// <summary>Say how far one has read the feed.</summary>
    AcknowledgeFeed,

    /// <summary>Say what one did with an item of the feed.</summary>
    RecordReceipts,

    /// <summary>Read what consumers did with items of the feed, counted; a model team's people, of their own.</summary>
    ReadReceiptCounts,

    /// <summary>Take the feed out as files.</summary>
    ExportFeed,

    /// <summary>Write, revise, confirm and retire the scenarios that decisions answer.</summary>
    WriteScenarios,

    /// <summary>Read scenarios, and which are due for review.</summary>
    ReadScenarios,

    /// <summary>Take the set of scenarios out.</summary>
    ExportScenarios,

    /// <summary>Open and close calibration rounds, and see who has answered.</summary>
    LeadCalibration,

    /// <summary>Answer decided gaps again, blind, where one is asked.</summary>
    AnswerCalibration,

    /// <summary>Read rounds; once they are closed, what was answered and how far people agree. Never who answered what.</summary>
    ReadCalibration,

    /// <summary>Read how feedback does, in figures by cohort and the lists behind them; never of a person.</summary>
    ReadMetrics,

    /// <summary>Issue keys that sign in as oneself, and revoke them; administrators revoke those of anybody.</summary>
    KeepKeys,

    /// <summary>Read which keys there are, whose they are and when they were used; never a secret.</summary>
    ReadKeys,

    /// <summary>Check the keys that programs sign in with.</summary>
    CheckKeys,

    /// <summary>Send events to the endpoints that consumers registered.</summary>
    SendWebhooks,

    /// <summary>Have the API describe itself to tools; what it would say is published besides.</summary>
    ReadSchema,

    /// <summary>Sign people in and out, and check their sessions.</summary>
    KeepSessions,

    /// <summary>Look at one's own sessions and end them.</summary>
    KeepOwnSessions,

    /// <summary>Say who holds which role, suspend people, and end their sessions.</summary>
    KeepPeople,

    /// <summary>Read who holds which role, since when and from whom; no subject of the provider.</summary>
    ReadPeople,
}

/// <summary>Which role may do what; the one place that says so.</summary>
public static class RolePermissions
{
    private const Roles Staff = Roles.Specialist | Roles.TriageLead | Roles.PolicyOwner | Roles.PolicyApprover
        | Roles.CalibrationLead | Roles.PrivacySteward | Roles.System;

    private const Roles People = (Staff & ~Roles.System) | Roles.Consumer | Roles.Auditor | Roles.Administrator;

    private const Roles Policy = Roles.TriageLead | Roles.PolicyOwner | Roles.PolicyApprover;

    /// <summary>The roles of which a caller needs at least one.</summary>
    public static Roles AllowedTo(Permission permission) => permission switch
    {
        Permission.FileReports => Roles.Specialist | Roles.System,
        Permission.ReadOwnReports => Staff | Roles.Auditor,
        Permission.ReadReports => Policy | Roles.Specialist | Roles.CalibrationLead | Roles.PrivacySteward | Roles.Auditor | Roles.System,
        Permission.ReadGaps => Staff | Roles.Auditor,
        Permission.ReadPolicies => Staff | Roles.Auditor | Roles.Consumer | Roles.Administrator,
        Permission.LinkReports => Roles.TriageLead | Roles.System,
        Permission.TriageGaps => Roles.TriageLead | Roles.System,
        Permission.MoveGaps => Policy | Roles.System,
        Permission.ArrangeQueue => Staff,
        Permission.ProposeDecisions => Roles.PolicyOwner | Roles.System,
        Permission.ReadDecisionDrafts => Policy,
        Permission.ApproveDecisions or Permission.BypassGaps => Roles.PolicyApprover,
        Permission.Comment => Policy | Roles.Specialist | Roles.CalibrationLead | Roles.PrivacySteward,
        Permission.ReadTimelines => Policy | Roles.Specialist | Roles.CalibrationLead | Roles.PrivacySteward | Roles.Auditor,
        Permission.ReadInternalRemarks => Policy | Roles.CalibrationLead | Roles.PrivacySteward | Roles.Auditor,
        Permission.ReadFeed => Roles.Consumer | Roles.Auditor | Policy | Roles.System,
        Permission.KeepCatalogue => Roles.Administrator | Roles.System,
        Permission.WriteCatalogue => Roles.PolicyOwner | Roles.Administrator,
        Permission.KeepTime => Roles.System,
        Permission.ImportReports => Roles.System,
        Permission.KeepPrivacy => Roles.PrivacySteward,
        Permission.ReadPrivacyRecords => Roles.PrivacySteward | Roles.Auditor,
        Permission.TokeniseCases => Roles.Specialist | Roles.TriageLead | Roles.System,
        Permission.ReadCases => Policy | Roles.Specialist | Roles.PrivacySteward | Roles.Auditor,
        Permission.KeepCaseKeys => Roles.System,
        Permission.ReadLearning => Roles.TriageLead | Roles.Administrator | Roles.Auditor | Roles.System,
        Permission.KeepLearning => Roles.Administrator | Roles.System,
        Permission.ReadAudit => Roles.Auditor | Roles.Administrator,
        Permission.TakeEvidence => Roles.Auditor,
        Permission.FollowGaps => Policy | Roles.Specialist | Roles.CalibrationLead | Roles.PrivacySteward | Roles.Auditor,
        Permission.BeTold or Permission.KeepPreferences => AllowedTo(Permission.FollowGaps) | Roles.Administrator | Roles.Consumer,
        Permission.RateReports => Policy,
        Permission.ReadRatings => Policy | Roles.CalibrationLead | Roles.Auditor,
        Permission.ReadMailStanding => Roles.Administrator | Roles.Auditor,
        Permission.KeepConsumers => Roles.Administrator | Roles.Consumer,
        Permission.ReadConsumers => Roles.Administrator | Roles.Consumer | Roles.Auditor,
        Permission.AcknowledgeFeed or Permission.RecordReceipts => Roles.Consumer,
        Permission.ReadReceiptCounts => Policy | Roles.Administrator | Roles.Consumer | Roles.Auditor,
        Permission.ExportFeed => Roles.Consumer | Roles.Auditor | Policy | Roles.System,
        Permission.WriteScenarios => Roles.PolicyOwner | Roles.PolicyApprover,
        Permission.ReadScenarios or Permission.ExportScenarios => Policy | Roles.Consumer | Roles.Auditor,
        Permission.LeadCalibration => Roles.CalibrationLead,
        Permission.AnswerCalibration => Policy | Roles.Specialist | Roles.CalibrationLead,
        Permission.ReadCalibration => Policy | Roles.Specialist | Roles.CalibrationLead | Roles.Auditor,
        // Only roles that read all that is counted: reports, gaps and ratings.
        Permission.ReadMetrics => Policy | Roles.CalibrationLead | Roles.Auditor,
        Permission.ReadSchema => Roles.Administrator | Roles.Consumer | Roles.Auditor,
        Permission.KeepKeys or Permission.KeepOwnSettings => People,
        Permission.ReadKeys => Roles.Administrator | Roles.Auditor,
        Permission.CheckKeys or Permission.SendWebhooks or Permission.KeepSessions => Roles.System,
        Permission.KeepOwnSessions => Staff | Roles.Consumer | Roles.Auditor | Roles.Administrator,
        Permission.KeepPeople => Roles.Administrator,
        Permission.ReadPeople => Roles.Administrator | Roles.Auditor,
    };

    public static bool May(this Roles roles, Permission permission) => (roles & AllowedTo(permission)) != 0;
}
