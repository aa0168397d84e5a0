using Insights.Core.Wellbeing;
using Insights.Web.Hosting;
using Microsoft.Extensions.Configuration;

namespace Insights.Web.Tests.Hosting;

/// <summary>What an organisation decides about how its people are treated is read once, and refused by the name of its key.</summary>
public sealed class WellbeingSettingsTests
{
    [Fact]
    public void Left_out_everything_is_as_it_ships() => Assert.Equal(new WellbeingOptions(), Read());

    [Fact]
    public void What_is_set_is_taken_and_the_rest_stays()
    {
        var said = Read(
            ("Greyscale", "true"), ("Density", "compact"), ("SingleKeys", "false"),
            ("QuietHours:From", "18:00"), ("QuietHours:To", "08:00"), ("QuietHours:TimeZone", "Europe/Dublin"), ("QuietHours:Days:0", "friday"));

        Assert.Equal((true, Density.Compact, false, false, ColourScheme.System), (said.Greyscale, said.Density, said.HideVolumes, said.SingleKeys, said.ColourScheme));
        Assert.Equal((new TimeOnly(18, 0), new TimeOnly(8, 0), "Europe/Dublin"), (said.QuietHours!.From, said.QuietHours.To, said.QuietHours.TimeZone));
        Assert.Equal([Weekday.Friday], said.QuietHours.Days);
    }

    [Theory]
    [InlineData("Greyscale", "grey", "Greyscale is neither true nor false.")]
    [InlineData("Density", "tight", "Density is none of Comfortable, Compact.")]
    [InlineData("ColourScheme", "1", "ColourScheme is none of System, Light, Dark.")]
    [InlineData("Grayscale", "true", "Grayscale is not a setting.")]
    [InlineData("QuietHours:From", "18:00", "QuietHours:TimeZone is not the IANA name of a time zone such as Europe/Dublin.")]
    [InlineData("QuietHours:Until", "18:00", "QuietHours:Until is not a setting.")]
    public void A_wrong_value_stops_the_start_and_is_named(string key, string value, string message)
    {
        var fault = Assert.Throws<InvalidDataException>(() => Read((key, value)));

        Assert.Equal($"Insights:Wellbeing:{message}", fault.Message);
    }

    [Fact]
    public void Hours_that_never_end_stop_the_start()
    {
        var fault = Assert.Throws<InvalidDataException>(() => Read(("QuietHours:From", "00:00"), ("QuietHours:To", "00:00"), ("QuietHours:TimeZone", "UTC")));

        Assert.Equal("Insights:Wellbeing:QuietHours: these hours never end, so no mail would ever be sent.", fault.Message);
    }

    private static WellbeingOptions Read(params (string Key, string Value)[] settings) => WellbeingSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create($"Insights:Wellbeing:{s.Key}", (string?)s.Value))).Build());
}
