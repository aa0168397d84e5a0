using Insights.Similarity.Index;
using Insights.Similarity.Ranking;

namespace Insights.Similarity;

/// <summary>The documents most likely to be the same as a query, best first. The reasons, which cost most, are worked out for those asked about.</summary>
/// <remarks>A view of the index as it was when it was searched, whatever is put into it later. Not thread-safe.</remarks>
public sealed class RankedLookAlikes
{
    private readonly LookAlikeModel _model;
    private readonly AnalysedDocument _query;
    private readonly RankedList _ranked;
    private readonly IndexView _view;
    private readonly PairSide _asks;
    private readonly PairSide _found;
    private readonly PairFeatures _features;
    private readonly double[] _row = new double[RankedList.RowLength];
    private readonly Dictionary<int, int> _written;

    internal RankedLookAlikes(IndexView view, AnalysedDocument query, PairSide asks, RankedList ranked, int take, LookAlikeModel model)
    {
        (_view, _query, _asks, _ranked, _model) = (view, query, asks, ranked, model);
        (_found, _features) = (new PairSide(view), new PairFeatures(view));
        Count = Math.Min(take, ranked.Pairs.Length);
        _written = new Dictionary<int, int>(query.Terms.Count);
        for (var term = 0; term < query.Terms.Count; term++)
        {
            if (view.TryTerm(query.Terms.Term(term), out var id)) _written.Add(id, term);
        }
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>The keys of all documents found, best first.</summary>
    public IEnumerable<string> Keys => _ranked.Pairs.Take(Count).Select(p => p.Key);

    /// <summary>The key of the document at this place.</summary>
    /// <param name="place">From 0, the best, to below <see cref="Count"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    public string Key(int place) => At(place).Key;

    /// <summary>Strength in (0, 1], as in <see cref="LookAlike.Score"/>.</summary>
    /// <inheritdoc cref="Key" path="/param|/exception"/>
    public double Score(int place) => 1 / (1 + Math.Exp(-At(place).Raw));

    /// <summary>The document at this place with its chance and the reasons.</summary>
    /// <inheritdoc cref="Key" path="/param|/exception"/>
    public LookAlike Explain(int place)
    {
        var pair = At(place);
        _found.Read(pair.Slot, asks: false);
        _features.Compute(_asks, _found, _row);
        _ranked.Context(place, _row);
        var (matches, other) = PairExplanation.Of(_view, _asks, _found, _row, _model, id => _query.Written(_written[id]));
        return new LookAlike(pair.Key, Score(place), _model.Probability(_row), matches, other);
    }

    private RankedPair At(int place)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(place);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(place, Count);
        return _ranked.Pairs[place];
    }
}
