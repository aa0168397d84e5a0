using Insights.Core.Pipeline;

namespace Insights.Web.Hosting;

/// <summary>Tells the work that nobody waits for when somebody waits.</summary>
internal static class Awaited
{
    /// <summary>Counts a request until its answer begins: after that a stream may last for hours.</summary>
    public static void UseAwaitedAnswers(this IApplicationBuilder app)
    {
        var answers = app.ApplicationServices.GetRequiredService<AwaitedAnswers>();
        app.Use(async (context, next) =>
        {
            using var awaited = answers.Begin();
            context.Response.OnStarting(() =>
            {
                awaited.Dispose();
                return Task.CompletedTask;
            });
            await next(context);
        });
    }
}
