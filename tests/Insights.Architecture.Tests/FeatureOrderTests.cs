using System.Reflection;
using System.Text.RegularExpressions;
using NetArchTest.Rules;
using Xunit;

namespace Insights.Architecture.Tests;

/// <summary>The order of features in Core, as decision record 8 states it.</summary>
public sealed class FeatureOrderTests
{
    /// <summary>Each place may use itself and those before it. Features of one place count as one.</summary>
    private static readonly string[][] Places =
        [["Data"], ["Identity", "Pipeline"], ["Audit"], ["Gaps"], ["Feed"], ["Policies"], ["Cases"], ["Reports"], ["Calibration"], ["Triage"], ["Clusters"], ["Queue"], ["Wellbeing"], ["Contact"], ["Consumers"], ["Webhooks"], ["Learning"], ["Search"], ["Scenarios"], ["Metrics"], ["Evidence"], ["Stewardship"], ["Administration"]];

    public static TheoryData<string> Features => [.. Places.SelectMany(place => place)];

    [Theory]
    [MemberData(nameof(Features))]
    public void A_feature_uses_only_itself_and_those_before_it(string feature)
    {
        Assert.NotEmpty(Of(House.Core, feature).GetTypes());
        Assert.Empty(Violations(House.Core, feature, Later(Places, feature)));
    }

    [Fact]
    public void Every_feature_has_its_place()
    {
        var folders = House.WrittenTypes([House.Core]).Select(t => t.Namespace!).Where(n => n.StartsWith("Insights.Core.", StringComparison.Ordinal)).Select(n => n.Split('.')[2]).Distinct();

        Assert.Equal(Places.SelectMany(place => place).Order(), folders.Order());
    }

    [Fact]
    public void The_decision_record_states_the_same_order()
    {
        var record = File.ReadAllLines(Path.Combine(House.Root, ".github/decisions/0008-order-of-features-in-core.md"));
        var stated = record.Where(line => Regex.IsMatch(line, @"^\d+\. ")).Select(line => Regex.Matches(line.Split(':')[0], "`(\\w+)`").Select(m => m.Groups[1].Value).ToArray());

        Assert.Equal(Places.Select(place => string.Join(' ', place)), stated.Select(place => string.Join(' ', place)));
    }

    [Fact]
    public void The_rule_finds_a_violation_in_a_constructor_and_in_an_asynchronous_body_and_only_there()
    {
        var here = Assembly.GetExecutingAssembly();

        Assert.Contains("Insights.Core.Data.ReachesUp", Violations(here, "Data", Later(Places, "Data")));
        Assert.Contains(Violations(here, "Feed", Later(Places, "Feed")), name => name.StartsWith("Insights.Core.Feed.ReachesSideways", StringComparison.Ordinal));
        Assert.DoesNotContain(Violations(here, "Feed", Later(Places, "Feed")), name => name.Contains("FeedExtras", StringComparison.Ordinal));
    }

    [Fact]
    public void The_order_the_other_way_round_would_not_hold()
    {
        string[][] reversed = [.. Places.Reverse()];

        Assert.NotEmpty(Violations(House.Core, "Feed", Later(reversed, "Feed")));
        Assert.NotEmpty(Violations(House.Core, "Triage", Later(reversed, "Triage")));
    }

    private static string[] Later(string[][] places, string feature) =>
        [.. places.SkipWhile(place => !place.Contains(feature)).Skip(1).SelectMany(place => place)];

    private static PredicateList Of(Assembly assembly, string feature) =>
        Types.InAssembly(assembly).That().ResideInNamespaceMatching($@"^Insights\.Core\.{feature}(\.|$)");

    private static IReadOnlyList<string> Violations(Assembly assembly, string feature, string[] later) => later.Length == 0 ? []
        : [.. Of(assembly, feature).ShouldNot().HaveDependencyOnAny([.. later.Select(l => $"Insights.Core.{l}")]).GetResult().FailingTypeNames ?? []];
}
