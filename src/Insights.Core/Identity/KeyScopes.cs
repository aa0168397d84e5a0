namespace Insights.Core.Identity;

/// <summary>What an API key is good for, within what its consumer may do.</summary>
[Flags]
public enum KeyScopes
{
    None = 0,

    /// <summary>Read and follow the feed, the policy catalogue and the scenarios, and ask for the schema.</summary>
    Read = 1,

    /// <summary>Say how far the feed was read and what was done with it.</summary>
    Write = 2,

    /// <summary>Take the feed, or the set of scenarios, out in one piece.</summary>
    Export = 4,
}

/// <summary>Which scopes open what, any of them; what no scope opens, no key does.</summary>
public static class ScopePermissions
{
    private static KeyScopes Opening(Permission permission) => permission switch
    {
        Permission.ReadFeed or Permission.ReadPolicies or Permission.ReadScenarios or Permission.ReadSchema => KeyScopes.Read,
        Permission.ExportScenarios => KeyScopes.Export,
        Permission.AcknowledgeFeed or Permission.RecordReceipts => KeyScopes.Write,
        Permission.ExportFeed => KeyScopes.Export,
        Permission.ReadConsumers => KeyScopes.Read | KeyScopes.Write,
        _ => KeyScopes.None,
    };

    public static bool May(this KeyScopes scopes, Permission permission) => (scopes & Opening(permission)) != 0;
}
