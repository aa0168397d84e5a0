using System.Text;
using Insights.GraphQL.Errors;
using Insights.Testing;
using Insights.Transport;
using Microsoft.EntityFrameworkCore;

namespace Insights.GraphQL.Tests;

public sealed class ErrorTests(SharedApi shared) : IClassFixture<SharedApi>
{
    private const string Canary = "canary7Q";

    private const string File = "mutation($i: FileReportInput!) { fileReport(input: $i) { refusals { code path message } } }";

    private readonly Api api = shared.Api;

    public static TheoryData<string, string, string> Malformed => new()
    {
        { "unknown field", "{ canary7Q }", "{}" },
        { "unknown field near a known one", "{ gapscanary7Q { id } }", "{}" },
        { "unknown nested field", "{ viewer { canary7Q } }", "{}" },
        { "unknown argument", "{ gaps(canary7Q: 1) { totalCount } }", "{}" },
        { "unknown type of a fragment", "{ ... on Canary7Qcanary7Q { id } }", "{}" },
        { "unknown fragment", "{ ...canary7Q }", "{}" },
        { "unused fragment", "{ __typename } fragment canary7Q on Query { __typename }", "{}" },
        { "unknown directive", "{ viewer @canary7Q { handle } }", "{}" },
        { "unknown type of a variable", "query($canary7Q: Canary7Qcanary7Q) { __typename }", "{}" },
        { "undefined variable", "{ gaps(first: $canary7Q) { totalCount } }", "{}" },
        { "unused variable", "query($canary7Q: Int) { __typename }", "{}" },
        { "unknown enum literal", "{ gaps(orderBy: canary7Q) { totalCount } }", "{}" },
        { "text for a number", "{ gaps(first: \"canary7Q\") { totalCount } }", "{}" },
        { "text for an input", "{ gaps(filter: \"canary7Q\") { totalCount } }", "{}" },
        { "unknown field of an input literal", "{ gaps(filter: { canary7Q: 1 }) { totalCount } }", "{}" },
        { "two fields under one name", "{ viewer { canary7Q: id canary7Q: handle } }", "{}" },
        { "bad syntax", "{ viewer { handle canary7Q: } }", "{}" },
        { "bad character", "{ viewer { handle ? canary7Q } }", "{}" },
        { "open text", "{ gaps(after: \"canary7Q) { totalCount } }", "{}" },
        { "long text", "{ gaps(after: \"canary7Qcanary7Qcanary7Qcanary7Qcanary7Qcanary7Q\") { totalCount } }", "{}" },
        { "fragment cycle", "{ ...canary7Q } fragment canary7Q on Query { ...canary7Q }", "{}" },
        { "bad cursor", "{ gaps(after: \"canary7Q\") { totalCount } }", "{}" },
        { "unknown id", "{ gap(id: \"canary7Q\", number: 1) { id } }", "{}" },
        { "number in a variable", "query($n: Int!) { gaps(first: $n) { totalCount } }", """{"n":"canary7Q"}""" },
        { "enum in a variable", "query($o: GapOrder!) { gaps(orderBy: $o) { totalCount } }", """{"o":"canary7Q"}""" },
        { "enum of a filter in a variable", "query($f: GapFilter) { gaps(filter: $f) { totalCount } }", """{"f":{"states":["canary7Q"]}}""" },
        { "unknown field of a variable", "query($f: GapFilter) { gaps(filter: $f) { totalCount } }", """{"f":{"canary7Q":1}}""" },
        { "object for a text", "query($a: String) { gaps(after: $a) { totalCount } }", """{"a":{"canary7Q":"canary7Q"}}""" },
        { "text for an object", File, """{"i":"canary7Q"}""" },
        { "date in a variable", File, """{"i":{"report":{"firstSeenFrom":"canary7Q"}}}""" },
        { "list for a text", File, """{"i":{"report":{"title":["canary7Q"]}}}""" },
        { "boolean in a variable", File, """{"i":{"report":{"attested":"canary7Q"}}}""" },
        { "null for what is needed", File, """{"i":{"report":null,"idempotencyKey":"canary7Q"}}""" },
        { "missing variable", File, """{"canary7Q":1}""" },
        { "bad codes and ids", File, """{"i":{"draftId":"canary7Q","joinGapId":"canary7Q","idempotencyKey":"canary7Q ","report":{"area":"canary7Q canary7Q","clause":"canary7Q","caseReferences":["canary7Q"]}}}""" },
        { "personal data", File, """{"i":{"report":{"title":"Write to canary7Q@example.com"}}}""" },
        { "personal data in a query", "query($r: ReportInput!) { lookAlikes(report: $r) { score } }", """{"r":{"title":"Write to canary7Q@example.com"}}""" },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task No_answer_and_no_log_line_repeats_what_was_sent(string what, string document, string variables)
    {
        var request = new OperationRequest(document) { Variables = System.Text.Json.JsonElement.Parse(variables), OperationName = null };
        var text = await api.StartAsync(SomePeople.Specialist, request) switch
        {
            OperationOutcome.Answered answered => Encoding.UTF8.GetString(answered.Json.Span),
            OperationOutcome.Refused refused => Encoding.UTF8.GetString(refused.Json.Span),
            var other => throw new InvalidOperationException(other.GetType().Name),
        };

        Assert.DoesNotContain(Canary, text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\"code\":", text, StringComparison.Ordinal);
        Assert.False(text.Contains(ErrorCodes.InternalError, StringComparison.Ordinal), what);
        Assert.DoesNotContain(api.Log.Lines, line => line.Contains(Canary, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task An_unknown_operation_name_is_not_repeated()
    {
        var outcome = await api.StartAsync(SomePeople.Lead, new OperationRequest("query a { __typename } query b { __typename }") { OperationName = Canary });
        var text = Encoding.UTF8.GetString(Assert.IsType<OperationOutcome.Refused>(outcome).Json.Span);
        Assert.Contains(ErrorCodes.OperationUnknown, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_is_answered_by_its_code_alone_and_logged_without_its_words()
    {
        await using var faulty = await Api.CreateAsync();
        var report = await faulty.Database.FileAsync();
        await using (var db = faulty.Database.Open())
            await db.Database.ExecuteSqlAsync($"""UPDATE report SET "Content" = {Canary} WHERE "Id" = {report.Id.Value}""");
        var outcome = await faulty.StartAsync(SomePeople.Lead, Api.Request("{ reports { nodes { content { title } } } }"));

        var text = Encoding.UTF8.GetString(Assert.IsType<OperationOutcome.Answered>(outcome).Json.Span);
        Assert.Equal("""{"errors":[{"message":"The server could not answer.","locations":[{"line":1,"column":3}],"path":["reports"],"extensions":{"code":"INTERNAL_ERROR"}}],"data":null}""", text);
        Assert.Contains(faulty.Log.Lines, line => line.Contains("JsonException in reports", StringComparison.Ordinal));
        Assert.DoesNotContain(faulty.Log.Lines, line => line.Contains(Canary, StringComparison.Ordinal) && !line.Contains("CommandText", StringComparison.Ordinal));
    }

    [Fact]
    public async Task At_most_20_errors_are_answered()
    {
        var response = await api.AskAsync(SomePeople.Lead, "{" + string.Concat(Enumerable.Range(0, 100).Select(i => $" f{i}")) + " }");
        Assert.Equal(20, response.At("errors").GetArrayLength());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    [InlineData(-1)]
    public async Task Pages_have_1_to_100_items(int first)
    {
        foreach (var list in new[] { "gaps", "reports" })
            Assert.Equal("OUT_OF_RANGE", (await api.AskAsync(SomePeople.Lead, $"query($n: Int!) {{ {list}(first: $n) {{ nodes {{ id }} }} }}", new { n = first })).Code());
    }

    [Fact]
    public async Task A_mutation_sent_by_get_does_not_run()
    {
        var request = Api.Request("mutation($i: SaveDraftInput!) { saveDraft(input: $i) { report { id } } }", new { i = new { report = new { } } }) with { QueriesOnly = true };
        Assert.IsType<OperationOutcome.MutationByGet>(await api.StartAsync(SomePeople.OtherSpecialist, request));
        Assert.Equal(0, (await api.AskAsync(SomePeople.OtherSpecialist, "{ reports(filter: { mine: true }) { totalCount } }")).At("data", "reports", "totalCount").GetInt32());
    }
}
