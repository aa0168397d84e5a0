namespace Insights.Core.Data;

/// <summary>A page in a stated order.</summary>
/// <param name="Items">The items, at most as many as were asked for.</param>
/// <param name="HasMore">Whether more follow in the same direction.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, bool HasMore)
{
    /// <summary>Largest page anyone may ask for.</summary>
    public const int MaxSize = 100;

    /// <summary>Cuts a list that was read one longer than asked.</summary>
    public static Page<T> Of(List<T> oneMoreThanAsked, int asked) =>
        oneMoreThanAsked.Count <= asked ? new(oneMoreThanAsked, false) : new(oneMoreThanAsked[..asked], true);
}
