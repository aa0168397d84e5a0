namespace Insights.Web.Pages.Gaps;

/// <summary>What each field of a move is called, on its form and in refusals.</summary>
internal static class MoveLabels
{
    private static readonly Dictionary<string, string> Labels = new(StringComparer.Ordinal)
    {
        ["record-resolution"] = "How is the gap answered?",
        ["record-facts"] = "Facts relied on, in the abstract",
        ["record-groundClause"] = "Clause it rests on",
        ["record-groundLaw"] = "Law it rests on",
        ["record-explanation"] = "How the ground leads to the answer",
        ["record-alternatives"] = "What else was weighed, and why not",
        ["record-effectiveOn"] = "Holds from",
        ["record-reviewBy"] = "Look at it again by",
        ["record-automation"] = "How far machines took part in detection and decision",
        ["record-scopeRegion"] = "Region",
        ["record-scopeLanguage"] = "Language",
        ["record-scopeSurface"] = "Surface",
        ["record-citation"] = "Covered by existing policy: where",
        ["record-destination"] = "Not a policy gap: who takes it on",
        ["record-evidence"] = "Risk accepted: what that rests on",
        ["record-riskExpiresOn"] = "Risk accepted: until",
        ["state"] = "Move it to",
        ["severity"] = "Severity",
        ["duplicatesChecked"] = "I looked at the look-alikes; this is not one of them",
        ["kind"] = "Kind of gap",
        ["area"] = "Policy area",
        ["question"] = "Your question",
        ["respondBy"] = "Answer by",
        ["expiresOn"] = "Set aside until",
        ["recurrenceThreshold"] = "Or until this many further reports",
        ["reason"] = "Reason",
        ["destination"] = "Who takes it on",
        ["plan"] = "What is done, or why nothing needs doing",
        ["planNotNeeded"] = "Nothing needs doing",
        ["planDueOn"] = "Done by",
        ["verificationNote"] = "How the effect was verified",
    };

    /// <summary>By the name of the field, as in <c>record-facts</c>.</summary>
    public static string Of(string name) => Labels[name];

    public static string? Find(string name) => Labels.GetValueOrDefault(name);
}
