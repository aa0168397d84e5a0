using Insights.Core.Pipeline;
using Insights.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Insights.Web.Tests.Hosting;

public sealed class AwaitedTests
{
    [Fact]
    public async Task Somebody_waits_until_the_answer_begins_or_none_will_come()
    {
        using var answers = new AwaitedAnswers(TimeSpan.Zero);
        bool Waits() => !answers.GiveWay(CancellationToken.None);
        var app = new ApplicationBuilder(new ServiceCollection().AddSingleton(answers).BuildServiceProvider());
        app.UseAwaitedAnswers();
        var seen = new List<bool>();
        app.Run(async context =>
        {
            seen.Add(Waits());
            await context.Response.StartAsync();
            seen.Add(Waits());
            throw new InvalidOperationException();
        });
        var pipeline = app.Build();

        await Assert.ThrowsAsync<InvalidOperationException>(() => pipeline(Asked(begins: true)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => pipeline(Asked(begins: false)));

        Assert.Equal([true, false, true, true], seen);
        Assert.False(Waits());
    }

    private static DefaultHttpContext Asked(bool begins)
    {
        var context = new DefaultHttpContext();
        var answer = new Answer();
        context.Features.Set<IHttpResponseFeature>(answer);
        context.Features.Set<IHttpResponseBodyFeature>(new Body(begins ? answer : new Answer()));
        return context;
    }

    /// <summary>Keeps what is to happen when the answer begins.</summary>
    private sealed class Answer : HttpResponseFeature
    {
        public Func<Task> Begins { get; private set; } = () => Task.CompletedTask;

        public override void OnStarting(Func<object, Task> callback, object state) => Begins = () => callback(state);
    }

    private sealed class Body(Answer answer) : StreamResponseBodyFeature(Stream.Null)
    {
        public override Task StartAsync(CancellationToken cancellationToken = default) => answer.Begins();
    }
}
