using Insights.Core.Learning;
using Insights.Core.Pipeline;
using Insights.Core.Tests.Support;
using Insights.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Insights.Core.Tests.Learning;

/// <summary>Back to any version that served, forward to any that did not measure worse.</summary>
public sealed class ActivateLookAlikeModelTests
{
    [Fact]
    public async Task There_and_back_again_gives_the_same_answers_to_the_last_bit()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.TeachAsync();
        var shipped = await TrainLookAlikesTests.ProbesAsync(database);
        await MadeAsync(database, TrainingVerdict.NotBetter);

        await ActivateAsync(database, 1, 0);
        var learned = await TrainLookAlikesTests.ProbesAsync(database);
        await ActivateAsync(database, 0, 1);

        Assert.NotEqual(shipped, learned);
        Assert.Equal(shipped, await TrainLookAlikesTests.ProbesAsync(database));
        await ActivateAsync(database, 1, 0);
        Assert.Equal(learned, await TrainLookAlikesTests.ProbesAsync(database));
        Assert.Equal(
            [("model 0", "model 1"), ("model 1", "model 0"), ("model 0", "model 1")],
            (await database.AuditAsync()).Where(a => a.Action == "ActivateLookAlikeModel").Select(a => (a.FromState!, a.ToState!)));
    }

    [Fact]
    public async Task What_measured_worse_is_refused_by_name_unless_it_served_before()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.TeachAsync();
        await MadeAsync(database, TrainingVerdict.Worse);
        var before = await Fingerprint.OfAsync(database);

        var refused = await database.TryAsync(SomePeople.Administrator, new ActivateLookAlikeModel(1, 0));

        Assert.Equal((RefusalCode.MeasuredWorse, "number"), (refused.Refusals.Single().Code, refused.Refusals.Single().Path.Single()));
        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
        Assert.False((await database.SendAsync(SomePeople.Lead, new LookAlikeModels(10, null))).Items[0].MayServe);

        await TrainLookAlikesTests.SetInForceAsync(database, 1);
        await ActivateAsync(database, 0, 1);
        Assert.True((await ActivateAsync(database, 1, 0)).InForce);
    }

    [Fact]
    public async Task Whoever_has_not_seen_the_newest_choice_is_refused_and_told_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.TeachAsync();
        await MadeAsync(database, TrainingVerdict.NotBetter);
        await ActivateAsync(database, 1, 0);

        var stale = (await database.TryAsync(SomePeople.Administrator, new ActivateLookAlikeModel(0, 0))).Refusals.Single();

        Assert.Equal((1, "expectedActive"), (Assert.IsType<ConflictRefusal>(stale).CurrentVersion, stale.Path.Single()));
        Assert.Equal(RefusalCode.IllegalMove, (await database.TryAsync(SomePeople.Administrator, new ActivateLookAlikeModel(1, 1))).Refusals.Single().Code);
        Assert.Equal(RefusalCode.NotFound, (await database.TryAsync(SomePeople.Administrator, new ActivateLookAlikeModel(9, 1))).Refusals.Single().Code);
        Assert.Equal(RefusalCode.OutOfRange, (await database.TryAsync(SomePeople.Administrator, new ActivateLookAlikeModel(-1, 1))).Refusals.Single().Code);
    }

    [Fact]
    public async Task The_version_in_force_is_used_again_after_a_restart()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.TeachAsync();
        await MadeAsync(database, TrainingVerdict.NotBetter);
        await ActivateAsync(database, 1, 0);
        var probes = await TrainLookAlikesTests.ProbesAsync(database);

        database.LookAlikes().Use(0, Similarity.LookAlikeModel.Default);
        await database.Services.GetRequiredService<ModelShelf>().AdoptAsync(CancellationToken.None);

        Assert.Equal((1, false), (database.LookAlikes().InUse.Number, database.LookAlikes().InUse.FellBack));
        Assert.Equal(probes, await TrainLookAlikesTests.ProbesAsync(database));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("""{"format":99}""")]
    public async Task A_version_that_cannot_be_read_is_passed_over_for_the_one_that_ships_loudly(string json)
    {
        var log = new HeardLog();
        await using var database = await TestDatabase.CreateAsync(services => services.AddSingleton<ILogger<ModelShelf>>(log));
        await database.TeachAsync();
        await MadeAsync(database, TrainingVerdict.NotBetter, json);
        await TrainLookAlikesTests.SetInForceAsync(database, 1);

        await database.Services.GetRequiredService<ModelShelf>().AdoptAsync(CancellationToken.None);

        Assert.Equal((0, true), (database.LookAlikes().InUse.Number, database.LookAlikes().InUse.FellBack));
        var learning = await database.SendAsync(SomePeople.Lead, new ReadLearning());
        Assert.Equal((1, true, null), (learning.InForce, learning.FellBack, learning.Edge));
        Assert.Equal(LogLevel.Error, Assert.Single(log.Levels));

        await ActivateAsync(database, 0, 1);
        Assert.False((await database.SendAsync(SomePeople.Lead, new ReadLearning())).FellBack);
        Assert.Equal(RefusalCode.IllegalMove, (await database.TryAsync(SomePeople.Administrator, new ActivateLookAlikeModel(1, 0))).Refusals.Single().Code);
    }

    internal static Task<LookAlikeModelView> ActivateAsync(TestDatabase database, int number, int expected) =>
        database.SendAsync(SomePeople.Administrator, new ActivateLookAlikeModel(number, expected));

    /// <summary>A version that was learned here, with a verdict of the test's own.</summary>
    private static async Task MadeAsync(TestDatabase database, TrainingVerdict verdict, string? json = null) =>
        await database.KeepModelAsync(verdict, json ?? await LearnedAsync(database));

    private static async Task<string> LearnedAsync(TestDatabase database)
    {
        await using var db = database.Open();
        var book = await Labels.ReadAsync(db, CancellationToken.None);
        return database.LookAlikes().Train(book.Pairs, Similarity.LookAlikeModel.Default, 0.95, new Progress<double>(), CancellationToken.None)!.Model.ToJson();
    }

    private sealed class HeardLog : ILogger<ModelShelf>
    {
        public List<LogLevel> Levels { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => NullLogger.Instance.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Levels.Add(logLevel);
    }
}
