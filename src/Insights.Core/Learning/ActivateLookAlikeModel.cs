using System.Globalization;
using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Insights.Core.Learning;

/// <summary>
/// An administrator puts another kept version of what the engine has learned in force: back, or forward. A version that
/// measured worse is refused, unless it was in force before.
/// </summary>
/// <param name="Number">The version; 0 is the one that ships.</param>
/// <param name="ExpectedActive">The version in force that the caller has seen.</param>
[Requires(Permission.KeepLearning)]
public sealed record ActivateLookAlikeModel(int Number, int ExpectedActive) : ICommand<LookAlikeModelView>, IChecked
{
    public void Check(Check check) => check.Must(Number >= 0, RefusalCode.OutOfRange, "Versions count from 0.", "number");
}

internal sealed class ActivateLookAlikeModelHandler(InsightsDb db, Ledger ledger, TimeProvider clock, LookAlikes lookAlikes, AfterCommit afterCommit)
    : IRequestHandler<ActivateLookAlikeModel, Outcome<LookAlikeModelView>>
{
    public async Task<Outcome<LookAlikeModelView>> Handle(ActivateLookAlikeModel request, CancellationToken cancellationToken)
    {
        var inForce = await db.ModelsInForce.SingleAsync(cancellationToken);
        if (await db.ModelVersions.FirstOrDefaultAsync(m => m.Number == request.Number, cancellationToken) is not { } version)
            return Refusal.NotFound("version", "number");
        if (inForce.Number != request.ExpectedActive)
            return new ConflictRefusal(inForce.Number) { Path = ["expectedActive"] };
        if (inForce.Number == version.Number)
            return Refusal.Of(RefusalCode.IllegalMove, "This version is in force already.", "number");
        if (!version.MayServe)
            return Refusal.Of(RefusalCode.MeasuredWorse, "This version did worse than the one that was in force, and was never in force itself.", "number");
        if (version.Read() is not { } model)
            return Refusal.Of(RefusalCode.IllegalMove, "This version cannot be read by the engine of today.", "number");

        Put(version, inForce, ledger, clock.GetUtcNow());
        await ledger.CommitAsync(cancellationToken);
        afterCommit.Do(() => lookAlikes.Use(version.Number, model));
        return LookAlikeModelView.Of(version, version.Number);
    }

    /// <summary>Puts a version in force; the caller commits, and has the engine use it.</summary>
    internal static void Put(ModelVersion version, ModelInForce inForce, Ledger ledger, DateTimeOffset at)
    {
        ledger.Record(new AuditLine(nameof(ActivateLookAlikeModel)) { From = NameOf(inForce.Number), To = NameOf(version.Number) });
        version.Serve(at);
        inForce.Become(version.Number);
    }

    internal static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"model {number}");
}
