using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Core.Search;
using Insights.Core.Triage;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Search;

public sealed class SearchAllTests
{
    [Fact]
    public async Task Words_find_gaps_decisions_reports_remarks_and_clauses_and_say_which_word_did()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Decided);
        await database.SendAsync(SomePeople.Lead, new WriteComment(gap.Id.Value, "The roster of the night team matters here.", Audience.Reporter, null));

        var titled = await FindAsync(database, SomePeople.Lead, "stated age disagree");
        Assert.Equal([SearchKind.Gap, SearchKind.Report], titled.Where(h => h.Kind is SearchKind.Gap or SearchKind.Report).Select(h => h.Kind).Order());
        Assert.Equal(gap.Number, titled.Single(h => h.Kind is SearchKind.Gap).Gap!.Number);
        Assert.All(titled, h => Assert.NotEmpty(h.Matches));
        Assert.All(titled, h => Assert.InRange(h.Score, 0.000_1, 1));
        Assert.Equal(titled.OrderByDescending(h => h.Score).Select(h => h.Score), titled.Select(h => h.Score));

        var remark = Assert.Single(await FindAsync(database, SomePeople.Lead, "roster"));
        Assert.Equal((SearchKind.Remark, gap.Id), (remark.Kind, remark.Gap!.Id));
        Assert.Contains("roster", remark.Remark!.Text.Value, StringComparison.Ordinal);

        var decision = Assert.Single((await database.SendAsync(SomePeople.Lead, new DecisionsOf([gap.Id])))[gap.Id]);
        var word = decision.Content.Explanation.Value.Split(' ').MaxBy(w => w.Length)!;
        Assert.Contains(await FindAsync(database, SomePeople.Lead, word), h => h.Gap?.Id == gap.Id && h.Kind is SearchKind.Gap);
    }

    [Fact]
    public async Task A_number_leads_to_what_bears_it_and_typing_errors_do_no_harm()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Triage);
        var report = await database.FileAsync(Some.UnknownUnknown());

        foreach (var written in new[] { $"G-{gap.Number}", $"g{gap.Number}", $" G-{gap.Number} " })
            Assert.Equal(gap.Id, (await FindAsync(database, SomePeople.Lead, written))[0].Gap!.Id);
        Assert.Equal(report.Id, (await FindAsync(database, SomePeople.Lead, $"R-{report.Number}"))[0].Report!.Id);
        Assert.Empty(await FindAsync(database, SomePeople.Lead, "G-999999999"));
        Assert.Contains(await FindAsync(database, SomePeople.Lead, "synthtic"), h => h.Report?.Id == report.Id);
    }

    [Fact]
    public async Task What_was_said_internally_or_taken_back_is_found_only_by_those_who_may_read_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Triage);
        await database.SendAsync(SomePeople.Lead, new WriteComment(gap.Id.Value, "The tribunal may object.", Audience.Internal, null));
        var withdrawn = await database.FileAsync(Some.UnknownUnknown());
        await database.SendAsync(SomePeople.Specialist, new WithdrawReport(withdrawn.Id.Value, withdrawn.Version, "It was filed twice."));

        Assert.Single(await FindAsync(database, SomePeople.Lead, "tribunal"));
        Assert.Empty(await FindAsync(database, SomePeople.Specialist, "tribunal"));
        Assert.Empty(await FindAsync(database, SomePeople.Lead, "synthetic generated", SearchKind.Report));
    }

    [Fact]
    public async Task The_next_search_knows_what_the_last_command_changed()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Triage);
        Assert.Empty(await FindAsync(database, SomePeople.Lead, "quorum"));

        await database.SendAsync(SomePeople.Lead, new WriteComment(gap.Id.Value, "A quorum is missing.", Audience.Reporter, null));

        Assert.Single(await FindAsync(database, SomePeople.Lead, "quorum"));
    }

    [Fact]
    public async Task What_was_erased_or_withheld_is_found_by_its_words_no_more()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Triage);
        await database.SendAsync(SomePeople.Lead, new WriteComment(gap.Id.Value, "The harbourmaster spoke of a quorum.", Audience.Reporter, null));
        await database.FileAsync(Some.UnknownUnknown() with { Title = "Does a harbourmaster decide?" });
        Assert.Equal(2, (await FindAsync(database, SomePeople.Lead, "harbourmaster")).Count);

        await database.ApproveAsync(await database.RedactionAsync("harbourmaster"));

        Assert.Empty(await FindAsync(database, SomePeople.Lead, "harbourmaster"));
        Assert.Single(await FindAsync(database, SomePeople.Lead, "quorum"));
        await database.WithheldReportAsync();
        Assert.Empty(await FindAsync(database, SomePeople.Lead, "withheld"));
    }

    [Fact]
    public async Task A_kind_narrows_and_the_number_of_hits_is_kept()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.GapInAsync(GapState.Triage);
        for (var i = 0; i < 5; i++)
            await database.FileAsync();

        Assert.All(await FindAsync(database, SomePeople.Lead, "stated age", SearchKind.Gap), h => Assert.Equal(SearchKind.Gap, h.Kind));
        Assert.Equal(2, (await database.SendAsync(SomePeople.Lead, new SearchAll("stated age", [SearchKind.Report], 2))).Count);
    }

    [Theory]
    [InlineData("", RefusalCode.Required)]
    [InlineData("   ", RefusalCode.Required)]
    [InlineData("write to alex@example.com", RefusalCode.PersonalData)]
    public async Task What_cannot_be_searched_for_is_refused_by_name(string text, RefusalCode code)
    {
        await using var database = await TestDatabase.CreateAsync();

        var refusal = Assert.Single((await database.TryAsync(SomePeople.Lead, new SearchAll(text, null, 5))).Refusals);
        Assert.Equal((code, "text"), (refusal.Code, Assert.Single(refusal.Path)));
        Assert.DoesNotContain("alex", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_long_too_many_and_the_wrong_role_are_refused()
    {
        await using var database = await TestDatabase.CreateAsync();

        Assert.Equal(RefusalCode.TooLong, await CodeAsync(SomePeople.Lead, new string('a', SearchAll.Longest + 1), 5));
        Assert.Equal(RefusalCode.OutOfRange, await CodeAsync(SomePeople.Lead, "age", 51));
        Assert.Equal(RefusalCode.NotPermitted, await CodeAsync(SomePeople.Consumer, "age", 5));

        async Task<RefusalCode> CodeAsync(Actor actor, string text, int first) =>
            Assert.Single((await database.TryAsync(actor, new SearchAll(text, null, first))).Refusals).Code;
    }

    [Fact]
    public async Task Words_of_nothing_but_marks_find_nothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.GapInAsync(GapState.Triage);

        foreach (var text in new[] { "?!", "%_%", "\" OR 1=1 --", "\U0001F600", "G-" })
            Assert.Empty(await FindAsync(database, SomePeople.Lead, text));
    }

    private static Task<List<SearchHitView>> FindAsync(TestDatabase database, Actor actor, string text, params SearchKind[] kinds) =>
        database.SendAsync(actor, new SearchAll(text, kinds, 20));
}
