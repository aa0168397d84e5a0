namespace Insights.Privacy.Tests.Counts;

/// <summary>
/// What follows from published tables for somebody who knows the code: every exact table that is published so is tried,
/// and a value follows where all of them agree on it.
/// </summary>
public sealed class DisclosureTests
{
    private static readonly long[] UpTo17 = [.. Enumerable.Range(0, 18).Select(n => (long)n)];

    /// <summary>The ends of what is published alike, and their neighbours. With fewer tables to hide among, the test is only stricter.</summary>
    private static readonly long[] Ends = [0, 1, 2, 6, 7, 8, 9, 11, 12];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(2, 2)]
    public void No_exact_count_from_1_to_7_follows_from_a_table(int rows, int columns) =>
        Assert.Empty(Followed(rows, columns, UpTo17, Signature));

    [Theory]
    [InlineData(4, 1)]
    [InlineData(3, 2)]
    public void Nor_from_a_larger_one(int rows, int columns) => Assert.Empty(Followed(rows, columns, [0, 1, 7, 8, 9, 12], Signature));

    [Fact]
    public void Rounding_alone_would_not_do()
    {
        Assert.NotEmpty(Followed(3, 1, UpTo17, t => string.Join(' ', t.Cast<long>().Append(t.Cast<long>().Sum()).Select(n => SmallCount.Of(n).Value))));
        // Nor would leaving out the totals that give something away: that one is left out says that it does.
        Assert.NotEmpty(Followed(3, 1, UpTo17, t => string.Join(' ', t.Cast<long>().Append(
            t.Cast<long>().Order().SequenceEqual([1, 8, 8]) ? 1 : t.Cast<long>().Sum()).Select(n => SmallCount.Of(n).Value))));
    }

    [Theory]
    [InlineData(1, 17)]
    [InlineData(2, 17)]
    [InlineData(3, 0)]
    public void No_exact_count_or_growth_from_1_to_7_follows_from_two_tables_of_growing_counts(int cells, int upTo)
    {
        var values = upTo > 0 ? UpTo17 : Ends;
        Assert.Empty(FollowedFromTwo(Grids(cells, 1, values).ToList(), Signature));
    }

    [Fact]
    public void Nor_from_two_tables_of_two_dimensions() => Assert.Empty(FollowedFromTwo(Grids(2, 2, [0, 1, 7, 8, 9, 12]).ToList(), Signature));

    [Fact]
    public void Exact_totals_would_not_do_for_growing_counts() =>
        Assert.NotEmpty(FollowedFromTwo(Grids(2, 1, Ends).ToList(), t => $"{Signature(t)} {t.Cast<long>().Sum()}"));

    /// <summary>Cells, or sums, whose exact value from 1 to 7 is the same in all tables that are published alike.</summary>
    private static List<string> Followed(int rows, int columns, long[] values, Func<long[,], string> publish) =>
    [
        .. from alike in Grids(rows, columns, values).GroupBy(publish)
           from place in Pinned(alike.Select(Facts))
           select $"{alike.Key}: {place}",
    ];

    private static List<string> FollowedFromTwo(List<long[,]> tables, Func<long[,], string> publish)
    {
        var published = tables.Select(t => (Exact: Facts(t), Cells: t.Cast<long>().ToArray(), Shown: publish(t))).ToList();
        var candidates = new Dictionary<(string, string), long?[]>();
        foreach (var first in published)
            foreach (var second in published)
            {
                if (first.Cells.Zip(second.Cells).Any(cell => cell.First > cell.Second))
                    continue;
                long[] facts = [.. first.Exact, .. second.Exact, .. second.Exact.Zip(first.Exact, (later, earlier) => later - earlier)];
                if (!candidates.TryGetValue((first.Shown, second.Shown), out var agreed))
                    candidates[(first.Shown, second.Shown)] = agreed = [.. facts.Select(f => (long?)f)];
                for (var i = 0; i < facts.Length; i++)
                    if (agreed[i] != facts[i])
                        agreed[i] = null;
            }

        return [.. candidates.Where(c => c.Value.Any(f => f is >= 1 and <= 7)).Select(c => $"{c.Key}: {string.Join(' ', c.Value)}")];
    }

    private static IEnumerable<int> Pinned(IEnumerable<long[]> tables)
    {
        long?[]? agreed = null;
        foreach (var facts in tables)
        {
            agreed ??= [.. facts.Select(f => (long?)f)];
            for (var i = 0; i < facts.Length; i++)
                if (agreed[i] != facts[i])
                    agreed[i] = null;
        }

        return Enumerable.Range(0, agreed?.Length ?? 0).Where(i => agreed![i] is >= 1 and <= 7);
    }

    /// <summary>Everything exact in a table: cells, rows, columns, total.</summary>
    private static long[] Facts(long[,] t)
    {
        (int rows, int columns) = (t.GetLength(0), t.GetLength(1));
        return
        [
            .. t.Cast<long>(),
            .. Enumerable.Range(0, rows).Select(r => Enumerable.Range(0, columns).Sum(c => t[r, c])),
            .. Enumerable.Range(0, columns).Select(c => Enumerable.Range(0, rows).Sum(r => t[r, c])),
            t.Cast<long>().Sum(),
        ];
    }

    private static string Signature(long[,] exact)
    {
        var table = SmallCountTable.Of(exact);
        var cells = from r in Enumerable.Range(0, exact.GetLength(0)) from c in Enumerable.Range(0, exact.GetLength(1)) select table[r, c];
        return string.Join(' ', cells.Select(c => $"{c.Value}").Concat(
            table.Rows.Concat(table.Columns).Append(table.Total).Select(sum => $"{sum.Count.Value}/{sum.AtLeast}/{sum.AtMost}")));
    }

    private static IEnumerable<long[,]> Grids(int rows, int columns, long[] values)
    {
        var places = rows * columns;
        for (var n = 0; n < (int)Math.Pow(values.Length, places); n++)
        {
            var grid = new long[rows, columns];
            for (int i = 0, rest = n; i < places; i++, rest /= values.Length)
                grid[i / columns, i % columns] = values[rest % values.Length];
            yield return grid;
        }
    }
}
