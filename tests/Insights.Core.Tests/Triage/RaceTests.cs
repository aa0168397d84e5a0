using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Core.Tests.Support;
using Insights.Core.Triage;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Triage;

public sealed class RaceTests
{
    private const int Clients = 16;

    private const int Rounds = 200;

    [Fact]
    public async Task Of_sixteen_who_race_for_one_transition_one_wins_and_the_others_are_told_the_present_version_round_after_round()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.New);
        for (var round = 0; round < Rounds; round++)
        {
            var (seen, claims) = (gap, round % 2 == 0);
            var raced = await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(() => claims
                ? database.TryAsync(SomePeople.Leads[client % 4], new ClaimGap(seen.Id.Value, seen.Version, Severity.High, true, null))
                : database.TryAsync(SomePeople.Approver, new BypassGap(seen.Id.Value, seen.Version, GapState.New, "It was claimed by mistake.")))));

            gap = Assert.Single(raced, r => !r.Refused).Value;
            Assert.Equal((claims ? GapState.Triage : GapState.New, seen.Version + 1), (gap.State, gap.Version));
            Assert.All(raced.Where(r => r.Refused), r => Assert.Equal(gap.Version, Assert.IsType<ConflictRefusal>(r.Refusals.Single()).CurrentVersion));
        }

        Assert.Equal(Rounds, (await database.AuditAsync()).Count(a => a.Action is "ClaimGap" or "BypassGap"));
        await Agreement.AssertAsync(database);
    }
}
