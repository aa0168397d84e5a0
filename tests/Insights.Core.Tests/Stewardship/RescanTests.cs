using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Core.Stewardship;
using Insights.Core.Tests.Support;
using Insights.Core.Triage;
using Insights.Privacy;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Stewardship;

/// <summary>What newer rules find in what is stored is out of sight until a person settles it.</summary>
public sealed class RescanTests
{
    [Fact]
    public async Task Every_place_a_text_stands_in_holds_a_placeholder_and_it_is_looked_at_once()
    {
        await using var database = await TestDatabase.CreateAsync();

        var gap = await database.WithheldAsync(() => database.GapInAsync(GapState.Triage, Some.Ambiguity() with { Title = Stewarding.Marked }));

        var report = await database.ReportAsync(gap.CanonicalReportId);
        Assert.Equal(GuardedText.Withheld, report.Content.Title);
        Assert.Equal(GuardedText.Withheld, (await database.GapAsync(gap.Id)).Title);
        Assert.Equal(GuardedText.Withheld, Assert.Single(await database.SendAsync(SomePeople.Lead, new RevisionsOf(report.Id))).Content.Title);
        Assert.Equal("Which age governs when stated age and use disagree?", Some.Ambiguity().Title);
        Assert.Equal(Some.Ambiguity().Question, report.Content.Question!.Value);

        var withheld = Assert.Single(await database.WithheldTextsAsync());
        Assert.Equal(Stewarding.Marked, withheld.Text.Value);
        Assert.Equal(["gap Title", "report Content.Title", "report Title", "report_revision Content.Title"],
            withheld.Places.Select(p => $"{p.Table} {p.Path}").Order(StringComparer.Ordinal));
        Assert.Equal((4, 24), (withheld.Findings.Single().Start, withheld.Findings.Single().End));
        Assert.DoesNotContain(await database.SendAsync(SomePeople.Specialist, new FindLookAlikes(new ReportForm { Title = "somebody example com" }, null, 20)),
            hit => hit.Matches.Any(m => m.Term.Contains("somebody", StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task A_second_scan_finds_nothing_to_do()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.WithheldReportAsync();
        var before = await Fingerprint.OfAsync(database);

        Assert.Equal(new RescanStep(0, 0, 0), await database.RescanAsync());
        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
        Assert.Equal(0, (await database.SendAsync(SomePeople.Auditor, new ReadPrivacyStanding())).RowsToScreen);
    }

    [Fact]
    public async Task Another_configuration_of_the_guard_has_everything_screened_again_and_the_same_one_does_not()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.SendAsync(Actor.System, new AdoptGuard(GuardOptions.Default));
        await database.GapInAsync(GapState.Triage);
        Assert.Equal(0, (await database.SendAsync(SomePeople.Auditor, new ReadPrivacyStanding())).RowsToScreen);

        await database.SendAsync(Actor.System, new AdoptGuard(GuardOptions.Default));
        Assert.Equal(0, (await database.SendAsync(SomePeople.Auditor, new ReadPrivacyStanding())).RowsToScreen);
        await database.SendAsync(Actor.System, new AdoptGuard(GuardOptions.Default with { CaseIdPrefixes = ["QQ"] }));

        var left = (await database.SendAsync(SomePeople.Auditor, new ReadPrivacyStanding())).RowsToScreen;
        Assert.True(left >= 4);
        Assert.Equal(left, (await database.RescanAsync()).Looked);
    }

    [Fact]
    public async Task A_steward_writes_it_anew_and_it_stands_everywhere_again()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.WithheldAsync(() => database.GapInAsync(GapState.Triage, Some.Ambiguity() with { Title = Stewarding.Marked }));
        var withheld = Assert.Single(await database.WithheldTextsAsync());

        var settled = await database.SendAsync(SomePeople.PrivacySteward, new EditWithheldText(withheld.Id.Value, withheld.Version, "Ask [EMAIL] which reading holds."));

        Assert.Equal((WithheldState.Edited, ""), (settled.State, settled.Text.Value));
        var report = await database.ReportAsync(gap.CanonicalReportId);
        Assert.All([report.Content.Title!, (await database.GapAsync(gap.Id)).Title, (await database.SendAsync(SomePeople.Lead, new RevisionsOf(report.Id)))[0].Content.Title!],
            title => Assert.Equal("Ask [EMAIL] which reading holds.", title.Value));
        Assert.Equal(0, await database.CountSayingAsync(Stewarding.Value));
    }

    [Fact]
    public async Task What_is_written_anew_is_guarded_too()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.WithheldReportAsync();
        var withheld = Assert.Single(await database.WithheldTextsAsync());

        var sent = await database.TryAsync(SomePeople.PrivacySteward, new EditWithheldText(withheld.Id.Value, withheld.Version, Stewarding.Marked));

        Assert.Equal((RefusalCode.PersonalData, "text"), (sent.Refusals.Single().Code, sent.Refusals.Single().Path.Single()));
    }

    [Fact]
    public async Task It_is_put_back_once_the_allow_list_lets_it_pass_and_not_before()
    {
        await using var database = await TestDatabase.CreateAsync();
        var report = await database.WithheldReportAsync();
        var withheld = Assert.Single(await database.WithheldTextsAsync());

        var early = await database.TryAsync(SomePeople.PrivacySteward, new ReleaseWithheldText(withheld.Id.Value, withheld.Version));
        Assert.Equal(RefusalCode.PersonalData, Assert.Single(early.Refusals).Code);
        await database.AllowAsync();
        var released = await database.SendAsync(SomePeople.PrivacySteward, new ReleaseWithheldText(withheld.Id.Value, withheld.Version));

        Assert.Equal(WithheldState.Released, released.State);
        Assert.Equal(Stewarding.Marked, (await database.ReportAsync(report.Id)).Content.Title!.Value);
        Assert.Contains((await database.SendAsync(SomePeople.Auditor, new PassedFindingList(10, null))).Items, p => p.Action == "ReleaseWithheldText");
    }

    [Fact]
    public async Task What_its_author_wrote_anew_meanwhile_is_left_alone()
    {
        await using var database = await TestDatabase.CreateAsync();
        var report = await database.WithheldReportAsync();
        var now = await database.ReportAsync(report.Id);
        Assert.Equal(RefusalCode.Malformed, (await database.TryAsync(SomePeople.Specialist, new AmendReport(report.Id.Value, now.Version, now.Content.ToForm(), "A word.", null))).Refusals.Single().Code);
        var amended = await database.SendAsync(SomePeople.Specialist, new AmendReport(report.Id.Value, now.Version, Some.Ambiguity(), "Without the address.", null));

        var withheld = Assert.Single(await database.WithheldTextsAsync());
        await database.SendAsync(SomePeople.PrivacySteward, new EditWithheldText(withheld.Id.Value, withheld.Version, "The first wording."));

        Assert.Equal(Some.Ambiguity().Title, (await database.ReportAsync(report.Id)).Content.Title!.Value);
        Assert.Equal("The first wording.", (await database.SendAsync(SomePeople.Lead, new RevisionsOf(report.Id)))[0].Content.Title!.Value);
        Assert.Equal(2, amended.Revision);
    }

    [Fact]
    public async Task Words_that_left_are_masked_readers_are_told_and_get_the_edited_ones()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.WithheldAsync(() => DecidedAsync(database));
        var events = await database.EventsAsync();

        var approved = events.Single(e => e.Type is FeedEventType.DecisionApproved);
        Assert.Equal("Ask [EMAIL] which reading holds.", approved.Item.Decision!.Explanation.Value);
        var told = events.Single(e => e.Type is FeedEventType.WordsWithdrawn);
        Assert.Equal((approved.Id, gap.Id), (Assert.Single(told.Item.Withdraws!), told.GapId!.Value));

        var withheld = Assert.Single(await database.WithheldTextsAsync());
        await database.SendAsync(SomePeople.PrivacySteward, new EditWithheldText(withheld.Id.Value, withheld.Version, "The first reading holds."));

        var restated = (await database.EventsAsync())[^1];
        Assert.Equal((FeedEventType.DecisionRestated, "The first reading holds."), (restated.Type, restated.Item.Decision!.Explanation.Value));
    }

    [Fact]
    public async Task A_record_with_withheld_words_is_not_approved()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.WithheldAsync(() => ProposedAsync(database));
        var decision = Assert.Single(await database.DecisionsAsync(gap.Id));

        var sent = await database.TryAsync(SomePeople.Approver, new ApproveDecision(decision.Id.Value, (await database.GapAsync(gap.Id)).Version));

        Assert.Equal((RefusalCode.IllegalMove, "decisionId"), (sent.Refusals.Single().Code, sent.Refusals.Single().Path.Single()));
    }

    [Fact]
    public async Task A_report_whose_title_is_withheld_opens_no_gap()
    {
        await using var database = await TestDatabase.CreateAsync();
        var report = await database.WithheldReportAsync();

        var sent = await database.TryAsync(SomePeople.Lead, new LinkReport(report.Id.Value, (await database.ReportAsync(report.Id)).Version, null, null, null, null, null));

        Assert.Equal(RefusalCode.IllegalMove, sent.Refusals.Single().Code);
    }

    [Fact]
    public async Task Only_stewards_read_what_is_withheld()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.WithheldReportAsync();

        foreach (var person in SomePeople.All.Except([SomePeople.PrivacySteward, SomePeople.OtherSteward]))
        {
            Assert.Equal(RefusalCode.NotPermitted, (await database.TryAsync(person, new WithheldTextList(null, 10, null))).Refusals.Single().Code);
            Assert.Equal(RefusalCode.NotPermitted, (await database.TryAsync(person, new WithheldTextByNumber(1))).Refusals.Single().Code);
        }

        Assert.Equal(Stewarding.Marked, (await database.SendAsync(SomePeople.OtherSteward, new WithheldTextByNumber(1))).Text.Value);
        Assert.Equal(RefusalCode.NotFound, (await database.TryAsync(SomePeople.OtherSteward, new WithheldTextByNumber(9))).Refusals.Single().Code);
    }

    [Fact]
    public async Task Every_text_the_forms_take_is_withheld_wherever_it_stands()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.WithheldAsync(async () =>
        {
            await database.FileAsync(Some.Ambiguity() with { Readings = [new() { Reading = Stewarding.Marked, Outcome = "It holds." }, new() { Reading = "Other." }], AppliedReading = null });
            await database.FileAsync(Some.UnknownUnknown() with { CategoriesTried = [new() { Category = "One", WhyItFailed = Stewarding.Marked }] });
            await database.SendAsync(SomePeople.Specialist, new SaveDraft(null, null, new ReportForm { Pattern = Stewarding.Marked }, null));
            var gap = await database.GapInAsync(GapState.Triage);
            await database.SendAsync(SomePeople.Lead, new WriteComment(gap.Id.Value, Stewarding.Marked, Audience.Internal, null));
            var report = await database.FileAsync();
            await database.SendAsync(SomePeople.Lead, new LinkReport(report.Id.Value, report.Version, gap.Id.Value, LinkRole.Same, Stewarding.Marked, null, null));
            var asked = await database.ReportAsync(report.Id);
            return await database.SendAsync(SomePeople.Lead, new AskReporter(report.Id.Value, asked.Version, Stewarding.Marked, database.Day(3)));
        });

        var places = Assert.Single(await database.WithheldTextsAsync()).Places.Select(p => $"{p.Table} {p.Path}").ToHashSet();
        Assert.Superset(
            new HashSet<string>
            {
                "report Content.Readings.0.Text", "report Content.CategoriesTried.0.WhyItFailed", "report Content.Pattern", "report Question",
                "comment Text", "gap_link Reason", "report_revision Content.Readings.0.Text",
            }, places);
        await using var db = database.Open();
        foreach (var table in TextTables.Of(db))
            Assert.Empty(await table.SayingAsync(db, Stewarding.Value, 10, CancellationToken.None));
    }

    private static async Task<GapView> ProposedAsync(TestDatabase database)
    {
        var gap = await database.GapInAsync(GapState.Assessing);
        await database.SendAsync(SomePeople.Owner, new ProposeDecision(gap.Id.Value, gap.Version, Some.Decision() with { Explanation = Stewarding.Marked }, null));
        return await database.GapAsync(gap.Id);
    }

    private static async Task<GapView> DecidedAsync(TestDatabase database)
    {
        var gap = await ProposedAsync(database);
        var decision = Assert.Single(await database.DecisionsAsync(gap.Id));
        return await database.SendAsync(SomePeople.Approver, new ApproveDecision(decision.Id.Value, gap.Version));
    }
}
