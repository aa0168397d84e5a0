namespace Insights.Similarity.Learning;

/// <summary>A person's answer about two documents.</summary>
/// <param name="KeyA">One.</param>
/// <param name="KeyB">The other; their order does not matter.</param>
/// <param name="Same">Yes or No. Answers of "not sure" are no labels.</param>
/// <param name="At">When it was answered; of two answers about one pair the later one holds.</param>
public sealed record LabelledPair(string KeyA, string KeyB, bool Same, DateTimeOffset At);
