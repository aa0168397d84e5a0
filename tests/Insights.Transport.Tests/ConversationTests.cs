namespace Insights.Transport.Tests;

/// <summary>What a client sees while all goes well, and when single operations do not.</summary>
public sealed class ConversationTests
{
    [Fact]
    public async Task A_query_is_answered_by_next_and_complete()
    {
        var talk = await new Talk().BeginAcknowledgedAsync();
        talk.Socket.Says("""{"id":"q","type":"subscribe","payload":{"query":"echo","operationName":"A","variables":{"v":1},"other":true}}""");

        Assert.Equal(
            """{"id":"q","type":"next","payload":{"data":{"Query":"echo","OperationName":"A","Variables":{"v":1},"Extensions":null,"QueriesOnly":false,"ResumeAfter":null,"User":"someone"}}}""",
            await talk.Socket.HearsAsync());
        Assert.Equal("""{"id":"q","type":"complete"}""", await talk.Socket.HearsAsync());
    }

    [Fact]
    public async Task A_mutation_is_allowed()
    {
        var talk = await new Talk().BeginAcknowledgedAsync();
        talk.Socket.Says(Talk.Subscribe("m", "mutation"));

        Assert.StartsWith("""{"id":"m","type":"next",""", await talk.Socket.HearsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subscription_sends_each_result_and_completes()
    {
        var talk = await new Talk().BeginAcknowledgedAsync();
        talk.Socket.Says(Talk.Subscribe("s", "count", """{"to":2}"""));

        Assert.Equal("""{"id":"s","type":"next","payload":{"data":{"n":1,"padding":""}}}""", await talk.Socket.HearsAsync());
        Assert.Equal("""{"id":"s","type":"next","payload":{"data":{"n":2,"padding":""}}}""", await talk.Socket.HearsAsync());
        Assert.Equal("""{"id":"s","type":"complete"}""", await talk.Socket.HearsAsync());
        await talk.Runner.Disposed;
    }

    [Fact]
    public async Task A_position_without_a_result_is_not_sent()
    {
        var talk = await new Talk().BeginAcknowledgedAsync();
        talk.Socket.Says(Talk.Subscribe("s", "count", """{"to":1,"silentAt":1}"""));

        Assert.Equal("""{"id":"s","type":"complete"}""", await talk.Socket.HearsAsync());
    }

    [Fact]
    public async Task The_next_result_is_asked_for_only_after_the_previous_one_was_sent()
    {
        var talk = new Talk(journalSends: true);
        await talk.BeginAcknowledgedAsync();
        talk.Runner.Journal.Clear();
        talk.Socket.Says(Talk.Subscribe("s", "count", """{"to":3}"""));
        for (var message = 0; message < 4; message++) await talk.Socket.HearsAsync();

        Assert.Equal(
            ["started count", "asked 1", "sent", "asked 2", "sent", "asked 3", "sent", "asked 4", "disposed", "sent"],
            talk.Runner.Journal);
    }

    [Fact]
    public async Task A_refused_operation_is_an_error_message_and_the_socket_stays()
    {
        var talk = await new Talk().BeginAcknowledgedAsync();
        talk.Socket.Says(Talk.Subscribe("1", "refused"));
        Assert.Equal(
            """{"id":"1","type":"error","payload":[{"message":"No.","extensions":{"code":"TEST_REFUSED"}}]}""",
            await talk.Socket.HearsAsync());

        talk.Socket.Says(Talk.Subscribe("1", "echo"));
        Assert.StartsWith("""{"id":"1","type":"next",""", await talk.Socket.HearsAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("throws", "{}")]
    [InlineData("count", """{"failAt":1}""")]
    public async Task A_failing_runner_is_an_error_message_without_its_text(string query, string variables)
    {
        var talk = await new Talk().BeginAcknowledgedAsync();
        talk.Socket.Says(Talk.Subscribe("1", query, variables));

        Assert.Equal(
            """{"id":"1","type":"error","payload":[{"message":"The server could not answer.","extensions":{"code":"INTERNAL_ERROR"}}]}""",
            await talk.Socket.HearsAsync());
    }

    [Fact]
    public async Task Completing_disposes_the_stream_and_frees_the_id()
    {
        var talk = await new Talk().BeginAcknowledgedAsync();
        talk.Socket.Says(Talk.Subscribe("s", "count", """{"to":1,"thenWait":1}"""));
        await talk.Socket.HearsAsync();

        talk.Socket.Says(Talk.Complete("s"), Talk.Subscribe("s", "echo"));
        Assert.StartsWith("""{"id":"s","type":"next","payload":{"data":{"Query":"echo",""", await talk.Socket.HearsAsync(), StringComparison.Ordinal);
        Assert.Equal(["started count", "asked 1", "asked 2", "disposed", "started echo"], talk.Runner.Journal);
    }

    [Fact]
    public async Task Each_operation_has_a_scope_of_its_own_that_ends_with_it()
    {
        var talk = await new Talk().BeginAcknowledgedAsync();
        talk.Socket.Says(Talk.Subscribe("s", "count", """{"to":1,"thenWait":1}"""));
        await talk.Socket.HearsAsync();
        talk.Socket.Says(Talk.Subscribe("q", "echo"));
        await talk.Socket.HearsAsync();
        Assert.Equal(Talk.Complete("q"), await talk.Socket.HearsAsync());
        Assert.Equal([false, true], talk.Runner.Marks.Select(mark => mark.Disposed));

        talk.Socket.Says(Talk.Complete("s"), """{"type":"ping"}""");
        await talk.Socket.HearsAsync();
        Assert.Equal([true, true], talk.Runner.Marks.Select(mark => mark.Disposed));
    }

    [Fact]
    public async Task Completing_an_unknown_id_is_ignored()
    {
        var talk = await new Talk().BeginAcknowledgedAsync();
        talk.Socket.Says(Talk.Complete("never"), """{"type":"ping"}""");

        Assert.Equal("""{"type":"pong"}""", await talk.Socket.HearsAsync());
    }

    [Fact]
    public async Task The_twenty_first_operation_gets_an_error_and_the_others_go_on()
    {
        var talk = await new Talk().BeginAcknowledgedAsync();
        for (var i = 0; i < 20; i++) talk.Socket.Says(Talk.Subscribe($"{i}", "waits"));
        talk.Socket.Says(Talk.Subscribe("20", "echo"));

        Assert.Equal(
            """{"id":"20","type":"error","payload":[{"message":"Too many operations are running on this connection.","extensions":{"code":"TOO_MANY_OPERATIONS"}}]}""",
            await talk.Socket.HearsAsync());

        talk.Socket.Says(Talk.Complete("0"), Talk.Subscribe("20", "echo"));
        Assert.StartsWith("""{"id":"20","type":"next",""", await talk.Socket.HearsAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"ping"}""")]
    [InlineData("""{"type":"ping","payload":{"a":1}}""")]
    public async Task A_ping_is_answered_by_a_pong_even_before_init(string ping)
    {
        var talk = new Talk().Begin();
        talk.Socket.Says(ping);

        Assert.Equal("""{"type":"pong"}""", await talk.Socket.HearsAsync());
    }

    [Fact]
    public async Task A_peer_that_answers_pings_stays_connected()
    {
        var talk = await new Talk().BeginAcknowledgedAsync();
        for (var round = 0; round < 5; round++)
        {
            var ping = talk.Socket.HearsAsync();
            await talk.Clock.AdvanceUntilAsync(TimeSpan.FromSeconds(5), ping);
            Assert.Equal("""{"type":"ping"}""", await ping);

            talk.Socket.Says("""{"type":"pong"}""", """{"type":"ping"}""");
            Assert.Equal("""{"type":"pong"}""", await talk.Socket.HearsAsync());
        }

        Assert.Null(talk.Socket.ClosedWith);
    }

    [Fact]
    public async Task The_init_payload_decides_who_the_caller_is()
    {
        string? seen = null;
        var talk = new Talk();
        talk.Admit = payload =>
        {
            seen = payload?.GetProperty("token").GetString();
            return new(Talk.Someone);
        };
        talk.Begin().Socket.Says("""{"type":"connection_init","payload":{"token":"t-1"}}""");

        Assert.Equal(Talk.Ack, await talk.Socket.HearsAsync());
        Assert.Equal("t-1", seen);
    }

    [Fact]
    public async Task A_hang_up_disposes_every_stream()
    {
        var talk = await new Talk().BeginAcknowledgedAsync();
        talk.Socket.Says(Talk.Subscribe("s", "count", """{"to":1,"thenWait":1}"""));
        await talk.Socket.HearsAsync();
        talk.Socket.HangsUp();

        await talk.Ended.WaitAsync(Patience.Limit);
        Assert.Equal("disposed", talk.Runner.Journal.Last());
    }

    [Fact]
    public async Task A_peer_that_does_not_read_for_ten_seconds_is_cut_and_its_stream_disposed()
    {
        var talk = await new Talk().BeginAcknowledgedAsync();
        talk.Socket.Stalled = true;
        talk.Socket.Says(Talk.Subscribe("s", "count", """{"to":1000}"""));

        await talk.Clock.AdvanceUntilAsync(TimeSpan.FromSeconds(1), talk.Ended);
        Assert.True(talk.Socket.Aborted);
        Assert.Null(talk.Socket.ClosedWith);
        Assert.Equal(1, talk.Runner.Asked);
        await talk.Runner.Disposed;
    }
}
