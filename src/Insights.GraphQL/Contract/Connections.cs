using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Insights.Core.Data;
using Insights.Core.Pipeline;
using Insights.GraphQL.Costs;
using Insights.GraphQL.Errors;

namespace Insights.GraphQL.Contract;

/// <summary>A page of a list in a stated order.</summary>
internal class Connection<T>(IReadOnlyList<Edge<T>> edges, bool hasNext, bool hasPrevious)
{
    /// <summary>The items with their cursors.</summary>
    public IReadOnlyList<Edge<T>> Edges => edges;

    /// <summary>The items alone.</summary>
    public IEnumerable<T> Nodes => edges.Select(e => e.Node);

    /// <summary>Where the page begins and ends.</summary>
    public PageInfo PageInfo { get; } = new(hasNext, hasPrevious, edges.Count == 0 ? null : edges[0].Cursor, edges.Count == 0 ? null : edges[^1].Cursor);
}

/// <summary>A page of a list in a stated order, which can be counted.</summary>
internal sealed class CountedConnection<T>(IReadOnlyList<Edge<T>> edges, bool hasNext, bool hasPrevious, Func<CancellationToken, Task<int>> count)
    : Connection<T>(edges, hasNext, hasPrevious)
{
    /// <summary>How many items the filter lets through on all pages. Counted only when asked for.</summary>
    [Weight(WeightAttribute.Request)]
    public Task<int> TotalCountAsync(CancellationToken ct) => count(ct);
}

/// <summary>An item and its place in the list.</summary>
/// <param name="Cursor">Continue after this item with it.</param>
/// <param name="Node">The item.</param>
internal sealed record Edge<T>(string Cursor, T Node);

/// <summary>Where a page begins and ends.</summary>
/// <param name="HasNextPage">Whether more items follow.</param>
/// <param name="HasPreviousPage">Whether the page was asked for by a cursor, and so has items before it.</param>
/// <param name="StartCursor">Cursor of the first item; null on an empty page.</param>
/// <param name="EndCursor">Cursor of the last item; continue with it as <c>after</c>.</param>
internal sealed record PageInfo(bool HasNextPage, bool HasPreviousPage, string? StartCursor, string? EndCursor);

/// <summary>Keys of the last item read, opaque to clients: base64url over numbers.</summary>
internal static class Cursors
{
    private const int Longest = 128;

    public static string Of(params long[] key) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Join('.', key.Select(k => k.ToString(CultureInfo.InvariantCulture)))));

    /// <exception cref="RefusedError">This is not a cursor of such a list.</exception>
    public static long[]? Read(string? cursor, int parts)
    {
        if (cursor is null)
            return null;
        if (cursor.Length <= Longest && Base64Url.IsValid(cursor))
        {
            var texts = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor)).Split('.');
            var key = texts.Select(t => long.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var k) ? k : (long?)null).OfType<long>().ToArray();
            if (key.Length == parts && texts.Length == parts)
                return key;
        }

        throw new RefusedError([Refusal.Of(RefusalCode.Malformed, "This is not a cursor of this list.", "after")]);
    }

    public static Connection<T> Connect<T>(this Page<T> page, string? after, Func<T, string> cursor) =>
        new([.. page.Items.Select(item => new Edge<T>(cursor(item), item))], page.HasMore, after is not null);

    public static CountedConnection<T> Connect<T>(this Page<T> page, string? after, Func<T, string> cursor, Func<CancellationToken, Task<int>> count) =>
        new([.. page.Items.Select(item => new Edge<T>(cursor(item), item))], page.HasMore, after is not null, count);
}
