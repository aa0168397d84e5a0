using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Reports;
using Insights.Core.Triage;
using Insights.Testing;

namespace Insights.GraphQL.Tests;

/// <summary>What somebody may not see is reached by no way of the API: neither by id, nor by an edge, nor by search.</summary>
public sealed class ReachTests(SharedApi shared) : IClassFixture<SharedApi>
{
    private const string Canary = "quartzite";

    private readonly Api _api = shared.Api;

    /// <summary>Everyone who may read reports, besides the author.</summary>
    private static IEnumerable<Actor> Others => SomePeople.All.Where(p => p != SomePeople.Specialist);

    [Fact]
    public async Task A_draft_of_somebody_else_is_reached_by_no_way_of_the_API()
    {
        var form = Some.Ambiguity() with { Title = $"The {Canary} reading" };
        var draft = await _api.Database.SendAsync(SomePeople.Specialist, new SaveDraft(null, null, form, null));
        string[] ways =
        [
            $$"""{ node(id: "{{draft.Id}}") { id ... on Report { content { title } } } }""",
            $$"""{ nodes(ids: ["{{draft.Id}}"]) { id ... on Report { content { title } } } }""",
            $$"""{ report(id: "{{draft.Id}}") { content { title } } }""",
            $$"""{ report(number: {{draft.Number}}) { content { title } } }""",
            "{ reports(first: 100) { totalCount edges { node { id content { title } } } } }",
            "{ reports(filter: { states: [DRAFT] }, first: 100) { totalCount nodes { id content { title } } } }",
            $$"""{ changesSince(id: "{{draft.Id}}", since: "2026-01-01T00:00:00.000Z") { action } }""",
            $$"""{ search(text: "{{Canary}}") { report { id } } }""",
            $$"""query { lookAlikes(report: { title: "The {{Canary}} reading", question: "Which {{Canary}}?" }) { reportId title } }""",
        ];

        foreach (var way in ways)
        {
            Assert.Null((await _api.AskAsync(SomePeople.Specialist, way)).Code());
            foreach (var person in Others)
            {
                var answer = (await _api.AskAsync(person, way)).GetRawText();
                Assert.DoesNotContain(draft.Id.Value, answer, StringComparison.Ordinal);
                Assert.DoesNotContain(Canary, answer, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain("SaveDraft", answer, StringComparison.Ordinal);
            }
        }

        Assert.Contains(Canary, (await _api.AskAsync(SomePeople.Specialist, ways[0])).GetRawText(), StringComparison.Ordinal);
        var program = SomePeople.Specialist with { Scopes = KeyScopes.Write };
        Assert.DoesNotContain(Canary, (await _api.AskAsync(program, ways[0])).GetRawText(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_internal_remark_is_reached_by_no_way_of_the_API()
    {
        const string Words = "obsidian";
        var gap = await _api.Database.GapInAsync(GapState.Triage);
        await _api.Database.SendAsync(SomePeople.Lead, new WriteComment(gap.Id.Value, $"The {Words} case decides it.", Audience.Internal, null));
        string[] ways =
        [
            $$"""{ gap(id: "{{gap.Id}}") { timeline(first: 100) { nodes { action text } edges { node { text } } } latestEntry { text } canonicalReport { conversation { text } outcome { note } } } }""",
            $$"""{ node(id: "{{gap.Id}}") { ... on Gap { timeline(first: 100) { nodes { text } } latestEntry { text } } } }""",
            $$"""{ search(text: "{{Words}}") { remark { text } gap { id } } }""",
            "{ notifications(first: 100) { nodes { kind gap { latestEntry { text } } } } }",
            "{ feed(first: 500) { events { __typename } } }",
        ];

        foreach (var way in ways)
        {
            Assert.Null((await _api.AskAsync(SomePeople.Lead, way)).Code());
            foreach (var person in SomePeople.All.Where(p => !p.May(Permission.ReadInternalRemarks)))
                Assert.DoesNotContain(Words, (await _api.AskAsync(person, way)).GetRawText(), StringComparison.OrdinalIgnoreCase);
        }

        Assert.Contains(Words, (await _api.AskAsync(SomePeople.Lead, ways[0])).GetRawText(), StringComparison.Ordinal);
    }
}
