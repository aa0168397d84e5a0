namespace Insights.Core.Audit;

/// <summary>The lines that saving and discarding a draft of a decision record leaves: for auditors, and too many to be told in a timeline.</summary>
public static class DraftLines
{
    public const string Saved = "SaveDecisionDraft";

    public const string Discarded = "DiscardDecisionDraft";

    public static IQueryable<AuditEntry> LeaveOut(IQueryable<AuditEntry> lines) => lines.Where(l => l.Action != Saved && l.Action != Discarded);
}
