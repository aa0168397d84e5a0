using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Reports;
using Insights.Core.Tests.Support;
using Insights.Testing;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Insights.Core.Tests.Feed;

public sealed class LedgerTests
{
    [Fact]
    public async Task Positions_are_dense_and_follow_the_commits_while_many_write_and_some_are_refused()
    {
        const int Writers = 8, Each = 8;
        await using var database = await TestDatabase.CreateAsync();
        var declined = await database.GapInAsync(GapState.Declined);
        var (feed, audit) = ((await database.HeadAsync()).FeedPosition, (await database.HeadAsync()).AuditPosition);

        var numbers = await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            var mine = new List<long>();
            for (var i = 0; i < Each; i++)
            {
                mine.Add((await database.FileAsync()).Number);
                Assert.True((await database.TryAsync(SomePeople.Specialist, new FileReport(null, null, Some.Ambiguity(), declined.Id.Value, null, null))).Refused);
            }

            return mine;
        })));

        var events = (await database.EventsAsync()).Where(e => e.Position > feed).ToList();
        Assert.Equal(Enumerable.Range(1, Writers * Each).Select(i => feed + i), events.Select(e => e.Position));
        Assert.Equal(Enumerable.Range(1, Writers * Each).Select(i => audit + i), (await database.AuditAsync()).Where(a => a.Position > audit).Select(a => a.Position));
        // The human numbers are taken inside the same transaction, so their order is the order of the commits.
        await using var db = database.Open();
        var numberOf = db.Reports.ToDictionary(r => r.Id, r => r.Number);
        Assert.Equal(numbers.SelectMany(n => n).Order(), events.Select(e => numberOf[e.ReportId!.Value]));
    }

    [Fact]
    public async Task What_a_refused_command_had_noted_never_reaches_the_log_of_the_next_one_in_its_scope()
    {
        await using var database = await TestDatabase.CreateAsync();
        var declined = await database.GapInAsync(GapState.Declined);
        var head = await database.HeadAsync();
        await using var scope = database.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Set(SomePeople.Specialist);
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();

        var refused = await mediator.Send(new FileReport(null, null, Some.Ambiguity(), declined.Id.Value, null, null));
        var filed = await mediator.Send(new FileReport(null, null, Some.Ambiguity(), null, null, null));

        Assert.True(refused.Refused);
        var only = Assert.Single(await database.EventsAsync(), e => e.Position > head.FeedPosition);
        Assert.Equal(filed.Value.Id, only.ReportId);
        Assert.Single(await database.AuditAsync(), a => a.Position > head.AuditPosition);
    }

    [Fact]
    public async Task Whoever_is_let_in_next_finds_the_look_alikes_told_of_the_commit_before()
    {
        var gate = new WatchedGate();
        await using var database = await TestDatabase.CreateAsync(services => gate.Around(services));
        var lookAlikes = database.Services.GetRequiredService<LookAlikes>();
        var known = new List<int>();
        gate.Left = () => known.Add(lookAlikes.Count);

        var report = await database.FileAsync();
        await database.SendAsync(SomePeople.Specialist, new WithdrawReport(report.Id.Value, report.Version, "It was filed twice."));

        Assert.Equal([1, 0], known);
    }
}
