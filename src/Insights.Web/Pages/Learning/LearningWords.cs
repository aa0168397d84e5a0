using Insights.Web.Pages.Shared;
using Insights.Core.Learning;

namespace Insights.Web.Pages.Learning;

/// <summary>What people read in place of the codes of learning.</summary>
internal static class LearningWords
{
    public static string Of(LabelKind kind) => kind switch
    {
        LabelKind.Yes => Texts.T("The answer yes"),
        LabelKind.NotSure => Texts.T("The answer not sure"),
        LabelKind.No => Texts.T("The answer no"),
        LabelKind.LinkedSame => Texts.T("A link, as the same"),
        LabelKind.LinkedVariant => Texts.T("A link, as a variant"),
        LabelKind.Merged => Texts.T("Gaps merged"),
        LabelKind.Split => Texts.T("Reports split off"),
        LabelKind.KeptApart => Texts.T("Kept apart"),
        LabelKind.Undone => Texts.T("An operation taken back"),
    };

    public static string Means(LabelKind kind) => kind switch
    {
        LabelKind.Yes or LabelKind.LinkedSame or LabelKind.LinkedVariant or LabelKind.Merged => Texts.T("the same gap"),
        LabelKind.NotSure => Texts.T("nothing; it takes back what was said before"),
        LabelKind.No or LabelKind.Split or LabelKind.KeptApart => Texts.T("not the same gap"),
        LabelKind.Undone => Texts.T("the opposite of what was taken back"),
    };

    public static string Of(TrainingVerdict verdict) => verdict switch
    {
        TrainingVerdict.Better => Texts.T("Better"),
        TrainingVerdict.NotBetter => Texts.T("Not better"),
        TrainingVerdict.Worse => Texts.T("Worse"),
        TrainingVerdict.TooFewLabels => Texts.T("Too few answers"),
    };
}
