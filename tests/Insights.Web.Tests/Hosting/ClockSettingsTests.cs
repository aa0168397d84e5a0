using Insights.Core.Gaps;
using Insights.Web.Hosting;
using Microsoft.Extensions.Configuration;

namespace Insights.Web.Tests.Hosting;

/// <summary>What a deployment decides about its working days and targets is read once, and refused by the name of its key.</summary>
public sealed class ClockSettingsTests
{
    [Fact]
    public void Left_out_the_week_has_five_days_and_the_targets_are_those_that_ship()
    {
        var clocks = Read();

        Assert.Equal([DayOfWeek.Saturday, DayOfWeek.Sunday], clocks.Weekend);
        Assert.Empty(clocks.Holidays);
        Assert.Equal(new ClockOptions().Targets, clocks.Targets);
    }

    [Fact]
    public void What_is_set_is_taken_and_the_rest_stays()
    {
        var clocks = Read(("Weekend:0", "friday"), ("Holidays:0", "2026-12-25"), ("Holidays:1", "2027-01-01"), ("Targets:High:Assess", "6"));

        Assert.Equal([DayOfWeek.Friday], clocks.Weekend);
        Assert.Equal([new DateOnly(2026, 12, 25), new DateOnly(2027, 1, 1)], clocks.Holidays.Order());
        Assert.Equal(new ClockTargets(2, 6, 20, 20), clocks.Targets[Severity.High]);
        Assert.Equal(new ClockTargets(1, 3, 10, 10), clocks.Targets[Severity.Critical]);
    }

    [Theory]
    [InlineData("Weekend:0", "7", "Weekend:0 is not a day of the week.")]
    [InlineData("Weekend:0", "Someday", "Weekend:0 is not a day of the week.")]
    [InlineData("Holidays:0", "25.12.2026", "Holidays:0 is not a day such as 2026-12-25.")]
    [InlineData("Targets:Low:Decide", "soon", "Targets:Low:Decide is not a number.")]
    [InlineData("Targets:Low:Decide", "0", "Targets:Low has a target that is not 1 to 1000.")]
    public void A_wrong_value_stops_the_start_and_is_named(string key, string value, string message)
    {
        var fault = Assert.Throws<InvalidDataException>(() => Read((key, value)));

        Assert.Equal($"Insights:Clocks:{message}", fault.Message);
    }

    private static ClockOptions Read(params (string Key, string Value)[] settings) => InsightsSettings.ReadClocks(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"Insights:Clocks:{s.Key}", (string?)s.Value))).Build());
}
