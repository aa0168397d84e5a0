using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Tests.Support;
using Insights.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Insights.Core.Tests.Feed;

public sealed class FeedTailTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Following_gives_what_is_there_and_then_what_comes()
    {
        await using var database = await TestDatabase.CreateAsync();
        var first = await database.FileAsync();
        using var stop = new CancellationTokenSource(Patience);
        await using var scope = Scope(database);
        await using var tail = Follow(scope, null, null, stop.Token);

        Assert.True(await tail.MoveNextAsync());
        Assert.Equal(first.Id, tail.Current.Entry!.Item.ReportId);
        var next = tail.MoveNextAsync();
        var second = await database.FileAsync();

        Assert.True(await next);
        Assert.Equal(second.Id, tail.Current.Entry!.Item.ReportId);
        Assert.Equal(tail.Current.Entry.Cursor, tail.Current.Cursor);
    }

    [Fact]
    public async Task Following_resumes_behind_the_cursor_it_is_given()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.FileAsync();
        var second = await database.FileAsync();
        var head = await database.HeadAsync();
        using var stop = new CancellationTokenSource(Patience);
        await using var scope = Scope(database);
        await using var tail = Follow(scope, $"v1.{head.Epoch}.1", null, stop.Token);

        Assert.True(await tail.MoveNextAsync());

        Assert.Equal(second.Id, tail.Current.Entry!.Item.ReportId);
    }

    [Fact]
    public async Task A_cursor_that_cannot_be_continued_ends_following_with_the_reason()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var stop = new CancellationTokenSource(Patience);
        await using var scope = Scope(database);
        await using var tail = Follow(scope, "v1.7.7", null, stop.Token);

        Assert.True(await tail.MoveNextAsync());
        Assert.IsType<ResyncRefusal>(Assert.Single(tail.Current.Refusals));
        Assert.Null(tail.Current.Cursor);
        Assert.False(await tail.MoveNextAsync());
    }

    [Fact]
    public async Task Who_may_not_read_the_feed_may_not_follow_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var stop = new CancellationTokenSource(Patience);
        await using var scope = Scope(database, SomePeople.Specialist);
        await using var tail = Follow(scope, null, null, stop.Token);

        Assert.True(await tail.MoveNextAsync());
        Assert.Equal(RefusalCode.NotPermitted, Assert.Single(tail.Current.Refusals).Code);
        Assert.False(await tail.MoveNextAsync());
    }

    [Fact]
    public async Task A_filtered_reader_gets_a_sign_of_life_with_a_cursor_that_has_moved_on()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.FileAsync();
        var head = await database.HeadAsync();
        using var stop = new CancellationTokenSource(Patience);
        await using var scope = Scope(database);
        await using var tail = Follow(scope, null, new FeedFilter { Types = [FeedEventType.GapClosed] }, stop.Token);

        var next = tail.MoveNextAsync().AsTask();
        // The clock stands still, so the sign of life can only come from these seconds.
        for (var second = 0; !next.IsCompleted && second < 1000; second++)
        {
            database.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(next, Task.Delay(20));
        }

        Assert.True(next.IsCompleted, "No sign of life in a thousand seconds.");
        Assert.True(await next);
        Assert.Null(tail.Current.Entry);
        Assert.Equal($"v1.{head.Epoch}.{head.FeedPosition}", tail.Current.Cursor);
        Assert.True(database.Clock.GetUtcNow() - TestDatabase.Start >= TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_reader_that_is_cut_again_and_again_misses_nothing_while_eight_write()
    {
        const int Writers = 8, Each = 12;
        await using var database = await TestDatabase.CreateAsync();
        using var stop = new CancellationTokenSource(Patience * 2);

        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(async () =>
        {
            for (var i = 0; i < Each; i++)
                await database.FileAsync(Some.Ambiguity() with { Title = $"Question {w} of round {i}" });
        })));

        var read = new List<FeedEntry>();
        while (read.Count < Writers * Each)
        {
            await using var scope = Scope(database);
            await using var tail = Follow(scope, read.LastOrDefault()?.Cursor, null, stop.Token);
            // Cut after seven events, as a bad line would; the next round resumes by cursor alone.
            for (var i = 0; i < 7 && read.Count < Writers * Each && await tail.MoveNextAsync(); i++)
            {
                if (tail.Current.Entry is { } entry)
                    read.Add(entry);
            }
        }

        await writing;
        Assert.Equal((await database.EventsAsync()).Select(e => e.Id), read.Select(e => e.Item.Id));
        Assert.Equal(Enumerable.Range(1, Writers * Each).Select(i => (long)i), (await database.EventsAsync()).Select(e => e.Position));
    }

    [Fact]
    public async Task A_signal_taken_before_reading_is_not_slept_through()
    {
        await using var database = await TestDatabase.CreateAsync();
        var signal = database.Services.GetRequiredService<FeedSignal>();

        var taken = signal.Next;
        await database.FileAsync();

        await signal.WaitAsync(taken, TimeSpan.FromDays(1), CancellationToken.None).WaitAsync(Patience);
        Assert.False(signal.Next.IsCompleted);
    }

    private static AsyncServiceScope Scope(TestDatabase database, Actor? actor = null)
    {
        var scope = database.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Set(actor ?? SomePeople.Consumer);
        return scope;
    }

    private static IAsyncEnumerator<FeedStep> Follow(AsyncServiceScope scope, string? after, FeedFilter? filter, CancellationToken ct) =>
        scope.ServiceProvider.GetRequiredService<FeedTail>().FollowAsync(after, filter, ct).GetAsyncEnumerator(ct);
}
