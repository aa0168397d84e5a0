namespace Insights.Similarity.Learning;

/// <summary>Logistic regression on differences: of two candidates of one query, which is the same thing?</summary>
/// <remarks>Newton's method on the penalised likelihood, so the result does not depend on a step size or a seed. Every query counts
/// alike, however many pairs it has. The penalty draws the weights towards a given prior and not towards 0: with few labels the prior stays.</remarks>
internal static class PairwiseRegression
{
    private const int Rounds = 12;

    /// <param name="groups">Rows are already scaled.</param>
    /// <param name="prior">The weights to stay near.</param>
    /// <param name="penalty">How many queries' worth of evidence the prior is.</param>
    public static double[] Fit(IReadOnlyList<RankingGroup> groups, double[] prior, double penalty)
    {
        var n = prior.Length;
        var w = (double[])prior.Clone();
        var gradient = new double[n];
        var hessian = new double[n, n];
        var difference = new double[n];
        for (var round = 0; round < Rounds; round++)
        {
            Array.Clear(gradient);
            Array.Clear(hessian);
            foreach (var group in groups) Add(group, w, gradient, hessian, difference);
            for (var i = 0; i < n; i++)
            {
                gradient[i] -= penalty * (w[i] - prior[i]);
                hessian[i, i] += penalty;
            }

            var step = Solve(hessian, gradient);
            var moved = 0.0;
            for (var i = 0; i < n; i++)
            {
                w[i] += step[i];
                moved = Math.Max(moved, Math.Abs(step[i]));
            }

            if (moved < 1e-9) break;
        }

        return w;
    }

    private static void Add(RankingGroup group, double[] w, double[] gradient, double[,] hessian, double[] difference)
    {
        var same = group.Same.Count(s => s);
        if (same == 0 || same == group.Same.Length) return;
        var each = group.Weight / ((double)same * (group.Same.Length - same));
        for (var p = 0; p < group.Same.Length; p++)
        {
            if (!group.Same[p]) continue;
            for (var c = 0; c < group.Same.Length; c++)
            {
                if (group.Same[c]) continue;
                var margin = 0.0;
                for (var i = 0; i < w.Length; i++)
                {
                    difference[i] = group.Features[p][i] - group.Features[c][i];
                    margin += w[i] * difference[i];
                }

                var wrong = 1 / (1 + Math.Exp(margin));
                var curve = each * wrong * (1 - wrong);
                for (var i = 0; i < w.Length; i++)
                {
                    gradient[i] += each * wrong * difference[i];
                    for (var j = 0; j <= i; j++) hessian[i, j] += curve * difference[i] * difference[j];
                }
            }
        }
    }

    /// <summary>Solves a symmetric positive definite system given by its lower triangle (Cholesky).</summary>
    internal static double[] Solve(double[,] a, double[] b)
    {
        var n = b.Length;
        var x = (double[])b.Clone();
        for (var j = 0; j < n; j++)
        {
            for (var k = 0; k < j; k++) a[j, j] -= a[j, k] * a[j, k];
            a[j, j] = Math.Sqrt(Math.Max(a[j, j], 1e-12));
            for (var i = j + 1; i < n; i++)
            {
                for (var k = 0; k < j; k++) a[i, j] -= a[i, k] * a[j, k];
                a[i, j] /= a[j, j];
            }
        }

        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < i; k++) x[i] -= a[i, k] * x[k];
            x[i] /= a[i, i];
        }

        for (var i = n - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < n; k++) x[i] -= a[k, i] * x[k];
            x[i] /= a[i, i];
        }

        return x;
    }
}
