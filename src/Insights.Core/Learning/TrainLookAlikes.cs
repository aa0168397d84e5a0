using System.Globalization;
using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Similarity.Learning;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Learning;

/// <summary>
/// The engine learns anew from everything people have said. What comes of it is kept as a version, and is put in force at
/// once only if it does better than the version in force on the newest labels, which neither of them has learned from.
/// </summary>
/// <param name="IdempotencyKey">The same key gives the same answer.</param>
[Requires(Permission.KeepLearning)]
public sealed record TrainLookAlikes(string? IdempotencyKey) : ICommand<TrainingView>, ILongCommand, IRepeatable;

/// <summary>What came of a training.</summary>
public sealed record TrainingView
{
    /// <summary>What came of it.</summary>
    public required TrainingVerdict Verdict { get; init; }

    /// <summary>Pairs of reports that people call the same.</summary>
    public required int SamePairs { get; init; }

    /// <summary>How many are needed at least.</summary>
    public required int SamePairsNeeded { get; init; }

    /// <summary>The version that was made; empty where people have not said enough.</summary>
    public LookAlikeModelView? Model { get; init; }
}

internal sealed class TrainLookAlikesHandler(
    InsightsDb db, IDbContextFactory<InsightsDb> contexts, WriteTurn turn, Ledger ledger, Idempotency repeats, CurrentActor current, TimeProvider clock,
    TrainingRuns runs, LookAlikes lookAlikes, LearningOptions options, AfterCommit afterCommit) : IRequestHandler<TrainLookAlikes, Outcome<TrainingView>>
{
    /// <summary>At least so many pairs people must have called the same.</summary>
    public const int SamePairsNeeded = LookAlikeTrainer.LeastQuestions;

    public async Task<Outcome<TrainingView>> Handle(TrainLookAlikes request, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (run, begun) = runs.Begin(current.Actor.Id, request.IdempotencyKey, clock.GetUtcNow());
            if (begun)
            {
                using (run)
                    return await EarlierAsync(request, cancellationToken) ?? await TrainAsync(request, run, cancellationToken);
            }

            if (!run.Answers(current.Actor.Id, request.IdempotencyKey))
            {
                return await EarlierAsync(request, cancellationToken)
                    ?? Refusal.Of(RefusalCode.AlreadyRunning, "The engine is learning already. Wait until it is done.");
            }

            await run.Ended.WaitAsync(cancellationToken);
        }
    }

    /// <summary>What this key made before; null if nothing.</summary>
    private async Task<Outcome<TrainingView>?> EarlierAsync(TrainLookAlikes request, CancellationToken ct)
    {
        var earlier = await repeats.FindAsync(request, ct);
        if (earlier.Refused)
            return earlier.Refusals.ToList();
        if (earlier.Value is not { } made)
            return null;
        var number = int.Parse(made, CultureInfo.InvariantCulture);
        return ViewOf(
            await db.ModelVersions.AsNoTracking().SingleAsync(m => m.Number == number, ct),
            await db.ModelsInForce.AsNoTracking().Select(m => m.Number).SingleAsync(ct));
    }

    private async Task<Outcome<TrainingView>> TrainAsync(TrainLookAlikes request, TrainingRun run, CancellationToken ct)
    {
        var beside = lookAlikes.InUse;
        var book = await ReadAsync(ct);
        var trained = await Task.Run(() => lookAlikes.Train(book.Pairs, beside.Model, options.TargetPrecision, run, ct), ct);
        if (trained is null)
            return new TrainingView { Verdict = TrainingVerdict.TooFewLabels, SamePairs = book.SamePairs, SamePairsNeeded = SamePairsNeeded };
        return await turn.TakeAsync(() => KeepAsync(request, book, beside.Number, trained, ct), ct);
    }

    private async Task<Outcome<TrainingView>> KeepAsync(TrainLookAlikes request, LabelBook book, int beside, TrainedModel trained, CancellationToken ct)
    {
        var at = clock.GetUtcNow();
        var number = await db.ModelVersions.MaxAsync(m => m.Number, ct) + 1;
        var version = ModelVersion.Of(
            number, trained.Model.ToJson(), lookAlikes.EngineVersion, book.Total, FiguresOf(book, trained), VerdictOf(trained), beside, current.Actor.Id, at);
        db.Add(version);
        ledger.Record(new AuditLine(nameof(TrainLookAlikes)) { To = ActivateLookAlikeModelHandler.NameOf(number), Count = book.Pairs.Count });
        var inForce = await db.ModelsInForce.SingleAsync(ct);
        // Better than a version that somebody took out of force meanwhile says nothing about the one in force now.
        var serves = version.Verdict is TrainingVerdict.Better && inForce.Number == beside;
        if (serves)
            ActivateLookAlikeModelHandler.Put(version, inForce, ledger, at);
        repeats.Remember(request, number.ToString(CultureInfo.InvariantCulture));
        await ledger.CommitAsync(ct);
        if (serves)
            afterCommit.Do(() => lookAlikes.Use(number, trained.Model));
        return ViewOf(version, inForce.Number);
    }

    private async Task<LabelBook> ReadAsync(CancellationToken ct)
    {
        await using var reading = await contexts.CreateDbContextAsync(ct);
        return await Labels.ReadAsync(reading, ct);
    }

    private TrainingFigures FiguresOf(LabelBook book, TrainedModel trained) => new()
    {
        SamePairs = book.SamePairs,
        DifferentPairs = book.Pairs.Count - book.SamePairs,
        HeldBackPairs = trained.LabelsHeldBack,
        TargetPrecision = options.TargetPrecision,
        Edge = trained.Edge,
        PairsAboveEdge = trained.PairsAboveEdge,
        Precision = trained.Measured.Precision,
        Recall = trained.Measured.Recall,
        FoundInTen = trained.Measured.FoundInTen,
        PrecisionInForce = trained.InForce.Precision,
        RecallInForce = trained.InForce.Recall,
        FoundInTenInForce = trained.InForce.FoundInTen,
    };

    private static TrainingVerdict VerdictOf(TrainedModel trained) =>
        trained.IsBetter ? TrainingVerdict.Better : trained.IsNotWorse ? TrainingVerdict.NotBetter : TrainingVerdict.Worse;

    private static TrainingView ViewOf(ModelVersion version, int inForce) => new()
    {
        Verdict = version.Verdict!.Value,
        SamePairs = version.Figures.SamePairs,
        SamePairsNeeded = SamePairsNeeded,
        Model = LookAlikeModelView.Of(version, inForce),
    };
}
