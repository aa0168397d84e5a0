using Insights.Core.Pipeline;
using Xunit;

namespace Insights.Core.Tests.Pipeline;

public sealed class AwaitedAnswersTests
{
    [Fact]
    public async Task Work_gives_way_as_long_as_anybody_waits()
    {
        using var answers = new AwaitedAnswers(Timeout.InfiniteTimeSpan);
        Assert.True(answers.GiveWay(CancellationToken.None));
        var (first, second) = (answers.Begin(), answers.Begin());
        first.Dispose();
        first.Dispose();

        using var stop = new CancellationTokenSource();
        var work = Task.Run(() => answers.GiveWay(stop.Token));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);

        work = Task.Run(() => answers.GiveWay(CancellationToken.None));
        second.Dispose();
        await work;
    }

    [Fact]
    public void It_goes_on_although_somebody_is_always_there()
    {
        using var answers = new AwaitedAnswers(TimeSpan.Zero);
        using var always = answers.Begin();

        Assert.False(answers.GiveWay(CancellationToken.None));
    }

    [Fact]
    public async Task Of_many_who_come_and_go_none_is_left()
    {
        using var answers = new AwaitedAnswers(TimeSpan.Zero);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() =>
        {
            for (var n = 0; n < 1_000; n++)
                answers.Begin().Dispose();
        })));

        Assert.True(answers.GiveWay(CancellationToken.None));
    }
}
