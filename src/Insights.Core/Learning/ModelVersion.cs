using Insights.Core.Data;
using Insights.Similarity;

namespace Insights.Core.Learning;

/// <summary>What came of a training.</summary>
public enum TrainingVerdict
{
    /// <summary>It does better than the version in force on the labels that were held back.</summary>
    Better,

    /// <summary>It does not do better beyond chance; it is kept and stays out of force.</summary>
    NotBetter,

    /// <summary>It does worse; it is kept to be looked at, and cannot be put in force.</summary>
    Worse,

    /// <summary>People have not said enough yet; nothing was made.</summary>
    TooFewLabels,
}

/// <summary>One version of what the engine has learned, with how well it did when it was made. Never changed, never deleted.</summary>
public sealed class ModelVersion
{
    /// <summary>The number of the weights that ship with the product. They are always there.</summary>
    public const int Shipped = 0;

    private ModelVersion()
    {
    }

    public int Number { get; private init; }

    /// <summary>Weights and calibration; null where they are those that ship. Numbers only, no words.</summary>
    public string? Json { get; private init; }

    /// <summary>The engine whose evidence it weighs.</summary>
    public string EngineVersion { get; private init; } = null!;

    public DateTimeOffset? TrainedAt { get; private init; }

    public PersonId TrainedBy { get; private init; }

    /// <summary>How many labels people had given by then, of every kind.</summary>
    public int Labels { get; private init; }

    public TrainingFigures Figures { get; private init; } = TrainingFigures.None;

    public TrainingVerdict? Verdict { get; private init; }

    /// <summary>The version it was measured against.</summary>
    public int? MeasuredAgainst { get; private init; }

    /// <summary>When it was first put in force; null if it never was.</summary>
    public DateTimeOffset? FirstInForceAt { get; private set; }

    public static ModelVersion Of(
        int number, string? json, string engineVersion, int labels, TrainingFigures figures, TrainingVerdict verdict, int measuredAgainst, PersonId by, DateTimeOffset at) => new()
        {
            Number = number,
            Json = json,
            EngineVersion = engineVersion,
            Labels = labels,
            Figures = figures,
            Verdict = verdict,
            MeasuredAgainst = measuredAgainst,
            TrainedBy = by,
            TrainedAt = at,
        };

    /// <summary>Whether it may be put in force: it was before, or it did not measure worse than what was.</summary>
    public bool MayServe => FirstInForceAt is not null || Verdict is not TrainingVerdict.Worse;

    /// <summary>Its weights, ready for use; null where the engine of today cannot read them.</summary>
    public LookAlikeModel? Read()
    {
        if (Json is null)
            return LookAlikeModel.Default;
        try
        {
            return LookAlikeModel.Parse(Json);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    public void Serve(DateTimeOffset at) => FirstInForceAt ??= at;
}

/// <summary>What was learned from and how it did, beside the version in force on the same labels.</summary>
public sealed record TrainingFigures
{
    public static TrainingFigures None { get; } = new();

    /// <summary>Pairs that people called the same.</summary>
    public int SamePairs { get; init; }

    /// <summary>Pairs that people called not the same.</summary>
    public int DifferentPairs { get; init; }

    /// <summary>The newest of the pairs called the same, held back to measure on.</summary>
    public int HeldBackPairs { get; init; }

    /// <summary>The target precision of then.</summary>
    public double TargetPrecision { get; init; }

    /// <summary>The probability from which on the target is met; null where it never is.</summary>
    public double? Edge { get; init; }

    /// <summary>How many pairs lie above the edge: what it rests on.</summary>
    public int PairsAboveEdge { get; init; }

    /// <summary>Share of right ones among the pairs it would propose, of those held back.</summary>
    public double? Precision { get; init; }

    /// <summary>Share of the same ones that it would propose, of those held back.</summary>
    public double? Recall { get; init; }

    /// <summary>Share of the reports held back whose gap it lists among the first ten.</summary>
    public double? FoundInTen { get; init; }

    /// <summary>The same of the version that was in force.</summary>
    public double? PrecisionInForce { get; init; }

    /// <summary>The same of the version that was in force.</summary>
    public double? RecallInForce { get; init; }

    /// <summary>The same of the version that was in force.</summary>
    public double? FoundInTenInForce { get; init; }
}

/// <summary>Which version is in force. One row.</summary>
public sealed class ModelInForce
{
    private ModelInForce()
    {
    }

    public int Id { get; private init; }

    public int Number { get; private set; }

    public void Become(int number) => Number = number;
}
