using System.Net;
using System.Text.Json;
using Insights.Testing;

namespace Insights.Web.Tests.Process;

/// <summary>A model team's program, from its registration to the end of its key.</summary>
public sealed class ConsumerKeyTests
{
    [Fact]
    public async Task A_program_signs_in_with_its_key_reads_says_how_far_and_is_let_in_no_longer_once_it_is_revoked()
    {
        await using var app = await RunningApp.WithPeopleOnlyAsync();
        using var owner = app.ClientOf("model-team-classifiers");
        var consumer = await AskAsync(owner, "mutation { registerConsumer(input: { name: \"Appeals classifier\", filter: { areas: [\"appeals\"] } }) { consumer { id number version } refusals { code } } }", "registerConsumer", "consumer");
        var issued = await AskAsync(owner,
            $"mutation {{ issueKey(input: {{ consumerId: \"{consumer.GetProperty("id").GetString()}\", expectedVersion: 1, scopes: [READ, WRITE], expiresOn: \"{DateTime.UtcNow.AddDays(9):yyyy-MM-dd}\" }}) {{ issuedKey {{ secret key {{ id }} }} refusals {{ code path }} }} }}", "issueKey", "issuedKey");
        using var program = app.ClientWith(issued.GetProperty("secret").GetString()!);

        var feed = (await RunningApp.QueryAsync(program, "{ viewer { handle } feed { endCursor } }"));
        Assert.Equal($"consumer-{consumer.GetProperty("number").GetInt32()}", feed.GetProperty("viewer").GetProperty("handle").GetString());
        var stands = await AskAsync(program, $"mutation {{ acknowledgeFeed(input: {{ cursor: \"{feed.GetProperty("feed").GetProperty("endCursor").GetString()}\" }}) {{ consumer {{ lag acknowledged }} refusals {{ code }} }} }}", "acknowledgeFeed", "consumer");
        Assert.Equal(0, stands.GetProperty("lag").GetInt32());
        Assert.Contains("NOT_PERMITTED", (await Assert.ThrowsAsync<InvalidOperationException>(() => RunningApp.QueryAsync(program, "{ gaps { nodes { id } } }"))).Message, StringComparison.Ordinal);
        Assert.NotEqual(HttpStatusCode.OK, (await program.GetAsync("/gaps")).StatusCode);

        await AskAsync(owner, $"mutation {{ revokeKey(input: {{ keyId: \"{issued.GetProperty("key").GetProperty("id").GetString()}\" }}) {{ apiKey {{ inForce }} refusals {{ code }} }} }}", "revokeKey", "apiKey");
        Assert.Contains("UNAUTHENTICATED", (await Assert.ThrowsAsync<InvalidOperationException>(() => RunningApp.QueryAsync(program, "{ feed { endCursor } }"))).Message, StringComparison.Ordinal);
        // The handle of a consumer is no persona to sign in as.
        using var pretender = app.ClientOf("consumer-1");
        Assert.Contains("UNAUTHENTICATED", (await Assert.ThrowsAsync<InvalidOperationException>(() => RunningApp.QueryAsync(pretender, "{ feed { endCursor } }"))).Message, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> AskAsync(HttpClient client, string mutation, string field, string answer)
    {
        var payload = (await RunningApp.QueryAsync(client, mutation)).GetProperty(field);
        Assert.Equal("[]", payload.GetProperty("refusals").GetRawText());
        return payload.GetProperty(answer);
    }
}
