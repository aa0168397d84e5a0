using System.Globalization;
using Insights.Core.Wellbeing;

namespace Insights.Web.Hosting;

/// <summary>Reads <c>Insights:Wellbeing</c>: how this organisation treats its people unless they say otherwise. Whatever is wrong stops the start and is named, never shown.</summary>
internal static class WellbeingSettings
{
    private const string At = "Insights:Wellbeing";

    /// <summary>Everything that can stand there; anything else is a mistake in writing.</summary>
    private static readonly string[] Names = ["Greyscale", "Density", "HideVolumes", "SingleKeys", "ColourScheme", "QuietHours"];

    private static readonly string[] QuietNames = ["From", "To", "TimeZone", "Days"];

    /// <exception cref="InvalidDataException">A setting is wrong; the message names its key.</exception>
    public static WellbeingOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(At);
        Known(section, Names);
        var usual = new WellbeingOptions();
        return new WellbeingOptions
        {
            Greyscale = Switch(section, "Greyscale", usual.Greyscale),
            Density = OneOf(section, "Density", usual.Density),
            HideVolumes = Switch(section, "HideVolumes", usual.HideVolumes),
            SingleKeys = Switch(section, "SingleKeys", usual.SingleKeys),
            ColourScheme = OneOf(section, "ColourScheme", usual.ColourScheme),
            QuietHours = ReadQuiet(section.GetSection("QuietHours")),
        };
    }

    private static QuietHours? ReadQuiet(IConfigurationSection section)
    {
        Known(section, QuietNames);
        if (!section.GetChildren().Any())
            return null;
        var zone = section["TimeZone"] is { Length: > 0 } name && QuietHours.Zone(name) is not null
            ? name : throw new InvalidDataException($"{section.Path}:TimeZone is not the IANA name of a time zone such as Europe/Dublin.");
        var hours = new QuietHours(Time(section, "From"), Time(section, "To"), zone, Days(section.GetSection("Days")));
        return hours.NeverEnd ? throw new InvalidDataException($"{section.Path}: these hours never end, so no mail would ever be sent.") : hours;
    }

    private static Weekday[] Days(IConfigurationSection section) =>
        [.. section.GetChildren().Select(day => Enum.TryParse<Weekday>(day.Value, ignoreCase: true, out var known) && Enum.IsDefined(known) && !char.IsDigit(day.Value![0])
            ? known : throw new InvalidDataException($"{day.Path} is not a day of the week.")).Distinct().Order()];

    private static TimeOnly Time(IConfigurationSection section, string key) =>
        TimeOnly.TryParseExact(section[key], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time : throw new InvalidDataException($"{section.Path}:{key} is not a time of day such as 18:00.");

    private static bool Switch(IConfigurationSection section, string key, bool usual) =>
        section[key] is not { Length: > 0 } text ? usual
        : bool.TryParse(text, out var on) ? on : throw new InvalidDataException($"{section.Path}:{key} is neither true nor false.");

    private static T OneOf<T>(IConfigurationSection section, string key, T usual) where T : struct, Enum =>
        section[key] is not { Length: > 0 } text ? usual
        : Enum.TryParse<T>(text, ignoreCase: true, out var known) && Enum.IsDefined(known) && !char.IsDigit(text[0]) ? known
        : throw new InvalidDataException($"{section.Path}:{key} is none of {string.Join(", ", Enum.GetNames<T>())}.");

    private static void Known(IConfigurationSection section, string[] names)
    {
        if (section.GetChildren().FirstOrDefault(child => !names.Contains(child.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
            throw new InvalidDataException($"{section.Path}:{unknown.Key} is not a setting.");
    }
}
