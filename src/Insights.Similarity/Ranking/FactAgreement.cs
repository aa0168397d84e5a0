using Insights.Similarity.Index;

namespace Insights.Similarity.Ranking;

/// <summary>How far a document's facts agree with the query's.</summary>
/// <remarks>A field agrees by (values in common) / (values of the side that has fewer), so one shared case reference of several counts
/// in full for a document that has only that one. Facts multiply the text score and can therefore never match by themselves.</remarks>
internal sealed class FactAgreement
{
    private readonly LookAlikeOptions _options;
    private readonly IReadOnlyList<Fact> _facts;
    private readonly int[] _ids;
    private readonly int[] _valuesInField;
    private readonly IndexView _view;

    public FactAgreement(IndexView view, IReadOnlyList<Fact> facts)
    {
        var options = view.Options;
        (_view, _options, _facts) = (view, options, facts);
        _ids = [.. _facts.Select(f => view.TryFact(f.Field, f.Value, out var id) ? id : -1)];
        _valuesInField = new int[options.Facts.Count];
        foreach (var fact in _facts) _valuesInField[fact.Field]++;
        for (var f = 0; f < _valuesInField.Length; f++)
        {
            if (_valuesInField[f] > 0) Most += options.Facts[f].Bonus;
        }
    }

    /// <summary>The bonus when every field agrees in full.</summary>
    public double Most { get; }

    /// <summary>The bonus of a slot, in [0, <see cref="Most"/>].</summary>
    public double Bonus(int slot)
    {
        if (Most == 0) return 0;
        var sum = 0.0;
        var facts = _view.FactsOf(slot);
        for (var i = 0; i < _ids.Length; i++)
        {
            if (_ids[i] >= 0 && facts.BinarySearch(_ids[i]) >= 0) sum += BonusOf(i, slot);
        }

        return Math.Min(sum, Most);
    }

    /// <summary>The shared facts and the bonus of each, in the order of the options.</summary>
    public IEnumerable<(Fact Fact, double Bonus)> Shared(int slot)
    {
        for (var i = 0; i < _ids.Length; i++)
        {
            if (_ids[i] >= 0 && _view.FactsOf(slot).BinarySearch(_ids[i]) >= 0) yield return (_facts[i], BonusOf(i, slot));
        }
    }

    /// <summary>What a shared fact of the query adds.</summary>
    private double BonusOf(int i, int slot)
    {
        var field = _facts[i].Field;
        var (bonus, asked) = (_options.Facts[field].Bonus, _valuesInField[field]);
        return bonus == 0 || asked == 1 ? bonus : bonus / Math.Min(asked, ValuesOf(slot, field));
    }

    /// <summary>How many values a document has in one fact field.</summary>
    private int ValuesOf(int slot, int field)
    {
        var values = 0;
        foreach (var fact in _view.FactsOf(slot))
        {
            if (_view.FactField(fact) == field) values++;
        }

        return values;
    }
}
