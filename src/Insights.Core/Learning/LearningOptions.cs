namespace Insights.Core.Learning;

/// <summary>What this deployment decides about learning and automatic linking.</summary>
public sealed record LearningOptions
{
    /// <summary>Whether the engine links by itself above the edge of the version in force. Off unless somebody turns it on.</summary>
    public bool AutomaticLinking { get; init; }

    /// <summary>Share of right ones among what lies above the edge: above 0.5 and below 1.</summary>
    public double TargetPrecision { get; init; } = 0.95;

    /// <summary>Days after which it learns anew, where people have said something since.</summary>
    public int TrainEveryDays { get; init; } = 7;

    /// <summary>New answers after which it does not wait for the day.</summary>
    public int TrainAfterLabels { get; init; } = 50;

    /// <exception cref="ArgumentException">A number is out of its range; the message names it.</exception>
    public LearningOptions Checked() =>
        TargetPrecision is not (> 0.5 and < 1) ? throw new ArgumentException("TargetPrecision is not above 0.5 and below 1.")
        : TrainEveryDays is < 1 or > 365 ? throw new ArgumentException("TrainEveryDays is not 1 to 365.")
        : TrainAfterLabels is < 1 or > 100_000 ? throw new ArgumentException("TrainAfterLabels is not 1 to 100000.")
        : this;
}
