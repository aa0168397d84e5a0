using Insights.Similarity.Ranking;

namespace Insights.Similarity.Learning;

/// <summary>The linear part of a model: of all candidates of a query, which is the same thing? (Conditional logit; with two candidates it is
/// pairwise logistic regression.)</summary>
/// <remarks>After Cao et al., "Learning to Rank: From Pairwise Approach to Listwise Approach" (ICML 2007). It looks at the head of the list,
/// where plain pairwise regression spends itself on candidates that nobody would see. Every query counts alike. A penalty draws the weights
/// towards a given prior and not towards 0, so with few labels the prior stays; features that can only speak for a pair never
/// get a weight against it, so what is explained as a reason is one. Newton steps with halving: no step size, no seed.</remarks>
internal static class ListwiseRegression
{
    private const int Rounds = 30;
    private const int Sweeps = 100;

    /// <param name="groups">Rows are already scaled.</param>
    /// <param name="prior">The weights to stay near; it obeys the signs.</param>
    /// <param name="penalty">How many queries' worth of evidence the prior is.</param>
    public static double[] Fit(IReadOnlyList<LabelledGroup> groups, double[] prior, double penalty)
    {
        var n = prior.Length;
        var weights = (double[])prior.Clone();
        var gradient = new double[n];
        var curve = new double[n, n];
        var value = Value(groups, weights, prior, penalty);
        for (var round = 0; round < Rounds; round++)
        {
            Slopes(groups, weights, gradient, curve);
            for (var i = 0; i < n; i++)
            {
                gradient[i] -= penalty * (weights[i] - prior[i]);
                curve[i, i] += penalty;
            }

            var target = Step(weights, gradient, curve);
            var (next, reached) = (weights, value);
            for (var share = 1.0; share > 1e-4; share /= 2)
            {
                var tried = weights.Select((w, i) => w + share * (target[i] - w)).ToArray();
                var worth = Value(groups, tried, prior, penalty);
                if (worth <= value) continue;
                (next, reached) = (tried, worth);
                break;
            }

            var gained = reached - value;
            (weights, value) = (next, reached);
            if (gained < 1e-7 * Math.Abs(value)) break;
        }

        return weights;
    }

    /// <summary>The penalised log likelihood.</summary>
    private static double Value(IReadOnlyList<LabelledGroup> groups, double[] weights, double[] prior, double penalty)
    {
        var sum = 0.0;
        foreach (var group in groups)
        {
            var odds = Odds(group, weights, out var same, out var all);
            if (odds.Length > 0) sum += Math.Log(same / all);
        }

        for (var i = 0; i < weights.Length; i++) sum -= penalty / 2 * (weights[i] - prior[i]) * (weights[i] - prior[i]);
        return sum;
    }

    private static void Slopes(IReadOnlyList<LabelledGroup> groups, double[] weights, double[] gradient, double[,] curve)
    {
        var n = weights.Length;
        var mean = new double[n];
        Array.Clear(gradient);
        Array.Clear(curve);
        foreach (var group in groups)
        {
            var odds = Odds(group, weights, out var same, out var all);
            Array.Clear(mean);
            for (var c = 0; c < odds.Length; c++)
            {
                for (var i = 0; i < n; i++) mean[i] += odds[c] / all * group.Features[c][i];
            }

            for (var c = 0; c < odds.Length; c++)
            {
                var (row, part) = (group.Features[c], odds[c] / all);
                var pull = (group.Same[c] ? odds[c] / same : 0) - part;
                for (var i = 0; i < n; i++)
                {
                    gradient[i] += pull * row[i];
                    var spread = part * (row[i] - mean[i]);
                    for (var j = 0; j <= i; j++) curve[i, j] += spread * (row[j] - mean[j]);
                }
            }
        }

        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < i; j++) curve[j, i] = curve[i, j];
        }
    }

    private static double[] Odds(LabelledGroup group, double[] weights, out double same, out double all)
    {
        (same, all) = (0, 0);
        if (!group.Teaches) return [];
        var odds = new double[group.Same.Length];
        for (var c = 0; c < odds.Length; c++)
        {
            for (var i = 0; i < weights.Length; i++) odds[c] += weights[i] * group.Features[c][i];
        }

        var most = odds.Max();
        for (var c = 0; c < odds.Length; c++)
        {
            odds[c] = Math.Max(1e-12, Math.Exp(odds[c] - most));
            all += odds[c];
            if (group.Same[c]) same += odds[c];
        }

        return odds;
    }

    /// <summary>Where the quadratic at <paramref name="weights"/> is highest among weights of the right signs, by coordinates in turn.</summary>
    private static double[] Step(double[] weights, double[] gradient, double[,] curve)
    {
        var n = weights.Length;
        var at = (double[])weights.Clone();
        var slope = (double[])gradient.Clone();
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            for (var i = 0; i < n; i++)
            {
                var wanted = at[i] + slope[i] / curve[i, i];
                if (PairFeatures.All[i].Sign is var sign && sign * wanted < 0) wanted = 0;
                var moved = wanted - at[i];
                if (moved == 0) continue;
                at[i] = wanted;
                for (var j = 0; j < n; j++) slope[j] -= curve[j, i] * moved;
            }
        }

        return at;
    }
}
