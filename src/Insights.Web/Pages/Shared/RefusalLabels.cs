using System.Globalization;
using Insights.Web.Pages.Gaps;
using Insights.Web.Pages.Scenarios;

namespace Insights.Web.Pages.Shared;

/// <summary>What the field of a path is called on its form, for summaries in which several fields share one message.</summary>
internal static class RefusalLabels
{
    private static readonly Dictionary<string, string> SettingsLabels = new() { ["from"] = "My own, from", ["to"] = "My own, to", ["timeZone"] = "Time zone", ["days"] = "On the days that begin on" };

    /// <summary>The label; null for what says in its own message what it is about.</summary>
    public static string? Find(IReadOnlyList<string> path) => path switch
    {
        ["report", "attested"] => null,
        ["report", var field, ..] => (ReportLabels.Find(field) is { } label ? Texts.T(label) : null)?.TrimEnd('?'),
        ["record", "precedents", var line, var field] when int.TryParse(line, CultureInfo.InvariantCulture, out var i) && MoveLabels.Find($"record-precedents-{field}") is { } label =>
            Texts.T("Precedent {0}, {1}", i + 1, char.ToLowerInvariant(label[0]) + label[1..]),
        ["record", var field, ..] => MoveLabels.Find($"record-{field}")?.TrimEnd('?'),
        ["scenario", "factors", var line, _] when int.TryParse(line, CultureInfo.InvariantCulture, out var i) => Texts.T("Factor {0}", i + 1),
        ["scenario", var field, ..] => ScenarioFormReader.Label(field),
        ["quietHours", var field] => SettingsLabels.GetValueOrDefault(field) is { } label ? Texts.T(label) : null,
        ["merge", ..] => Find([.. path.Skip(1)]),
        _ => null,
    };
}
