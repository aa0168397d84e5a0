namespace Insights.Similarity.Index;

/// <summary>Insertions, deletions, replacements and swaps of neighbours that turn one word into another.</summary>
internal static class EditDistance
{
    /// <summary>The distance (optimal string alignment), or <paramref name="limit"/> + 1 where it is above the limit.</summary>
    /// <remarks>Time and stack grow with the product and sum of the lengths; callers bound both.</remarks>
    public static int Within(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int limit)
    {
        if (Math.Abs(a.Length - b.Length) > limit) return limit + 1;
        var width = b.Length + 1;
        Span<int> before = stackalloc int[width];
        Span<int> above = stackalloc int[width];
        Span<int> row = stackalloc int[width];
        for (var j = 0; j < width; j++) above[j] = j;

        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j < width; j++)
            {
                var best = Math.Min(Math.Min(above[j], row[j - 1]) + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) best = Math.Min(best, before[j - 2] + 1);
                row[j] = best;
            }

            var spare = before;
            before = above;
            above = row;
            row = spare;
        }

        return Math.Min(above[b.Length], limit + 1);
    }
}
