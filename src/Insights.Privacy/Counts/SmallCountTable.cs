namespace Insights.Privacy;

/// <summary>A sum of several cells of a table: what is published of it, and what the cells say of it anyway.</summary>
/// <param name="Count">Rounded from the exact sum; suppressed where showing it could give a cell away.</param>
/// <param name="AtLeast">The least the sum can be by the published cells alone.</param>
/// <param name="AtMost">The most it can be by them.</param>
public readonly record struct SmallCountMargin(SmallCount Count, long AtLeast, long AtMost);

/// <summary>
/// Counts broken down by one or two dimensions, with their sums, such that no exact count from 1 to 7, and no exact
/// difference from 1 to 7 to a later table of the same growing counts, follows from what is published. Immutable.
/// </summary>
/// <remarks>
/// <para>
/// Rounding alone leaks: 8, 8 and 1 with their sum 17 are published as 10, 10, suppressed and 15, and since shown cells
/// are 8 at least and the sum is 17 at most, the suppressed one is 1. Suppressing just the sums that leak leaks too,
/// because that a sum is missing then says which one it was. So a sum is shown or not by the published cells alone, never by its own value.
/// </para>
/// <para>
/// A sum is shown only if no cell in it is suppressed, so that nothing at all bounds a suppressed cell; if the least and
/// the most its cells can add up to are each published like a neighbouring sum, so that no value of it pins all its cells; and if none
/// of its cells is in a sum that is shown already, since overlapping sums can pin cells together. The total is shown
/// first, then rows, then columns. In place of the others stand bounds, which are made of the published cells.
/// </para>
/// <para>
/// This holds for one table of a population. Do not publish a coarser count of the same population beside it.
/// </para>
/// </remarks>
public sealed class SmallCountTable
{
    private readonly SmallCountRule rule;
    private readonly long[,] exact;
    private readonly SmallCount[,] cells;
    private readonly bool[,] taken;

    private SmallCountTable(long[,] exact, SmallCountRule rule)
    {
        (this.exact, this.rule) = (exact, rule);
        (int rows, int columns) = (exact.GetLength(0), exact.GetLength(1));
        cells = new SmallCount[rows, columns];
        taken = new bool[rows, columns];
        for (var r = 0; r < rows; r++)
            for (var c = 0; c < columns; c++)
                cells[r, c] = SmallCount.Of(exact[r, c], rule);

        Total = Sum(from r in Enumerable.Range(0, rows) from c in Enumerable.Range(0, columns) select (r, c));
        Rows = [.. Enumerable.Range(0, rows).Select(r => Sum(Enumerable.Range(0, columns).Select(c => (r, c))))];
        Columns = [.. Enumerable.Range(0, columns).Select(c => Sum(Enumerable.Range(0, rows).Select(r => (r, c))))];
    }

    /// <summary>The sums of the rows.</summary>
    public IReadOnlyList<SmallCountMargin> Rows { get; }

    /// <summary>The sums of the columns.</summary>
    public IReadOnlyList<SmallCountMargin> Columns { get; }

    /// <summary>The sum of all cells.</summary>
    public SmallCountMargin Total { get; }

    /// <summary>One cell.</summary>
    /// <param name="row">From 0.</param>
    /// <param name="column">From 0; with one dimension, only 0.</param>
    public SmallCount this[int row, int column] => cells[row, column];

    /// <summary>Counts by one dimension.</summary>
    /// <param name="exact">The exact counts, each 0 or more.</param>
    /// <param name="rule">The rule; without it, the default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static SmallCountTable Of(IReadOnlyList<long> exact, SmallCountRule? rule = null)
    {
        ArgumentNullException.ThrowIfNull(exact);
        var table = new long[exact.Count, 1];
        for (var i = 0; i < exact.Count; i++) table[i, 0] = exact[i];
        return new(table, rule ?? SmallCountRule.Default);
    }

    /// <summary>Counts by two dimensions. More than two would leave too few in each cell.</summary>
    /// <param name="exact">The exact counts by row and column, each 0 or more.</param>
    /// <param name="rule">The rule; without it, the default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static SmallCountTable Of(long[,] exact, SmallCountRule? rule = null)
    {
        ArgumentNullException.ThrowIfNull(exact);
        return new((long[,])exact.Clone(), rule ?? SmallCountRule.Default);
    }

    private SmallCountMargin Sum(IEnumerable<(int Row, int Column)> of)
    {
        // A cell that is 0 is known to be 0, whatever sum it is in.
        var uncertain = of.Where(at => cells[at.Row, at.Column].Value != 0).ToList();
        long least = 0, most = 0, sum = 0;
        foreach (var (row, column) in uncertain)
        {
            var (low, high) = rule.Meaning(cells[row, column].Value);
            checked
            {
                (least, most, sum) = (least + low, most + high, sum + exact[row, column]);
            }
        }

        return new(MayBeShown(uncertain, least, most) ? Shown(uncertain, sum) : uncertain is [var only] ? cells[only.Row, only.Column] : default, least, most);
    }

    private bool MayBeShown(List<(int Row, int Column)> uncertain, long least, long most) => uncertain.Count switch
    {
        0 => true,
        1 => false,
        _ => uncertain.All(at => !cells[at.Row, at.Column].Suppressed && !taken[at.Row, at.Column])
            && rule.Publish(least) == rule.Publish(least + 1) && rule.Publish(most) == rule.Publish(most - 1),
    };

    private SmallCount Shown(List<(int Row, int Column)> uncertain, long sum)
    {
        foreach (var (row, column) in uncertain) taken[row, column] = true;
        return SmallCount.Of(sum, rule);
    }
}
