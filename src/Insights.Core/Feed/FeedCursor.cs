using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Insights.Core.Feed;

/// <summary>A place in the feed: everything up to and including <paramref name="Position"/> has been read. Opaque to clients.</summary>
/// <param name="Epoch">Which life of the log it belongs to.</param>
/// <param name="Position">Last position read; 0 stands before the first event.</param>
public readonly record struct FeedCursor(long Epoch, long Position)
{
    public static bool TryParse([NotNullWhen(true)] string? text, out FeedCursor cursor)
    {
        cursor = default;
        var parts = text?.Split('.');
        if (parts is not ["v1", var epoch, var position]
            || !long.TryParse(epoch, NumberStyles.None, CultureInfo.InvariantCulture, out var e)
            || !long.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var p))
            return false;
        cursor = new FeedCursor(e, p);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"v1.{Epoch}.{Position}");
}
