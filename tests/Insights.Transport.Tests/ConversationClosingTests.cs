using Insights.Transport.GraphQLWs;

namespace Insights.Transport.Tests;

/// <summary>Every close code of graphql-transport-ws, and what leads to it.</summary>
public sealed class ConversationClosingTests
{
    public static TheoryData<string> MalformedMessages => new(
        "",
        "hello",
        "null",
        "[]",
        "{}",
        """{"type":7}""",
        """{"type":"start"}""",
        """{"type":"connection_init","payload":[]}""",
        """{"type":"ping","payload":"x"}""",
        """{"type":"ping","type":"ping"}""",
        """{"type":"\ud800"}""",
        """{"type":"complete"}""",
        """{"type":"complete","id":1}""",
        """{"type":"subscribe","payload":{"query":"echo"}}""",
        """{"type":"subscribe","id":"","payload":{"query":"echo"}}""",
        """{"type":"subscribe","id":"1"}""",
        """{"type":"subscribe","id":"1","payload":{}}""",
        """{"type":"subscribe","id":"1","payload":[{"query":"echo"}]}""",
        """{"type":"subscribe","id":"1","payload":{"query":1}}""",
        """{"type":"subscribe","id":"1","payload":{"query":"echo","variables":[]}}""",
        """{"type":"subscribe","id":"1","payload":{"query":"echo","variables":{"a":"\udfff"}}}""");

    [Theory]
    [MemberData(nameof(MalformedMessages))]
    public async Task A_malformed_message_closes_with_4400(string message)
    {
        var talk = await new Talk().BeginAcknowledgedAsync();
        talk.Socket.Says(message);

        Assert.Equal(4400, await talk.CloseCodeAsync());
        Assert.Equal(0, talk.Runner.Started);
    }

    [Fact]
    public async Task An_id_longer_than_128_characters_closes_with_4400()
    {
        var talk = await new Talk().BeginAcknowledgedAsync();
        talk.Socket.Says(Talk.Subscribe(new string('a', 129), "echo"));

        Assert.Equal(4400, await talk.CloseCodeAsync());
    }

    [Fact]
    public async Task A_binary_message_closes_with_4400()
    {
        var talk = await new Talk().BeginAcknowledgedAsync();
        talk.Socket.Says(Arrival.Binary);

        Assert.Equal(4400, await talk.CloseCodeAsync());
    }

    [Fact]
    public async Task A_message_over_the_limit_closes_with_1009()
    {
        var talk = new Talk().Begin();
        talk.Socket.Says(Arrival.TooLarge);

        Assert.Equal(1009, await talk.CloseCodeAsync());
    }

    [Fact]
    public async Task More_messages_in_a_minute_than_may_be_close_with_1008_whatever_they_are()
    {
        var talk = await new Talk { Options = { MaxMessagesPerMinute = 10 } }.BeginAcknowledgedAsync();
        for (var i = 0; i < 9; i++)
            talk.Socket.Says(i % 2 == 0 ? """{"type":"ping"}""" : Talk.Subscribe($"{i}", "refused"));
        talk.Clock.Advance(TimeSpan.FromSeconds(6));
        talk.Socket.Says("""{"type":"pong"}""");
        Assert.False(talk.Ended.IsCompleted);
        talk.Socket.Says("""{"type":"pong"}""");

        Assert.Equal(1008, await talk.CloseCodeAsync());
        Assert.Equal(4, talk.Runner.Started);
    }

    [Fact]
    public async Task Subscribing_before_the_acknowledgement_closes_with_4401()
    {
        var talk = new Talk().Begin();
        talk.Socket.Says(Talk.Subscribe("1", "echo"));

        Assert.Equal(4401, await talk.CloseCodeAsync());
        Assert.Equal(0, talk.Runner.Started);
    }

    [Fact]
    public async Task A_refused_init_closes_with_4403_and_is_not_acknowledged()
    {
        var talk = new Talk { Admit = _ => new((System.Security.Claims.ClaimsPrincipal?)null) }.Begin();
        talk.Socket.Says(Talk.Init);

        Assert.Equal(4403, await talk.CloseCodeAsync());
        Assert.Empty(talk.Socket.HeardSoFar());
    }

    [Fact]
    public async Task An_init_that_cannot_be_judged_closes_with_4500_and_is_not_acknowledged()
    {
        var talk = new Talk { Admit = _ => throw new InvalidOperationException() }.Begin();
        talk.Socket.Says(Talk.Init);

        Assert.Equal(4500, await talk.CloseCodeAsync());
        Assert.Empty(talk.Socket.HeardSoFar());
    }

    [Fact]
    public async Task No_init_within_ten_seconds_closes_with_4408()
    {
        var talk = new Talk().Begin();
        talk.Clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Null(talk.Socket.ClosedWith);

        talk.Clock.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(4408, await talk.CloseCodeAsync());
    }

    [Fact]
    public async Task An_id_in_use_closes_with_4409()
    {
        var talk = await new Talk().BeginAcknowledgedAsync();
        talk.Socket.Says(Talk.Subscribe("1", "waits"), Talk.Subscribe("1", "echo"));

        Assert.Equal(4409, await talk.CloseCodeAsync());
        await talk.Runner.WaitCancelled;
    }

    [Fact]
    public async Task A_second_init_closes_with_4429()
    {
        var talk = await new Talk().BeginAcknowledgedAsync();
        talk.Socket.Says(Talk.Init);

        Assert.Equal(4429, await talk.CloseCodeAsync());
    }

    [Fact]
    public async Task A_session_that_ends_closes_with_4403_and_disposes_the_streams()
    {
        var signedIn = true;
        var checks = 0;
        var talk = new Talk();
        talk.Options.StillSignedIn = (caller, _) =>
        {
            Assert.Equal("someone", caller.User.Identity!.Name);
            checks++;
            return new(signedIn);
        };
        await talk.BeginAcknowledgedAsync();
        talk.Socket.Says(Talk.Subscribe("1", "count", """{"to":1,"thenWait":1}"""));
        await talk.Socket.HearsAsync();

        talk.Clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(0, checks);

        signedIn = false;
        await talk.Clock.AdvanceUntilAsync(TimeSpan.FromSeconds(5), talk.Socket.Over);
        Assert.Equal(4403, await talk.CloseCodeAsync());
        Assert.Equal(1, checks);
        await talk.Runner.Disposed;
    }

    [Fact]
    public async Task A_session_check_that_fails_closes_with_4403()
    {
        var talk = new Talk();
        talk.Options.StillSignedIn = (_, _) => throw new InvalidOperationException();
        await talk.BeginAcknowledgedAsync();

        await talk.Clock.AdvanceUntilAsync(TimeSpan.FromSeconds(5), talk.Socket.Over);
        Assert.Equal(4403, await talk.CloseCodeAsync());
    }

    [Fact]
    public async Task A_stopping_server_answers_what_is_executing_then_closes_with_1001()
    {
        var talk = await new Talk().BeginAcknowledgedAsync();
        talk.Socket.Says(Talk.Subscribe("stream", "count", """{"to":0,"thenWait":1}"""), Talk.Subscribe("write", "gated"));
        await talk.Runner.GateReached.Task.WaitAsync(Patience.Limit);

        await talk.Stopping.CancelAsync();
        await talk.Runner.Disposed;
        Assert.Null(talk.Socket.ClosedWith);

        talk.Runner.Gate.SetResult();
        Assert.Equal(1001, await talk.CloseCodeAsync());
        Assert.Contains(talk.Socket.HeardSoFar(), message => message.StartsWith("""{"id":"write","type":"next",""", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stopping_server_does_not_wait_for_ever()
    {
        var talk = await new Talk().BeginAcknowledgedAsync();
        talk.Socket.Says(Talk.Subscribe("1", "waits"), """{"type":"ping"}""");
        await talk.Socket.HearsAsync();

        await talk.Stopping.CancelAsync();
        await talk.Clock.AdvanceUntilAsync(TimeSpan.FromSeconds(1), talk.Socket.Over);
        Assert.Equal(1001, await talk.CloseCodeAsync());
    }

    [Fact]
    public async Task A_peer_that_answers_no_ping_is_closed_with_1001()
    {
        var talk = await new Talk().BeginAcknowledgedAsync();

        await talk.Clock.AdvanceUntilAsync(TimeSpan.FromSeconds(5), talk.Socket.Over);
        Assert.Equal(1001, await talk.CloseCodeAsync());
        Assert.Equal(["""{"type":"ping"}"""], talk.Socket.HeardSoFar());
    }

    [Fact]
    public async Task A_peer_that_closes_is_answered_with_1000()
    {
        var talk = await new Talk().BeginAcknowledgedAsync();
        talk.Socket.HangsUp();

        Assert.Equal(1000, await talk.CloseCodeAsync());
    }

    [Fact]
    public async Task A_peer_that_does_not_answer_the_close_frame_is_dropped()
    {
        var talk = new Talk();
        talk.Socket.IgnoresClose = true;
        await talk.BeginAcknowledgedAsync();
        talk.Socket.Says("hello", Talk.Subscribe("1", "echo"));
        await talk.Socket.Over.WaitAsync(Patience.Limit);
        Assert.False(talk.Socket.Aborted);

        await talk.Clock.AdvanceUntilAsync(TimeSpan.FromSeconds(1), talk.Ended);
        Assert.True(talk.Socket.Aborted);
        Assert.Equal(4400, talk.Socket.ClosedWith!.Code);
        Assert.Equal(0, talk.Runner.Started);
    }
}
