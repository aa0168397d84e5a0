using Insights.Similarity.Learning;
using Insights.Similarity.Ranking;

namespace Insights.Similarity.Tests;

public sealed class LearningTests
{
    private static IEnumerable<LabelledPair> Labels(int count) =>
        Enumerable.Range(0, count).Select(i => new LabelledPair($"a{i:000}", $"b{i:000}", true, Some.Day.AddDays(30 + i)));

    [Fact]
    public void Labels_teach_and_are_measured_on_the_newest_fifth()
    {
        var trained = new LookAlikeTrainer(Index(60)).Train(Labels(60), LookAlikeModel.Default)!;

        Assert.Equal((60, 12), (trained.LabelsUsed, trained.LabelsHeldBack));
        Assert.InRange(trained.Measured.MeanReciprocalRank, 0.5, 1);
        Assert.InRange(trained.Measured.Precision, 0, 1);
        Assert.InRange(trained.Measured.Recall, 0, 1);
        Assert.InRange(trained.DifferenceLow, -1, trained.DifferenceHigh);
        Assert.InRange(trained.Model.SuggestFrom, 0, trained.Model.AcceptFrom);
        Assert.Equal(trained.Model.Version, LookAlikeModel.Parse(trained.Model.ToJson()).Version);
    }

    [Fact]
    public void Equal_labels_and_documents_give_an_equal_model_in_whatever_order_they_come()
    {
        var one = new LookAlikeTrainer(Index(40)).Train(Labels(40), LookAlikeModel.Default)!;
        var turned = new LookAlikeIndex(LookAlikeOptions.Default);
        foreach (var document in Archive.Pairs(40).Reverse()) turned.Put(document);
        var other = new LookAlikeTrainer(turned).Train(
            Labels(40).Reverse().Select(l => l with { KeyA = l.KeyB, KeyB = l.KeyA }), LookAlikeModel.Default)!;

        Assert.Equal(one.Model.Version, other.Model.Version);
        Assert.Equal(one with { Model = null! }, other with { Model = null! });
    }

    [Fact]
    public void Too_few_labels_teach_nothing()
    {
        Assert.Null(new LookAlikeTrainer(Index(30)).Train(Labels(LookAlikeTrainer.LeastQuestions - 1), LookAlikeModel.Default));
        Assert.Null(new LookAlikeTrainer(Index(30)).Train([], LookAlikeModel.Default));
    }

    [Fact]
    public void Unknown_documents_and_pairs_of_one_are_passed_over_and_the_later_answer_holds()
    {
        var index = Index(30);
        LabelledPair[] odd =
        [
            new("nowhere", "a001", true, Some.Day), new("a001", "a001", true, Some.Day), new("a002", "b002", false, Some.Day),
            new("b003", "a003", false, Some.Day.AddDays(500)),
        ];
        var labels = new LabelSet(index.View(), [.. Labels(30), .. odd]);

        var view = index.View();
        Assert.Equal(30, labels.Count);
        Assert.True(labels.Same(view.SlotOf("a002"), view.SlotOf("b002")));
        Assert.False(labels.Same(view.SlotOf("a003"), view.SlotOf("b003")));
        Assert.True(labels.Refused(view.SlotOf("a003"), view.SlotOf("b003")));
    }

    [Fact]
    public void What_is_the_same_through_others_is_no_wrong_answer()
    {
        var index = Index(30);
        var view = index.View();
        var labels = new LabelSet(view, [new("a001", "a002", true, Some.Day), new("a002", "a003", true, Some.Day)]);

        Assert.True(labels.Same(view.SlotOf("a001"), view.SlotOf("a003")));
        Assert.Equal(labels.Fold(view.SlotOf("a001"), 5), labels.Fold(view.SlotOf("a003"), 5));
    }

    [Fact]
    public void Learning_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        Assert.Throws<OperationCanceledException>(() => new LookAlikeTrainer(Index(30)).Train(Labels(30), LookAlikeModel.Default, stop.Token));
    }

    [Fact]
    public void Nothing_but_what_is_older_is_ranked_for_a_labelled_report()
    {
        var index = Index(30);
        var view = index.View();
        var slot = view.SlotOf("b010");

        var found = view.Retrieve(slot, 200, notAfter: view.CreatedOf(slot));

        Assert.NotEmpty(found);
        Assert.All(found, h => Assert.True(view.CreatedOf(h.Slot) <= view.CreatedOf(slot)));
    }

    [Fact]
    public void Isotonic_regression_never_falls_and_follows_many_labels()
    {
        var random = new SplitMix(3);
        ScoredLabel[] labels = [.. Enumerable.Range(0, 4000).Select(_ => random.Next()).Select(s => new ScoredLabel(s, random.Next() < s * s, 1))];

        var fitted = Isotonic.Fit(labels, null);

        Assert.All(fitted.Knots.Zip(fitted.Knots.Skip(1)), k => Assert.True(k.First.Probability <= k.Second.Probability));
        Assert.All([0.3, 0.5, 0.8], s => Assert.Equal(s * s, fitted.Probability(s), 0.08));
        Assert.Equal(fitted.Probability(-9), fitted.Knots[0].Probability);
    }

    [Fact]
    public void A_handful_of_labels_leaves_the_prior_standing()
    {
        var prior = new Calibration([new(0, 0.1), new(1, 0.3), new(2, 0.5)]);
        ScoredLabel[] few = [new(1.9, false, 1), new(0.1, true, 1), new(2.1, true, 1)];

        var fitted = Isotonic.Fit(few, prior);

        Assert.All([0.0, 1.0, 2.0], s => Assert.Equal(prior.Probability(s), fitted.Probability(s), 0.12));
    }

    [Fact]
    public void The_prior_stays_where_nothing_is_taught_and_signs_hold_where_much_is()
    {
        var prior = RankLearning.ByHand;
        Assert.Equal(prior, ListwiseRegression.Fit([], prior, 15));

        // The right answers share fewer words, always: what speaks for a pair still never speaks against it.
        var days = PairFeatures.Days;
        LabelledGroup[] groups = [.. Enumerable.Range(0, 50).Select(i =>
        {
            double[] right = new double[PairFeatures.Count], wrong = new double[PairFeatures.Count];
            (wrong[0], right[days]) = (1 + i / 50.0, 2);
            return new LabelledGroup([right, wrong], [true, false]);
        })];
        var weights = ListwiseRegression.Fit(groups, new double[PairFeatures.Count], 0.1);

        Assert.Equal(0, weights[0]);
        Assert.Equal(0, weights[days]);
    }

    private static LookAlikeIndex Index(int pairs)
    {
        var index = new LookAlikeIndex(LookAlikeOptions.Default);
        foreach (var document in Archive.Pairs(pairs)) index.Put(document);
        return index;
    }
}
