using Insights.Core.Learning;

namespace Insights.Web.Pages.Learning;

/// <summary>What people read in place of the codes of learning.</summary>
internal static class LearningWords
{
    public static string Of(LabelKind kind) => kind switch
    {
        LabelKind.Yes => "The answer yes",
        LabelKind.NotSure => "The answer not sure",
        LabelKind.No => "The answer no",
        LabelKind.LinkedSame => "A link, as the same",
        LabelKind.LinkedVariant => "A link, as a variant",
        LabelKind.MovedOut => "A report moved to another gap",
    };

    public static string Means(LabelKind kind) => kind switch
    {
        LabelKind.Yes or LabelKind.LinkedSame or LabelKind.LinkedVariant => "the same gap",
        LabelKind.NotSure => "nothing; it takes back what was said before",
        LabelKind.No or LabelKind.MovedOut => "not the same gap",
    };

    public static string Of(TrainingVerdict verdict) => verdict switch
    {
        TrainingVerdict.Better => "Better",
        TrainingVerdict.NotBetter => "Not better",
        TrainingVerdict.Worse => "Worse",
        TrainingVerdict.TooFewLabels => "Too few answers",
    };
}
