using Insights.Similarity.Index;
using Insights.Similarity.Ranking;

namespace Insights.Similarity.Learning;

/// <summary>Learns weights, trees and calibration from people's answers about documents of an index.</summary>
/// <remarks>
/// <para>The later of two documents called the same is a question, the earlier one its answer; beside it stand the candidates that the engine
/// finds for the question among documents of its time or older. Whatever people linked to it, directly or through others, is no wrong answer.
/// For the calibration, refused pairs are wrong answers, and so are the candidates of <see cref="OthersPerQuestion"/> times as many reports
/// that nobody linked.</para>
/// <para>Learning begins at <see cref="LookAlikeModel.Default"/> and leaves it as far as the labels bear. Deterministic: equal documents and labels give
/// an equal model, in whatever order they come. Seconds for some thousand labels.</para>
/// </remarks>
public sealed class LookAlikeTrainer
{
    /// <summary>Below so many reports with a right answer nothing is learned.</summary>
    public const int LeastQuestions = 20;

    /// <summary>Reports that nobody linked, asked for each labelled one.</summary>
    public const int OthersPerQuestion = 3;

    /// <summary>The precision sought in the band offered for one-click acceptance.</summary>
    public const double AcceptedPrecision = 0.8;

    private const int Folds = 4;

    /// <summary>A precision measured on fewer pairs than this is none.</summary>
    private const int LeastAccepted = 10;
    /// <summary>Where labels cannot show the precision sought, because duplicates that nobody linked count as wrong, this edge or the prior's stands.</summary>
    private const double AcceptFromUnseen = 0.6;

    private const int Draws = 1000;
    private const ulong Seed = 20;

    private readonly IndexView _view;
    private readonly LookAlikeModel? _prior;
    private readonly PairSide _asks;
    private readonly PairSide _found;
    private readonly PairFeatures _features;

    /// <summary>Learns from the documents that are in the index now.</summary>
    public LookAlikeTrainer(LookAlikeIndex index) : this(index, LookAlikeModel.Default)
    {
    }

    internal LookAlikeTrainer(LookAlikeIndex index, LookAlikeModel? prior)
    {
        ArgumentNullException.ThrowIfNull(index);
        (_view, _prior) = (index.View(), prior);
        (_asks, _found, _features) = (new PairSide(_view), new PairSide(_view), new PairFeatures(_view));
    }

    /// <summary>Learns, and measures against the model in force.</summary>
    /// <param name="pairs">Any order. Answers about unknown documents, and about a document and itself, are passed over.</param>
    /// <param name="inForce">What the new model is measured against.</param>
    /// <param name="ct">Stops between two reports.</param>
    /// <returns>Null when fewer than <see cref="LeastQuestions"/> reports have a right answer.</returns>
    public TrainedModel? Train(IEnumerable<LabelledPair> pairs, LookAlikeModel inForce, CancellationToken ct = default) =>
        Train(pairs, inForce, AcceptedPrecision, progress: null, ct);

    /// <summary>Learns, measures against the model in force, and says from which probability on a precision is met.</summary>
    /// <param name="pairs">Any order. Answers about unknown documents, and about a document and itself, are passed over.</param>
    /// <param name="inForce">What the new model is measured against.</param>
    /// <param name="targetPrecision">The precision asked of <see cref="TrainedModel.Edge"/>.</param>
    /// <param name="progress">Told how much is done, 0 to 1.</param>
    /// <param name="ct">Stops between two reports.</param>
    /// <returns>Null when fewer than <see cref="LeastQuestions"/> reports have a right answer.</returns>
    public TrainedModel? Train(
        IEnumerable<LabelledPair> pairs, LookAlikeModel inForce, double targetPrecision, IProgress<double>? progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentNullException.ThrowIfNull(inForce);
        var labels = new LabelSet(_view, pairs);
        var questions = labels.Questions().Select(q => Ask(q.Slot, labels, q.At, ct)).Where(q => q.Same.Length > 0).ToList();
        if (questions.Count(q => q.Group.Teaches) < LeastQuestions) return null;
        var others = labels.Others(OthersPerQuestion * questions.Count, Seed).Select(slot => Ask(slot, labels, long.MinValue, ct)).ToList();

        progress?.Report(0.2);
        var border = questions.Count - Math.Max(1, questions.Count / 5);
        var (older, newer) = (questions.Take(border).ToList(), questions.Skip(border).ToList());
        var half = others.Count * border / questions.Count;
        var tried = Fit(older, [.. others.Take(half)], labels, ct).Model;
        progress?.Report(0.6);
        var heldBack = newer.Concat(others.Skip(half)).ToList();
        var (measured, places) = Measure(tried, heldBack);
        var (before, placesBefore) = Measure(inForce, heldBack);
        var (low, high) = Bootstrap([.. places.Zip(placesBefore, (a, b) => a - b)]);
        var (model, unseen) = Fit(questions, others, labels, ct);
        progress?.Report(1);
        var (edge, above) = EdgeOf(unseen, targetPrecision);
        return new TrainedModel(model, measured, before, low, high, labels.Count, newer.Sum(q => q.Same.Count(s => s))) { Edge = edge, PairsAboveEdge = above };
    }

    /// <summary>Order is learned leaving out each part in turn, chance from what these models say of the part left out, and the calibration
    /// likewise: every step sees pairs as they will be met, not as they were learned.</summary>
    private (LookAlikeModel Model, IReadOnlyList<ScoredLabel> Unseen) Fit(List<Question> questions, List<Question> others, LabelSet labels, CancellationToken ct)
    {
        var two = new ParallelOptions { CancellationToken = ct, MaxDegreeOfParallelism = 2 };
        var orders = new LookAlikeModel[Folds + 1];
        Parallel.For(0, Folds + 1, two, fold =>
        {
            var (weights, trees) = RankLearning.Order([.. questions.Where(q => labels.Fold(q.Slot, Folds) != fold).Select(q => q.Group)], _prior);
            orders[fold] = new LookAlikeModel(weights, trees, [], Unknown, 0, 0);
        });

        var rows = Enumerable.Range(0, Folds)
            .Select(fold => questions.Concat(others).Where(q => labels.Fold(q.Slot, Folds) == fold).SelectMany(q => q.Rows(orders[fold])).ToList()).ToArray();
        var chances = new IReadOnlyList<Tree>[Folds + 1];
        Parallel.For(0, Folds + 1, two, fold =>
            chances[fold] = RankLearning.Chance([.. rows.Where((_, f) => f != fold).SelectMany(r => r)], questions.Count, _prior));

        var scored = rows.SelectMany((part, fold) =>
        {
            var model = new LookAlikeModel(orders[fold].Weights, [], chances[fold], Unknown, 0, 0);
            return part.Select(r => (Label: new ScoredLabel(model.Odds(r.Row), r.Same, 1), Telling: r.Row[PairFeatures.Telling]));
        }).ToList();
        var calibration = Isotonic.Fit([.. scored.Select(s => s.Label)], _prior?.Calibration);
        List<ScoredLabel> unseen = [.. scored.Select(s => s.Label with { Score = calibration.Probability(s.Label.Score) * s.Telling })];
        var (suggest, accept) = Edges(unseen);
        return (new LookAlikeModel(orders[Folds].Weights, orders[Folds].Trees, chances[Folds], calibration, suggest, accept), unseen);
    }

    private static Calibration Unknown { get; } = new([new Knot(0, 0)]);

    /// <summary>The candidates of a report as the engine finds them, those that people named included.</summary>
    private Question Ask(int slot, LabelSet labels, long at, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var created = _view.CreatedOf(slot);
        _asks.Read(slot, asks: true);
        var candidates = _view.Retrieve(slot, Reranking.Candidates, notAfter: created).Select(h => h.Slot).ToList();
        foreach (var named in labels.NamedWith(slot))
        {
            if (_view.CreatedOf(named) <= created && !candidates.Contains(named)) candidates.Add(named);
        }

        var rows = new double[candidates.Count][];
        for (var c = 0; c < rows.Length; c++)
        {
            _found.Read(candidates[c], asks: false);
            _features.Compute(_asks, _found, rows[c] = new double[PairFeatures.Count]);
        }

        return new Question(slot, at, new LabelledGroup(rows, [.. candidates.Select(c => labels.Same(slot, c))]),
            [.. candidates.Select(_view.Key)]);
    }

    /// <summary>Precision and recall over the pairs that count, place by place over the reports that have a right answer.</summary>
    private static (ModelMeasure Measure, double[] Places) Measure(LookAlikeModel model, List<Question> asked)
    {
        int given = 0, right = 0, all = 0, inTen = 0;
        var places = new List<double>();
        foreach (var question in asked)
        {
            all += question.Same.Count(s => s);
            foreach (var (row, same) in question.Rows(model))
            {
                if (model.Probability(row) < model.SuggestFrom) continue;
                given++;
                right += same ? 1 : 0;
            }

            if (!question.Group.Teaches) continue;
            var place = question.PlaceOfRight(model);
            places.Add(1.0 / place);
            inTen += place <= 10 ? 1 : 0;
        }

        var n = Math.Max(1, places.Count);
        return (new ModelMeasure(given == 0 ? 0 : (double)right / given, all == 0 ? 0 : (double)right / all, places.Sum() / n, (double)inTen / n), [.. places]);
    }

    private static (double Low, double High) Bootstrap(double[] differences)
    {
        if (differences.Length == 0) return (0, 0);
        var random = new SplitMix(Seed);
        var means = new double[Draws];
        for (var d = 0; d < Draws; d++)
        {
            for (var i = 0; i < differences.Length; i++) means[d] += differences[random.Next(differences.Length)];
            means[d] /= differences.Length;
        }

        Array.Sort(means);
        return (means[(int)(0.025 * Draws)], means[(int)(0.975 * Draws)]);
    }

    /// <summary>The probabilities of best F1, and from which on precision is as sought.</summary>
    private (double Suggest, double Accept) Edges(List<ScoredLabel> labels)
    {
        var all = labels.Sum(l => l.Same ? l.Weight : 0);
        var (given, right, best, suggest) = (0.0, 0.0, -1.0, 1.0);
        double? accept = null;
        foreach (var level in labels.Where(l => l.Score > 0).GroupBy(l => l.Score).OrderByDescending(g => g.Key))
        {
            given += level.Sum(l => l.Weight);
            right += level.Sum(l => l.Same ? l.Weight : 0);
            var balance = 2 * right / (given + all);
            if (balance > best) (best, suggest) = (balance, level.Key);
            if (given >= LeastAccepted && right >= AcceptedPrecision * given) accept = level.Key;
        }

        return (suggest, Math.Max(suggest, accept ?? _prior?.AcceptFrom ?? AcceptFromUnseen));
    }

    /// <summary>The lowest probability from which on precision is as asked, and how many pairs lie there; null where none does.</summary>
    private static (double? Edge, int Pairs) EdgeOf(IReadOnlyList<ScoredLabel> labels, double precision)
    {
        var (given, right) = (0, 0);
        (double?, int) edge = (null, 0);
        foreach (var level in labels.GroupBy(l => l.Score).Where(g => g.Key > 0).OrderByDescending(g => g.Key))
        {
            given += level.Count();
            right += level.Count(l => l.Same);
            if (right >= precision * given) edge = (level.Key, given);
        }

        return edge;
    }

    private sealed record Question(int Slot, long At, LabelledGroup Group, string[] Keys)
    {
        public bool[] Same => Group.Same;

        /// <summary>The pairs that chance is learned from: the head of the list as the model orders it. Nothing beyond it, though people named it:
        /// that far down only named pairs are known, and the place alone would give them away.</summary>
        public IEnumerable<(double[] Row, bool Same)> Rows(LookAlikeModel model)
        {
            var list = Ranked(model);
            for (var place = 0; place < Math.Min(RankedList.Head, list.Pairs.Length); place++)
            {
                var c = list.Pairs[place].Slot;
                var row = new double[RankedList.RowLength];
                Group.Features[c].CopyTo(row, 0);
                list.Context(place, row);
                yield return (row, Same[c]);
            }
        }

        public int PlaceOfRight(LookAlikeModel model) => 1 + Ranked(model).Pairs.TakeWhile(p => !Same[p.Slot]).Count();

        private RankedList Ranked(LookAlikeModel model) =>
            new([.. Group.Features.Select((row, c) => new RankedPair(c, Keys[c], model.Raw(row)))], model.OfStrangers());
    }
}
