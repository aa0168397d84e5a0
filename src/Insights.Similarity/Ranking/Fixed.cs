namespace Insights.Similarity.Ranking;

/// <summary>Fractions as whole numbers, so that a sum is the same in whatever order its parts come.</summary>
internal static class Fixed
{
    private const double Unit = 1L << 36;

    public static long Of(double value) => (long)(value * Unit);

    public static double Value(long sum) => sum / Unit;
}
