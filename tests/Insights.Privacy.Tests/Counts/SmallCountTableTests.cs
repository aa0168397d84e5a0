using FsCheck.Xunit;

namespace Insights.Privacy.Tests.Counts;

public sealed class SmallCountTableTests
{
    [Fact]
    public void A_total_that_would_give_a_part_away_is_not_shown_but_bounded_by_the_parts()
    {
        var table = SmallCountTable.Of([8, 8, 1]);

        Assert.Equal([10L, 10L, null], new[] { table[0, 0].Value, table[1, 0].Value, table[2, 0].Value });
        Assert.True(table.Total.Count.Suppressed);
        Assert.Equal((17L, 31L), (table.Total.AtLeast, table.Total.AtMost));
    }

    [Fact]
    public void A_total_is_rounded_from_its_exact_value()
    {
        var table = SmallCountTable.Of([12, 12, 12]);

        Assert.Equal(10, table[0, 0].Value);
        Assert.Equal(35, table.Total.Count.Value);
        Assert.Equal([10L, 10L, 10L], table.Rows.Select(row => row.Count.Value));
    }

    [Fact]
    public void Rows_without_a_suppressed_cell_keep_their_sums_where_the_total_cannot_be_shown()
    {
        var table = SmallCountTable.Of(new long[,] { { 20, 30 }, { 40, 3 }, { 0, 0 }, { 0, 11 } });

        Assert.Equal([50L, null, 0L, 10L], table.Rows.Select(row => row.Count.Value));
        Assert.True(table.Total.Count.Suppressed);
        // 20 and 40 are in the first column, but 20 is in a sum that is shown already.
        Assert.Equal([null, null], table.Columns.Select(column => column.Count.Value));
        Assert.Equal((56L, 64L), (table.Columns[0].AtLeast, table.Columns[0].AtMost));
    }

    [Fact]
    public void A_table_without_small_cells_shows_its_total()
    {
        var table = SmallCountTable.Of(new long[,] { { 20, 30 }, { 0, 50 } });

        Assert.Equal(100, table.Total.Count.Value);
        Assert.Equal([null, 50L], table.Rows.Select(row => row.Count.Value));
    }

    [Fact]
    public void An_empty_table_has_a_total_of_none() => Assert.Equal(0, SmallCountTable.Of([]).Total.Count.Value);

    [Fact]
    public void A_negative_count_is_an_error() => Assert.Throws<ArgumentOutOfRangeException>(() => SmallCountTable.Of([8, -1]));

    [Property(MaxTest = 500)]
    public void What_is_shown_depends_on_the_published_cells_alone(byte[] counts, byte columns, int seed)
    {
        var exact = Grid(counts, columns);
        var other = Like(exact, new Random(seed));

        Assert.Equal(Shape(SmallCountTable.Of(exact)), Shape(SmallCountTable.Of(other)));
    }

    [Property(MaxTest = 500)]
    public void Every_sum_is_within_its_bounds_and_shown_sums_are_those_of_the_exact_counts(byte[] counts, byte columns)
    {
        var exact = Grid(counts, columns);
        var table = SmallCountTable.Of(exact);
        (int height, int width) = (exact.GetLength(0), exact.GetLength(1));

        for (var r = 0; r < height; r++)
            AssertSum(table.Rows[r], Enumerable.Range(0, width).Sum(c => exact[r, c]));
        for (var c = 0; c < width; c++)
            AssertSum(table.Columns[c], Enumerable.Range(0, height).Sum(r => exact[r, c]));
        AssertSum(table.Total, exact.Cast<long>().Sum());
    }

    private static void AssertSum(SmallCountMargin margin, long exact)
    {
        Assert.InRange(exact, margin.AtLeast, margin.AtMost);
        if (!margin.Count.Suppressed)
            Assert.Equal(SmallCount.Of(exact), margin.Count);
    }

    private static long[,] Grid(byte[] counts, byte columns)
    {
        var width = columns % 4 + 1;
        var grid = new long[counts.Length / width, width];
        for (var i = 0; i < grid.Length; i++)
            grid[i / width, i % width] = counts[i] % 40;
        return grid;
    }

    /// <summary>Another table with the same published cells.</summary>
    private static long[,] Like(long[,] exact, Random random)
    {
        var other = (long[,])exact.Clone();
        for (var r = 0; r < exact.GetLength(0); r++)
            for (var c = 0; c < exact.GetLength(1); c++)
            {
                var (least, most) = SmallCountRule.Default.Meaning(SmallCount.Of(exact[r, c]).Value);
                other[r, c] = random.NextInt64(least, most + 1);
            }

        return other;
    }

    private static string Shape(SmallCountTable table) => string.Concat(
        table.Rows.Concat(table.Columns).Append(table.Total).Select(sum => $"{(sum.Count.Suppressed ? "-" : sum.Count.Value == 0 ? "0" : "+")} {sum.AtLeast}-{sum.AtMost} "));
}
