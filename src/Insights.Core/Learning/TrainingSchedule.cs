namespace Insights.Core.Learning;

/// <summary>Decides when the engine learns by itself. Knows no clock and no database.</summary>
internal static class TrainingSchedule
{
    /// <summary>Nothing new, nothing to learn; otherwise after so many new labels, or some days after the last time.</summary>
    /// <param name="labels">How many labels there are now.</param>
    /// <param name="lastLabels">How many there were when it last learned.</param>
    /// <param name="sinceLast">How long ago that was; null if it never did.</param>
    /// <param name="options">What this deployment decides.</param>
    public static bool IsDue(int labels, int lastLabels, TimeSpan? sinceLast, LearningOptions options) =>
        labels > lastLabels
        && (sinceLast is not { } since || since >= TimeSpan.FromDays(options.TrainEveryDays) || labels - lastLabels >= options.TrainAfterLabels);
}
