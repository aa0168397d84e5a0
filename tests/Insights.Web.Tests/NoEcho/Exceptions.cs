namespace Insights.Web.Tests.NoEcho;

/// <summary>
/// The one list of places where something that was sent may be found again, each with its reason. Whatever is not
/// listed here may be found nowhere.
/// </summary>
internal static class Exceptions
{
    /// <summary>Database files.</summary>
    public const string Database = "database";

    /// <summary>The body of the answer to whoever sent it.</summary>
    public const string Answer = "answer";

    /// <summary>Beginning of how it was sent, where it may be found, and why.</summary>
    private static readonly (string Sent, string Found, string Why)[] Listed =
    [
        ("alias ", Answer, "GraphQL keys an answer by the names its asker chose, letters and digits only; the specification leaves no choice."),
        ("socket id ", Answer, "graphql-transport-ws names an operation by the id its client chose; only letters, digits and a few marks are taken."),
        ("query /gaps q", Answer, "The list of gaps shows which words it was filtered by, like the search; so does every link that keeps the filter."),
        ("form /gaps q", Answer, "The same, asked by the form of the page."),
        ("form /triage q", Answer, "The same, asked by the form of the page."),
        ("route /gaps/views/", Answer, "The page that keeps what was typed sends it again to where it was sent; only small letters, digits and hyphens are such an address."),
        ("query /triage q", Answer, "As on the list of gaps."),
        ("query /search q", Answer, "A search shows what it looked for, so that it can be changed; text in which the guard finds something is refused and not shown."),
        ("query /precedents q", Answer, "As on the search."),
    ];

    /// <summary>Where a privacy steward allows an exact string: what the guard would refuse is kept on purpose, and shown to stewards and auditors.</summary>
    private static readonly string[] AllowList = ["Mutation.allowString input.text", "form /privacy/allowed text"];

    /// <summary>Where somebody gives the address of their own digest, which is kept for them and shown to nobody else.</summary>
    private static readonly string[] OwnAddress = ["Mutation.setNotificationPreferences input.address", "form /notifications/preferences address"];

    /// <summary>Fields that are compared and never read again, so that nothing of them is kept even when the command is granted.</summary>
    private static readonly string[] NeverKept = ["idempotencyKey", "formKey"];

    public static bool Allow(Mark mark, string found) =>
        Listed.Any(l => l.Found == found && mark.Sent.StartsWith(l.Sent, StringComparison.Ordinal) && !mark.IsPersonal)
        // What was granted is kept and shown: that is what a report or a decision is.
        || (found is Database or Answer && mark.Granted && (AllowList.Contains(mark.Sent) || OwnAddress.Contains(mark.Sent)))
        || (found is Database or Answer && mark is { Granted: true, IsPersonal: false } && !NeverKept.Any(n => mark.Sent.EndsWith(n, StringComparison.Ordinal)));
}
