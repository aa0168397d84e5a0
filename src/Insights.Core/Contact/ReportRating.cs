using Insights.Core.Data;
using Insights.Privacy;

namespace Insights.Core.Contact;

/// <summary>How good one revision of a report is to work with, in one reader's eyes. Five steps each, 5 is best.</summary>
public sealed class ReportRating
{
    private ReportRating()
    {
    }

    public ReportId ReportId { get; private init; }

    public int Revision { get; private init; }

    public PersonId RaterId { get; private init; }

    public int Clarity { get; private set; }

    public int Specificity { get; private set; }

    public int Evidence { get; private set; }

    public int Actionability { get; private set; }

    /// <summary>What the rater says to the author.</summary>
    public GuardedText? Note { get; private set; }

    public DateTimeOffset At { get; private set; }

    public int RuleSetVersion { get; private set; }

    /// <summary>Counts changes; commands say which one they have seen.</summary>
    public int Version { get; private set; }

    public static ReportRating Begin(ReportId report, int revision, PersonId rater) => new() { ReportId = report, Revision = revision, RaterId = rater };

    public void Rate(int clarity, int specificity, int evidence, int actionability, GuardedText? note, int ruleSetVersion, DateTimeOffset at)
    {
        (Clarity, Specificity, Evidence, Actionability) = (clarity, specificity, evidence, actionability);
        (Note, RuleSetVersion, At) = (note, ruleSetVersion, at);
        Version++;
    }

    /// <summary>Forgets what was said: the report was purged. The numbers say nothing of it.</summary>
    public void ForgetNote() => Note = Note is null ? null : GuardedText.Erased;
}
