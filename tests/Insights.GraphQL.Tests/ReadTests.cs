using System.Text.Json;
using Insights.Core.Gaps;
using Insights.Core.Reports;
using Insights.Testing;

namespace Insights.GraphQL.Tests;

public sealed class ReadTests
{
    private const string Page =
        """
        query($first: Int!, $after: String) {
          gaps(first: $first, after: $after, orderBy: OLDEST) {
            totalCount
            pageInfo { hasNextPage hasPreviousPage endCursor }
            nodes {
              number title state
              owner { handle }
              members { reportNumber role linkedBy { handle } }
              latestEntry { action by { handle } }
            }
          }
        }
        """;

    private const string Wide =
        """
        query($first: Int!) {
          gaps(first: $first) {
            nodes {
              clocks { clock dueOn } lateByWorkingDays owner { handle } planOwner { handle } decision { state proposedBy { handle } } decisions { state }
              canonicalReport { number author { handle } }
              members { citesDecision { versionNumber } report { number author { handle } gap { number } } }
              latestEntry { by { handle } }
            }
          }
        }
        """;

    [Fact]
    public async Task A_page_of_20_gaps_costs_at_most_6_statements_whatever_its_size()
    {
        await using var api = await Api.CreateAsync();
        for (var i = 0; i < 21; i++)
            await api.Database.GapInAsync(GapState.Triage);

        var (small, large) = (await CountAsync(api, Page, 2), await CountAsync(api, Page, 20));
        Assert.True(large.Count <= 6, large.Text);
        Assert.Equal(small.Count, large.Count);
        var page = large.Response.At("data", "gaps");
        Assert.Equal(20, page.At("nodes").GetArrayLength());
        Assert.Equal(21, page.At("totalCount").GetInt32());
        Assert.Equal("triage-lead-a", page.At("nodes", 19, "owner", "handle").GetString());
        Assert.Equal("ClaimGap", page.At("nodes", 19, "latestEntry", "action").GetString());
        Assert.Equal(20, page.At("nodes", 19, "members", 0, "reportNumber").GetInt32());

        Assert.Equal((await CountAsync(api, Wide, 2)).Count, (await CountAsync(api, Wide, 20)).Count);
    }

    [Fact]
    public async Task Pages_follow_each_other_without_leaving_out_or_repeating_anything()
    {
        await using var api = await Api.CreateAsync();
        for (var i = 0; i < 5; i++)
        {
            await api.Database.GapInAsync(GapState.New);
            api.Database.Clock.Advance(TimeSpan.FromMinutes(i % 2));
        }

        foreach (var (order, expected) in new[] { ("OLDEST", "1 2 3 4 5"), ("NEWEST", "5 4 3 2 1"), ("LAST_ACTIVITY", "5 4 3 2 1") })
            Assert.Equal(expected, await WalkAsync(api, "query($after: String, $order: GapOrder) { list: gaps(first: 2, after: $after, orderBy: $order) { pageInfo { hasNextPage endCursor } edges { cursor node { number } } } }", order));
        Assert.Equal("5 4 3 2 1", await WalkAsync(api, "query($after: String) { list: reports(first: 2, after: $after) { pageInfo { hasNextPage endCursor } edges { cursor node { number } } } }", null));
    }

    [Fact]
    public async Task Lists_are_filtered()
    {
        await using var api = await Api.CreateAsync();
        await api.Database.GapInAsync(GapState.New);
        await api.Database.GapInAsync(GapState.Triage, Some.EmergingBehaviour());

        var answer = await api.AskAsync(SomePeople.Lead,
            """
            {
              states: gaps(filter: { states: [NEW] }) { nodes { number } }
              mine: gaps(filter: { mine: true }) { nodes { number } }
              kinds: reports(filter: { kinds: [EMERGING_BEHAVIOUR] }) { totalCount nodes { number } }
              none: gaps(filter: { areas: [] }) { totalCount }
            }
            """);
        Assert.Equal(
            """{"data":{"states":{"nodes":[{"number":1}]},"mine":{"nodes":[{"number":2}]},"kinds":{"totalCount":1,"nodes":[{"number":2}]},"none":{"totalCount":0}}}""",
            answer.GetRawText());
    }

    [Fact]
    public async Task Things_are_fetched_again_by_their_ids_by_those_who_may_see_them()
    {
        await using var api = await Api.CreateAsync();
        var gap = await api.Database.GapInAsync(GapState.Triage);
        var draft = await api.Database.SendAsync(SomePeople.Specialist, new SaveDraft(null, null, Some.Ambiguity(), null));
        string[] ids = [draft.Id.Value, gap.Id.Value, "nothing", SomePeople.Owner.Id.Value, gap.CanonicalReportId.Value, gap.Id.Value];
        const string Nodes = "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }";

        Assert.Equal(["Report", "Gap", "-", "Person", "Report", "Gap"], KindsIn(await api.AskAsync(SomePeople.Specialist, Nodes, new { ids })));
        Assert.Equal(["-", "Gap", "-", "Person", "Report", "Gap"], KindsIn(await api.AskAsync(SomePeople.Lead, Nodes, new { ids })));
        Assert.Equal("NOT_PERMITTED", (await api.AskAsync(SomePeople.Consumer, Nodes, new { ids })).Code());
        Assert.Equal("OUT_OF_RANGE", (await api.AskAsync(SomePeople.Lead, Nodes, new { ids = Enumerable.Repeat("x", 101) })).Code());

        var node = await api.AskAsync(SomePeople.Lead, "query($id: ID!) { node(id: $id) { ... on Gap { number } } }", new { id = gap.Id.Value });
        Assert.Equal(1, node.At("data", "node", "number").GetInt32());
        Assert.Equal(JsonValueKind.Null, (await api.AskAsync(SomePeople.Lead, "{ node(id: \"gap_nothing\") { id } }")).At("data", "node").ValueKind);
    }

    [Fact]
    public async Task One_thing_is_found_by_id_or_number_and_what_is_not_there_is_null()
    {
        await using var api = await Api.CreateAsync();
        var gap = await api.Database.GapInAsync(GapState.New);
        var answer = await api.AskAsync(SomePeople.Lead, $$"""
            {
              byId: gap(id: "{{gap.Id}}") { number } byNumber: gap(number: 1) { id } none: gap(number: 9) { id } noId: gap(id: "gap_x") { id }
              report(number: 1) { number } noReport: report(number: 9) { id }
            }
            """);
        Assert.Equal(
            $$$"""{"data":{"byId":{"number":1},"byNumber":{"id":"{{{gap.Id}}}"},"none":null,"noId":null,"report":{"number":1},"noReport":null}}""",
            answer.GetRawText());
        Assert.Equal("REQUIRED", (await api.AskAsync(SomePeople.Lead, "{ gap { id } }")).Code());
        Assert.Equal("REQUIRED", (await api.AskAsync(SomePeople.Lead, "{ report(id: \"x\", number: 1) { id } }")).Code());
    }

    [Fact]
    public async Task A_viewer_sees_their_roles_and_the_moves_they_may_make()
    {
        await using var api = await Api.CreateAsync();
        await api.Database.GapInAsync(GapState.InReview);
        const string Document = "{ viewer { handle roles permissions } gap(number: 1) { moves { action to by needs } } }";

        Assert.Equal(
            """{"data":{"viewer":{"handle":"policy-approver-a","roles":["POLICY_APPROVER"],"permissions":["READ_OWN_REPORTS","READ_REPORTS","READ_GAPS","READ_POLICIES","MOVE_GAPS","ARRANGE_QUEUE","READ_DECISION_DRAFTS","APPROVE_DECISIONS","BYPASS_GAPS","COMMENT","READ_TIMELINES","READ_INTERNAL_REMARKS","READ_FEED","READ_CASES","FOLLOW_GAPS","BE_TOLD","KEEP_PREFERENCES","KEEP_OWN_SETTINGS","RATE_REPORTS","READ_RATINGS","READ_RECEIPT_COUNTS","EXPORT_FEED","WRITE_SCENARIOS","READ_SCENARIOS","EXPORT_SCENARIOS","ANSWER_CALIBRATION","READ_CALIBRATION","READ_METRICS","KEEP_KEYS","KEEP_OWN_SESSIONS"]},"gap":{"moves":[{"action":"REJECT","to":null,"by":["POLICY_APPROVER"],"needs":["REASON"]},{"action":"APPROVE","to":"DECIDED","by":["POLICY_APPROVER"],"needs":[]}]}}}""",
            (await api.AskAsync(SomePeople.Approver, Document)).GetRawText());
        Assert.Equal(0, (await api.AskAsync(SomePeople.Lead, Document)).At("data", "gap", "moves").GetArrayLength());
        Assert.Equal(Transitions.Table.Count, (await api.AskAsync(SomePeople.Consumer, "{ transitions { from action to by needs } }")).At("data", "transitions").GetArrayLength());
    }

    [Fact]
    public async Task A_gap_shows_its_clocks_and_the_table_what_each_move_does_to_them()
    {
        await using var api = await Api.CreateAsync();
        await api.Database.GapInAsync(GapState.Triage);
        api.Database.Clock.Advance(TimeSpan.FromDays(10));
        await api.Database.SendAsync(Core.Identity.Actor.System, new Core.Triage.EscalateGaps());

        var answer = await api.AskAsync(SomePeople.Specialist,
            "{ gap(number: 1) { dueClock dueOn escalatedOn lateByWorkingDays clocks { clock round state dueOn metAt elapsedDays pausedDays activeDays lateBy } } gaps(filter: { late: true }) { totalCount } }");
        Assert.Equal(
            """{"data":{"gap":{"dueClock":"ASSESS","dueOn":"2026-11-11","escalatedOn":"2026-11-12","lateByWorkingDays":1,"clocks":[{"clock":"ACKNOWLEDGE","round":1,"state":"MET","dueOn":"2026-11-04","metAt":"2026-11-02T09:00:00.000Z","elapsedDays":0,"pausedDays":0,"activeDays":0,"lateBy":0},{"clock":"ASSESS","round":1,"state":"RUNNING","dueOn":"2026-11-11","metAt":null,"elapsedDays":8,"pausedDays":0,"activeDays":8,"lateBy":1},{"clock":"DECIDE","round":1,"state":"RUNNING","dueOn":"2026-11-30","metAt":null,"elapsedDays":8,"pausedDays":0,"activeDays":8,"lateBy":0}]},"gaps":{"totalCount":1}}}""",
            answer.GetRawText());

        var table = (await api.AskAsync(SomePeople.Consumer, "{ transitions { from action to by needs words readBy clocks { clock change } } }")).At("data", "transitions");
        Assert.Equal(
            """{"from":"TRIAGE","action":"ASK","to":"NEEDS_INFO","by":["TRIAGE_LEAD"],"needs":["QUESTION","RESPOND_BY"],"words":"QUESTION","readBy":"REPORTER","clocks":[{"clock":"ASSESS","change":"PAUSES"},{"clock":"DECIDE","change":"PAUSES"}]}""",
            table.At(2).GetRawText());
    }

    [Fact]
    public async Task Look_alikes_of_a_draft_name_the_gap_and_why()
    {
        await using var api = await Api.CreateAsync();
        var gap = await api.Database.GapInAsync(GapState.New);
        var found = (await api.AskAsync(SomePeople.Specialist, "query($r: ReportInput!) { lookAlikes(report: $r) { gap { number } score matches { field term share } engineVersion } }",
            new { r = Some.Ambiguity() })).At("data", "lookAlikes");

        Assert.Equal(gap.Number, found.At(0, "gap", "number").GetInt64());
        Assert.NotEqual(0, found.At(0, "matches").GetArrayLength());
    }

    [Fact]
    public async Task A_report_shows_what_it_says_what_it_lacks_and_its_revisions_and_a_gap_its_timeline()
    {
        await using var api = await Api.CreateAsync();
        await api.Database.GapInAsync(GapState.Decided);
        var answer = await api.AskAsync(SomePeople.Specialist,
            """
            {
              report(number: 1) { content { kind title caseReferences harm readings { text outcome } firstSeenFrom } completeness { share missing } revisions { number content { title } } author { handle } gap { number } filedAt }
              gap(number: 1) {
                timeline(first: 3) { edges { cursor node { action fromState toState by { handle } text } } pageInfo { hasNextPage } }
                decision { state content { resolution effectiveOn } proposedBy { handle } reviewedBy { handle } }
                lookAlikes { score }
              }
              policies { areas { code } clauses { code currentVersion versions { version effectiveFrom } } terms { use level } termsStatus }
            }
            """);
        Snapshooter.Xunit.Snapshot.Match(Snapshots.Text(answer));
    }

    private static async Task<(JsonElement Response, int Count, string Text)> CountAsync(Api api, string document, int first)
    {
        using var statements = new Statements(api.Database.DatabasePath);
        var response = await api.AskAsync(SomePeople.Lead, document, new { first });
        Assert.Null(response.Code());
        return (response, statements.Count, statements.Text);
    }

    private static async Task<string> WalkAsync(Api api, string document, string? order)
    {
        var numbers = new List<int>();
        string? after = null;
        for (var more = true; more;)
        {
            var page = (await api.AskAsync(SomePeople.Lead, document, new { after, order })).At("data", "list");
            numbers.AddRange(page.At("edges").EnumerateArray().Select(e => e.At("node", "number").GetInt32()));
            (after, more) = (page.At("pageInfo", "endCursor").GetString(), page.At("pageInfo", "hasNextPage").GetBoolean());
        }

        return string.Join(' ', numbers);
    }

    private static IEnumerable<string> KindsIn(JsonElement answer) =>
        answer.At("data", "nodes").EnumerateArray().Select(node => node.ValueKind is JsonValueKind.Null ? "-" : node.At("__typename").GetString()!);
}
