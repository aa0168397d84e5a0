using Insights.Core.Gaps;
using Insights.Core.Triage;
using Insights.Testing;

namespace Insights.GraphQL.Tests;

/// <summary>Cluster operations as a client sees them: looked at, done, found again, taken back.</summary>
public sealed class OperationTests
{
    [Fact]
    public async Task A_merge_is_looked_at_done_with_what_was_seen_and_undone_by_its_number()
    {
        await using var api = await Api.CreateAsync();
        var (survivor, other) = (await api.Database.GapInAsync(GapState.Triage), await api.Database.GapInAsync(GapState.New));

        var preview = (await api.AskAsync(SomePeople.Lead,
            "query($s: ID!, $g: [ID!]!) { previewMergeGaps(survivorId: $s, gapIds: $g) { gaps { number before { state reports stands } after { state reports stands mergedIntoNumber owner { handle } } } reports { number from to } seen { id version } refusals { code } } }",
            new { s = survivor.Id.Value, g = new[] { other.Id.Value } })).At("data", "previewMergeGaps");
        Assert.Equal(
            """[{"number":1,"before":{"state":"TRIAGE","reports":1,"stands":true},"after":{"state":"TRIAGE","reports":2,"stands":true,"mergedIntoNumber":null,"owner":{"handle":"triage-lead-a"}}},{"number":2,"before":{"state":"NEW","reports":1,"stands":true},"after":{"state":"NEW","reports":0,"stands":false,"mergedIntoNumber":1,"owner":null}}]""",
            preview.At("gaps").GetRawText());

        var merged = (await api.AskAsync(SomePeople.Lead,
            "mutation($i: MergeGapsInput!) { mergeGaps(input: $i) { operation { id number } refusals { code path } } }",
            new { i = new { survivorId = survivor.Id.Value, gapIds = new[] { other.Id.Value }, reason = "They ask the same.", seen = preview.At("seen") } })).At("data", "mergeGaps");
        Assert.Equal("[]", merged.At("refusals").GetRawText());

        var stands = await api.AskAsync(SomePeople.Specialist,
            "query($g: ID!, $o: Int!) { gap(number: 2) { number moves { action } standsIn { number members { reportNumber operationNumber operationKind byMachine } } endedBy { number kind } } operations(gap: $g) { nodes { number kind } } operation(number: $o) { reason by { handle } } }",
            new { g = survivor.Id.Value, o = merged.At("operation", "number").GetInt32() });
        Assert.Equal(
            """{"gap":{"number":2,"moves":[],"standsIn":{"number":1,"members":[{"reportNumber":1,"operationNumber":1,"operationKind":"OPEN","byMachine":false},{"reportNumber":2,"operationNumber":3,"operationKind":"MERGE","byMachine":false}]},"endedBy":{"number":3,"kind":"MERGE"}},"operations":{"nodes":[{"number":3,"kind":"MERGE"},{"number":2,"kind":"OPEN"},{"number":1,"kind":"OPEN"}]},"operation":{"reason":"They ask the same.","by":{"handle":"triage-lead-a"}}}""",
            stands.At("data").GetRawText());

        var node = await api.AskAsync(SomePeople.Auditor, "query($id: ID!) { node(id: $id) { __typename id ... on Operation { number } } }", new { id = merged.At("operation", "id").GetString() });
        Assert.Equal("Operation", node.At("data", "node", "__typename").GetString());

        var undone = await api.AskAsync(SomePeople.Lead, "mutation($i: UndoOperationInput!) { undoOperation(input: $i) { operation { undoesNumber } refusals { code } } }", new { i = new { operationId = merged.At("operation", "id").GetString() } });
        Assert.Equal("""{"operation":{"undoesNumber":3},"refusals":[]}""", undone.At("data", "undoOperation").GetRawText());
    }

    [Fact]
    public async Task A_page_of_gaps_with_members_and_operations_takes_as_many_statements_for_many_as_for_few()
    {
        await using var api = await Api.CreateAsync();
        var gap = await api.Database.GapInAsync(GapState.Triage);
        await LinkAsync(api.Database, gap, 2);
        var few = await StatementsAsync(api, gap.Number);
        await LinkAsync(api.Database, gap, 12);

        Assert.Equal(few, await StatementsAsync(api, gap.Number));
        Assert.InRange(few, 5, 16);
    }

    private static async Task LinkAsync(TestDatabase database, GapView gap, int reports)
    {
        for (var i = 0; i < reports; i++)
        {
            var report = await database.FileAsync();
            await database.SendAsync(SomePeople.Lead, new LinkReport(report.Id.Value, report.Version, gap.Id.Value, LinkRole.Same, "They ask the same.", null, null));
        }
    }

    private static async Task<int> StatementsAsync(Api api, long number)
    {
        using var statements = new Statements(api.Database.DatabasePath);
        await api.AskAsync(SomePeople.Lead,
            "query($n: Int!) { gap(number: $n) { members { reportNumber operationNumber linkedBy { handle } report { number } } operations(first: 20) { nodes { number by { handle } gaps { number gap { title } } reports { number report { number } } } } } }",
            new { n = number });
        return statements.Count;
    }
}
