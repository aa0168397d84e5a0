using System.Globalization;
using Insights.Core.Wellbeing;
using Insights.Web.Pages.Shared;
using static Insights.Web.Pages.Shared.Texts;

namespace Insights.Web.Pages.Settings;

/// <summary>Settings as the fields of a form, and what the choices of each are called.</summary>
internal static class SettingsForm
{
    private const string Yes = "yes";
    private const string No = "no";

    public static IReadOnlyList<Choice> OnOff => [new(Yes, T("On")), new(No, T("Off"))];

    public static IReadOnlyList<Choice> ShownHidden => [new(No, T("Shown")), new(Yes, T("Hidden"))];

    public static IReadOnlyList<Choice> Quiet => [new(Yes, T("My own hours, below")), new(No, T("None"))];

    public static IReadOnlyList<Choice> Schemes => [new(Codes.Of(ColourScheme.System), T("As my system says")), new(Codes.Of(ColourScheme.Light), T("Light")), new(Codes.Of(ColourScheme.Dark), T("Dark"))];

    public static IReadOnlyList<Choice> Densities => Named<Density>();

    public static IReadOnlyList<Choice> Days => Named<Weekday>();

    public static IReadOnlyList<Choice> Zones { get; } = [.. QuietHours.Zones.Select(zone => new Choice(zone, zone))];

    /// <summary>What stands for having no choice of one's own.</summary>
    public static string AsOrganisation(string says) => T("As the organisation says ({0})", says);

    public static string Says(bool on) => (on ? T("On") : T("Off")).ToLowerInvariant();

    public static string Says(ColourScheme scheme) => scheme switch { ColourScheme.System => T("my system’s"), ColourScheme.Light => T("Light").ToLowerInvariant(), _ => T("Dark").ToLowerInvariant() };

    public static string Says(QuietHoursView? hours) => hours is null ? T("None").ToLowerInvariant() : $"{T("{0} to {1}", hours.From, hours.To)}, {hours.TimeZone}{(hours.Days.Count is 0 or 7 ? "" : $", {string.Join(", ", hours.Days.Select(day => T(day.ToString())))}")}";

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

    private static IReadOnlyList<Choice> Named<TEnum>() where TEnum : struct, Enum => [.. Choice.Of<TEnum>().Select(choice => choice with { Label = T(choice.Label), Hint = choice.Hint is null ? null : T(choice.Hint) })];

    private static bool? Switch(FormValues values, string name) => values[name] switch { Yes => true, No => false, _ => null };

    private static string? Of(bool? on) => on switch { true => Yes, false => No, null => null };

    private static string? Of(Enum? value) => value is null ? null : Codes.Of(value);

    /// <summary>A time as it was typed, or as a browser's own field writes it, to the minute.</summary>
    private static string? Time(string? typed) =>
        TimeOnly.TryParse(typed, CultureInfo.InvariantCulture, out var time) ? time.ToString("HH:mm", CultureInfo.InvariantCulture) : typed;
}
