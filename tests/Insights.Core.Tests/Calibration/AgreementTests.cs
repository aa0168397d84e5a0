using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Insights.Core.Calibration;
using Insights.Core.Gaps;
using Xunit;

namespace Insights.Core.Tests.Calibration;

/// <summary>Coefficients of agreement, against figures that others published.</summary>
public sealed class AgreementTests
{
    /// <summary>Four observers, twelve units, five categories and seven answers left out: the example of Krippendorff's "Computing Krippendorff's Alpha-Reliability" (2011), section C.</summary>
    private static readonly int[][] Example =
    [
        [0, 0, 0], [1, 1, 2, 1], [2, 2, 2, 2], [2, 2, 2, 2], [1, 1, 1, 1], [0, 1, 2, 3], [3, 3, 3, 3], [0, 0, 1, 0], [1, 1, 1, 1], [4, 4, 4], [0, 0], [2],
    ];

    [Fact]
    public void Alpha_is_as_Krippendorff_works_it_out()
    {
        Assert.Equal(0.743, Agreement.Of(Example, 5, ordinal: false).Krippendorff!.Value, 0.0005);
        Assert.Equal(0.815, Agreement.Of(Example, 5, ordinal: true).Krippendorff!.Value, 0.0005);
    }

    /// <summary>The same data ship with Gwet's package irrCAC, whose documentation gives these figures.</summary>
    [Fact]
    public void AC1_is_as_Gwets_own_package_works_it_out()
    {
        Assert.Equal(0.81818, Agreement.Of(Example, 5, ordinal: false).Observed!.Value, 0.00001);
        Assert.Equal(0.77544, Agreement.Of(Example, 5, ordinal: false).Gwet!.Value, 0.00001);
    }

    /// <summary>By hand: agreement is the mean of 1 and of 1 - 3/10; both categories that are chosen, three times and once, lie two steps apart.</summary>
    [Fact]
    public void AC2_counts_near_steps_in_part()
    {
        int[][] units = [[0, 0], [0, 2]];
        double[,] weights =
        {
            { 1, 0.9, 0.7, 0.4, 0 }, { 0.9, 1, 0.9, 0.7, 0.4 }, { 0.7, 0.9, 1, 0.9, 0.7 }, { 0.4, 0.7, 0.9, 1, 0.9 }, { 0, 0.4, 0.7, 0.9, 1 },
        };
        var chance = weights.Cast<double>().Sum() / 20 * ((0.75 * 0.25) + (0.25 * 0.75));

        Assert.Equal(0.85, Agreement.Of(units, 5, ordinal: true).Observed!.Value, 1e-12);
        Assert.Equal((0.85 - chance) / (1 - chance), Agreement.Of(units, 5, ordinal: true).Gwet!.Value, 1e-12);
    }

    /// <summary>Where nearly everything is one answer, kappa and alpha fall to nothing although people agree; AC1 does not. That is why both are shown.</summary>
    [Fact]
    public void A_skewed_answer_lowers_alpha_and_not_AC1()
    {
        int[][] units = [.. Enumerable.Repeat<int[]>([0, 0], 48), [0, 1], [1, 0]];

        Assert.True(Agreement.Of(units, 2, ordinal: false).Krippendorff < 0);
        Assert.True(Agreement.Of(units, 2, ordinal: false).Gwet > 0.9);
    }

    [Fact]
    public void What_is_always_the_same_has_no_alpha_and_no_interval()
    {
        int[][] units = [.. Enumerable.Repeat<int[]>([3, 3, 3], 9)];

        Assert.Null(Agreement.Of(units, 5, ordinal: true).Krippendorff);
        Assert.Equal(new Coefficient(1, null, null), Agreement.WithInterval(units, 5, ordinal: false, a => a.Gwet));
        Assert.Null(Agreement.Of([[1], []], 5, ordinal: false).Gwet);
    }

    /// <summary>By hand: of ten units nine agree, so leaving one out gives 8/9 nine times and 1 once; the error is 0.1, and t with nine degrees of freedom 2.262.</summary>
    [Fact]
    public void The_interval_is_that_of_the_jackknife()
    {
        int[][] units = [.. Enumerable.Repeat<int[]>([0, 0], 9), [0, 1]];

        var share = Agreement.WithInterval(units, 2, ordinal: false, a => a.Observed)!;

        Assert.Equal(0.9, share.Value, 1e-12);
        Assert.Equal(0.9 - 0.2262, share.Low!.Value, 0.0005);
        Assert.Equal(1, share.High);
    }

    [Theory]
    [InlineData(7, 2.3646)]
    [InlineData(10, 2.2281)]
    [InlineData(30, 2.0423)]
    [InlineData(1000, 1.9623)]
    public void Students_t_is_as_in_the_tables(int freedom, double expected) => Assert.Equal(expected, Agreement.Student(freedom), 0.001);

    /// <summary>The interval of Gwet's coefficient is near the one his package gives for the same data (.461 to 1), whose variance is of another making.</summary>
    [Fact]
    public void The_interval_is_near_that_of_Gwets_own_variance()
    {
        var gwet = Agreement.WithInterval(Example, 5, ordinal: false, a => a.Gwet)!;

        Assert.InRange(gwet.Low!.Value, 0.40, 0.52);
        Assert.Equal(1, gwet.High);
    }

    /// <summary>What is shown is worked out as the example is: a gap that one person answered tells how often an answer is chosen.</summary>
    [Fact]
    public void Figures_of_gaps_are_those_of_the_example()
    {
        var all = AgreementBook.Of([.. Example.Select((unit, i) => new JudgedItem(1, i + 1, i + 1, "CS-1.1", Resolution.PolicyChanged, [.. unit.Select(step => new Judgement(null, step + 1, null, false))]))]);

        var clarity = all.Figures[1];
        Assert.Equal((11, 40), (clarity.Items, clarity.Judgements));
        Assert.Equal(Agreement.Of(Example, 5, ordinal: true).Gwet!.Value, clarity.Gwet!.Value, 1e-12);
        Assert.Equal(0.815, clarity.Krippendorff!.Value, 0.0005);
        Assert.Equal((0, 41, true), (all.Sure, all.NotSure, all.Figures[0].TooFew));
    }

    /// <summary>Neither the order of answers nor that of units tells anything, and nothing exceeds 1.</summary>
    [Property(MaxTest = 200)]
    public Property Order_does_not_matter_and_nothing_exceeds_1() => Prop.ForAll(
        Gen.Choose(0, 4).ArrayOf().Select(unit => unit.Take(5).ToArray()).ArrayOf().ToArbitrary(), units =>
        {
            int[][] turned = [.. units.Select(u => u.Reverse().ToArray()).Reverse()];
            return new[] { false, true }.All(ordinal => new Func<Agreement, double?>[] { a => a.Gwet, a => a.Krippendorff }
                .All(of => (of(Agreement.Of(units, 5, ordinal)), of(Agreement.Of(turned, 5, ordinal))) is var (one, other)
                    && (one is null ? other is null : Math.Abs(one.Value - other!.Value) < 1e-9 && one <= 1 + 1e-9)));
        });
}
