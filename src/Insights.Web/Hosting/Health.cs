using Insights.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Insights.Web.Hosting;

/// <summary>Whether the process lives, and whether it can do its work. It says yes or no and nothing else.</summary>
internal static class Health
{
    public const string Address = "/healthz";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void MapHealth(this WebApplication app)
    {
        app.MapGet(Address, () => Results.Text("ok"));
        app.MapGet(Address + "/ready", async (IDbContextFactory<InsightsDb> contexts, CancellationToken ct) =>
            !app.Lifetime.ApplicationStopping.IsCancellationRequested && await AnswersAsync(contexts, ct)
                ? Results.Text("ok")
                : Results.Text("not ready", statusCode: StatusCodes.Status503ServiceUnavailable));
    }

    /// <summary>Whether the database answers, and soon.</summary>
    private static async Task<bool> AnswersAsync(IDbContextFactory<InsightsDb> contexts, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
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
