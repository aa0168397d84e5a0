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
        LabelKind.Merged => "Gaps merged",
        LabelKind.Split => "Reports split off",
        LabelKind.KeptApart => "Kept apart",
        LabelKind.Undone => "An operation taken back",
    };

    public static string Means(LabelKind kind) => kind switch
    {
        LabelKind.Yes or LabelKind.LinkedSame or LabelKind.LinkedVariant or LabelKind.Merged => "the same gap",
        LabelKind.NotSure => "nothing; it takes back what was said before",
        LabelKind.No or LabelKind.Split or LabelKind.KeptApart => "not the same gap",
        LabelKind.Undone => "the opposite of what was taken back",
    };

    public static string Of(TrainingVerdict verdict) => verdict switch
    {
        TrainingVerdict.Better => "Better",
        TrainingVerdict.NotBetter => "Not better",
        TrainingVerdict.Worse => "Worse",
        TrainingVerdict.TooFewLabels => "Too few answers",
    };
}
