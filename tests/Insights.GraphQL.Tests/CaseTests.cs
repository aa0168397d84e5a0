using System.Text.Json;
using Insights.Core.Gaps;
using Insights.Testing;

namespace Insights.GraphQL.Tests;

public sealed class CaseTests
{
    private const string Exchange =
        "mutation($ids: [String!]!) { tokeniseCases(input: { source: \"cases\", rawIds: $ids }) { exchangedCases { cases { reference problem } } refusals { code path message ... on RateLimitedRefusal { retryAfterSeconds } } } }";

    private const string Case = "query($r: String!) { caseReference(reference: $r) { reference aliases citations { reference report { number } } reports { number author { handle } gap { number } } gaps { number title owner { handle } } } }";

    [Fact]
    public async Task An_id_is_exchanged_and_its_case_is_found_with_what_cites_it()
    {
        await using var api = await Api.CreateAsync();
        var reference = (await api.AskAsync(SomePeople.Specialist, Exchange, new { ids = new[] { "CASE-77" } }))
            .At("data", "tokeniseCases", "exchangedCases", "cases", 0, "reference").GetString()!;
        Assert.Equal(JsonValueKind.Null, (await api.AskAsync(SomePeople.Lead, Case, new { r = reference })).At("data", "caseReference").ValueKind);
        var gap = await api.Database.GapInAsync(GapState.Triage, Some.Ambiguity() with { CaseReferences = [reference] });

        var found = (await api.AskAsync(SomePeople.Lead, Case, new { r = reference.ToLowerInvariant() })).At("data", "caseReference");

        Assert.Equal(reference, found.At("reference").GetString());
        Assert.Equal(0, found.At("aliases").GetArrayLength());
        Assert.Equal((reference, 1), (found.At("citations", 0, "reference").GetString(), found.At("citations", 0, "report", "number").GetInt32()));
        Assert.Equal(("specialist-a", gap.Number), (found.At("reports", 0, "author", "handle").GetString(), found.At("reports", 0, "gap", "number").GetInt64()));
        Assert.Equal("triage-lead-a", found.At("gaps", 0, "owner", "handle").GetString());
    }

    [Fact]
    public async Task However_many_reports_cite_a_case_the_statements_are_as_many()
    {
        await using var api = await Api.CreateAsync();
        await api.Database.GapInAsync(GapState.Triage);
        var few = await CountAsync(api);
        for (var i = 0; i < 8; i++)
            await api.Database.GapInAsync(GapState.Triage);

        var many = await CountAsync(api);

        Assert.Equal(9, many.Reports);
        Assert.True(few.Statements == many.Statements, many.Text);
    }

    [Theory]
    [InlineData("CASE-90210771")]
    [InlineData("CR1-KWCS0-YPF8W-12S11-CYGQ8-0")]
    public async Task What_is_no_reference_is_an_error_with_a_code_and_is_not_repeated(string asked)
    {
        await using var api = await Api.CreateAsync();

        var answer = await api.AskAsync(SomePeople.Lead, Case, new { r = asked });

        Assert.Equal("NOT_A_CASE_REFERENCE", answer.Code());
        Assert.DoesNotContain(asked, answer.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(asked, string.Join('\n', api.Log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_ids_are_refused_with_the_time_to_wait_and_no_id_is_in_an_answer_or_in_the_log()
    {
        await using var api = await Api.CreateAsync();
        var ids = Enumerable.Range(0, 50).Select(n => $"CASE-9021{n:0000}").ToArray();
        await api.AskAsync(SomePeople.Lead, Exchange, new { ids });
        await api.AskAsync(SomePeople.Lead, Exchange, new { ids });

        var answer = await api.AskAsync(SomePeople.Lead, Exchange, new { ids });

        var refusal = answer.At("data", "tokeniseCases", "refusals", 0);
        Assert.Equal(("RATE_LIMITED", 15), (refusal.At("code").GetString(), refusal.At("retryAfterSeconds").GetInt32()));
        Assert.Equal(["input", "rawIds"], refusal.At("path").EnumerateArray().Select(p => p.GetString()));
        Assert.DoesNotContain("9021", answer.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("CASE-9021", string.Join('\n', api.Log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sources_are_listed_for_those_who_may_exchange()
    {
        await using var api = await Api.CreateAsync();

        Assert.Equal(
            """{"data":{"caseSources":[{"code":"cases","label":"Case system"},{"code":"queue","label":"Review queue"}]}}""",
            (await api.AskAsync(SomePeople.Specialist, "{ caseSources { code label } }")).GetRawText());
    }

    private static async Task<(int Statements, int Reports, string Text)> CountAsync(Api api)
    {
        using var statements = new Statements(api.Database.DatabasePath);
        var found = (await api.AskAsync(SomePeople.Lead, Case, new { r = Some.CaseReference() })).At("data", "caseReference");
        return (statements.Count, found.At("reports").GetArrayLength(), statements.Text);
    }
}
