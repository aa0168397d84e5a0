using Insights.Core.Data;
using Insights.Core.Pipeline;
using Insights.Core.Triage;
using Insights.Testing;
using Insights.Web.Tests.Verbs;
using Insights.Web.Workers;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Insights.Web.Tests.Hosting;

public sealed class SchedulerTests
{
    [Fact]
    public async Task A_duty_that_fails_keeps_none_of_the_others_from_being_done_and_days_are_caught_up_a_few_at_a_time()
    {
        await using var database = await TestDatabase.CreateAsync(services => services.AddTransient<IPipelineBehavior<EndWaits, Outcome<int>>, Failing>());
        for (var day = 0; day < 5; day++)
        {
            await database.FileAsync();
            database.Clock.Advance(TimeSpan.FromDays(1));
        }

        var heard = new HeardLog();
        using var logs = LoggerFactory.Create(logging => logging.AddProvider(heard));
        using var scheduler = new Scheduler(database.Services.GetRequiredService<IServiceScopeFactory>(), database.Services.GetRequiredService<IDeletedPages>(), database.Services.GetRequiredService<IDatabaseStatistics>(), database.Services.GetRequiredService<AwaitedAnswers>(), database.Clock, logs.CreateLogger<Scheduler>());
        await scheduler.RoundAsync(CancellationToken.None);
        Assert.Equal(3, await CountedAsync(database));
        Assert.Equal("EndWaits failed with InvalidOperationException; it is tried again in a minute", Assert.Single(heard.ToString().Split('\n'), line => line.Contains("failed", StringComparison.Ordinal)).Trim());
        await scheduler.RoundAsync(CancellationToken.None);
        Assert.Equal(5, await CountedAsync(database));
    }

    [Fact]
    public async Task What_is_stopped_half_way_is_no_fault()
    {
        await using var database = await TestDatabase.CreateAsync(services => services.AddTransient<IPipelineBehavior<EndWaits, Outcome<int>>, Failing>());
        var heard = new HeardLog();
        using var logs = LoggerFactory.Create(logging => logging.AddProvider(heard));
        using var scheduler = new Scheduler(database.Services.GetRequiredService<IServiceScopeFactory>(), database.Services.GetRequiredService<IDeletedPages>(), database.Services.GetRequiredService<IDatabaseStatistics>(), database.Services.GetRequiredService<AwaitedAnswers>(), database.Clock, logs.CreateLogger<Scheduler>());
        await scheduler.RoundAsync(new CancellationToken(canceled: true));

        Assert.Empty(heard.ToString());
    }

    private static async Task<int> CountedAsync(TestDatabase database)
    {
        await using var db = database.Open();
        return await db.Set<Core.Feed.FeedSnapshot>().CountAsync();
    }

    private sealed class Failing : IPipelineBehavior<EndWaits, Outcome<int>>
    {
        public Task<Outcome<int>> Handle(EndWaits request, CancellationToken cancellationToken, RequestHandlerDelegate<Outcome<int>> next) => throw new InvalidOperationException();
    }
}
