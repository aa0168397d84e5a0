using System.Numerics;
using System.Reflection;
using Insights.Core.Feed;
using Insights.Privacy;
using Xunit;

namespace Insights.Architecture.Tests;

/// <summary>A count leaves as <see cref="SmallCount"/> or not at all.</summary>
public sealed class OutboundCountTests
{
    /// <summary>Every number that leaves on the feed, and why it is no count. Adding one needs a privacy review.</summary>
    private static readonly Dictionary<string, string> NoCount = new()
    {
        ["FeedItem.GapNumber"] = "the human number of a gap, handed out one after the other to all gaps whatever they say",
        ["FeedItem.OtherGapNumber"] = "the human number of another gap, handed out the same way",
        ["FeedItem.OperationNumber"] = "the human number of a cluster operation, handed out one after the other to all operations",
        ["FeedItem.ClauseVersion"] = "version of a written clause, from the organisation's catalogue",
        ["FeedDecision.GroundVersion"] = "version of a written clause, from the organisation's catalogue",
        ["FeedCountsView.Schema"] = "version of the form",
        ["FeedCountsView.Threshold"] = "the rule that counts are published by",
        ["FeedCountsView.Step"] = "the rule that counts are published by",
        ["FeedCount.Count"] = "the value of a SmallCount, as it is stored for a day; only CountTables makes one",
        ["FeedCount.AtLeast"] = "a bound that SmallCountTable makes of published cells",
        ["FeedCount.AtMost"] = "a bound that SmallCountTable makes of published cells",
    };

    [Fact]
    public void No_number_leaves_on_the_feed_but_what_is_listed_with_its_reason()
    {
        var found = Numbers(typeof(FeedItem)).Concat(Numbers(typeof(FeedCountsView))).Distinct().ToList();

        Assert.Contains("FeedDecision.GroundVersion", found);
        Assert.Equal(NoCount.Keys.Order(), found.Order());
        Assert.All(NoCount.Values, reason => Assert.True(reason.Length > 10));
    }

    [Fact]
    public void The_rule_finds_a_bare_number_of_any_kind_wherever_it_is_and_lets_a_small_count_pass() =>
        Assert.Equal(
            ["Leaves.Cases", "Leaves.PerDay", "Leaves.Share", "Part.Ages", "Part.Reports"],
            Numbers(typeof(Leaves)).Order());

    private static IEnumerable<string> Numbers(Type type) => Walk(type, []);

    private static IEnumerable<string> Walk(Type type, HashSet<Type> seen)
    {
        if (!seen.Add(type))
            yield break;
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            foreach (var held in Held(property.PropertyType).Distinct())
            {
                if (IsNumber(held))
                    yield return $"{type.Name}.{property.Name}";
                else if (held != typeof(SmallCount) && held != typeof(GuardedText) && held.Assembly.GetName().Name!.StartsWith("Insights.", StringComparison.Ordinal) && !held.IsEnum)
                    foreach (var found in Walk(held, seen))
                        yield return found;
            }
        }
    }

    /// <summary>The type itself without its wrapping: what is inside a nullable, a list, a dictionary or an array.</summary>
    private static IEnumerable<Type> Held(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return Held(inner);
        if (type.IsArray)
            return Held(type.GetElementType()!);
        return type.IsGenericType && type.Assembly != Assembly.GetExecutingAssembly() ? type.GetGenericArguments().SelectMany(Held) : [type];
    }

    private static bool IsNumber(Type type) =>
        type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(INumberBase<>)) && type != typeof(char);

    private sealed record Leaves(
        long? Cases, SmallCount Gaps, SmallCount? Closed, string Text, GuardedText Words, DateOnly On, FeedEventType Type,
        double Share, IReadOnlyDictionary<string, int> PerDay, IReadOnlyList<Part> Parts);

    private sealed record Part(uint Reports, byte[] Ages, SmallCount Kept, Leaves? Whole);
}
