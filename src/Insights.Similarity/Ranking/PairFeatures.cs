using Insights.Similarity.Index;

namespace Insights.Similarity.Ranking;

/// <summary>What a feature speaks of, for the explanation.</summary>
internal enum Evidence
{
    /// <summary>Words in common; shown word by word.</summary>
    Words,

    /// <summary>Titles spelt alike.</summary>
    Spelling,

    /// <summary>Facts in common; shown fact by fact.</summary>
    Topics,
    Traits,
    References,

    /// <summary>Nearness in time.</summary>
    Time,

    /// <summary>Lengths and facts that differ: they lower a score and are never a reason for it.</summary>
    None,
}

/// <summary>One number of a pair.</summary>
/// <param name="Name">Its name in a model's JSON.</param>
/// <param name="Evidence">What it speaks of.</param>
/// <param name="Sign">1 where more can only speak for a pair, −1 where more can only speak against it, 0 where learning decides.</param>
internal sealed record Feature(string Name, Evidence Evidence, int Sign);

/// <summary>Turns a query and a candidate into numbers that mean the same in any collection: parts of the query's own mass of rarity, cosines,
/// facts by role. None depends on a field's name, on what other candidates there are, or on what became of a report later.</summary>
/// <remarks>Order of the two matters little, but somewhat: the first is the one that asks. Deterministic to the bit and independent of the order
/// of insertion. Allocates nothing; not thread-safe because <see cref="PairSide"/> is not.</remarks>
internal sealed class PairFeatures(IndexView view)
{
    /// <summary>In the order of <see cref="Compute"/>.</summary>
    public static IReadOnlyList<Feature> All { get; } =
    [
        new("bm25f", Evidence.Words, 1), new("bm25f-back", Evidence.Words, 1),
        new("title-cosine", Evidence.Words, 1), new("title-cover", Evidence.Words, 1), new("title-covered", Evidence.Words, 1),
        new("title-in-body", Evidence.Words, 1), new("body-in-title", Evidence.Words, 1),
        new("title-cover-any", Evidence.Words, 1), new("title-covered-any", Evidence.Words, 1),
        new("cosine", Evidence.Words, 1), new("body-cosine", Evidence.Words, 1), new("jaccard", Evidence.Words, 1),
        new("rarest", Evidence.Words, 1), new("rarest-three", Evidence.Words, 1), new("rarest-title", Evidence.Words, 1),
        new("shared", Evidence.Words, 1), new("mass", Evidence.Words, 1),
        new("title-grams", Evidence.Spelling, 1),
        new("days", Evidence.Time, -1),
        new("length-ratio", Evidence.None, 0), new("title-length-ratio", Evidence.None, 0), new("length", Evidence.None, 0), new("query-length", Evidence.None, 0),
        new("topic", Evidence.Topics, 1), new("topic-conflict", Evidence.None, -1), new("trait", Evidence.Traits, 1), new("trait-conflict", Evidence.None, -1),
        new("reference", Evidence.References, 1),
        new("telling", Evidence.None, 1),
    ];

    /// <summary>How many numbers a pair has.</summary>
    public static int Count => All.Count;

    /// <summary>Position of <c>days</c>.</summary>
    public static int Days { get; } = IndexOf("days");

    /// <summary>Position of <c>topic-conflict</c>.</summary>
    public static int TopicConflict { get; } = IndexOf("topic-conflict");

    /// <summary>Position of <c>trait-conflict</c>.</summary>
    public static int TraitConflict { get; } = IndexOf("trait-conflict");

    /// <summary>Position of <c>telling</c>: 1 when three telling words are shared, less by a third for each that is missing.</summary>
    public static int Telling { get; } = IndexOf("telling");

    /// <summary>A word that more than one in so many documents has is no evidence by itself: it may come from a template.</summary>
    private const int TellingOneIn = 20;
    private const int TellingWordsWanted = 3;

    /// <summary>In a small collection, a word that so few documents have is telling all the same.</summary>
    private const int AlwaysTelling = 10;

    private readonly double _telling = FieldScoring.Rarity(view.Count, Math.Max(AlwaysTelling, view.Count / TellingOneIn));

    public static int IndexOf(string name) => All.Select((f, i) => (f.Name, i)).First(f => f.Name == name).i;

    public void Compute(PairSide query, PairSide candidate, Span<double> into)
    {
        var (common, facts) = (Words(query, candidate), Agreement(query.Facts, candidate.Facts));
        var rarest = FieldScoring.Rarity(view.Count, 1);
        ReadOnlySpan<double> values =
        [
            Part(common.Forth, query.Own), Part(common.Back, candidate.Own),
            Part(common.TitleSquares, Math.Sqrt(query.TitleSquares * candidate.TitleSquares)),
            Part(common.Titles, query.TitleMass), Part(common.Titles, candidate.TitleMass),
            Part(common.TitleInBody, query.TitleMass), Part(common.BodyInTitle, candidate.TitleMass),
            Part(common.TitleInAny, query.TitleMass), Part(common.AnyInTitle, candidate.TitleMass),
            Part(common.Squares, Math.Sqrt(query.Squares * candidate.Squares)),
            Part(common.BodySquares, Math.Sqrt(query.BodySquares * candidate.BodySquares)),
            Part(common.Mass, query.Mass + candidate.Mass - Fixed.Value(common.Mass)),
            common.Rarest / rarest, (common.Rarest + common.Second + common.Third) / (3 * rarest), common.RarestInTitles / rarest,
            Math.Log(1 + common.Count), Math.Log(1 + Fixed.Value(common.Mass)),
            Dice(query.Grams, candidate.Grams),
            Math.Log(1 + Math.Abs(query.Created - candidate.Created) / 86400.0),
            LengthRatio(query.Words - query.Lengths[0], candidate.Words - candidate.Lengths[0]), LengthRatio(query.Lengths[0], candidate.Lengths[0]),
            Math.Log(1 + candidate.Words), Math.Log(1 + query.Words),
            facts.Topic, facts.TopicConflict, facts.Trait, facts.TraitConflict, facts.Reference,
            Math.Min(TellingWordsWanted, common.Telling) / (double)TellingWordsWanted,
        ];
        values.CopyTo(into);
    }

    private SharedWords Words(PairSide query, PairSide candidate)
    {
        var common = new SharedWords();
        ReadOnlySpan<int> a = query.Terms, b = candidate.Terms;
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            if (a[i] < b[j])
            {
                i++;
            }
            else if (a[i] > b[j])
            {
                j++;
            }
            else
            {
                if (query.Rarity[i] > 0) Add(ref common, query, query.Counts[i], candidate, candidate.Counts[j], query.Rarity[i]);
                i++;
                j++;
            }
        }

        return common;
    }

    private void Add(ref SharedWords common, PairSide query, uint inQuery, PairSide candidate, uint inCandidate, double rarity)
    {
        var scoring = view.Scoring;
        bool queryTitle = (inQuery & 0xFF) != 0, candidateTitle = (inCandidate & 0xFF) != 0;
        long mass = Fixed.Of(rarity), squares = Fixed.Of(rarity * rarity);
        if (queryTitle && candidateTitle)
        {
            common.Titles += mass;
            common.TitleSquares += squares;
            common.RarestInTitles = Math.Max(common.RarestInTitles, rarity);
        }

        if (queryTitle && inCandidate > 0xFF) common.TitleInBody += mass;
        if (inQuery > 0xFF && candidateTitle) common.BodyInTitle += mass;
        if (queryTitle) common.TitleInAny += mass;
        if (candidateTitle) common.AnyInTitle += mass;
        common.Squares += Fixed.Of(PairSide.LogFrequency(inQuery) * PairSide.LogFrequency(inCandidate) * rarity * rarity);
        common.BodySquares += Fixed.Of(PairSide.LogFrequency(inQuery & ~0xFFu) * PairSide.LogFrequency(inCandidate & ~0xFFu) * rarity * rarity);
        common.Forth += Fixed.Of(query.FieldWeight(inQuery) * rarity * scoring.Saturate(scoring.WeightedFrequency(inCandidate, candidate.Lengths)));
        common.Back += Fixed.Of(candidate.FieldWeight(inCandidate) * rarity * scoring.Saturate(scoring.WeightedFrequency(inQuery, query.Lengths)));
        common.Mass += mass;
        common.Count++;
        if (rarity >= _telling) common.Telling++;
        if (rarity > common.Rarest) (common.Rarest, common.Second, common.Third) = (rarity, common.Rarest, common.Second);
        else if (rarity > common.Second) (common.Second, common.Third) = (rarity, common.Second);
        else if (rarity > common.Third) common.Third = rarity;
    }

    /// <summary>By role: Σ over fields of how rare the values in common are, and how many fields both fill without a value in common.</summary>
    private (double Topic, double TopicConflict, double Trait, double TraitConflict, double Reference) Agreement(
        ReadOnlySpan<int> query, ReadOnlySpan<int> candidate)
    {
        Span<long> agree = stackalloc long[3];
        Span<int> conflict = stackalloc int[3];
        var most = FieldScoring.Rarity(view.Count, 1);
        for (var field = 0; field < view.Options.Facts.Count; field++)
        {
            int inCandidate = InField(candidate, field), inQuery = 0, shared = 0;
            long rarity = 0;
            if (inCandidate == 0) continue;
            foreach (var fact in query)
            {
                if (view.FactField(fact) != field) continue;
                inQuery++;
                if (candidate.BinarySearch(fact) < 0) continue;
                shared++;
                rarity += Fixed.Of(FieldScoring.Rarity(view.Count, view.DocumentsWithFact(fact)) / most);
            }

            if (inQuery == 0) continue;
            var role = (int)view.Options.Facts[field].Role;
            if (shared == 0) conflict[role]++;
            else agree[role] += rarity / Math.Min(inQuery, inCandidate);
        }

        return (Fixed.Value(agree[(int)FactRole.Topic]), conflict[(int)FactRole.Topic],
            Fixed.Value(agree[(int)FactRole.Trait]), conflict[(int)FactRole.Trait], Fixed.Value(agree[(int)FactRole.Reference]));
    }

    private int InField(ReadOnlySpan<int> facts, int field)
    {
        var count = 0;
        foreach (var fact in facts)
        {
            if (view.FactField(fact) == field) count++;
        }

        return count;
    }

    private static double Dice(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        if (a.Length == 0 || b.Length == 0) return 0;
        var shared = 0;
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            if (a[i] == b[j])
            {
                shared++;
                i++;
                j++;
            }
            else if (a[i] < b[j])
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return 2.0 * shared / (a.Length + b.Length);
    }

    private static double LengthRatio(int a, int b) => Math.Abs(Math.Log((1.0 + a) / (1.0 + b)));

    private static double Part(long part, double whole) => whole > 0 ? Fixed.Value(part) / whole : 0;

    private struct SharedWords
    {
        public long Forth, Back, Titles, TitleSquares, TitleInBody, BodyInTitle, TitleInAny, AnyInTitle, Squares, BodySquares, Mass;
        public double Rarest, Second, Third, RarestInTitles;
        public int Count, Telling;
    }
}
