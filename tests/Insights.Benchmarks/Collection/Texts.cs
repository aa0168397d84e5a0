using Insights.Core.Reports;
using Insights.Privacy;

namespace Insights.Benchmarks.Collection;

/// <summary>Reaches every free text of a report, by the name of its field.</summary>
internal static class Texts
{
    /// <summary>The content with each text that is there replaced by what <paramref name="replace"/> makes of it.</summary>
    public static ReportContent Replace(this ReportContent content, Func<string, string, string> replace)
    {
        return content with
        {
            Title = Of("title", content.Title),
            NoCaseReason = Of("noCaseReason", content.NoCaseReason),
            Question = Of("question", content.Question),
            Pattern = Of("pattern", content.Pattern),
            Surprise = Of("surprise", content.Surprise),
            NearestMisfit = Of("nearestMisfit", content.NearestMisfit),
            Expected = Of("expected", content.Expected),
            Discovery = Of("discovery", content.Discovery),
            HarmHypothesis = Of("harmHypothesis", content.HarmHypothesis),
            Disproof = Of("disproof", content.Disproof),
            InterimHandling = Of("interimHandling", content.InterimHandling),
            InterimRationale = Of("interimRationale", content.InterimRationale),
            MitigatingFactors = Of("mitigatingFactors", content.MitigatingFactors),
            AggravatingFactors = Of("aggravatingFactors", content.AggravatingFactors),
            ProposedRemedy = Of("proposedRemedy", content.ProposedRemedy),
            Readings = [.. content.Readings.Select(r => new Reading { Text = Of("reading", r.Text), Outcome = Of("outcome", r.Outcome) })],
            CategoriesTried = [.. content.CategoriesTried.Select(c =>
                new CategoryTried { Category = Of("category", c.Category), WhyItFailed = Of("whyItFailed", c.WhyItFailed) })],
        };

        GuardedText? Of(string field, GuardedText? text) => text is null ? null : GuardedText.Stored(replace(field, text.Value));
    }

    /// <summary>All texts as the look-alike index groups them: title, the statement the kind turns on, the rest.</summary>
    public static (string Title, string Question, string Body) Grouped(this ReportContent content)
    {
        List<string> question = [], body = [];
        content.Replace((field, text) =>
        {
            var group = field switch { "title" or "noCaseReason" => null, "question" or "pattern" or "surprise" => question, _ => body };
            group?.Add(text);
            return text;
        });
        return (content.Title?.Value ?? "", string.Join('\n', question), string.Join('\n', body));
    }

    public static int WordCount(this ReportContent content)
    {
        var count = 0;
        content.Replace((_, text) =>
        {
            count += Words(text).Count();
            return text;
        });
        return count;
    }

    /// <summary>The words of a text in lower case, without what stands around them.</summary>
    public static IEnumerable<string> Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        .Select(word => word.Trim('.', ',', ';', ':', '?', '!', '(', ')', '"', '\'').ToLowerInvariant())
        .Where(word => word.Length > 0);
}
