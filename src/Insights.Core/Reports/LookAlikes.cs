using System.Collections.Concurrent;
using System.Globalization;
using Insights.Core.Cases;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Privacy;
using Insights.Similarity;
using Insights.Similarity.Clustering;
using Insights.Similarity.Learning;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Insights.Core.Reports;

/// <summary>
/// The look-alike engine over all filed reports, in memory. At start it comes from its file and the database; then it is
/// told of each commit. It proposes and never links. Safe to share.
/// </summary>
public sealed partial class LookAlikes : IDisposable
{
    /// <summary>Searches that are kept at most; a screen or two of every person at work.</summary>
    private const int MostFound = 500;

    private static readonly char[] BetweenWords = [.. " \n\t.,;:!?()[]\"“”‘’/"];

    private readonly Lock _changing = new();
    private readonly IDbContextFactory<InsightsDb> _contexts;
    private readonly CaseAliases _aliases;
    private readonly LookAlikeFile _file;
    private readonly ILogger<LookAlikes> _log;

    /// <summary>The revision of each report that is in the index.</summary>
    private Dictionary<string, int> _revisions = new(StringComparer.Ordinal);

    /// <summary>What changed while the index is being saved; null while it is not.</summary>
    private HashSet<string>? _touched;

    private volatile LookAlikeIndex _index = new(LookAlikeOptions.Default);
    private volatile ModelInUse _use = ModelInUse.Shipped;

    /// <summary>What was found for reports since anything changed: lists are looked at again and again while people work through them.</summary>
    private ConcurrentDictionary<(ReportId Report, int Revision, int Take), IReadOnlyList<AlikeReport>>? _found;

    /// <summary>Whether the file lacks anything that is in the index.</summary>
    private volatile bool _unsaved = true;

    public LookAlikes(IDbContextFactory<InsightsDb> contexts, CaseAliases aliases, LookAlikeFile file, ILogger<LookAlikes> log)
    {
        (_contexts, _aliases, _file, _log) = (contexts, aliases, file, log);
        aliases.Changed += PutAgain;
    }

    /// <summary>What any score depends on besides the reports: the engine, and what it has learned.</summary>
    public string EngineVersion => VersionOf(_use);

    public int Count => _index.Count;

    /// <summary>What it has learned, as it is in use now.</summary>
    public ModelInUse InUse => _use;

    /// <summary>Uses this version of what it has learned from now on.</summary>
    public void Use(int number, LookAlikeModel model)
    {
        _use = new ModelInUse(number, model, FellBack: false);
        ForgetFound();
    }

    /// <summary>Uses the version that ships, because the one in force cannot be read.</summary>
    public void FallBack()
    {
        _use = ModelInUse.Shipped with { FellBack = true };
        ForgetFound();
    }

    public void Put(Report report) => Put(report.Id, report.Revision, report.Content, report.FiledAt ?? report.StartedAt);

    public void Remove(ReportId id)
    {
        lock (_changing)
        {
            Touch(id);
            _revisions.Remove(id.Value);
            _index.Remove(id.Value);
            ForgetFound();
        }
    }

    /// <summary>
    /// Before a commit that takes words out: its file is gone from now on, and is written again only once the command is
    /// over and the index has forgotten the words too.
    /// </summary>
    internal void ForgetFile(AfterCommit afterCommit)
    {
        _file.Forget();
        afterCommit.DoLast(_file.Release);
        _unsaved = true;
    }

    /// <summary>The other reports that look most like this one, best first, at most <paramref name="take"/>.</summary>
    public IReadOnlyList<AlikeReport> Find(Report report, int take) =>
        Find(report.Content, report.FiledAt ?? report.StartedAt, report.Id, take);

    /// <summary>The same for a report that is stored at this revision; kept until any report changes.</summary>
    internal IReadOnlyList<AlikeReport> FindStored(ReportId report, int revision, ReportContent content, DateTimeOffset created, int take)
    {
        // Taken before the search: what is found in an index that changes meanwhile is kept where nobody looks any more.
        var found = Volatile.Read(ref _found) ?? BeginFound();
        if (found.TryGetValue((report, revision, take), out var known))
            return known;
        var now = Find(content, created, report, take);
        if (found.Count < MostFound)
            found[(report, revision, take)] = now;
        return now;
    }

    /// <summary>The reports that look most like this text, best first, at most <paramref name="take"/>.</summary>
    /// <param name="created">When the text was written.</param>
    public IReadOnlyList<AlikeReport> Find(ReportContent content, DateTimeOffset created, ReportId? except, int take)
    {
        // One version throughout, whatever is put in force meanwhile.
        var use = _use;
        var version = VersionOf(use);
        var ranked = _index.Rank(DocumentOf("query", content, created), use.Model, take, except?.Value);
        return [.. Enumerable.Range(0, ranked.Count).Select(place => new AlikeReport(ReportId.Of(ranked.Key(place)), Math.Round(ranked.Score(place), 4), () => Propose(place)))];

        Proposal Propose(int place)
        {
            lock (ranked)
                return ProposalOf(ranked.Explain(place), version);
        }
    }

    /// <summary>The reports that hold these words, best first, at most <paramref name="take"/>.</summary>
    public IReadOnlyList<(ReportId Report, double Score, IReadOnlyList<MatchedTerm> Matches)> Search(string words, int take) =>
        [.. _index.Search(words, take)
            .Select(hit => (ReportId.Of(hit.Key), hit.Score, (IReadOnlyList<MatchedTerm>)MatchesOf(hit)))];

    /// <summary>What a text may be found by: its words, without the placeholders of what was withheld or erased.</summary>
    internal static string? WordsOf(GuardedText? text) => text?.Value
        .Replace(GuardedText.Withheld.Value, " ", StringComparison.Ordinal).Replace(GuardedText.Erased.Value, " ", StringComparison.Ordinal);

    /// <summary>The word of a report that a matched stem stands for, as its author wrote it; the stem where none begins with it.</summary>
    internal static string WrittenIn(ReportContent content, MatchedTerm match)
    {
        if (match.Term.Length == 0 || match.Field is not ("title" or "question" or "body"))
            return match.Term;
        var words = TextsOf(content).Values.SelectMany(text => text.Split(BetweenWords, StringSplitOptions.RemoveEmptyEntries));
        return words.FirstOrDefault(word => word.StartsWith(match.Term, StringComparison.OrdinalIgnoreCase)) ?? match.Term;
    }

    /// <summary>What the engine learns from these pairs, measured beside the model given; null where there are too few. Changes nothing.</summary>
    public TrainedModel? Train(IReadOnlyList<LabelledPair> pairs, LookAlikeModel beside, double targetPrecision, IProgress<double> progress, CancellationToken ct) =>
        new LookAlikeTrainer(_index).Train(pairs, beside, targetPrecision, progress, ct);

    /// <summary>Proposes clusters of the reports that are here now, with what has been learned so far.</summary>
    internal ClusterProposer ProposerUnder(ClusterConstraints said) => new(_index, _use.Model, said);

    public void Dispose() => _aliases.Changed -= PutAgain;

    private void Put(ReportId id, int revision, ReportContent content, DateTimeOffset created)
    {
        var document = DocumentOf(id.Value, content, created);
        lock (_changing)
        {
            Touch(id);
            _index.Put(document);
            _revisions[id.Value] = revision;
            ForgetFound();
        }
    }

    private ConcurrentDictionary<(ReportId Report, int Revision, int Take), IReadOnlyList<AlikeReport>> BeginFound()
    {
        ConcurrentDictionary<(ReportId Report, int Revision, int Take), IReadOnlyList<AlikeReport>> fresh = new();
        return Interlocked.CompareExchange(ref _found, fresh, null) ?? fresh;
    }

    /// <summary>After anything changed that a search depends on. Thousands of reports are put at a start, so nothing is made here.</summary>
    private void ForgetFound() => Volatile.Write(ref _found, null);

    private string VersionOf(ModelInUse use) => string.Create(CultureInfo.InvariantCulture, $"{_index.EngineVersion}+{use.Number}/{use.Model.Version}");

    private void Touch(ReportId id)
    {
        _touched?.Add(id.Value);
        _unsaved = true;
    }

    /// <summary>What cites an older reference of a case agrees from now on with what cites its newest.</summary>
    private void PutAgain(IReadOnlyCollection<CaseToken> older)
    {
        using var db = _contexts.CreateDbContext();
        var citing = db.ReportCases.Where(c => older.Contains(c.Case)).Select(c => c.ReportId);
        foreach (var report in Compared(db).Where(r => citing.Contains(r.Id)).Select(AsStored).ToList())
            Put(report);
    }

    private static Proposal ProposalOf(LookAlike hit, string version) =>
        new(Math.Round(hit.Score, 4), MatchesOf(hit), version, Math.Round(hit.Probability ?? 0, 4));

    private static List<MatchedTerm> MatchesOf(LookAlike hit) =>
        [.. hit.Matches.Select(MatchOf)];

    internal static MatchedTerm MatchOf(LookAlikeMatch match) => new(match.Field, match.Term, Math.Round(match.Share, 3));

    private AlikeDocument DocumentOf(string key, ReportContent c, DateTimeOffset created) => new(key)
    {
        Created = created,
        Texts = TextsOf(c),
        Facts = new Dictionary<string, IReadOnlyList<string>>
        {
            ["kind"] = Fact(c.Kind?.ToString()),
            ["clause"] = Fact(c.Clause ?? c.NearestClause),
            ["area"] = Fact(c.Area),
            ["surface"] = Fact(c.Surface),
            ["language"] = Fact(c.Language),
            ["region"] = Fact(c.Region),
            ["case"] = [.. c.CaseReferences.Select(t => _aliases.NewestOf(t).Value).Distinct()],
        },
    };

    private static Dictionary<string, string> TextsOf(ReportContent c) => new()
    {
        ["title"] = WordsOf(c.Title) ?? "",
        ["question"] = Joined(c.Question, c.Pattern, c.Surprise),
        ["body"] = Joined([
            c.NearestMisfit, c.Expected, c.Discovery, c.HarmHypothesis, c.Disproof, c.InterimHandling, c.InterimRationale,
            c.MitigatingFactors, c.AggravatingFactors, c.ProposedRemedy,
            .. c.Readings.SelectMany(r => new[] { r.Text, r.Outcome }),
            .. c.CategoriesTried.SelectMany(t => new[] { t.Category, t.WhyItFailed })]),
    };

    private static IReadOnlyList<string> Fact(string? value) => value is null ? [] : [value];

    private static string Joined(params IEnumerable<GuardedText?> texts) =>
        string.Join('\n', texts.Select(WordsOf).OfType<string>());
}

/// <summary>A report that looks alike.</summary>
/// <param name="Report">The report.</param>
/// <param name="Score">0 to 1, comparable between queries; not a probability.</param>
/// <param name="Propose">Works out the chance and the reasons, which cost most. Safe to share.</param>
public sealed record AlikeReport(ReportId Report, double Score, Func<Proposal> Propose);

/// <summary>A version of what the engine has learned, in use.</summary>
/// <param name="Number">Its number; 0 is the one that ships.</param>
/// <param name="Model">Weights and calibration.</param>
/// <param name="FellBack">Whether it stands in for one that cannot be read.</param>
public sealed record ModelInUse(int Number, LookAlikeModel Model, bool FellBack)
{
    public static ModelInUse Shipped { get; } = new(0, LookAlikeModel.Default, FellBack: false);
}
