using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Learning;

internal sealed class ReadLearningHandler(
    IDbContextFactory<InsightsDb> contexts, LookAlikes lookAlikes, TrainingRuns runs, LearningOptions options, TimeProvider clock) :
    IRequestHandler<ReadLearning, Outcome<LearningView>>, IRequestHandler<LookAlikeModels, Outcome<Page<LookAlikeModelView>>>,
    IRequestHandler<TrainingIsDue, Outcome<bool>>
{
    public async Task<Outcome<LearningView>> Handle(ReadLearning request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (use, run) = (lookAlikes.InUse, runs.Current);
        var book = await Labels.ReadAsync(db, cancellationToken);
        var edge = await AutomaticEdge.OfAsync(db, use, options, cancellationToken);
        var made = db.Links.AsNoTracking().Where(l => l.LinkedBy == PersonId.System && l.EngineVersion != null);
        return new LearningView
        {
            InForce = await db.ModelsInForce.Select(m => m.Number).SingleAsync(cancellationToken),
            FellBack = use.FellBack,
            Labels = [.. Enum.GetValues<LabelKind>().Select(kind => new LabelCount(kind, book.Counts.GetValueOrDefault(kind)))],
            SamePairs = book.SamePairs,
            DifferentPairs = book.Pairs.Count - book.SamePairs,
            SamePairsNeeded = TrainLookAlikesHandler.SamePairsNeeded,
            TargetPrecision = options.TargetPrecision,
            AutomaticLinking = options.AutomaticLinking,
            Edge = edge,
            AutomaticLinks = await made.CountAsync(cancellationToken),
            AutomaticLinksUndone = await (
                from link in made
                join end in db.Operations on link.EndedBy equals (OperationId?)end.Id
                where end.Undoes == link.OperationId || end.Kind == OperationKind.Split || end.Kind == OperationKind.Link
                select link).CountAsync(cancellationToken),
            TrainingSince = run?.StartedAt,
            TrainingShare = run?.Share,
        };
    }

    public async Task<Outcome<Page<LookAlikeModelView>>> Handle(LookAlikeModels request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var inForce = await db.ModelsInForce.Select(m => m.Number).SingleAsync(cancellationToken);
        var versions = await db.ModelVersions.AsNoTracking().Where(m => request.Before == null || m.Number < request.Before)
            .OrderByDescending(m => m.Number).Take(request.First + 1).ToListAsync(cancellationToken);
        return Page<LookAlikeModelView>.Of([.. versions.Select(v => LookAlikeModelView.Of(v, inForce))], request.First);
    }

    public async Task<Outcome<bool>> Handle(TrainingIsDue request, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var last = await db.ModelVersions.AsNoTracking().OrderByDescending(m => m.Number).Select(m => new { m.Labels, m.TrainedAt }).FirstAsync(cancellationToken);
        var book = await Labels.ReadAsync(db, cancellationToken);
        return book.SamePairs >= TrainLookAlikesHandler.SamePairsNeeded
            && TrainingSchedule.IsDue(book.Total, last.Labels, clock.GetUtcNow() - last.TrainedAt, options);
    }
}
