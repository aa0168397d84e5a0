using Insights.Similarity.Ranking;

namespace Insights.Similarity.Index;

/// <summary>What one search sees: whole documents only, and it never changes under the reader.</summary>
/// <remarks>Documents are addressed by slot, a number below <see cref="SlotLimit"/> that means something in this view only. Slots of
/// documents that were replaced or removed stay empty for a while: see <see cref="IsAlive"/>. Terms and facts are addressed by id,
/// which also belong to the view. Spans point into the index and cost nothing.</remarks>
internal sealed class IndexView(Shelf shelf, LookAlikeOptions options)
{
    public LookAlikeOptions Options => options;

    /// <summary>Living documents.</summary>
    public int Count => shelf.Count;

    /// <summary>Above every slot, dead ones included.</summary>
    public int SlotLimit => shelf.Slots;

    public bool IsAlive(int slot) => shelf.Key(slot) is not null;

    /// <summary>The living document of a key; -1 when there is none.</summary>
    public int SlotOf(string key) => shelf.Slot(key) ?? -1;

    public string Key(int slot) => shelf.Key(slot) ?? throw new ArgumentException("No document lives in this slot.", nameof(slot));

    /// <summary>Ids of the document's distinct terms, ascending.</summary>
    public ReadOnlySpan<int> TermsOf(int slot) => shelf.TermsOf(slot);

    /// <summary>Beside <see cref="TermsOf"/>: occurrences by text field, eight bits a field, the first field lowest; 255 stands for more.</summary>
    public ReadOnlySpan<uint> CountsOf(int slot) => shelf.CountsOf(slot);

    /// <summary>Words by text field.</summary>
    public ReadOnlySpan<int> LengthsOf(int slot) => shelf.LengthsOf(slot);

    /// <summary>Ids of the document's distinct facts, in the order of the options' fields.</summary>
    public ReadOnlySpan<int> FactsOf(int slot) => shelf.FactsOf(slot);

    /// <summary>Hashed character 4-grams of the first text field, ascending, distinct; comparable with those of <see cref="AnalysedDocument"/>.</summary>
    public ReadOnlySpan<int> TitleGramsOf(int slot) => shelf.TitleGramsOf(slot);

    /// <summary>When the document was written, in seconds since 1970.</summary>
    public long CreatedOf(int slot) => shelf.CreatedOf(slot);

    /// <summary>Living documents that have a term.</summary>
    public int DocumentsWith(int term) => shelf.HoldersOf(term);

    /// <summary>Living documents that have a fact.</summary>
    public int DocumentsWithFact(int fact) => shelf.HoldersOfFact(fact);

    /// <summary>Position of a fact's field in the options.</summary>
    public int FactField(int fact) => shelf.FactName(fact).Field;

    public string FactValue(int fact) => shelf.FactName(fact).Value;

    /// <summary>The id of a fact that some document has or had; <see cref="DocumentsWithFact"/> may be 0.</summary>
    public bool TryFact(int field, string value, out int id)
    {
        id = shelf.FactId(new Fact(field, value)) ?? -1;
        return id >= 0;
    }

    /// <summary>The id of a term that some document has or had; <see cref="DocumentsWith"/> may be 0.</summary>
    public bool TryTerm(string term, out int id)
    {
        id = shelf.TermIdOf(term);
        return id >= 0;
    }

    public string TermName(int id) => shelf.TermName(id);

    /// <summary>Mean number of words of living documents in a text field.</summary>
    public double AverageLength(int field) => shelf.Lengths.Average(field);

    /// <summary>The best documents by BM25F raised by facts in common, as <see cref="LookAlikeIndex"/> says; exact, ties by key.</summary>
    public IReadOnlyList<Hit> Retrieve(AnalysedDocument query, int take, int exceptSlot = -1) =>
        new MaxScore(shelf, new QueryPlan(shelf, query, options), take, exceptSlot).Run();
}
