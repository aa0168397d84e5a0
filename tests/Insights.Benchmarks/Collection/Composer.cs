using Insights.Core.Reports;

namespace Insights.Benchmarks.Collection;

/// <summary>
/// Composes reports with a fixed seed. Each takes its kind, fields, codes and the length of every text from
/// one demo report, and its words from the demo's own words of the same field, as often as they occur there.
/// Reports of one gap share a theme: some of their words come from a few drawn for the gap, so that look-alikes exist
/// and the term distribution of the whole stays that of the demo.
/// </summary>
internal sealed class Composer
{
    private const int ThemeWords = 20;
    private const double FromTheme = 0.35;

    private readonly IReadOnlyList<ReportContent> _examples;
    private readonly Dictionary<string, List<string>> _words = [];
    private readonly List<string> _allWords;
    private readonly Random _random;
    private int _cases;

    public Composer(IReadOnlyList<ReportContent> examples, int seed)
    {
        (_examples, _random) = (examples, new Random(seed));
        foreach (var example in examples)
            example.Replace(Gather);
        _allWords = [.. _words.Values.SelectMany(w => w)];
        var lengths = examples.Select(e => e.WordCount()).Order().ToList();
        MedianLength = lengths[lengths.Count / 2];
    }

    /// <summary>Words in the median demo report.</summary>
    public int MedianLength { get; }

    /// <summary>What the reports of one gap have in common.</summary>
    public IReadOnlyList<string> Theme() => Pick(_allWords, ThemeWords);

    public ReportContent Next(IReadOnlyList<string> theme) => Like(_examples[_random.Next(_examples.Count)], theme);

    /// <summary>A draft within a tenth of the median length.</summary>
    public ReportContent MedianDraft(IReadOnlyList<string> theme)
    {
        var near = _examples.Where(e => Math.Abs(e.WordCount() - MedianLength) <= MedianLength / 10).ToList();
        return Like(near[_random.Next(near.Count)], theme);
    }

    /// <summary>The draft with two letters swapped in two of its longer words.</summary>
    public static ReportContent Mistyped(ReportContent draft)
    {
        var left = 2;
        return draft.Replace((field, text) => left == 0 || field is not ("question" or "pattern" or "surprise") ? text
            : string.Join(' ', text.Split(' ').Select(word => word.Length < 8 || left-- <= 0 ? word : $"{word[..3]}{word[4]}{word[3]}{word[5..]}")));
    }

    private ReportContent Like(ReportContent example, IReadOnlyList<string> theme) => example.Replace((field, text) => Compose(field, text, theme)) with
    {
        CaseReferences = [.. example.CaseReferences.Select(_ => DemoReports.CaseReference(++_cases))],
    };

    private string Compose(string field, string text, IReadOnlyList<string> theme)
    {
        var own = _words[field];
        var words = Texts.Words(text).Select(_ => _random.NextDouble() < FromTheme ? theme[_random.Next(theme.Count)] : own[_random.Next(own.Count)]);
        var sentence = string.Join(' ', words);
        var limit = field is "title" or "category" ? ReportForm.MaxTitle : ReportForm.MaxText;
        return sentence.Length < limit ? sentence + "." : sentence[..limit];
    }

    private string Gather(string field, string text)
    {
        if (!_words.TryGetValue(field, out var words))
            _words[field] = words = [];
        words.AddRange(Texts.Words(text));
        return text;
    }

    private List<string> Pick(List<string> from, int count) => [.. Enumerable.Range(0, count).Select(_ => from[_random.Next(from.Count)])];
}
