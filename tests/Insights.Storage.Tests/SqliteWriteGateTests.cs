using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Testing;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Insights.Storage.Tests;

public sealed class SqliteWriteGateTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Writers_enter_one_at_a_time_in_the_order_they_came()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gate = database.Services.GetRequiredService<IWriteGate>();
        var entered = new List<int>();
        var first = await gate.EnterAsync(CancellationToken.None);
        // Each one asks before the next one does, since asking runs up to the wait.
        var waiting = Enumerable.Range(0, 20).Select(EnterAsync).ToList();

        Assert.Empty(entered);
        first.Dispose();
        await Task.WhenAll(waiting).WaitAsync(Patience);

        Assert.Equal(Enumerable.Range(0, 20), entered);

        async Task EnterAsync(int i)
        {
            using var turn = await gate.EnterAsync(CancellationToken.None);
            entered.Add(i);
            await Task.Yield();
        }
    }

    [Fact]
    public async Task Who_gives_up_waiting_does_not_keep_the_next_one_out()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gate = database.Services.GetRequiredService<IWriteGate>();
        var first = await gate.EnterAsync(CancellationToken.None);
        using var gaveUp = new CancellationTokenSource();
        var cancelled = gate.EnterAsync(gaveUp.Token).AsTask();
        var next = gate.EnterAsync(CancellationToken.None).AsTask();

        await gaveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.False(next.IsCompleted);
        first.Dispose();

        (await next.WaitAsync(Patience)).Dispose();
    }

    [Fact]
    public async Task Leaving_twice_lets_one_in_and_not_two()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gate = database.Services.GetRequiredService<IWriteGate>();
        var first = await gate.EnterAsync(CancellationToken.None);
        first.Dispose();
        first.Dispose();

        using var second = await gate.EnterAsync(CancellationToken.None);
        Assert.False(gate.EnterAsync(CancellationToken.None).AsTask().IsCompleted);
    }

    [Fact]
    public async Task A_command_that_faults_leaves_nothing_behind_and_lets_the_next_writer_in()
    {
        await using var database = await TestDatabase.CreateAsync();
        var before = await Fingerprint.OfAsync(database);
        // Two versions alike break the key of the table in the middle of the transaction.
        var content = Some.Catalogue();
        var twice = content with { Clauses = [.. content.Clauses, NewClause(), NewClause()] };

        await Assert.ThrowsAnyAsync<Exception>(() => database.TryAsync(Actor.System, new LoadCatalogue(twice)));

        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
        await database.FileAsync().WaitAsync(Patience);
    }

    [Fact]
    public async Task A_command_that_is_cancelled_while_it_waits_does_nothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        var before = await Fingerprint.OfAsync(database);
        using var stop = new CancellationTokenSource();
        await using var scope = database.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Set(SomePeople.Specialist);
        Task<Outcome<Core.Reports.ReportView>> waiting;
        using (await database.Services.GetRequiredService<IWriteGate>().EnterAsync(CancellationToken.None))
        {
            waiting = scope.ServiceProvider.GetRequiredService<IMediator>().Send(new Core.Reports.FileReport(null, null, Some.Ambiguity(), null, null, null), stop.Token);
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        }

        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
        await database.FileAsync().WaitAsync(Patience);
    }

    private static PolicyClause NewClause() =>
        new() { Code = "CS-3.1", Version = 1, Area = "appeals", Title = "Clause CS-3.1", Text = "A text.", EffectiveFrom = new DateOnly(2026, 1, 1) };
}
