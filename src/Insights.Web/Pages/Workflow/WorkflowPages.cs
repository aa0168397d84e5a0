using Insights.Core.Gaps;
using Insights.Web.Pages.Shared;

namespace Insights.Web.Pages.Workflow;

/// <summary>The transition table for people: a picture, and every edge with what it needs and does.</summary>
internal static class WorkflowPages
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/workflow", (ClockOptions clocks) => Page.Of<WorkflowPage>(clocks));
}

/// <summary>The words of one edge, for the page and for the documents.</summary>
/// <param name="Edge">The edge.</param>
public sealed record EdgeWords(Transition Edge)
{
    public static IReadOnlyList<EdgeWords> All { get; } = [.. Transitions.Table.Select(edge => new EdgeWords(edge))];

    public string From => Words.Of(Edge.From);

    public string Move => Words.Of(Edge.Action);

    public string To => Edge.To is { } to ? Words.Of(to) : Texts.T("Where it came from");

    public string By => string.Join(", ", Enum.GetValues<Core.Identity.Roles>().Where(role => role is not Core.Identity.Roles.None && Edge.By.HasFlag(role)).Select(role => Words.Of(role)));

    public string Needs => Edge.Needs.Count == 0 ? Texts.T("Nothing") : string.Join(", ", Edge.Needs.Select(need => Words.Of(need)));

    public string ReadBy => Edge.ReadBy is { } audience ? Words.Of(audience) : Texts.T("No words");

    public string Clocks => Edge.Clocks.Count == 0 ? Texts.T("None") : string.Join("; ", Edge.Clocks.GroupBy(c => c.Change).Select(g =>
        $"{Words.Of(g.Key).ToLowerInvariant()} {string.Join(Texts.T(" and "), g.Select(c => Words.Of(c.Clock).ToLowerInvariant()))}"));
}
