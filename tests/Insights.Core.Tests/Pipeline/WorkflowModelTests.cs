using FsCheck.Xunit;
using Insights.Core.Gaps;
using Insights.Core.Tests.Support;
using Insights.Testing;
using Xunit;
using Xunit.Abstractions;

namespace Insights.Core.Tests.Pipeline;

/// <summary>
/// Whatever anyone sends in whatever order: a move is granted where the table grants it and nowhere else, what is refused
/// changes nothing, what is granted is on record and told, and nobody approves what they proposed. Set INSIGHTS_MODEL_RUNS
/// for more than the few scripts that every build plays.
/// </summary>
public sealed class WorkflowModelTests(ITestOutputHelper output) : IDisposable
{
    private readonly Dictionary<string, (int Granted, int Refused)> _counts = [];

    public void Dispose()
    {
        foreach (var (what, (granted, refused)) in _counts.OrderBy(c => c.Key, StringComparer.Ordinal))
            output.WriteLine($"{what}: {granted} granted, {refused} refused");
        output.WriteLine($"in all: {_counts.Values.Sum(c => c.Granted)} granted, {_counts.Values.Sum(c => c.Refused)} refused");
    }

    [ModelProperty(StartSize = 60, EndSize = 100)]
    public async Task Random_work_by_random_people_never_leaves_the_table(uint[] script)
    {
        await using var database = await TestDatabase.CreateAsync();
        // Some gaps have come a long way already, or chance would seldom reach the later states.
        foreach (var state in new[] { GapState.Triage, GapState.NeedsInfo, GapState.Assessing, GapState.InReview, GapState.Implementing, GapState.Closed })
            await database.GapInAsync(state);
        await using var work = await RandomWork.OnAsync(database, _counts);
        foreach (var (i, number) in script.Index())
            await work.StepAsync(number, i);

        await Agreement.AssertAsync(database);
    }

    [Fact]
    public async Task Work_in_the_order_of_the_table_goes_far_enough_for_the_checks_to_mean_something()
    {
        await using var database = await TestDatabase.CreateAsync();
        foreach (var state in Enum.GetValues<GapState>())
            await database.GapInAsync(state);

        await Agreement.AssertAsync(database);
    }

    /// <summary>A log that tells another story than the state is noticed.</summary>
    [Theory]
    [InlineData("""UPDATE gap SET "State" = 'Assessing' WHERE "Number" = 1""")]
    [InlineData("""UPDATE gap SET "DueOn" = '2026-01-01' WHERE "Number" = 1""")]
    [InlineData("""UPDATE audit_entry SET "ToState" = 'InReview' WHERE "Action" = 'ClaimGap'""")]
    [InlineData("""UPDATE feed_event SET "State" = 'Closed' WHERE "Type" = 'GapClaimed'""")]
    [InlineData("""DELETE FROM audit_entry WHERE "Action" = 'OpenGap'""")]
    public async Task The_checks_can_fail(string tampering)
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.GapInAsync(GapState.Triage);
        await Agreement.AssertAsync(database);
        await using (var db = database.Open())
            Assert.NotEqual(0, await Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.ExecuteSqlRawAsync(db.Database, tampering));

        await Assert.ThrowsAnyAsync<Exception>(() => Agreement.AssertAsync(database));
    }
}

/// <summary>A property that every build tries with a few scripts, and a long run with as many as it is told.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ModelPropertyAttribute : PropertyAttribute
{
    public ModelPropertyAttribute() => MaxTest = int.TryParse(Environment.GetEnvironmentVariable("INSIGHTS_MODEL_RUNS"), out var runs) ? runs : 6;
}
