using System.Text.RegularExpressions;
using Insights.Privacy;

namespace Insights.Web.Verbs;

/// <summary>Masks the texts of one row by typed placeholders, and keeps count of how much of the row that was.</summary>
/// <param name="guard">Knows what to mask.</param>
/// <param name="caseIds">The row's own case ids; they are masked even where they look like plain numbers.</param>
internal sealed class RowMask(Guard guard, IReadOnlyList<string> caseIds)
{
    /// <summary>Above this share of masked characters a row says too little to be a report.</summary>
    private const double MostMasked = 0.2;

    /// <summary>Longer texts are refused anyway, so they are not scanned.</summary>
    private const int LongestScanned = 8_000;

    private const string OwnCaseId = "case-id-of-row";

    private readonly List<Regex> _own = [.. caseIds.Where(id => id.Length >= 4 && id.Any(char.IsDigit)).Distinct(StringComparer.OrdinalIgnoreCase)
        .Select(id => new Regex($@"(?<!\w){Regex.Escape(id)}(?!\w)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant))];

    private long _characters;
    private long _masked;

    /// <summary>How often each rule masked something.</summary>
    public Dictionary<string, int> Counts { get; } = [];

    public bool IsTooMuch => _masked > _characters * MostMasked;

    public string? Of(string? text)
    {
        if (text is null || text.Length > LongestScanned)
            return text;
        _characters += text.Length;
        foreach (var id in _own)
        {
            text = id.Replace(text, match =>
            {
                Count(OwnCaseId, match.Length);
                return "[CASE_ID]";
            });
        }

        var masked = guard.Mask(text, out var findings);
        foreach (var finding in findings)
            Count(finding.RuleId, finding.End - finding.Start);
        return masked;
    }

    private void Count(string rule, int characters)
    {
        _masked += characters;
        Counts[rule] = Counts.GetValueOrDefault(rule) + 1;
    }
}
