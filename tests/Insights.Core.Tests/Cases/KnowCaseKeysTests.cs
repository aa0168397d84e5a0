using Insights.Core.Cases;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Tests.Support;
using Insights.Privacy;
using Insights.Testing;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Insights.Core.Tests.Cases;

public sealed class KnowCaseKeysTests
{
    [Fact]
    public async Task A_key_is_known_from_its_first_start_on_and_starting_again_changes_nothing()
    {
        await using var database = await Rotation.CreateAsync();
        await database.SendAsync(Actor.System, new KnowCaseKeys());
        var before = await Fingerprint.OfAsync(database);
        database.Clock.Advance(TimeSpan.FromDays(1));

        await database.SendAsync(Actor.System, new KnowCaseKeys());

        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
        await using var db = database.Open();
        Assert.Equal(
            [(1, Some.CaseKey.CheckValue, TestDatabase.Start), (2, Some.NewerCaseKey.CheckValue, TestDatabase.Start)],
            (await db.KnownCaseKeys.OrderBy(k => k.KeyId).ToListAsync()).Select(k => (k.KeyId, k.CheckValue, k.FirstUsedAt)));
        Assert.Equal(2, (await database.AuditAsync())[^1].Count);
    }

    [Fact]
    public async Task Another_secret_under_a_known_id_is_refused_by_the_id_alone_and_a_retired_id_is_not_asked_about()
    {
        await using var database = await Rotation.CreateAsync();
        await database.SendAsync(Actor.System, new KnowCaseKeys());
        var before = await Fingerprint.OfAsync(database);

        var wrong = await StartAsync(database, new CaseKeyRing(new CaseKey(2, "somebody else's synthetic key, for tests"u8), Some.CaseKey));
        var retired = await StartAsync(database, new CaseKeyRing(Some.NewerCaseKey, [], [Some.CaseKey.Id]));

        var refusal = Assert.Single(wrong.Refusals);
        Assert.Equal(RefusalCode.WrongKey, refusal.Code);
        Assert.Contains("key 2 ", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Some.NewerCaseKey.CheckValue, refusal.Message, StringComparison.Ordinal);
        Assert.False(retired.Refused);
        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
    }

    private static async Task<Outcome<Done>> StartAsync(TestDatabase database, CaseKeyRing ring)
    {
        await using var services = database.OnSameFile(s => s.AddCaseReferences(Some.CasesUnder(ring)));
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Set(Actor.System);
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new KnowCaseKeys());
    }
}
