using Insights.Core.Data;
using Insights.Core.Reports;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Insights.Core.Learning;

/// <summary>Hands the engine the version in force at start.</summary>
public sealed partial class ModelShelf(IDbContextFactory<InsightsDb> contexts, LookAlikes lookAlikes, ILogger<ModelShelf> log)
{
    /// <summary>
    /// A version that cannot be read is passed over for the one that ships, loudly, so that the product works and
    /// somebody looks. The stored choice is left as it is.
    /// </summary>
    public async Task AdoptAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var inForce = await db.ModelsInForce.Select(m => m.Number).SingleAsync(ct);
        var version = await db.ModelVersions.AsNoTracking().SingleAsync(m => m.Number == inForce, ct);
        if (version.Read() is { } model)
        {
            lookAlikes.Use(version.Number, model);
            return;
        }

        Unreadable(log, version.Number);
        lookAlikes.FallBack();
    }

    [LoggerMessage(1301, LogLevel.Error, "Version {Number} of what the look-alike engine has learned is in force and cannot be read; the version that ships is used until another one is put in force")]
    private static partial void Unreadable(ILogger log, int number);
}
