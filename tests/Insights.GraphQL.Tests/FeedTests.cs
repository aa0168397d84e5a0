using System.Security.Claims;
using System.Security.Principal;
using Insights.Core.Gaps;
using Insights.GraphQL.Errors;
using Insights.Testing;
using Insights.Transport;
using Microsoft.Extensions.DependencyInjection;

namespace Insights.GraphQL.Tests;

public sealed class FeedTests
{
    private const string Follow =
        """
        subscription($after: String, $filter: FeedFilter) {
          feed(after: $after, filter: $filter) {
            __typename
            ... on FeedEvent { cursor type gapNumber state }
            ... on FeedHeartbeat { cursor }
            ... on ResyncRequired { first last }
          }
        }
        """;

    private const string Read =
        "query($after: String, $first: Int!) { feed(after: $after, first: $first) { events { cursor type gapNumber state } endCursor hasMore resyncRequired { first last } } }";

    [Fact]
    public async Task The_pages_of_the_query_hold_what_the_subscription_sends()
    {
        await using var api = await Api.CreateAsync();
        await api.Database.GapInAsync(GapState.Closed);

        var read = new List<string>();
        string? after = null;
        for (var more = true; more;)
        {
            var page = (await api.AskAsync(SomePeople.Consumer, Read, new { after, first = 3 })).At("data", "feed");
            read.AddRange(page.At("events").EnumerateArray().Select(e => e.At("type").GetString()!));
            (after, more) = (page.At("endCursor").GetString(), page.At("hasMore").GetBoolean());
        }

        var followed = await api.FollowAsync(SomePeople.Consumer, Api.Request(Follow), read.Count);
        Assert.Equal(["REPORT_FILED", "GAP_OPENED", "GAP_CLAIMED", "GAP_ACCEPTED", "DECISION_PROPOSED", "DECISION_APPROVED", "IMPLEMENTATION_STARTED", "GAP_CLOSED"], read);
        Assert.Equal(read, followed.Select(f => f.Response.At("data", "feed", "type").GetString()));
        Assert.All(followed, f => Assert.Equal(f.Cursor, f.Response.At("data", "feed", "cursor").GetString()));
    }

    [Fact]
    public async Task A_reader_that_is_cut_three_times_misses_nothing_and_reads_nothing_twice()
    {
        await using var api = await Api.CreateAsync();
        await api.Database.GapInAsync(GapState.Closed);
        var all = await api.FollowAsync(SomePeople.Consumer, Api.Request(Follow), 8);

        var cut = new List<string?>();
        foreach (var take in new[] { 1, 3, 2, 2 })
            cut.AddRange((await api.FollowAsync(SomePeople.Consumer, Api.Request(Follow, new { after = cut.LastOrDefault() }), take)).Select(r => r.Cursor));
        Assert.Equal(all.Select(r => r.Cursor), cut);
    }

    [Fact]
    public async Task The_last_event_id_of_a_reconnecting_stream_goes_before_the_argument()
    {
        await using var api = await Api.CreateAsync();
        await api.Database.GapInAsync(GapState.Closed);
        var all = await api.FollowAsync(SomePeople.Consumer, Api.Request(Follow), 8);

        var resumed = await api.FollowAsync(SomePeople.Consumer, Api.Request(Follow, new { after = all[0].Cursor }) with { ResumeAfter = all[4].Cursor }, 1);
        Assert.Equal(all[5].Cursor, resumed[0].Cursor);
    }

    [Fact]
    public async Task A_cursor_of_another_life_of_the_log_is_answered_with_where_to_start_again_and_ends_the_stream()
    {
        await using var api = await Api.CreateAsync();
        await api.Database.FileAsync();

        var end = Assert.Single(await api.FollowAsync(SomePeople.Consumer, Api.Request(Follow, new { after = "v1.77.5" }), 10));
        Assert.Equal("ResyncRequired", end.Response.At("data", "feed", "__typename").GetString());
        var page = (await api.AskAsync(SomePeople.Consumer, Read, new { after = "v1.77.5", first = 5 })).At("data", "feed");
        Assert.Equal(end.Response.At("data", "feed", "first").GetString(), page.At("resyncRequired", "first").GetString());

        var again = await api.FollowAsync(SomePeople.Consumer, Api.Request(Follow, new { after = page.At("resyncRequired", "first").GetString() }), 1);
        Assert.Equal("REPORT_FILED", again[0].Response.At("data", "feed", "type").GetString());
    }

    [Fact]
    public async Task What_is_no_cursor_ends_the_stream_with_a_code()
    {
        await using var api = await Api.CreateAsync();
        var end = Assert.Single(await api.FollowAsync(SomePeople.Consumer, Api.Request(Follow, new { after = "yesterday" }), 10));
        Assert.Equal("MALFORMED", end.Response.Code());
    }

    [Fact]
    public async Task Events_that_are_committed_while_the_reader_waits_arrive()
    {
        await using var api = await Api.CreateAsync();
        await using var scope = api.Database.Services.CreateAsyncScope();
        await using var results = await OpenAsync(api, scope, Api.PrincipalOf(SomePeople.Consumer), new { filter = new { types = new[] { "REPORT_FILED" } } });
        var next = results.MoveNextAsync();
        Assert.False(next.IsCompleted);

        await api.Database.GapInAsync(GapState.Triage);
        Assert.True(await next);
        Assert.Equal("REPORT_FILED", System.Text.Json.JsonElement.Parse(results.Current.Json.Span).At("data", "feed", "type").GetString());
    }

    [Fact]
    public async Task A_filtered_reader_hears_that_the_stream_lives_and_how_far_it_has_come()
    {
        await using var api = await Api.CreateAsync();
        await api.Database.GapInAsync(GapState.Triage);
        await using var scope = api.Database.Services.CreateAsyncScope();
        await using var results = await OpenAsync(api, scope, Api.PrincipalOf(SomePeople.Consumer), new { filter = new { types = new[] { "GAP_CLOSED" } } });
        var next = results.MoveNextAsync().AsTask();
        for (var second = 0; !next.IsCompleted && second < 1000; second++)
        {
            api.Database.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(next, Task.Delay(20));
        }

        Assert.True(next.IsCompleted, "No sign of life in a thousand seconds.");
        Assert.True(await next);
        var message = System.Text.Json.JsonElement.Parse(results.Current.Json.Span).At("data", "feed");
        Assert.Equal("FeedHeartbeat", message.At("__typename").GetString());
        Assert.Equal(results.Current.Cursor, message.At("cursor").GetString());
    }

    [Fact]
    public async Task Nothing_is_read_before_it_is_asked_for()
    {
        await using var api = await Api.CreateAsync();
        await api.Database.GapInAsync(GapState.Closed);
        await using var scope = api.Database.Services.CreateAsyncScope();
        using var statements = new Statements(api.Database.DatabasePath);
        await using var results = await OpenAsync(api, scope, Api.PrincipalOf(SomePeople.Consumer), null);
        Assert.Equal(0, statements.Count);

        await results.MoveNextAsync();
        var firstPage = statements.Count;
        for (var i = 0; i < 7; i++)
            await results.MoveNextAsync();
        Assert.Equal(firstPage, statements.Count);
    }

    [Fact]
    public async Task Whoever_loses_the_role_while_following_receives_no_further_event()
    {
        await using var api = await Api.CreateAsync();
        await api.Database.GapInAsync(GapState.Triage);
        var principal = new Fading(new ClaimsPrincipal(Api.PrincipalOf(SomePeople.Consumer)));
        await using var scope = api.Database.Services.CreateAsyncScope();
        await using var results = await OpenAsync(api, scope, principal, null);
        Assert.True(await results.MoveNextAsync());

        principal.SignedOut = true;
        Assert.True(await results.MoveNextAsync());
        Assert.Equal(ErrorCodes.Unauthenticated, System.Text.Json.JsonElement.Parse(results.Current.Json.Span).Code());
        Assert.False(await results.MoveNextAsync());
    }

    [Theory]
    [InlineData("subscription { feed { __typename } other: feed { __typename } }")]
    [InlineData("subscription { feed @skip(if: true) { __typename } }")]
    [InlineData("subscription { __typename }")]
    public async Task A_subscription_selects_exactly_one_field(string document)
    {
        await using var api = await Api.CreateAsync();
        Assert.Contains((await api.AskAsync(SomePeople.Consumer, document)).Code(), new[] { ErrorCodes.SubscriptionFields, ErrorCodes.DocumentInvalid });
    }

    private static async Task<IAsyncEnumerator<OperationResult>> OpenAsync(Api api, AsyncServiceScope scope, ClaimsPrincipal principal, object? variables)
    {
        var outcome = await api.Runner.StartAsync(Api.Request(Follow, variables), new OperationCaller(principal, scope.ServiceProvider), CancellationToken.None);
        return Assert.IsType<OperationOutcome.Streaming>(outcome).Results.GetAsyncEnumerator();
    }

    private sealed class Fading(ClaimsPrincipal inner) : ClaimsPrincipal(inner)
    {
        public bool SignedOut { get; set; }

        public override IIdentity? Identity => SignedOut ? new ClaimsIdentity() : base.Identity;
    }
}
