namespace Insights.Web.Pages.Tour;

/// <summary>One stop of the guided tour: a page of the demo, who looks at it, and what there is to see and to try.</summary>
/// <param name="Persona">Whom one acts as there.</param>
/// <param name="Address">The page.</param>
/// <param name="Title">What happens at this stop.</param>
/// <param name="See">What there is to see.</param>
/// <param name="Try">What to try.</param>
public sealed record TourStep(string Persona, string Address, string Title, string See, string Try)
{
    /// <summary>The way of one gap, from the case that policy does not answer to what the teams make of the answer.</summary>
    public static IReadOnlyList<TourStep> All { get; } =
    [
        new("specialist-a", "/report", "A specialist files a gap",
            "A case shows that policy gives no answer, or two. Four answers are enough to send; everything else can stay open.",
            "Choose a kind and begin to type a sentence about the age of an account holder: what looks like it appears below, decided gaps first, with why. Then type an e-mail address and press Send: it is refused, and the words stay."),
        new("triage-lead-a", "/triage", "A triage lead clears the queue",
            "Reports that stand in no gap yet, each with what looks like it; below them the gaps that wait, what is due soonest first.",
            "Press ? for the keys of this page. J and K move, 1 accepts, 3 declines, H puts off, and U takes back what was done."),
        new("triage-lead-a", "/clusters", "Duplicates become one gap",
            "The same gap is reported in many wordings. Here the engine says which gaps and reports it takes for one, how sure it is, and why.",
            "Compare all reports, if nothing is listed yet. Then look at a map, leave a member out, or keep two apart. Whatever is accepted can be undone."),
        new("policy-owner-a", "/gaps?state=assessing&mine=yes", "A policy owner decides",
            "The gaps that this owner is assessing. A decision names its ground, its facts, what was rejected, where it holds and when it is looked at again.",
            "Open a gap and begin its decision: what is still missing is listed, and the draft is kept for every owner."),
        new("policy-approver-a", "/gaps?state=in-review", "A second person approves",
            "Nobody approves what they proposed. Until somebody else does, nothing is in force and the feed says nothing.",
            "Open a gap, read the record, and approve it or send it back with a reason."),
        new("specialist-a", "/reports", "The specialist is told",
            "Each report says where it stands, what it waits for, and what was changed because of it.",
            "Open a report whose gap is decided: the answer, its ground and the day from which it holds."),
        new("specialist-b", "/precedents", "The answer serves the next case",
            "Every decision in force, with what speaks against relying on it and which later decisions follow it.",
            "Search for appeal, and file a report with the decision that answers it: the gap stays closed."),
        new("model-team-classifiers", "/feed", "Model teams hear of it",
            "What was decided, as events in one order: nothing is lost and nothing comes twice. Case references and reports stay inside.",
            "Filter the feed, see an event as a program reads it, and tell what the team made of a decision."),
        new("specialist-c", "/calibration", "Do we read it alike?",
            "People answer decided gaps again without seeing what was decided. Where they differ, the policy may have another gap.",
            "Answer a gap of the open round, then look at the closed one: reasons stand there, and no names."),
        new("calibration-lead", "/insights", "Does feedback get better?",
            "Clarity, completeness, time and recurrence by the week of filing. A small sample gets no figure, and no figure is of a person.",
            "Open a number: it leads to the list that it counts."),
        new("auditor", "/audit", "Everything is on record",
            "Every act in one chain that breaks when anything in it is changed.",
            "Check the chain, or open a gap and take its evidence pack."),
    ];
}
