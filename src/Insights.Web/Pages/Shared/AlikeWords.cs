using Insights.Core.Gaps;
using Insights.Core.Reports;

namespace Insights.Web.Pages.Shared;

/// <summary>In a few words, in what gaps are alike: a heading over what <see cref="WhyAlike"/> says term by term.</summary>
internal static class AlikeWords
{
    internal static readonly string[] Signals = ["case", "clause", "wording", "facts"];

    /// <summary>As in "case, clause and wording"; what tells most comes first.</summary>
    public static string Of(IEnumerable<LookAlikeView> found)
    {
        var fields = found.SelectMany(f => f.Matches).Select(Signal).ToHashSet();
        var told = Signals.Where(fields.Contains).ToList();
        return told.Count < 2 ? Texts.T(told.FirstOrDefault() ?? "wording") : Texts.T("{0} and {1}", string.Join(", ", told.SkipLast(1).Select(Texts.T)), Texts.T(told[^1]));
    }

    private static string Signal(MatchedTerm match) => match.Field switch
    {
        "case" or "clause" => match.Field,
        "title" or "question" or "body" => "wording",
        // How far apart two were written makes nobody think of them as one.
        "created" => "",
        _ => "facts",
    };
}
