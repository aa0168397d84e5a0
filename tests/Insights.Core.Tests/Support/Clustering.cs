using Insights.Core.Clusters;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Testing;

namespace Insights.Core.Tests.Support;

/// <summary>Short ways to cluster operations, each with the versions as they are now.</summary>
internal static class Clustering
{
    public static IReadOnlyList<SeenVersionForm> Seen(params IEnumerable<GapView> gaps) => [.. gaps.Select(g => new SeenVersionForm(g.Id.Value, g.Version))];

    public static IReadOnlyList<SeenVersionForm> Seen(params IEnumerable<ReportView> reports) => [.. reports.Select(r => new SeenVersionForm(r.Id.Value, r.Version))];

    /// <summary>A new gap with so many reports.</summary>
    public static async Task<GapView> GapOfAsync(this TestDatabase database, int reports, GapState state = GapState.New)
    {
        var gap = await database.GapInAsync(state);
        for (var i = 1; i < reports; i++)
            await database.LinkAsync((await database.FileAsync()).Id, gap.Id);
        return await database.GapAsync(gap.Id);
    }

    public static async Task<OperationView> MergeAsync(this TestDatabase database, GapView survivor, params GapView[] others) =>
        await database.SendAsync(SomePeople.Lead, await database.MergeOfAsync(survivor, others));

    public static async Task<Outcome<OperationView>> TryMergeAsync(this TestDatabase database, GapView survivor, params GapView[] others) =>
        await database.TryAsync(SomePeople.Lead, await database.MergeOfAsync(survivor, others));

    public static async Task<OperationView> SplitAsync(this TestDatabase database, GapView gap, IReadOnlyList<MemberView> reports, GapView? into = null, bool keepApart = false) =>
        await database.SendAsync(SomePeople.Lead, new SplitReports(
            gap.Id.Value, [.. reports.Select(r => r.ReportId.Value)], into?.Id.Value, keepApart, "They ask about different clauses.",
            Seen(await database.NowAsync([gap, .. new[] { into }.OfType<GapView>()])), null));

    public static async Task<OperationView> KeepApartAsync(this TestDatabase database, params GapView[] gaps) =>
        await database.SendAsync(SomePeople.Lead, new KeepApart([.. gaps.Select(g => g.Id.Value)], null, "One is about appeals.", Seen(await database.NowAsync(gaps)), null));

    public static Task<OperationView> UndoAsync(this TestDatabase database, OperationView operation, Actor? by = null) =>
        database.SendAsync(by ?? SomePeople.Lead, new UndoOperation(operation.Id.Value, null, null, null));

    public static Task<Outcome<OperationView>> TryUndoAsync(this TestDatabase database, OperationView operation) =>
        database.TryAsync(SomePeople.Lead, new UndoOperation(operation.Id.Value, null, null, null));

    /// <summary>The operations on a gap, the newest first.</summary>
    public static async Task<IReadOnlyList<OperationView>> OperationsAsync(this TestDatabase database, Core.Data.GapId gap) =>
        (await database.SendAsync(SomePeople.Lead, new OperationsOf(gap, 100, null))).Items;

    private static async Task<MergeGaps> MergeOfAsync(this TestDatabase database, GapView survivor, GapView[] others) => new(
        survivor.Id.Value, [.. others.Select(g => g.Id.Value)], "They ask the same.", Seen(await database.NowAsync([survivor, .. others])), null);

    private static async Task<IReadOnlyList<GapView>> NowAsync(this TestDatabase database, IReadOnlyList<GapView> gaps)
    {
        var now = await database.SendAsync(SomePeople.Lead, new GapsById([.. gaps.Select(g => g.Id)]));
        return [.. gaps.Select(g => now[g.Id])];
    }
}
