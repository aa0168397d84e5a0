using Insights.Core.Gaps;
using Insights.Core.Triage;
using Insights.Testing;

namespace Insights.GraphQL.Tests;

/// <summary>What the API says of decisions, their drafts and their reviews.</summary>
public sealed class DecisionTests
{
    private const string Everything = """
        { gaps { nodes { number
            decisionDraft { version savedBy { handle } missing { path } content { facts } }
            decisions { reviewRemark { text by { handle } } content { precedents { gapNumber versionNumber use why } scopeRegions automationInDetection automationInDecision } } } } }
        """;

    [Fact]
    public async Task A_draft_a_remark_and_a_precedent_are_read_with_their_gap()
    {
        await using var api = await Api.CreateAsync();
        var settled = await api.Database.GapInAsync(GapState.Decided);
        await SentBackAsync(api, settled.Number);

        var gap = (await api.AskAsync(SomePeople.Lead, Everything)).At("data", "gaps", "nodes").EnumerateArray().First(g => g.At("number").GetInt64() != settled.Number);

        Assert.Equal("A beginning.", gap.At("decisionDraft", "content", "facts").GetString());
        Assert.Equal("The ground is missing.", gap.At("decisions", 0, "reviewRemark", "text").GetString());
        Assert.Equal((settled.Number, "FOLLOWED"), (gap.At("decisions", 0, "content", "precedents", 0, "gapNumber").GetInt64(), gap.At("decisions", 0, "content", "precedents", 0, "use").GetString()));
    }

    [Fact]
    public async Task More_drafts_and_records_take_no_more_statements()
    {
        await using var api = await Api.CreateAsync();
        var settled = await api.Database.GapInAsync(GapState.Decided);
        await SentBackAsync(api, settled.Number);
        var few = await CountAsync(api);
        await SentBackAsync(api, settled.Number);
        await SentBackAsync(api, settled.Number);

        Assert.Equal(few, await CountAsync(api));
    }

    [Fact]
    public async Task What_each_answer_demands_and_what_changed_since_are_told()
    {
        await using var api = await Api.CreateAsync();
        var gap = await api.Database.GapInAsync(GapState.Triage);

        var answer = await api.AskAsync(SomePeople.Lead,
            "query($g: ID!, $t: DateTime!) { resolutionDemands { resolution needs } changesSince(id: $g, since: $t) { at by { handle } action } }", new { g = gap.Id.Value, t = "2026-01-01T00:00:00.000Z" });

        Assert.Equal("""{"resolution":"RISK_ACCEPTED","needs":["EVIDENCE","RISK_EXPIRES_ON"]}""", answer.At("data", "resolutionDemands").EnumerateArray().Single(d => d.At("resolution").GetString() == "RISK_ACCEPTED").GetRawText());
        Assert.Equal(["OpenGap", "ClaimGap"], answer.At("data", "changesSince").EnumerateArray().Select(c => c.At("action").GetString()!));
    }

    [Fact]
    public async Task Precedents_are_read_with_who_cites_them_page_by_page()
    {
        await using var api = await Api.CreateAsync();
        var settled = await api.Database.GapInAsync(GapState.Decided);
        var gap = await api.Database.GapInAsync(GapState.Assessing);
        var form = Some.Decision() with { Precedents = [new PrecedentForm { GapNumber = settled.Number, Use = PrecedentUse.DepartedFrom, Why = "Another surface." }] };
        api.Database.Clock.Advance(TimeSpan.FromMinutes(1));
        var decision = await api.Database.SendAsync(SomePeople.Owner, new ProposeDecision(gap.Id.Value, gap.Version, form, null));
        await api.Database.SendAsync(SomePeople.Approver, new ApproveDecision(decision.Id.Value, (await api.Database.GapAsync(gap.Id)).Version));
        const string Pages = """
            query($after: String) { precedents(first: 1, after: $after, filter: { kinds: [AMBIGUITY] }) {
                totalCount pageInfo { endCursor } nodes { gapNumber doubts reportsAnswered citedBy { gapNumber use why } decision { versionNumber gap { number } } } } }
            """;

        var first = await api.AskAsync(SomePeople.Specialist, Pages);
        var second = await api.AskAsync(SomePeople.Specialist, Pages, new { after = first.At("data", "precedents", "pageInfo", "endCursor").GetString() });

        Assert.Equal(2, first.At("data", "precedents", "totalCount").GetInt32());
        Assert.Equal("""[{"gapNumber":2,"doubts":[],"reportsAnswered":0,"citedBy":[],"decision":{"versionNumber":1,"gap":{"number":2}}}]""", first.At("data", "precedents", "nodes").GetRawText());
        Assert.Equal(
            """[{"gapNumber":1,"doubts":["DEPARTED_FROM"],"reportsAnswered":0,"citedBy":[{"gapNumber":2,"use":"DEPARTED_FROM","why":"Another surface."}],"decision":{"versionNumber":1,"gap":{"number":1}}}]""",
            second.At("data", "precedents", "nodes").GetRawText());
        Assert.Equal("NOT_PERMITTED", (await api.AskAsync(SomePeople.Consumer, Pages)).Code());
    }

    private static async Task SentBackAsync(Api api, long precedent)
    {
        var gap = await api.Database.GapInAsync(GapState.Assessing);
        var form = Some.Decision() with { Precedents = [new PrecedentForm { GapNumber = precedent, Use = PrecedentUse.Followed, Why = "The same question." }] };
        var decision = await api.Database.SendAsync(SomePeople.Owner, new ProposeDecision(gap.Id.Value, gap.Version, form, null));
        await api.Database.SendAsync(SomePeople.Approver, new RejectDecision(decision.Id.Value, gap.Version + 1, "The ground is missing."));
        await api.Database.SendAsync(SomePeople.Owner, new SaveDecisionDraft(gap.Id.Value, 0, form with { Facts = "A beginning." }));
    }

    private static async Task<int> CountAsync(Api api)
    {
        using var statements = new Statements(api.Database.DatabasePath);
        Assert.False((await api.AskAsync(SomePeople.Lead, Everything)).TryGetProperty("errors", out _));
        return statements.Count;
    }
}
