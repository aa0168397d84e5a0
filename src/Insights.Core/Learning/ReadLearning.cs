using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Pipeline;

namespace Insights.Core.Learning;

/// <summary>What the engine has learned from people, and how it stands.</summary>
[Requires(Permission.ReadLearning)]
public sealed record ReadLearning : IQuery<LearningView>;

/// <summary>The versions of what the engine has learned, the newest first. Version 0 ships with the product and is always the last.</summary>
/// <param name="First">How many at most, 1 to 100.</param>
/// <param name="Before">Number of the last version read.</param>
[Requires(Permission.ReadLearning)]
public sealed record LookAlikeModels(int First, long? Before) : IQuery<Page<LookAlikeModelView>>, IChecked
{
    public void Check(Check check) =>
        check.Must(First is >= 1 and <= Page<LookAlikeModelView>.MaxSize, RefusalCode.OutOfRange, "Ask for 1 to 100 versions.", "first");
}

/// <summary>Sent by a worker: whether it is time to learn anew.</summary>
[Requires(Permission.KeepTime)]
public sealed record TrainingIsDue : IQuery<bool>;

/// <summary>What the engine has learned from people, and how it stands.</summary>
public sealed record LearningView
{
    /// <summary>The version in force.</summary>
    public required int InForce { get; init; }

    /// <summary>Whether the version in force could not be read, so that the one that ships is used in its place.</summary>
    public required bool FellBack { get; init; }

    /// <summary>How often people have said what is the same and what is not, by how they said it.</summary>
    public required IReadOnlyList<LabelCount> Labels { get; init; }

    /// <summary>Pairs of reports whose newest word is that they are the same.</summary>
    public required int SamePairs { get; init; }

    /// <summary>Pairs of reports whose newest word is that they are not.</summary>
    public required int DifferentPairs { get; init; }

    /// <summary>How many pairs called the same are needed to learn, at least.</summary>
    public required int SamePairsNeeded { get; init; }

    /// <summary>Share of right ones that is asked of what lies above the edge.</summary>
    public required double TargetPrecision { get; init; }

    /// <summary>Whether the engine may link by itself here.</summary>
    public required bool AutomaticLinking { get; init; }

    /// <summary>The probability from which on it does, by the version in force; empty while that version links nothing by itself.</summary>
    public double? Edge { get; init; }

    /// <summary>Links that the engine made by itself.</summary>
    public required int AutomaticLinks { get; init; }

    /// <summary>Those of them that people have undone.</summary>
    public required int AutomaticLinksUndone { get; init; }

    /// <summary>Since when it is learning; empty while it is not.</summary>
    public DateTimeOffset? TrainingSince { get; init; }

    /// <summary>How much of that is done, 0 to 1.</summary>
    public double? TrainingShare { get; init; }
}

/// <summary>How often people have said something in one way.</summary>
/// <param name="Kind">In which way.</param>
/// <param name="Count">How often.</param>
public sealed record LabelCount(LabelKind Kind, int Count);

/// <summary>One version of what the engine has learned.</summary>
public sealed record LookAlikeModelView
{
    /// <summary>Its number; 0 ships with the product.</summary>
    public required int Number { get; init; }

    /// <summary>Whether it is in force.</summary>
    public required bool InForce { get; init; }

    /// <summary>Whether it may be put in force: it was before, or it did not measure worse.</summary>
    public required bool MayServe { get; init; }

    /// <summary>When it was made; empty for the one that ships.</summary>
    public DateTimeOffset? TrainedAt { get; init; }

    /// <summary>Who had it made.</summary>
    public required PersonId TrainedBy { get; init; }

    /// <summary>What came of it; empty for the one that ships.</summary>
    public TrainingVerdict? Verdict { get; init; }

    /// <summary>The version that was in force then, and that it was measured against.</summary>
    public int? MeasuredAgainst { get; init; }

    /// <summary>How many labels of every kind people had given by then.</summary>
    public required int Labels { get; init; }

    /// <summary>What it was learned from and how it did.</summary>
    public required TrainingFigures Figures { get; init; }

    internal static LookAlikeModelView Of(ModelVersion version, int inForce) => new()
    {
        Number = version.Number,
        InForce = version.Number == inForce,
        MayServe = version.MayServe,
        TrainedAt = version.TrainedAt,
        TrainedBy = version.TrainedBy,
        Verdict = version.Verdict,
        MeasuredAgainst = version.MeasuredAgainst,
        Labels = version.Labels,
        Figures = version.Figures,
    };
}
