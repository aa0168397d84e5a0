using Insights.Privacy;

namespace Insights.Web.Verbs;

/// <summary>The columns of a sheet, as seed/README.md documents them, and where a given file has them.</summary>
internal sealed class Columns
{
    public const string Id = "id";
    public const string Statement = "statement";
    public const string CaseIds = "case_ids";
    public const string Line = "line";
    public const string Refusals = "refusals";

    /// <summary>How many readings, and how many categories tried, one row has room for.</summary>
    public const int Repeats = 3;

    private static readonly string[] Needed = [Id, "kind", "title", Statement, "attested"];

    /// <summary>What a file of refused rows adds, so that it can be mended and imported as it is.</summary>
    private static readonly string[] Added = [Line, Refusals];

    /// <summary>Every column there is, in the order of the template.</summary>
    public static IReadOnlyList<string> Known { get; } =
    [
        Id, "kind", "title", Statement, "area", "clause", "clause_version", "no_clause_fits", CaseIds, "no_case_reason", "harm", "reach",
        "surface", "language", "region", "interim_handling", "interim_rationale", "mitigating", "aggravating", "remedy", "confidence",
        .. Numbered("reading", "outcome"), "applied_reading",
        "first_seen_from", "first_seen_to", "volume_band", "trend", "nearest_clause", "nearest_misfit",
        "expected", "discovery", .. Numbered("tried", "failed"), "harm_hypothesis", "disproof", "attested",
    ];

    private readonly Dictionary<string, int> _places = [];
    private readonly List<string> _problems = [];

    public Columns(IReadOnlyList<string> header, bool ignoreUnknown)
    {
        var unknown = new List<string>();
        foreach (var (name, place) in header.Select((h, i) => (Name(h), i)))
        {
            if (!Known.Contains(name) && !Added.Contains(name))
                unknown.Add(IsName(name) ? name : $"number {place + 1}");
            else if (!_places.TryAdd(name, place))
                _problems.Add($"Two columns are named {name}.");
        }

        if (!Needed.Any(_places.ContainsKey))
        {
            // The first line is likely a row, whose words are nobody's to print.
            _problems.Add($"The first line does not name the columns. It needs at least {string.Join(", ", Needed)}.");
            return;
        }

        _problems.AddRange(Needed.Where(n => !_places.ContainsKey(n)).Select(n => $"There is no column {n}."));
        if (unknown.Count > 0 && !ignoreUnknown)
            _problems.Add($"Unknown columns: {string.Join(", ", unknown)}. Rename them, or leave them out with --ignore-unknown.");
        Originals = [.. header.Select((h, i) => (Name(h), i)).Where(h => !Added.Contains(h.Item1)).Select(h => h.i)];
    }

    /// <summary>Why this header cannot be used; empty when it can.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Places of the team's own columns: all but what a file of refused rows adds.</summary>
    public IReadOnlyList<int> Originals { get; } = [];

    /// <summary>Where the column is, or -1.</summary>
    public int PlaceOf(string column) => _places.GetValueOrDefault(column, -1);

    /// <summary>Whether this may be repeated: a header can be a row by mistake, or a note to oneself.</summary>
    private static bool IsName(string name) =>
        name.Length is > 0 and <= 40 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_') && Guard.Default.Scan(name).Count == 0;

    private static string Name(string header) => header.Trim().ToLowerInvariant().Replace(' ', '_').Replace('-', '_');

    private static IEnumerable<string> Numbered(string first, string second) =>
        Enumerable.Range(1, Repeats).SelectMany(n => new[] { $"{first}_{n}", $"{second}_{n}" });
}
