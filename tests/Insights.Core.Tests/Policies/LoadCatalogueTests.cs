using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Insights.Core.Tests.Policies;

public sealed class LoadCatalogueTests
{
    [Fact]
    public async Task Loading_what_is_loaded_already_leaves_no_trace()
    {
        await using var database = await TestDatabase.CreateAsync();
        var before = await Fingerprint.OfAsync(database);

        await database.SendAsync(Actor.System, new LoadCatalogue(Some.Catalogue()));

        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
    }

    [Fact]
    public async Task A_catalogue_that_identifies_somebody_is_refused_whole_and_the_clause_is_named()
    {
        await using var database = await TestDatabase.CreateAsync();
        var content = Some.Catalogue();
        PolicyClause contact = new() { Code = "CS-9.9", Version = 1, Area = "appeals", Title = "Contact", Text = "Write to somebody@example.com.", EffectiveFrom = new DateOnly(2026, 1, 1) };
        var before = await Fingerprint.OfAsync(database);

        var loaded = await database.TryAsync(Actor.System, new LoadCatalogue(content with { Clauses = [.. content.Clauses, contact] }));

        var refusal = Assert.Single(loaded.Refusals);
        Assert.Equal((RefusalCode.PersonalData, "Clause CS-9.9 version 1 holds something that may identify a person or a case."), (refusal.Code, refusal.Message));
        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
    }

    [Fact]
    public async Task A_clause_that_is_on_record_is_never_rewritten()
    {
        await using var database = await TestDatabase.CreateAsync();
        var content = Some.Catalogue();
        var old = content.Clauses[0];
        PolicyClause rewritten = new() { Code = old.Code, Version = old.Version, Area = old.Area, Title = old.Title, Text = "Another text.", EffectiveFrom = old.EffectiveFrom };
        var before = await Fingerprint.OfAsync(database);

        var loaded = await database.TryAsync(Actor.System, new LoadCatalogue(content with { Clauses = [rewritten, .. content.Clauses.Skip(1)] }));

        Assert.Equal((RefusalCode.IllegalMove, "content.clauses"), (loaded.Refusals.Single().Code, string.Join('.', loaded.Refusals.Single().Path)));
        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
        Assert.Equal(old.Text, database.Services.GetRequiredService<Catalogue>().Content.Clauses[0].Text);
    }

    [Fact]
    public async Task A_new_version_stands_beside_the_old_one_and_holds_from_its_day()
    {
        await using var database = await TestDatabase.CreateAsync();
        var content = Some.Catalogue();
        PolicyClause next = new() { Code = "CS-2.1", Version = 2, Area = "appeals", Title = "Clause CS-2.1", Text = "A decision may be appealed twice.", EffectiveFrom = database.Day(10) };

        await database.SendAsync(Actor.System, new LoadCatalogue(content with { Clauses = [.. content.Clauses, next] }));

        var catalogue = database.Services.GetRequiredService<Catalogue>();
        Assert.Equal(1, catalogue.CurrentVersionOf("CS-2.1"));
        database.Clock.Advance(TimeSpan.FromDays(10));
        Assert.Equal(2, catalogue.CurrentVersionOf("CS-2.1"));
        await using var db = database.Open();
        Assert.Equal(4, await db.PolicyClauses.CountAsync());
    }

    [Fact]
    public async Task A_code_that_left_its_list_is_refused_from_then_on()
    {
        await using var database = await TestDatabase.CreateAsync();
        var content = Some.Catalogue();
        await database.SendAsync(Actor.System, new LoadCatalogue(content with { Lists = [.. content.Lists.Where(e => e.Code != "profile")] }));

        var filed = await database.TryAsync(SomePeople.Specialist, new Core.Reports.FileReport(null, null, Some.Ambiguity(), null, null, null));

        Assert.Equal((RefusalCode.UnknownCode, "report.surface"), (filed.Refusals.Single().Code, string.Join('.', filed.Refusals.Single().Path)));
    }

    [Fact]
    public async Task The_catalogue_reads_in_the_order_of_its_codes_with_the_newest_version_first()
    {
        await using var database = await TestDatabase.CreateAsync();

        var view = await database.SendAsync(SomePeople.Specialist, new ReadPolicies());

        Assert.Equal([("CS-1.1", 2, 2), ("CS-2.1", 1, 1)], view.Clauses.Select(c => (c.Code, c.CurrentVersion, c.Versions[0].Version)));
        Assert.Equal("pending expert review", view.TermsStatus);
        Assert.Equal(["en", "ms"], view.Languages.Select(l => l.Code));
    }

    [Fact]
    public void A_clause_whose_first_version_is_yet_to_hold_has_that_version()
    {
        var catalogue = new Catalogue(new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TestDatabase.Start.AddYears(-10)));
        catalogue.Replace(Some.Catalogue());

        Assert.Equal(2, catalogue.CurrentVersionOf("CS-1.1"));
        Assert.Null(catalogue.CurrentVersionOf("CS-9.9"));
    }
}
