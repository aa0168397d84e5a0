using System.Text.Json;
using Insights.Testing;

namespace Insights.Web.Tests.Process;

public sealed class WholePathTests
{
    [Fact]
    public async Task A_report_is_filed_decided_and_heard_through_graphql_alone_by_a_client_cut_three_times()
    {
        await using var app = await RunningApp.WithPeopleOnlyAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var heard = HearUntilClosedAsync(app, limit.Token);

        var report = await SendAsync(app, "specialist-a", "fileReport", "FileReportInput", "report { id version }", new
        {
            report = new
            {
                kind = "AMBIGUITY",
                title = "Which age governs when stated age and use disagree?",
                question = "Which decides until an age check is complete?",
                clause = "CS-2.1",
                noCaseReason = "Seen in a double review.",
                harm = "HIGH",
                reach = "MANY",
                attested = true,
            },
            idempotencyKey = "whole-path-1",
        });
        var gap = await SendAsync(app, "triage-lead-a", "linkReport", "LinkReportInput", "gap { id version }",
            new { reportId = Text(report, "id"), expectedVersion = Number(report, "version") });
        gap = await SendAsync(app, "triage-lead-a", "claimGap", "ClaimGapInput", "gap { id version }",
            new { gapId = Text(gap, "id"), expectedVersion = Number(gap, "version"), severity = "HIGH", duplicatesChecked = true });
        gap = await MoveAsync(app, gap, new { action = "ACCEPT", kind = "AMBIGUITY", area = "age-assurance" });
        var decision = await SendAsync(app, "policy-owner-b", "proposeDecision", "ProposeDecisionInput", "decision { id gap { id version } }", new
        {
            gapId = Text(gap, "id"),
            expectedVersion = Number(gap, "version"),
            record = new
            {
                resolution = "GUIDANCE_CLARIFIED",
                changedClause = "CS-2.1",
                facts = "Reviewers read the clause in two ways.",
                groundClause = "CS-2.1",
                explanation = "The most protective signal governs until the check is complete.",
                alternatives = "Leaving it to the reviewer led to unequal answers.",
                automationInDetection = "PARTIAL",
                automationInDecision = "NONE",
                effectiveOn = "2027-01-01",
                reviewBy = "2027-07-01",
            },
        });
        gap = decision.GetProperty("gap");
        var review = new { decisionId = Text(decision, "id"), expectedVersion = Number(gap, "version") };
        Assert.Equal(["SAME_PERSON"], await RefusedAsync(app, "policy-owner-b", "approveDecision", "ApproveDecisionInput", review));
        gap = await SendAsync(app, "policy-approver-a", "approveDecision", "ApproveDecisionInput", "gap { id version }", review);
        gap = await MoveAsync(app, gap, new { action = "IMPLEMENT", plan = "The guidance is rewritten.", planDueOn = "2027-02-01" });
        gap = await MoveAsync(app, gap, new { action = "CLOSE", verificationNote = "A sample was read and agreed." });

        var events = await heard;
        using var consumer = app.ClientOf("model-team-classifiers");
        var page = (await RunningApp.QueryAsync(consumer, "{ feed(first: 100) { hasMore events { id type decision { explanation } } } }", ct: limit.Token)).GetProperty("feed");
        Assert.False(page.GetProperty("hasMore").GetBoolean());
        Assert.Equal(page.GetProperty("events").EnumerateArray().Select(e => Text(e, "id")), events.Select(e => e.Id));
        Assert.Equal(
            ["REPORT_FILED", "GAP_OPENED", "GAP_CLAIMED", "GAP_ACCEPTED", "DECISION_PROPOSED", "DECISION_APPROVED", "IMPLEMENTATION_STARTED", "GAP_CLOSED"],
            events.Select(e => e.Type));
        Assert.Equal(
            ["The most protective signal governs until the check is complete."],
            page.GetProperty("events").EnumerateArray().Where(e => e.GetProperty("decision").ValueKind is JsonValueKind.Object)
                .Select(e => Text(e.GetProperty("decision"), "explanation")));
    }

    /// <summary>Follows the feed until the gap is closed; after every second event the line is cut and resumed by cursor, three times.</summary>
    private static async Task<List<(string Id, string Type)>> HearUntilClosedAsync(RunningApp app, CancellationToken ct)
    {
        var events = new List<(string Id, string Type)>();
        string? cursor = null;
        for (var cuts = 0; ; cuts++)
        {
            using var socket = await FeedSocket.OpenAsync(app.Address, "model-team-classifiers", cursor, ct);
            for (var heard = 0; cuts >= 3 || heard < 2;)
            {
                var message = await socket.NextAsync(ct);
                cursor = Text(message, "cursor");
                if (Text(message, "__typename") != "FeedEvent")
                    continue;
                heard++;
                events.Add((Text(message, "id"), Text(message, "type")));
                if (events[^1].Type == "GAP_CLOSED")
                    return events;
            }

            socket.Cut();
        }
    }

    private static async Task<JsonElement> MoveAsync(RunningApp app, JsonElement gap, object fields)
    {
        var input = JsonSerializer.SerializeToNode(fields)!.AsObject();
        input["gapId"] = Text(gap, "id");
        input["expectedVersion"] = Number(gap, "version");
        return await SendAsync(app, "policy-owner-a", "moveGap", "MoveGapInput", "gap { id version }", input);
    }

    private static async Task<JsonElement> SendAsync(RunningApp app, string persona, string mutation, string type, string wanted, object input)
    {
        var payload = await PayloadAsync(app, persona, mutation, type, wanted, input);
        Assert.Empty(payload.GetProperty("refusals").EnumerateArray().Select(r => r.GetRawText()));
        return payload.EnumerateObject().First(p => p.Name != "refusals").Value;
    }

    private static async Task<List<string>> RefusedAsync(RunningApp app, string persona, string mutation, string type, object input) =>
        [.. (await PayloadAsync(app, persona, mutation, type, "", input)).GetProperty("refusals").EnumerateArray().Select(r => Text(r, "code"))];

    private static async Task<JsonElement> PayloadAsync(RunningApp app, string persona, string mutation, string type, string wanted, object input)
    {
        using var client = app.ClientOf(persona);
        var data = await RunningApp.QueryAsync(client, $"mutation($input: {type}!) {{ {mutation}(input: $input) {{ {wanted} refusals {{ code path message }} }} }}", new { input });
        return data.GetProperty(mutation);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();
}
