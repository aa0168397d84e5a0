using System.Globalization;
using Insights.Core.Wellbeing;
using Xunit;

namespace Insights.Core.Tests.Wellbeing;

/// <summary>When quiet hours hold, by the clock of their own zone.</summary>
public sealed class QuietHoursTests
{
    [Theory]
    [InlineData("09:00", "12:00", "UTC", "", "2026-11-26T08:59:59Z", false)]
    [InlineData("09:00", "12:00", "UTC", "", "2026-11-26T09:00:00Z", true)]
    [InlineData("09:00", "12:00", "UTC", "", "2026-11-26T12:00:00Z", false)]
    [InlineData("18:00", "08:00", "UTC", "", "2026-11-26T23:00:00Z", true)]
    [InlineData("18:00", "08:00", "UTC", "", "2026-11-26T07:59:59Z", true)]
    [InlineData("18:00", "08:00", "UTC", "", "2026-11-26T08:00:00Z", false)]
    [InlineData("18:00", "08:00", "UTC", "Friday", "2026-11-28T03:00:00Z", true)] // Saturday morning is Friday's night.
    [InlineData("18:00", "08:00", "UTC", "Friday", "2026-11-27T03:00:00Z", false)] // Friday morning is Thursday's.
    [InlineData("18:00", "08:00", "UTC", "Sunday", "2026-11-23T03:00:00Z", true)]
    [InlineData("00:00", "00:00", "UTC", "Saturday,Sunday", "2026-11-28T13:00:00Z", true)]
    [InlineData("00:00", "00:00", "UTC", "Saturday,Sunday", "2026-11-27T13:00:00Z", false)]
    [InlineData("18:00", "08:00", "Asia/Kuala_Lumpur", "", "2026-11-26T10:00:00Z", true)]
    [InlineData("18:00", "08:00", "Asia/Kuala_Lumpur", "", "2026-11-26T09:59:00Z", false)]
    [InlineData("18:00", "08:00", "Europe/Dublin", "", "2026-07-01T17:00:00Z", true)] // An hour earlier in summer.
    [InlineData("18:00", "08:00", "Europe/Dublin", "", "2026-12-01T17:00:00Z", false)]
    [InlineData("00:00", "23:59", "Nowhere/Atall", "", "2026-12-01T17:00:00Z", false)]
    public void They_hold(string from, string to, string zone, string days, string now, bool expected)
    {
        var hours = new QuietHours(
            TimeOnly.Parse(from, CultureInfo.InvariantCulture), TimeOnly.Parse(to, CultureInfo.InvariantCulture), zone,
            [.. days.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<Weekday>)]);

        Assert.Equal(expected, hours.HoldAt(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Hours_that_never_end_are_told_from_whole_days()
    {
        Assert.True(new QuietHours(default, default, "UTC", []).NeverEnd);
        Assert.True(new QuietHours(default, default, "UTC", Enum.GetValues<Weekday>()).NeverEnd);
        Assert.False(new QuietHours(default, default, "UTC", [Weekday.Saturday]).NeverEnd);
        Assert.False(new QuietHours(default, new TimeOnly(23, 59), "UTC", []).NeverEnd);
        Assert.Contains("Europe/Dublin", QuietHours.Zones);
    }
}
