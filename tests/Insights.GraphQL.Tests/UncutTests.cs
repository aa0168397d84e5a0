using System.Text.Json;
using GraphQL.Resolvers;
using GraphQL.Types;
using Insights.Core.Consumers;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.GraphQL.Errors;
using Insights.Testing;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Insights.GraphQL.Tests;

/// <summary>What must not be lost when time runs out: a command that was carried out, and an event that was not delivered.</summary>
public sealed class UncutTests
{
    private const string Key = "mutation($i: IssueMyKeyInput!) { first: issueMyKey(input: $i) { issuedKey { secret } refusals { code path } } }";
    private const string Follow = "subscription($after: String) { feed(after: $after) { ... on FeedEvent { cursor type gapNumber } } }";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly GraphQLLimits Brief = new() { TimeLimit = TimeSpan.FromSeconds(1.5) };
    private static readonly object Input = new { i = new { expectedVersion = 0, name = "nightly", expiresOn = "2026-11-12", scopes = new[] { "READ" } } };

    [Fact]
    public async Task A_command_that_finds_no_turn_in_time_says_that_nothing_was_done_and_does_nothing()
    {
        await using var api = await Api.WithOwnSchemaAsync(limits: Brief);
        await WarmAsync(api);
        JsonElement answer;
        using (await api.Database.Services.GetRequiredService<IWriteGate>().EnterAsync(CancellationToken.None))
            answer = await api.AskAsync(SomePeople.Lead, Key, Input).WaitAsync(Patience);

        Assert.Null(answer.Code());
        Assert.Equal("SERVER_BUSY", answer.At("data", "first", "refusals", 0, "code").GetString());
        Assert.Empty((await api.Database.SendAsync(SomePeople.Lead, new MyKeys())).Keys);
        // Once the gate is free the same is done.
        Assert.Equal(JsonValueKind.String, (await api.AskAsync(SomePeople.Lead, Key, Input)).At("data", "first", "issuedKey", "secret").ValueKind);
    }

    [Fact]
    public async Task A_command_that_is_carried_out_answers_what_is_told_but_once_however_long_it_took()
    {
        await using var api = await Api.WithOwnSchemaAsync(services => services.AddTransient<IPipelineBehavior<IssueMyKey, Outcome<IssuedKeyView>>, SlowAfterCommit>(), Brief);
        await WarmAsync(api);
        Slowly(api, "IssuedKey", "secret");
        var answer = await api.AskAsync(SomePeople.Lead, Key, Input).WaitAsync(Patience);

        Assert.Null(answer.Code());
        Assert.Equal(JsonValueKind.String, answer.At("data", "first", "issuedKey", "secret").ValueKind);
        Assert.Single((await api.Database.SendAsync(SomePeople.Lead, new MyKeys())).Keys);
    }

    [Fact]
    public async Task What_an_earlier_command_of_the_document_did_is_answered_though_a_later_one_finds_no_turn()
    {
        var holding = new Holding();
        await using var api = await Api.WithOwnSchemaAsync(services =>
        {
            services.AddSingleton(holding);
            services.AddTransient<IPipelineBehavior<IssueMyKey, Outcome<IssuedKeyView>>, HoldAfterwards>();
        }, Brief);
        await WarmAsync(api);
        holding.Armed = true;
        var answer = await api.AskAsync(
            SomePeople.Lead,
            "mutation($i: IssueMyKeyInput!, $j: IssueMyKeyInput!) { first: issueMyKey(input: $i) { issuedKey { secret } } second: issueMyKey(input: $j) { issuedKey { secret } refusals { code } } }",
            new { i = new { expectedVersion = 0, name = "nightly", expiresOn = "2026-11-12", scopes = new[] { "READ" } }, j = new { expectedVersion = 1, name = "nightly", expiresOn = "2026-11-12", scopes = new[] { "READ" } } }).WaitAsync(Patience);

        Assert.Null(answer.Code());
        Assert.Equal(JsonValueKind.String, answer.At("data", "first", "issuedKey", "secret").ValueKind);
        Assert.Equal("SERVER_BUSY", answer.At("data", "second", "refusals", 0, "code").GetString());
        (await holding.Turn!).Dispose();
        Assert.Single((await api.Database.SendAsync(SomePeople.Lead, new MyKeys())).Keys);
    }

    [Theory]
    [InlineData("it fails", ErrorCodes.InternalError)]
    [InlineData("it takes too long", ErrorCodes.Timeout)]
    public async Task An_event_that_could_not_be_told_has_no_cursor_and_the_reader_gets_it_when_it_comes_again(string how, string code)
    {
        await using var api = await Api.WithOwnSchemaAsync(limits: Brief);
        await api.Database.GapInAsync(GapState.Closed);
        var all = await api.FollowAsync(SomePeople.Consumer, Api.Request(Follow), 8);

        var well = Field(api, "FeedEvent", "gapNumber").Resolver!;
        Field(api, "FeedEvent", "gapNumber").Resolver = new FuncFieldResolver<object?>(async context =>
        {
            if (((Core.Feed.FeedEntry)context.Source!).Cursor.ToString() != all[3].Cursor)
                return await well.ResolveAsync(context);
            if (how == "it takes too long")
                await Task.Delay(Patience, context.CancellationToken);
            throw new InvalidOperationException();
        });
        var cut = await api.FollowAsync(SomePeople.Consumer, Api.Request(Follow), 8).WaitAsync(Patience);

        Assert.Equal([.. all.Take(3).Select(r => r.Cursor), null], cut.Select(r => r.Cursor));
        Assert.Equal(code, cut[3].Response.Code());

        Field(api, "FeedEvent", "gapNumber").Resolver = well;
        var resumed = await api.FollowAsync(SomePeople.Consumer, Api.Request(Follow) with { ResumeAfter = cut[2].Cursor }, 5);
        Assert.Equal(all.Skip(3).Select(r => r.Cursor), resumed.Select(r => r.Cursor));
    }

    [Fact]
    public async Task Streams_that_read_on_from_long_ago_leave_the_places_of_requests_free_and_take_turns()
    {
        await using var api = await Api.WithOwnSchemaAsync(limits: new GraphQLLimits { OperationsAtOnce = 2, LongestWait = TimeSpan.FromMilliseconds(100) });
        await api.Database.GapInAsync(GapState.Closed);
        var well = Field(api, "FeedEvent", "gapNumber").Resolver!;
        var (release, inside, most) = (new TaskCompletionSource(), 0, 0);
        Field(api, "FeedEvent", "gapNumber").Resolver = new FuncFieldResolver<object?>(async context =>
        {
            most = Math.Max(most, Interlocked.Increment(ref inside));
            await release.Task;
            Interlocked.Decrement(ref inside);
            return await well.ResolveAsync(context);
        });
        var readers = Enumerable.Range(0, 6).Select(_ => Task.Run(() => api.FollowAsync(SomePeople.Consumer, Api.Request(Follow), 8))).ToList();
        while (Volatile.Read(ref inside) == 0)
            await Task.Delay(10);

        for (var i = 0; i < 4; i++)
            Assert.Null((await api.AskAsync(SomePeople.Consumer, "{ viewer { handle } }")).Code());
        release.SetResult();
        var read = await Task.WhenAll(readers).WaitAsync(Patience);

        Assert.Equal(1, most);
        Assert.All(read, events => Assert.Equal((8, null), (events.Count, events.Select(e => e.Response.Code()).FirstOrDefault(c => c is not null))));
    }

    private static FieldType Field(Api api, string type, string field) => ((IObjectGraphType)SchemaTests.SchemaOf(api).AllTypes[type]!).Fields.Find(field)!;

    /// <summary>The first command of a process takes long by itself.</summary>
    private static Task<JsonElement> WarmAsync(Api api) => api.AskAsync(SomePeople.Owner, Key, Input);

    /// <summary>Takes longer to read than an operation may.</summary>
    private static void Slowly(Api api, string type, string field)
    {
        var at = Field(api, type, field);
        var well = at.Resolver!;
        at.Resolver = new FuncFieldResolver<object?>(async context =>
        {
            await Task.Delay(Brief.TimeLimit * 2, context.CancellationToken);
            return await well.ResolveAsync(context);
        });
    }

    private sealed class SlowAfterCommit : IPipelineBehavior<IssueMyKey, Outcome<IssuedKeyView>>
    {
        public async Task<Outcome<IssuedKeyView>> Handle(IssueMyKey request, CancellationToken cancellationToken, RequestHandlerDelegate<Outcome<IssuedKeyView>> next)
        {
            var outcome = await next();
            await Task.Delay(Brief.TimeLimit * 2, cancellationToken);
            return outcome;
        }
    }

    /// <summary>Enters the gate behind the command that is under way, and stays.</summary>
    private sealed class HoldAfterwards(IWriteGate gate, Holding holding) : IPipelineBehavior<IssueMyKey, Outcome<IssuedKeyView>>
    {
        public Task<Outcome<IssuedKeyView>> Handle(IssueMyKey request, CancellationToken cancellationToken, RequestHandlerDelegate<Outcome<IssuedKeyView>> next)
        {
            if (holding.Armed)
                holding.Turn ??= gate.EnterAsync(CancellationToken.None).AsTask();
            return next();
        }
    }

    private sealed class Holding
    {
        public bool Armed { get; set; }

        public Task<IDisposable>? Turn { get; set; }
    }
}
