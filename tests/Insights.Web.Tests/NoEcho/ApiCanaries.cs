using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Insights.Web.Tests.NoEcho;

/// <summary>Puts marks into every argument of the API, by variable and by literal, and into every part of a document.</summary>
internal sealed class ApiCanaries(OpenApp app, Marks marks, Wire wire)
{
    private Dictionary<string, string> _ids = null!;

    /// <summary>Documents that hold a mark where a name or a value stands; {0} is a plain one.</summary>
    private static readonly string[] Documents =
    [
        "{{ {0} }}", "{{ viewer {{ {0} }} }}", "{{ gaps({0}: 1) {{ totalCount }} }}", "{{ ... on {0} {{ id }} }}", "{{ ...{0} }}",
        "{{ __typename }} fragment {0} on Query {{ __typename }}", "{{ viewer @{0} {{ handle }} }}", "query(${0}: {0}) {{ __typename }}",
        "query {0} {{ __typename }} query b {{ __typename }}", "query {0} {{ nothing }}", "{{ gaps(first: ${0}) {{ totalCount }} }}", "{{ gaps(orderBy: {0}) {{ totalCount }} }}",
        "{{ gaps(filter: {{ {0}: 1 }}) {{ totalCount }} }}", "{{ viewer {{ handle {0}: }} }}", "{{ viewer {{ handle ? {0} }} }}", "{{ gaps(after: \"{0}) }}",
        "{{ gaps(after: \"\"\"{0}\"\"\") {{ totalCount }} }}", "{{ ...{0} }} fragment {0} on Query {{ ...{0} }}", "# {0}\n{{ __typename }}", "{0}", "{{ __type(name: \"{0}\") {{ name }} }}",
        "mutation {{ {0}(input: {{}}) {{ refusals {{ code }} }} }}", "subscription {{ {0} }}", "subscription {{ feed(after: \"{0}\") {{ __typename }} }}",
        "{{ gaps(after: \"{0}{0}{0}{0}{0}{0}{0}{0}{0}{0}\") {{ totalCount }} }}",
    ];

    public string IdOf(string type) => _ids[type];

    public async Task SendAsync()
    {
        using var client = app.ClientOf(OpenApp.Everyone);
        var contract = await ReadAsync(client);
        foreach (var call in contract.Calls)
        {
            // A field that cannot be asked for by itself needs a way to it here.
            Assert.True(call.Reachable, $"{call.On}.{call.Field}");
            await SendAsync(client, contract, call);
        }

        foreach (var document in Documents)
        {
            var mark = marks.Plain($"document {document}");
            await PostAsync(client, string.Format(null, document, mark.Text), [], "a document", document.StartsWith("sub", StringComparison.Ordinal));
        }

        await AskAsync(client, alias: marks.Plain("alias of a field").Text, variable: null);
        await AskAsync(client, alias: null, variable: marks.Plain("name of a variable").Text);
        await AskAsync(client, alias: null, variable: marks.Personal("name of a variable").Text);
    }

    /// <summary>The contract, and what goes into its well-known fields so that a command gets as far as it can.</summary>
    public async Task<Contract> ReadAsync(HttpClient client)
    {
        _ids = new Dictionary<string, string>
        {
            ["Gap"] = app.Read("""SELECT "Id" FROM gap ORDER BY "Number" LIMIT 1""")[0],
            ["Report"] = app.Read("""SELECT "Id" FROM report WHERE "State" = 'Filed' LIMIT 1""")[0],
            ["SavedView"] = app.Read("""SELECT "Id" FROM saved_view LIMIT 1""")[0],
            ["Scenario"] = app.Read("""SELECT "Id" FROM scenario LIMIT 1""")[0],
            ["CalibrationRound"] = app.Read("""SELECT "Id" FROM calibration_round LIMIT 1""")[0],
            ["Decision"] = app.Read("""SELECT "Id" FROM decision LIMIT 1""")[0],
        };
        return await Contract.ReadAsync(client, new Dictionary<string, string>
        {
            ["gapId"] = _ids["Gap"],
            ["reportId"] = _ids["Report"],
            ["decisionId"] = _ids["Decision"],
            ["scenarioId"] = _ids["Scenario"],
            ["roundId"] = _ids["CalibrationRound"],
            ["id"] = _ids["Gap"],
            ["ids"] = _ids["Gap"],
            ["area"] = "age-assurance",
            ["areas"] = "age-assurance",
            ["clause"] = "CS-2.1",
            ["clauses"] = "CS-2.1",
            ["groundClause"] = "CS-2.1",
            ["nearestClause"] = "CS-2.1",
            ["surface"] = "profile",
            ["language"] = "en",
            ["region"] = "global",
            ["caseReferences"] = Testing.Some.CaseReference(),
            ["idempotencyKey"] = "",
            ["draftId"] = "",
            ["joinGapId"] = "",
            ["citesDecisionId"] = "",
            ["exceptReport"] = "",
            ["noClauseFits"] = "false",
            ["destination"] = "enforcement-quality",
            ["changedClause"] = "CS-2.1",
            ["scopeRegions"] = "global",
            ["scopeLanguages"] = "en",
            ["scopeSurfaces"] = "profile",
            ["precedents"] = "",
            ["effectiveOn"] = "2026-12-31",
            ["answers"] = "",
            ["answer"] = "NO",
        });
    }

    private async Task SendAsync(HttpClient client, Contract contract, Call call)
    {
        var first = true;
        foreach (var usual in contract.Arguments(call))
        {
            foreach (var path in Contract.Leaves(usual))
            {
                foreach (var mark in new[] { Of(call, path, marks.Personal), Of(call, path, marks.Plain) })
                {
                    var values = (JsonObject)usual.DeepClone();
                    Contract.Put(values, path, mark.Text);
                    await SendAsync(client, call, call.InVariables(IdOf), values, mark);
                }

                if (!first)
                    continue;
                // In a document it is read and coerced, whatever it says: one kind of mark tells as much as two.
                var literal = Of(call, path, marks.Personal);
                var written = (JsonObject)usual.DeepClone();
                Contract.Put(written, path, literal.Text);
                await SendAsync(client, call, call.InDocument(written, IdOf), [], literal);
            }

            first = false;
        }
    }

    private static Mark Of(Call call, IReadOnlyList<string> path, Func<string, Mark> mark) => mark($"{call.On}.{call.Field} {string.Join('.', path)}");

    private async Task SendAsync(HttpClient client, Call call, string document, JsonObject variables, Mark mark)
    {
        var body = await PostAsync(client, document, variables, $"{call.On}.{call.Field}", call.On is "Subscription");
        if (call.On is "Mutation" && JsonNode.Parse(body)?["data"]?[call.Field]?["refusals"] is JsonArray { Count: 0 })
            mark.Granted = true;
    }

    private async Task AskAsync(HttpClient client, string? alias, string? variable) => await PostAsync(client,
        alias is null ? "{ __typename }" : $"{{ {alias}: gaps(first: 1000) {{ totalCount }} }}", variable is null ? [] : new JsonObject { [variable] = 1 }, "a question", false);

    private async Task<string> PostAsync(HttpClient client, string query, JsonObject variables, string place, bool streams)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query, variables }) };
        if (streams)
            request.Headers.Add("Accept", "text/event-stream");
        return (await wire.SendAsync(client, request, place, streams: streams)).Body;
    }

    /// <summary>Marks in frames of a socket: where the protocol has a place for a value, and where it has none.</summary>
    public async Task TalkAsync()
    {
        const string Init = """{"type":"connection_init"}""";
        foreach (var frame in new[]
        {
            "{0}", "\"{0}\"", "{{\"type\":\"{0}\"}}", "{{\"type\":\"connection_init\",\"payload\":\"{0}\"}}", "{{\"type\":\"connection_init\",\"payload\":{{\"{0}\":\"{0}\"}}}}",
            "{{\"type\":\"ping\",\"payload\":{{\"a\":\"{0}\"}}}}", "{{\"type\":\"complete\",\"id\":\"{0}\"}}", "{{\"type\":\"{0}\",\"type\":\"{0}\"}}", "{{\"type\":\"ping\",\"payload\":\"{0}",
            "{{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":{{\"query\":\"{{ {0} }}\"}}}}", "{{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":{{\"query\":\"{{ __typename }}\",\"operationName\":\"{0}\"}}}}",
            "{{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":{{\"query\":\"{{ __typename }}\",\"variables\":\"{0}\"}}}}", "{{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":{{\"{0}\":\"{0}\"}}}}",
            "{{\"type\":\"subscribe\",\"id\":\"1\",\"payload\":{{\"query\":\"subscription($a: String) {{ feed(after: $a) {{ __typename }} }}\",\"variables\":{{\"a\":\"{0}\"}}}}}}",
        })
        {
            foreach (var mark in new[] { marks.Personal("frame " + frame), marks.Plain("frame " + frame) })
            {
                var text = Encoding.UTF8.GetBytes(string.Format(null, frame, mark.Text));
                await wire.TalkAsync(OpenApp.Everyone, "a conversation", text);
                await wire.TalkAsync(OpenApp.Everyone, "an opened conversation", Encoding.UTF8.GetBytes(Init), text);
            }
        }

        foreach (var mark in new[] { marks.Personal("socket id "), marks.Plain("socket id ") })
        {
            var subscribe = JsonSerializer.SerializeToUtf8Bytes(new { type = "subscribe", id = mark.Text, payload = new { query = "{ __typename }" } });
            await wire.TalkAsync(OpenApp.Everyone, "an operation named by its client", Encoding.UTF8.GetBytes(Init), subscribe);
        }

        await wire.TalkAsync(OpenApp.Everyone, "bytes that are no text", [0xff, .. Encoding.UTF8.GetBytes(marks.Personal("bytes of a frame").Text)]);
    }
}
