using Insights.Core.Cases;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Core.Reports;
using Insights.Privacy;
using Insights.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Insights.Core.Tests.Cases;

/// <summary>What becomes of references when the key ring turns.</summary>
public sealed class RotationTests
{
    [Fact]
    public async Task A_case_that_is_cited_under_the_older_key_gets_an_alias_and_one_that_is_not_gets_none()
    {
        await using var database = await Rotation.CreateAsync();
        await database.CiteAsync(Rotation.Old());

        await database.ExchangeAsync("CASE-10001", "CASE-10002");

        Assert.Equal([(Rotation.Old(), Rotation.New())], await AliasesAsync(database));
    }

    [Fact]
    public async Task By_either_reference_a_case_has_the_reports_that_cite_either()
    {
        await using var database = await Rotation.CreateAsync();
        var before = await database.CiteAsync(Rotation.Old());
        await database.ExchangeAsync("CASE-10001");
        var after = await database.CiteAsync(Rotation.New());
        await database.CiteAsync(Rotation.New("CASE-10002"));

        foreach (var asked in new[] { Rotation.Old(), Rotation.New() })
        {
            var found = await database.SendAsync(SomePeople.Lead, new CitationsOf(asked.Value));
            Assert.Equal(Rotation.New(), found.Reference);
            Assert.Equal([Rotation.Old()], found.Aliases);
            Assert.Equal([(after.Id, Rotation.New()), (before.Id, Rotation.Old())], found.Citations.Select(c => (c.Report.Id, c.Reference)));
        }
    }

    [Fact]
    public async Task Every_turn_points_all_older_references_to_the_newest()
    {
        var turned = new CaseKeyRing(Rotation.Third, Some.NewerCaseKey);
        await using var database = await Rotation.CreateAsync();
        await database.CiteAsync(Rotation.Old());
        await database.ExchangeAsync("CASE-10001");

        await NoteAsync(database, turned);

        // The reference between was cited by nobody, but somebody may have it, and it stood for the older one.
        var newest = Rotation.Under(Rotation.Third);
        Assert.Equal([(Rotation.Old(), newest), (Rotation.New(), newest)], await AliasesAsync(database));
        Assert.Equal(newest, database.Services.GetRequiredService<CaseAliases>().NewestOf(Rotation.Old()));
    }

    [Fact]
    public async Task A_ring_that_turns_back_makes_no_circle()
    {
        await using var database = await Rotation.CreateAsync();
        await database.CiteAsync(Rotation.Old());
        await database.ExchangeAsync("CASE-10001");
        await database.CiteAsync(Rotation.New());

        await NoteAsync(database, new CaseKeyRing(Some.CaseKey, Some.NewerCaseKey));

        Assert.Equal([(Rotation.New(), Rotation.Old())], await AliasesAsync(database));
        Assert.Equal(Rotation.Old(), database.Services.GetRequiredService<CaseAliases>().NewestOf(Rotation.Old()));
        Assert.Equal(2, (await database.SendAsync(SomePeople.Lead, new CitationsOf(Rotation.New().Value))).Citations.Count);
    }

    [Fact]
    public async Task Look_alikes_agree_on_a_case_whichever_of_its_references_they_cite()
    {
        await using var database = await Rotation.CreateAsync();
        var index = database.Services.GetRequiredService<LookAlikes>();
        var cited = await database.CiteAsync(Rotation.Old());
        var asked = new FindLookAlikes(Some.EmergingBehaviour() with { CaseReferences = [Rotation.New().Value], NoCaseReason = null }, null, 5);
        Assert.DoesNotContain(await MatchesAsync(), m => m.Field == "case");

        await database.ExchangeAsync("CASE-10001");

        Assert.Contains(await MatchesAsync(), m => m.Field == "case" && m.Term.Contains(Rotation.New().Value, StringComparison.OrdinalIgnoreCase));
        using var rebuilt = new LookAlikes(database.Services.GetRequiredService<IDbContextFactory<Core.Data.InsightsDb>>(), database.Services.GetRequiredService<CaseAliases>(), new LookAlikeFile(null), NullLogger<LookAlikes>.Instance);
        await rebuilt.LoadAsync(CancellationToken.None);
        Assert.Equal(index.Count, rebuilt.Count);

        async Task<IEnumerable<Core.Gaps.MatchedTerm>> MatchesAsync() =>
            (await database.SendAsync(SomePeople.Lead, asked)).Where(l => l.ReportId == cited.Id).SelectMany(l => l.Matches);
    }

    [Fact]
    public async Task A_retired_or_unknown_key_is_not_cited_anew_and_what_stands_is_shown_and_may_stay()
    {
        await using var database = await Rotation.CreateAsync();
        var filed = await database.CiteAsync(Rotation.Old());
        await using var retired = AfterRetiring(database);
        Assert.False((await TryAsync(retired, new LoadCatalogue(Some.Catalogue()), Core.Identity.Actor.System)).Refused);
        var unknown = Rotation.Under(Rotation.Third);

        foreach (var request in new MediatR.IRequest<Outcome<ReportView>>[]
        {
            new FileReport(null, null, Citing(Rotation.Old()), null, null, null),
            new SaveDraft(null, null, Citing(Rotation.Old()), null),
            new AmendReport(filed.Id.Value, filed.Version, Citing(Rotation.Old(), unknown), "One more case.", null),
        })
        {
            var refusal = Assert.Single((await TryAsync(retired, request)).Refusals);
            Assert.Equal(RefusalCode.NotACaseReference, refusal.Code);
            Assert.Equal(["report", "caseReferences"], refusal.Path.Take(2));
            Assert.DoesNotContain("CR1", refusal.Message, StringComparison.Ordinal);
        }

        var amended = await TryAsync(retired, new AmendReport(filed.Id.Value, filed.Version, Citing(Rotation.Old(), Rotation.New()), "One more case.", null));
        Assert.Equal([Rotation.Old(), Rotation.New()], amended.Value.Content.CaseReferences);
        Assert.Single((await database.SendAsync(SomePeople.Lead, new CitationsOf(Rotation.Old().Value))).Citations);
    }

    private static ReportForm Citing(params CaseToken[] cases) => Some.Ambiguity() with { CaseReferences = [.. cases.Select(c => c.Value)] };

    /// <summary>The same database under a ring in which the first key is retired.</summary>
    private static ServiceProvider AfterRetiring(TestDatabase database) => database.OnSameFile(services =>
        services.AddCaseReferences(Some.CasesUnder(new CaseKeyRing(Some.NewerCaseKey, [], [Some.CaseKey.Id]))));

    private static async Task<Outcome<T>> TryAsync<T>(ServiceProvider services, MediatR.IRequest<Outcome<T>> request, Core.Identity.Actor? actor = null)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Core.Identity.CurrentActor>().Set(actor ?? SomePeople.Specialist);
        return await scope.ServiceProvider.GetRequiredService<MediatR.IMediator>().Send(request);
    }

    /// <summary>Exchanges the case under another ring, and has the database note what follows.</summary>
    private static async Task NoteAsync(TestDatabase database, CaseKeyRing ring)
    {
        var scheme = Some.CasesUnder(ring);
        await database.SendAsync(Core.Identity.Actor.System, new NoteAliases([new CaseExchange(scheme).Exchange(scheme.Sources[0], "CASE-10001")]));
    }

    private static async Task<List<(CaseToken, CaseToken)>> AliasesAsync(TestDatabase database)
    {
        await using var db = database.Open();
        return [.. (await db.CaseAliases.AsNoTracking().ToListAsync()).OrderBy(a => a.Old.KeyId).Select(a => (a.Old, a.New))];
    }
}
