using Bunit;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Privacy;
using Insights.Web.Pages.Gaps;
using Insights.Web.Pages.Shared;
using Snapshooter.Xunit;

namespace Insights.Web.Tests.Pages;

public sealed class MoveFormTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private readonly Markup _markup = new();

    public void Dispose() => _markup.Dispose();

    public static TheoryData<GapState, GapAction> Edges { get; } = ToData();

    [Theory]
    [MemberData(nameof(Edges))]
    public void Each_move_asks_for_what_its_edge_needs(GapState from, GapAction action)
    {
        var edge = Transitions.Find(from, action)!;
        var form = _markup.Render<MoveForm>(p => p.Add(f => f.Move, edge).Add(f => f.Gap, Gap(from)).Add(f => f.Lists, Markup.Lists).Add(f => f.Input, FormInput.Of("")));

        var names = form.FindAll("[name]").Select(e => e.GetAttribute("name")).ToHashSet();
        Assert.All(edge.Needs, need => Assert.Contains(CamelCase(need), names));
        Assert.Equal("7", form.Find("[name=expectedVersion]").GetAttribute("value"));
        Assert.Equal($"/gaps/G-42/moves/{Codes.Of(action)}", form.Find("form").GetAttribute("action"));
    }

    [Fact]
    public void A_refused_move_comes_back_open_with_what_was_typed()
    {
        var input = new FormInput("decline", FieldTests.Typed(("reason", "Belongs to another team.")), [Refusal.Of(RefusalCode.Required, "Say who takes it on.", "destination")]);
        var form = _markup.Render<MoveForm>(p => p.Add(f => f.Move, Transitions.Find(GapState.Triage, GapAction.Decline)!).Add(f => f.Gap, Gap(GapState.Triage)).Add(f => f.Lists, Markup.Lists).Add(f => f.Input, input));

        Assert.True(form.Find("details").HasAttribute("open"));
        Assert.Equal("Belongs to another team.", form.Find("textarea").TextContent);
        Assert.Contains("Say who takes it on.", form.Find("#decline-destination-error").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Setting_aside_asks_for_reason_day_and_recurrence() =>
        _markup.Of<MoveForm>(p => p.Add(f => f.Move, Transitions.Find(GapState.Triage, GapAction.Defer)!).Add(f => f.Gap, Gap(GapState.Triage)).Add(f => f.Lists, Markup.Lists).Add(f => f.Input, FormInput.Of(""))).MatchSnapshot();

    private static TheoryData<GapState, GapAction> ToData()
    {
        var data = new TheoryData<GapState, GapAction>();
        foreach (var edge in Transitions.Table.Where(t => t.Needs.Count > 0 && !t.Needs.Contains(MoveField.DecisionRecord) && t.Action is not GapAction.Answer)) // answered on the page of the report
            data.Add(edge.From, edge.Action);
        return data;
    }

    private static string CamelCase(MoveField need) => char.ToLowerInvariant(need.ToString()[0]) + need.ToString()[1..];

    private static GapView Gap(GapState state) => new()
    {
        Id = GapId.Of("gap_01JD0000000000000000000000"),
        Number = 42,
        Title = GuardedText.Stored("Does the exception last?"),
        State = state,
        CanonicalReportId = ReportId.Of("rpt_01JD0000000000000000000000"),
        OpenedAt = Noon,
        LastActivityAt = Noon,
        RecurredCount = 0,
        RegressionCount = 0,
        Version = 7,
    };
}
