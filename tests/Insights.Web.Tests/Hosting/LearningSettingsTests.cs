using Insights.Core.Learning;
using Insights.Web.Hosting;
using Microsoft.Extensions.Configuration;

namespace Insights.Web.Tests.Hosting;

/// <summary>What a deployment decides about learning is read once, and refused by the name of its key.</summary>
public sealed class LearningSettingsTests
{
    [Fact]
    public void Left_out_it_learns_weekly_and_links_nothing_by_itself() =>
        Assert.Equal(new LearningOptions { AutomaticLinking = false, TargetPrecision = 0.95, TrainEveryDays = 7, TrainAfterLabels = 50 }, Read());

    [Fact]
    public void What_is_set_is_taken() =>
        Assert.Equal(
            new LearningOptions { AutomaticLinking = true, TargetPrecision = 0.99, TrainEveryDays = 30, TrainAfterLabels = 200 },
            Read(("AutomaticLinking", "true"), ("TargetPrecision", "0.99"), ("TrainEveryDays", "30"), ("TrainAfterLabels", "200")));

    [Theory]
    [InlineData("AutomaticLinking", "yes")]
    [InlineData("TargetPrecision", "0.5")]
    [InlineData("TargetPrecision", "1")]
    [InlineData("TargetPrecision", "95")]
    [InlineData("TargetPrecision", "NaN")]
    [InlineData("TargetPrecision", "high")]
    [InlineData("TrainEveryDays", "0")]
    [InlineData("TrainEveryDays", "1.5")]
    [InlineData("TrainAfterLabels", "0")]
    public void A_wrong_value_stops_the_start_and_is_named(string key, string value)
    {
        var fault = Assert.Throws<InvalidDataException>(() => Read((key, value)));

        Assert.StartsWith($"Insights:LookAlikes:{key} is n", fault.Message, StringComparison.Ordinal);
    }

    private static LearningOptions Read(params (string Key, string Value)[] settings) => InsightsSettings.ReadLearning(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"Insights:LookAlikes:{s.Key}", (string?)s.Value))).Build());
}
