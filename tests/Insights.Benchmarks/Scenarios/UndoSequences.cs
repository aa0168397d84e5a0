using System.Diagnostics;
using Insights.Benchmarks.Measuring;
using Insights.Testing;

namespace Insights.Benchmarks.Scenarios;

/// <summary>
/// A thousand random sequences of fifty cluster operations by four people, each undone in reverse. What is measured is
/// whether every view is as before; the unit tests run forty of these.
/// </summary>
internal static class UndoSequences
{
    private const int Sequences = 1000;
    private const int Operations = 50;
    private const int SequencesPerDatabase = 10;

    public static async Task RunAsync()
    {
        var (refused, equal, started) = (0, 0, Stopwatch.GetTimestamp());
        for (var first = 1; first <= Sequences; first += SequencesPerDatabase)
        {
            await using var database = await TestDatabase.CreateAsync();
            var clustering = await RandomClustering.OverGapsInEveryStateAsync(database);
            var before = await clustering.ViewsAsync();
            foreach (var seed in Enumerable.Range(1000 + first, SequencesPerDatabase))
            {
                await clustering.UndoAsync(await clustering.RunAsync(seed, Operations));
                if (await clustering.ViewsAsync() != before)
                    throw new InvalidOperationException($"The sequence of seed {seed} was not restored.");
                equal++;
            }

            refused += clustering.Refused;
        }

        Sheet.Note(
            $"{equal} of {Sequences} sequences of {Operations} operations restored equal views; {refused} further attempts were refused; {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s.");
    }
}
