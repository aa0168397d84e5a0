using Insights.Core.Data;
using Insights.Core.Reports;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Learning;

/// <summary>From which chance on the engine may link by itself.</summary>
internal static class AutomaticEdge
{
    /// <summary>An edge that rests on fewer pairs says little.</summary>
    public const int PairsBehindIt = 50;

    /// <summary>
    /// The edge of the version in use; null where it has none that may be relied on: the version that ships has seen
    /// nobody's answers here, and a version that was measured for a lower target than today's proves nothing about it.
    /// </summary>
    public static async Task<double?> OfAsync(InsightsDb db, ModelInUse use, LearningOptions options, CancellationToken ct)
    {
        if (use.FellBack || use.Number == ModelVersion.Shipped)
            return null;
        var figures = await db.ModelVersions.AsNoTracking().Where(m => m.Number == use.Number).Select(m => m.Figures).SingleAsync(ct);
        return figures.PairsAboveEdge >= PairsBehindIt && figures.TargetPrecision >= options.TargetPrecision ? figures.Edge : null;
    }
}
