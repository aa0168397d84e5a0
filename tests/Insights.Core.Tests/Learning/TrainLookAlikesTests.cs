using Insights.Core.Identity;
using Insights.Core.Learning;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Core.Tests.Support;
using Insights.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Insights.Core.Tests.Learning;

/// <summary>What people have said becomes a version, which serves only if it does better.</summary>
public sealed class TrainLookAlikesTests
{
    [Fact]
    public async Task Too_few_answers_make_nothing_and_say_how_many_are_needed()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ThemesAsync(each: 2);
        var before = await Fingerprint.OfAsync(database);

        var training = await database.TrainAsync();

        Assert.Equal((TrainingVerdict.TooFewLabels, 6, null), (training.Verdict, training.SamePairs, training.Model));
        Assert.Equal(20, training.SamePairsNeeded);
        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
    }

    [Fact]
    public async Task A_training_is_kept_with_its_figures_and_serves_only_if_it_is_better()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.TeachAsync();

        var training = await database.TrainAsync();

        var model = training.Model!;
        Assert.Equal((1, 0, SomePeople.Administrator.Id), (model.Number, model.MeasuredAgainst!.Value, model.TrainedBy));
        Assert.Equal(model.Verdict is TrainingVerdict.Better, model.InForce);
        Assert.True(model.Figures is { SamePairs: >= 20, DifferentPairs: > 50, HeldBackPairs: > 0, TargetPrecision: 0.95 });
        Assert.InRange(model.Figures.Precision!.Value, 0, 1);
        Assert.InRange(model.Figures.Recall!.Value, 0, 1);
        Assert.InRange(model.Figures.RecallInForce!.Value, 0, 1);
        Assert.Equal(model.InForce ? 1 : 0, (await database.SendAsync(SomePeople.Lead, new ReadLearning())).InForce);
        Assert.Equal(model.InForce ? 1 : 0, database.LookAlikes().InUse.Number);
    }

    [Fact]
    public async Task Equal_answers_give_an_equal_version()
    {
        string? json = null;
        for (var i = 0; i < 2; i++)
        {
            await using var database = await TestDatabase.CreateAsync();
            await database.TeachAsync();
            await database.TrainAsync();
            await using var db = database.Open();
            var made = (await db.ModelVersions.AsNoTracking().SingleAsync(m => m.Number == 1)).Json;
            Assert.Equal(json ?? made, made);
            json = made;
        }
    }

    [Fact]
    public async Task What_was_learned_from_bad_answers_does_not_take_the_place_of_what_does_better()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.MisleadAsync(30);
        await database.ThemesAsync(each: 2);
        var probes = await ProbesAsync(database);

        var training = await database.TrainAsync();

        Assert.True(training.Verdict is TrainingVerdict.Worse or TrainingVerdict.NotBetter, training.Verdict.ToString());
        Assert.False(training.Model!.InForce);
        Assert.Equal((0, 0), ((await database.SendAsync(SomePeople.Lead, new ReadLearning())).InForce, database.LookAlikes().InUse.Number));
        Assert.Equal(probes, await ProbesAsync(database));
    }

    [Fact]
    public async Task The_same_key_gives_the_same_version_also_while_it_is_being_made()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.TeachAsync();

        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => database.TrainAsync(key: Some.Key()))));
        var later = await database.TrainAsync(key: Some.Key());

        Assert.All(all.Append(later), training => Assert.Equal(1, training.Model!.Number));
        await using var db = database.Open();
        Assert.Equal(2, await db.ModelVersions.CountAsync());
    }

    [Fact]
    public async Task One_training_runs_at_a_time_and_others_are_refused_by_name()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.TeachAsync();
        var runs = database.Services.GetRequiredService<TrainingRuns>();
        var (run, begun) = runs.Begin(Actor.System.Id, null, database.Clock.GetUtcNow());
        Assert.True(begun);
        run.Report(0.4);
        var before = await Fingerprint.OfAsync(database);

        var refused = await database.TryAsync(SomePeople.Administrator, new TrainLookAlikes(null));
        var seen = await database.SendAsync(SomePeople.Lead, new ReadLearning());

        Assert.Equal(RefusalCode.AlreadyRunning, Assert.Single(refused.Refusals).Code);
        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
        Assert.Equal((0.4, database.Clock.GetUtcNow()), (seen.TrainingShare!.Value, seen.TrainingSince!.Value));
        run.Dispose();
        Assert.NotNull((await database.TrainAsync()).Model);
        Assert.Null((await database.SendAsync(SomePeople.Lead, new ReadLearning())).TrainingSince);
    }

    [Fact]
    public async Task People_go_on_working_while_it_learns()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.TeachAsync();

        var training = Task.Run(() => database.TrainAsync());
        for (var i = 0; !training.IsCompleted || i == 0; i++)
            await database.FileAsync(Some.UnknownUnknown());

        Assert.Equal(1, (await training).Model!.Number);
    }

    [Fact]
    public async Task What_is_better_than_a_version_that_was_taken_out_of_force_meanwhile_is_kept_and_does_not_serve()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.TeachAsync();
        await database.TrainAsync();
        await SetInForceAsync(database, 1);

        // The engine still uses version 0, as a training does that began before.
        database.LookAlikes().Use(0, Similarity.LookAlikeModel.Default);
        var training = await database.TrainAsync();

        Assert.Equal((2, 0, false), (training.Model!.Number, training.Model.MeasuredAgainst!.Value, training.Model.InForce));
        Assert.Equal(1, (await database.SendAsync(SomePeople.Lead, new ReadLearning())).InForce);
    }

    [Fact]
    public async Task A_training_that_is_given_up_leaves_nothing_and_lets_the_next_one_begin()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.TeachAsync();
        var before = await Fingerprint.OfAsync(database);
        using var given = new CancellationTokenSource();
        await given.CancelAsync();

        await using (var scope = database.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Set(SomePeople.Administrator);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
                scope.ServiceProvider.GetRequiredService<MediatR.IMediator>().Send(new TrainLookAlikes(null), given.Token));
        }

        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
        Assert.NotNull((await database.TrainAsync()).Model);
    }

    internal static async Task SetInForceAsync(TestDatabase database, int number)
    {
        await using var db = database.Open();
        (await db.ModelsInForce.SingleAsync()).Become(number);
        (await db.ModelVersions.SingleAsync(m => m.Number == number)).Serve(database.Clock.GetUtcNow());
        await db.SaveChangesAsync();
    }

    /// <summary>What the engine says about every report, to the last bit.</summary>
    internal static async Task<string> ProbesAsync(TestDatabase database)
    {
        await using var db = database.Open();
        var found = new List<object>();
        foreach (var report in await db.Reports.AsNoTracking().OrderBy(r => r.Number).ToListAsync())
            found.Add(database.LookAlikes().Find(report, 10).Select(h => new { h.Report, Proposal = h.Propose() }));
        return Story.Text(found);
    }
}
