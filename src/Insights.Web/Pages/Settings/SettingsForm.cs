using System.Globalization;
using Insights.Core.Wellbeing;
using Insights.Web.Pages.Shared;

namespace Insights.Web.Pages.Settings;

/// <summary>Settings as the fields of a form, and what the choices of each are called.</summary>
internal static class SettingsForm
{
    private const string Yes = "yes";
    private const string No = "no";

    public static IReadOnlyList<Choice> OnOff { get; } = [new(Yes, "On"), new(No, "Off")];

    public static IReadOnlyList<Choice> ShownHidden { get; } = [new(No, "Shown"), new(Yes, "Hidden")];

    public static IReadOnlyList<Choice> Quiet { get; } = [new(Yes, "My own hours, below"), new(No, "None")];

    public static IReadOnlyList<Choice> Schemes { get; } = [new(Codes.Of(ColourScheme.System), "As my system says"), new(Codes.Of(ColourScheme.Light), "Light"), new(Codes.Of(ColourScheme.Dark), "Dark")];

    public static IReadOnlyList<Choice> Zones { get; } = [.. QuietHours.Zones.Select(zone => new Choice(zone, zone))];

    /// <summary>What stands for having no choice of one's own.</summary>
    public static string AsOrganisation(string says) => $"As the organisation says ({says})";

    public static string Says(bool on) => on ? "on" : "off";

    public static string Says(ColourScheme scheme) => scheme is ColourScheme.System ? "my system’s" : Codes.Of(scheme);

    public static string Says(QuietHoursView? hours) => hours is null ? "none" : $"{hours.From} to {hours.To}, {hours.TimeZone}{(hours.Days.Count is 0 or 7 ? "" : $", {string.Join(", ", hours.Days)}")}";

    public static FormValues Fill(MySettingsView kept) => FormValues.Of(
    [
        ("greyscale", Of(kept.Own.Greyscale)), ("density", Of(kept.Own.Density)), ("hideVolumes", Of(kept.Own.HideVolumes)), ("singleKeys", Of(kept.Own.SingleKeys)),
        ("colourScheme", Of(kept.Own.ColourScheme)), ("quiet", Of(kept.Own.Quiet)),
        ("quietHours-from", kept.Own.QuietHours?.From), ("quietHours-to", kept.Own.QuietHours?.To), ("quietHours-timeZone", kept.Own.QuietHours?.TimeZone),
        .. (kept.Own.QuietHours?.Days ?? []).Select(day => ("quietHours-days", (string?)Codes.Of(day))),
    ]);

    public static SetMySettings Read(FormValues values) => new(
        values.Whole("expectedVersion") ?? 0, Switch(values, "greyscale"), values.Choice<Density>("density"), Switch(values, "hideVolumes"), Switch(values, "singleKeys"),
        values.Choice<ColourScheme>("colourScheme"), Switch(values, "quiet"),
        new QuietHoursForm(
            Time(values["quietHours-from"]), Time(values["quietHours-to"]), values["quietHours-timeZone"],
            [.. values.Each("quietHours-days").Select(day => Codes.Parse<Weekday>(day)).OfType<Weekday>()]));

    private static bool? Switch(FormValues values, string name) => values[name] switch { Yes => true, No => false, _ => null };

    private static string? Of(bool? on) => on switch { true => Yes, false => No, null => null };

    private static string? Of(Enum? value) => value is null ? null : Codes.Of(value);

    /// <summary>A time as it was typed, or as a browser's own field writes it, to the minute.</summary>
    private static string? Time(string? typed) =>
        TimeOnly.TryParse(typed, CultureInfo.InvariantCulture, out var time) ? time.ToString("HH:mm", CultureInfo.InvariantCulture) : typed;
}
