using System.Text.Json;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.GraphQL.Errors;
using Insights.Testing;
using Insights.Transport;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Insights.GraphQL.Tests;

/// <summary>Operations that would take too long, and more of them at once than there is room for.</summary>
public sealed class StoppingTests
{
    private const string Slow = "{ gap(number: 1) { id } }";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_time_limit_stops_a_statement_inside_the_database()
    {
        await using var api = await ApiWhereGapsAreSlowAsync(new GraphQLLimits { TimeLimit = TimeSpan.FromMilliseconds(500) });
        await api.AskAsync(SomePeople.Lead, "{ viewer { handle } }");
        var answer = await api.AskAsync(SomePeople.Lead, Slow).WaitAsync(Patience);

        Assert.Equal(ErrorCodes.Timeout, answer.Code());
        Assert.DoesNotContain(api.Log.Lines, line => line.Contains("A field failed", StringComparison.Ordinal));
        await IdleAsync();
        // The connection is of use to the next operation.
        Assert.Equal(0, (await api.AskAsync(SomePeople.Lead, "{ gaps { totalCount } }")).At("data", "gaps", "totalCount").GetInt32());
    }

    [Fact]
    public async Task The_time_limit_holds_when_every_place_is_taken()
    {
        await using var api = await ApiWhereGapsAreSlowAsync(new GraphQLLimits { TimeLimit = TimeSpan.FromSeconds(1), OperationsOfOneCaller = 12, OperationsAtOnce = 12 });
        await api.AskAsync(SomePeople.Lead, "{ viewer { handle } }");
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => api.AskAsync(SomePeople.Lead, Slow)))).WaitAsync(Patience);

        Assert.All(answers, answer => Assert.Equal(ErrorCodes.Timeout, answer.Code()));
        Assert.Null((await api.AskAsync(SomePeople.Lead, "{ viewer { handle } }")).Code());
    }

    [Fact]
    public async Task A_caller_who_leaves_stops_the_statement_too()
    {
        await using var api = await ApiWhereGapsAreSlowAsync(new GraphQLLimits());
        await using var scope = api.Database.Services.CreateAsyncScope();
        using var leave = new CancellationTokenSource();
        var running = Task.Run(() => api.Runner.StartAsync(Api.Request(Slow), new OperationCaller(Api.PrincipalOf(SomePeople.Lead), scope.ServiceProvider), leave.Token).AsTask());
        await SlowGap.Started.WaitAsync(Patience);
        await leave.CancelAsync();

        await Task.WhenAny(running, Task.Delay(Patience));
        Assert.True(running.IsCompleted);
        await IdleAsync();
    }

    [Fact]
    public async Task Operations_that_find_no_place_in_time_are_put_off_and_the_place_comes_free_again()
    {
        await using var api = await ApiWhereGapsAreSlowAsync(new GraphQLLimits
        {
            OperationsAtOnce = 1,
            TimeLimit = TimeSpan.FromSeconds(3),
            LongestWait = TimeSpan.FromMilliseconds(200),
        });
        var running = Task.Run(() => api.AskAsync(SomePeople.Lead, Slow));
        await SlowGap.Started.WaitAsync(Patience);

        var busy = Assert.IsType<OperationOutcome.Throttled>(await api.StartAsync(SomePeople.Specialist, Api.Request("{ viewer { handle } }")));
        Assert.True(busy.ServerBusy);
        Assert.Equal(ErrorCodes.ServerBusy, JsonElement.Parse(busy.Json.Span).Code());
        Assert.Equal(1, JsonElement.Parse(busy.Json.Span).At("errors", 0, "extensions", "retryAfter").GetInt32());

        Assert.Equal(ErrorCodes.Timeout, (await running).Code());
        Assert.Null((await api.AskAsync(SomePeople.Specialist, "{ viewer { handle } }")).Code());
    }

    [Fact]
    public async Task One_caller_cannot_take_all_places()
    {
        await using var api = await ApiWhereGapsAreSlowAsync(new GraphQLLimits
        {
            OperationsAtOnce = 4,
            OperationsOfOneCaller = 1,
            TimeLimit = TimeSpan.FromSeconds(3),
            LongestWait = TimeSpan.FromMilliseconds(200),
        });
        var running = Task.Run(() => api.AskAsync(SomePeople.Lead, Slow));
        await SlowGap.Started.WaitAsync(Patience);

        Assert.IsType<OperationOutcome.Throttled>(await api.StartAsync(SomePeople.Lead, Api.Request("{ viewer { handle } }")));
        Assert.Null((await api.AskAsync(SomePeople.Specialist, "{ viewer { handle } }")).Code());
        await running;
    }

    [Fact]
    public async Task More_than_may_wait_are_put_off_at_once()
    {
        await using var api = await ApiWhereGapsAreSlowAsync(new GraphQLLimits
        {
            OperationsAtOnce = 1,
            OperationsWaiting = 1,
            TimeLimit = TimeSpan.FromSeconds(3),
            LongestWait = TimeSpan.FromSeconds(30),
        });
        var running = Task.Run(() => api.AskAsync(SomePeople.Lead, Slow));
        await SlowGap.Started.WaitAsync(Patience);
        var waiting = api.AskAsync(SomePeople.Specialist, "{ viewer { handle } }");

        Assert.IsType<OperationOutcome.Throttled>(await api.StartAsync(SomePeople.Owner, Api.Request("{ viewer { handle } }")));
        Assert.Equal(ErrorCodes.Timeout, (await running).Code());
        Assert.Null((await waiting).Code());
    }

    /// <summary>Waits until the statement has come back out of the database, which it never does by itself.</summary>
    private static Task IdleAsync() => SlowGap.Ended.WaitAsync(Patience);

    private static Task<Api> ApiWhereGapsAreSlowAsync(GraphQLLimits limits)
    {
        SlowGap.Reset();
        return Api.CreateAsync(services => services.AddTransient<IPipelineBehavior<GapByNumber, Outcome<GapView>>, SlowGap>(), limits);
    }

    /// <summary>Counts for ever before it answers, inside the database.</summary>
    private sealed class SlowGap(InsightsDb db) : IPipelineBehavior<GapByNumber, Outcome<GapView>>
    {
        private static readonly FormattableString ForEver = $"WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT COUNT(*) AS Value FROM c";
        private static TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private static TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public static Task Started => _started.Task;

        public static Task Ended => _ended.Task;

        public static void Reset()
        {
            _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        public async Task<Outcome<GapView>> Handle(GapByNumber request, CancellationToken cancellationToken, RequestHandlerDelegate<Outcome<GapView>> next)
        {
            _started.TrySetResult();
            try
            {
                await db.Database.SqlQuery<long>(ForEver).ToListAsync(cancellationToken);
            }
            finally
            {
                _ended.TrySetResult();
            }

            return await next();
        }
    }
}
