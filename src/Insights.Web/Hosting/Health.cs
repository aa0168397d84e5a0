using Insights.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Insights.Web.Hosting;

/// <summary>Whether the process lives, and whether it can do its work. It says yes or no and nothing else.</summary>
internal static class Health
{
    public const string Address = "/healthz";

    private const string Ready = Address + "/ready";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>How long one look at the database answers whoever asks.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(1);

    /// <summary>Whether a request asks for one of the two, and for nothing else.</summary>
    public static bool IsAskedBy(HttpRequest request) => HttpMethods.IsGet(request.Method) && (request.Path == Address || request.Path == Ready);

    public static void MapHealth(this WebApplication app)
    {
        app.MapGet(Address, () => Results.Text("ok"));
        var (turn, asked, answer) = (new Lock(), 0L, (Task<bool>?)null);
        app.MapGet(Ready, async (IDbContextFactory<InsightsDb> contexts, TimeProvider clock) =>
            !app.Lifetime.ApplicationStopping.IsCancellationRequested && await LastAsync(contexts, clock)
                ? Results.Text("ok")
                : Results.Text("not ready", statusCode: StatusCodes.Status503ServiceUnavailable));

        Task<bool> LastAsync(IDbContextFactory<InsightsDb> contexts, TimeProvider clock)
        {
            lock (turn)
            {
                if (answer is null || clock.GetElapsedTime(asked) >= Kept)
                    (asked, answer) = (clock.GetTimestamp(), AnswersAsync(contexts));
                return answer;
            }
        }
    }

    /// <summary>Whether the database answers, and soon.</summary>
    private static async Task<bool> AnswersAsync(IDbContextFactory<InsightsDb> contexts)
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(limit.Token);
            return await db.Database.SqlQueryRaw<int>("""SELECT count(*) AS "Value" FROM "feed_head" """).SingleAsync(limit.Token).WaitAsync(limit.Token) == 1;
        }
        catch (Exception)
        {
            // Whatever it is, it is not ready; the log of the database says why.
            return false;
        }
    }
}
