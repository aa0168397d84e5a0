namespace Insights.Core.Identity;

/// <summary>What a program's key or token is good for, within what its person or consumer may do at that moment.</summary>
[Flags]
public enum KeyScopes
{
    None = 0,

    /// <summary>Read and follow what the holder may read.</summary>
    Read = 1,

    /// <summary>Do what the holder may do and a program may do for them.</summary>
    Write = 2,

    /// <summary>Take the feed, or the set of scenarios, out in one piece.</summary>
    Export = 4,
}

/// <summary>Which scopes open what, any of them. What no scope opens is done by a person at a page, or by the product.</summary>
public static class ScopePermissions
{
    /// <summary>The scopes of which one is enough. Read and Export open nothing that changes anything.</summary>
    public static KeyScopes Opening(Permission permission) => permission switch
    {
        Permission.ReadOwnReports or Permission.ReadReports or Permission.ReadGaps or Permission.ReadPolicies or Permission.ReadDecisionDrafts
            or Permission.ReadTimelines or Permission.ReadInternalRemarks or Permission.ReadFeed or Permission.ReadPrivacyRecords or Permission.ReadCases
            or Permission.ReadLearning or Permission.ReadAudit or Permission.ReadRatings or Permission.ReadMailStanding or Permission.ReadReceiptCounts
            or Permission.ReadScenarios or Permission.ReadCalibration or Permission.ReadMetrics or Permission.ReadSchema => KeyScopes.Read,

        Permission.FileReports or Permission.LinkReports or Permission.TriageGaps or Permission.MoveGaps or Permission.ArrangeQueue
            or Permission.ProposeDecisions or Permission.Comment or Permission.TokeniseCases or Permission.FollowGaps or Permission.BeTold
            or Permission.AcknowledgeFeed or Permission.RecordReceipts or Permission.WriteScenarios => KeyScopes.Write,

        Permission.ReadConsumers => KeyScopes.Read | KeyScopes.Write,

        Permission.ExportFeed or Permission.ExportScenarios => KeyScopes.Export,

        // A second pair of eyes, and a judgement about a colleague's work, are a person's.
        Permission.ApproveDecisions or Permission.BypassGaps or Permission.RateReports or Permission.LeadCalibration or Permission.AnswerCalibration => KeyScopes.None,

        // It sees words that are withheld from everyone else, erases for good, and takes words out with a person's name under them.
        Permission.KeepPrivacy or Permission.TakeEvidence => KeyScopes.None,

        // Whoever has a key for an hour must not come by another one, by another reader, by somewhere to have things sent, or by hours in which nobody hears.
        Permission.KeepKeys or Permission.ReadKeys or Permission.KeepConsumers or Permission.KeepPreferences or Permission.KeepOwnSettings
            or Permission.KeepOwnSessions or Permission.KeepPeople or Permission.ReadPeople => KeyScopes.None,

        // What holds for everyone is changed by a person at a page.
        Permission.KeepCatalogue or Permission.WriteCatalogue or Permission.KeepLearning => KeyScopes.None,

        // The product's own.
        Permission.KeepTime or Permission.ImportReports or Permission.KeepCaseKeys or Permission.CheckKeys or Permission.KeepSessions or Permission.SendWebhooks => KeyScopes.None,
    };

    public static bool May(this KeyScopes scopes, Permission permission) => (scopes & Opening(permission)) != 0;
}
