using Insights.Core.Gaps;
using Insights.Core.Queue;

namespace Insights.Web.Seed;

/// <summary>How the demo's policy team arranged its queue: who is on duty, which labels there are and where, which views have names.</summary>
internal sealed record DemoQueue(DemoRota? Rota, IReadOnlyList<DemoLabel> Labels, IReadOnlyList<DemoView> Views);

internal sealed record DemoRota(int DaysEach, int StartedDaysAgo, IReadOnlyList<string> Leads);

/// <summary>A label with the gaps it is put on, all at once.</summary>
internal sealed record DemoLabel(string Code, string Name, string By, IReadOnlyList<string> Gaps)
{
    public GapChangeForm Putting => new() { Change = GapChange.Label, Label = Code };
}

internal sealed record DemoView(string Slug, string Name, string By, GapFilter Filter, GapOrder Order)
{
    public SaveView Keeping => new(Slug, Name, Filter, Order, true, null);
}
