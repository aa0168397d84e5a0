using Insights.Web.Pages.Shared;

namespace Insights.Web.Pages.Gaps;

/// <summary>What each field of a move is called, on its form and in refusals.</summary>
internal static class MoveLabels
{
    private static readonly Dictionary<string, string> Labels = new(StringComparer.Ordinal)
    {
        ["record-resolution"] = "How is the gap answered?",
        ["record-changedClause"] = "Clause that changes",
        ["record-citation"] = "Where policy says so",
        ["record-destination"] = "Team that takes it on",
        ["record-trainingAudience"] = "Who is trained",
        ["record-evidence"] = "What the acceptance rests on",
        ["record-riskExpiresOn"] = "Risk accepted until",
        ["record-stillNeeded"] = "What would have to be known",
        ["record-facts"] = "Facts relied on, in the abstract",
        ["record-groundClause"] = "Clause it rests on",
        ["record-groundLaw"] = "Law it rests on",
        ["record-explanation"] = "How the ground leads to the answer",
        ["record-alternatives"] = "What else was weighed, and why not",
        ["record-precedents"] = "Precedents",
        ["record-precedents-gapNumber"] = "Number of the gap",
        ["record-precedents-use"] = "Followed or departed from?",
        ["record-precedents-why"] = "Why",
        ["record-scopeRegions"] = "Regions",
        ["record-scopeLanguages"] = "Languages",
        ["record-scopeSurfaces"] = "Surfaces",
        ["record-automationInDetection"] = "Machines in the detection",
        ["record-automationInDecision"] = "Machines in the decision",
        ["record-effectiveOn"] = "Holds from",
        ["record-reviewBy"] = "Look at it again by",
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
    public static string Of(string name) => Texts.T(Labels[name]);

    public static string? Find(string name) => Labels.GetValueOrDefault(name) is { } label ? Texts.T(label) : null;
}
