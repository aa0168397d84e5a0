using System.CommandLine;
using System.Globalization;
using Insights.Core.Identity;
using Insights.Core.Learning;
using Insights.Storage.Sqlite;
using MediatR;

namespace Insights.Web.Verbs;

/// <summary>Has the look-alike engine learn from what people said, while the server is stopped.</summary>
internal static class LookAlikeTraining
{
    public static Command Command(VerbConsole console, VerbProduct product)
    {
        var command = new Command("train",
            "Learns from everything people have said is the same or is not, and says how well that does on the newest answers, beside the version in force. "
            + "It is put in force only if it does better; kept it is in any case, on the page Look-alikes. Stop the server first, or press the button on that page instead. "
            + "Exit codes: 0 done; 1 people have not said enough yet; 2 a setting cannot be used, or a running server has the database; 130 stopped.");
        command.SetAction(async (_, ct) =>
        {
            try
            {
                await using var app = await product.OpenAsync(ct);
                return await TrainAsync(console, app.Services, ct);
            }
            catch (Exception fault) when (fault is InvalidDataException or DatabaseInUseException)
            {
                await console.Error.WriteLineAsync(fault.Message);
                return VerbExit.Unusable;
            }
            catch (OperationCanceledException)
            {
                await console.Error.WriteLineAsync("Stopped. Nothing was kept.");
                return VerbExit.Stopped;
            }
        });
        return command;
    }

    /// <summary>The training itself, on a product that is open.</summary>
    internal static async Task<int> TrainAsync(VerbConsole console, IServiceProvider services, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Set(Actor.System);
        var training = (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new TrainLookAlikes(null), ct)).Value;
        if (training.Model is not { } model)
        {
            await console.Out.WriteLineAsync(Said($"People call {training.SamePairs} pairs of reports the same; at least {training.SamePairsNeeded} are needed. Nothing was made."));
            return VerbExit.SomeRefused;
        }

        var figures = model.Figures;
        await console.Out.WriteLineAsync(Said($"Version {model.Number}: {VerdictOf(training.Verdict)} than version {model.MeasuredAgainst}; version {(model.InForce ? model.Number : model.MeasuredAgainst)} is in force."));
        await console.Out.WriteLineAsync(Said($"Pairs        {figures.SamePairs} the same, {figures.DifferentPairs} not the same; the newest {figures.HeldBackPairs} held back"));
        await console.Out.WriteLineAsync(Said($"Precision    {figures.Precision,5:0.000}  before {figures.PrecisionInForce,5:0.000}"));
        await console.Out.WriteLineAsync(Said($"Recall       {figures.Recall,5:0.000}  before {figures.RecallInForce,5:0.000}"));
        await console.Out.WriteLineAsync(Said($"Found in ten {figures.FoundInTen,5:0.000}  before {figures.FoundInTenInForce,5:0.000}"));
        await console.Out.WriteLineAsync(figures.Edge is { } edge
            ? Said($"Edge         {edge:0.000}, from which on {figures.TargetPrecision:0.###} are right; it rests on {figures.PairsAboveEdge} pairs")
            : Said($"Edge         none from which on {figures.TargetPrecision:0.###} are right"));
        return VerbExit.Done;
    }

    private static string VerdictOf(TrainingVerdict verdict) => verdict switch
    {
        TrainingVerdict.Better => "better",
        TrainingVerdict.Worse => "worse",
        _ => "not better",
    };

    private static string Said(FormattableString words) => words.ToString(CultureInfo.InvariantCulture);
}
