namespace Insights.Similarity.Learning;

/// <summary>How a model did on labels it had not learned from.</summary>
/// <param name="Precision">Of the pairs it gave at least its <see cref="LookAlikeModel.SuggestFrom"/>, the part that people called the same.</param>
/// <param name="Recall">Of the pairs that people called the same, the part it gave as much.</param>
/// <param name="MeanReciprocalRank">1 / (place of the first right answer), averaged over the reports that had one.</param>
/// <param name="FoundInTen">The part of those reports whose right answer stood among the first ten.</param>
public sealed record ModelMeasure(double Precision, double Recall, double MeanReciprocalRank, double FoundInTen);

/// <summary>What learning gave.</summary>
/// <param name="Model">Learned from all labels, the newest fifth included.</param>
/// <param name="Measured">How the same procedure did on the newest fifth, having learned from the other four.</param>
/// <param name="InForce">How the model in force did on the same fifth.</param>
/// <param name="DifferenceLow">Lower end of the 95 % interval of the difference in mean reciprocal rank, by paired bootstrap.</param>
/// <param name="DifferenceHigh">Its upper end.</param>
/// <param name="LabelsUsed">Answers whose two documents were in the index.</param>
/// <param name="LabelsHeldBack">Of these, the newest fifth.</param>
public sealed record TrainedModel(
    LookAlikeModel Model, ModelMeasure Measured, ModelMeasure InForce, double DifferenceLow, double DifferenceHigh, int LabelsUsed, int LabelsHeldBack)
{
    /// <summary>Whether the new one is better beyond doubt: make it active by itself only then.</summary>
    public bool IsBetter => DifferenceLow > 0;

    /// <summary>Whether it did at least as well: a person may choose it.</summary>
    public bool IsNotWorse => Measured.MeanReciprocalRank >= InForce.MeanReciprocalRank;
}
