using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Core.Tests.Support;
using Insights.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Insights.Core.Tests.Reports;

/// <summary>What an author has said of look-alikes is kept with the draft until it is filed.</summary>
public sealed class DraftAnswersTests
{
    [Fact]
    public async Task Answers_are_kept_with_a_draft_from_its_first_save_on_and_every_reading_shows_them()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.New);
        var draft = await BeginAsync(database, new LookAlikeAnswerForm(gap.Id.Value, SameGap.Yes));

        var byId = (await database.SendAsync(SomePeople.Specialist, new ReportsById([draft.Id])))[draft.Id];
        var byNumber = await database.SendAsync(SomePeople.Specialist, new ReportByNumber(draft.Number));
        var listed = await database.SendAsync(SomePeople.Specialist, new ReportList(new ReportFilter { Mine = true }, 10, null));

        Assert.All([draft, byId, byNumber, listed.Items.Single(r => r.Id == draft.Id)], r => Assert.Equal([(gap.Id, SameGap.Yes)], Said(r)));
    }

    [Fact]
    public async Task A_later_save_replaces_them_leaves_them_alone_or_takes_them_back()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (one, other) = (await database.GapInAsync(GapState.New), await database.GapInAsync(GapState.New));
        var draft = await BeginAsync(database, new LookAlikeAnswerForm(one.Id.Value, SameGap.Yes));

        var replaced = await SaveAsync(database, draft, [new(one.Id.Value, SameGap.No), new(other.Id.Value, SameGap.NotSure)]);
        var left = await SaveAsync(database, replaced, null);
        var taken = await SaveAsync(database, left, []);

        Assert.Equal([(one.Id, SameGap.No), (other.Id, SameGap.NotSure)], Said(replaced));
        Assert.Equal(Said(replaced), Said(left));
        Assert.Empty(taken.Answers);
        Assert.Empty((await SaveAsync(database, taken, null)).Answers);
    }

    [Fact]
    public async Task An_answer_about_a_gap_that_is_not_there_is_left_out_as_it_is_when_filing()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.New);
        LookAlikeAnswerForm[] answers = [new(Unknown, SameGap.Yes), new(gap.Id.Value, SameGap.No)];

        var draft = await BeginAsync(database, answers);
        await database.SendAsync(SomePeople.Specialist, new FileReport(null, null, Some.Ambiguity(), null, answers, null));

        Assert.Equal([(gap.Id, SameGap.No)], Said(draft));
        Assert.Equal([(gap.Id, SameGap.No)], await GivenAsync(database));
    }

    [Fact]
    public async Task An_answer_about_a_gap_that_is_merged_is_one_about_the_gap_in_which_it_stands()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (gap, survivor) = (await database.GapInAsync(GapState.Triage), await database.GapInAsync(GapState.Triage));
        var draft = await BeginAsync(database, new LookAlikeAnswerForm(gap.Id.Value, SameGap.Yes));
        await database.MergeAsync(survivor, gap);

        var shown = (await database.SendAsync(SomePeople.Specialist, new ReportsById([draft.Id])))[draft.Id];
        var saved = await SaveAsync(database, shown, [new(gap.Id.Value, SameGap.No), new(survivor.Id.Value, SameGap.Yes)]);

        Assert.Equal([(survivor.Id, SameGap.Yes)], Said(shown));
        Assert.Equal([(survivor.Id, SameGap.No)], Said(saved));
    }

    [Fact]
    public async Task A_report_that_is_filed_without_answers_of_its_own_brings_along_those_of_its_draft()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (gap, survivor) = (await database.GapInAsync(GapState.Triage), await database.GapInAsync(GapState.Triage));
        var draft = await BeginAsync(database, new LookAlikeAnswerForm(gap.Id.Value, SameGap.Yes));
        await database.MergeAsync(survivor, gap);

        var filed = await database.SendAsync(SomePeople.Specialist, new FileReport(draft.Id.Value, draft.Version, Some.Ambiguity(), null, null, null));

        Assert.Equal([(survivor.Id, SameGap.Yes)], await GivenAsync(database));
        // Joining is said by itself.
        Assert.Equal(ReportState.Filed, filed.State);
        Assert.DoesNotContain(await database.MembersAsync(survivor.Id), m => m.ReportId == filed.Id);
    }

    [Fact]
    public async Task Answers_that_come_with_the_report_hold_in_place_of_those_of_its_draft()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (one, other) = (await database.GapInAsync(GapState.New), await database.GapInAsync(GapState.New));
        var draft = await BeginAsync(database, new LookAlikeAnswerForm(one.Id.Value, SameGap.Yes));

        await database.SendAsync(SomePeople.Specialist, new FileReport(draft.Id.Value, draft.Version, Some.Ambiguity(), null, [new(other.Id.Value, SameGap.No)], null));

        Assert.Equal([(other.Id, SameGap.No)], await GivenAsync(database));
    }

    [Fact]
    public async Task Once_it_is_filed_the_report_holds_none_any_more()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.New);
        var draft = await BeginAsync(database, new LookAlikeAnswerForm(gap.Id.Value, SameGap.NotSure));

        var filed = await database.SendAsync(SomePeople.Specialist, new FileReport(draft.Id.Value, draft.Version, Some.Ambiguity(), null, null, null));

        Assert.Empty(filed.Answers);
        await using var db = database.Open();
        Assert.Null((await db.Reports.AsNoTracking().SingleAsync(r => r.Id == draft.Id)).DraftAnswers);
    }

    [Fact]
    public async Task What_is_no_id_and_more_than_fifty_are_refused_and_nothing_is_saved()
    {
        await using var database = await TestDatabase.CreateAsync();
        var draft = await database.DraftAsync();

        var malformed = await database.TryAsync(SomePeople.Specialist, new SaveDraft(draft.Id.Value, draft.Version, Some.Ambiguity(), null) { Answers = [new("gap_x", SameGap.Yes)] });
        var many = await database.TryAsync(SomePeople.Specialist, new SaveDraft(draft.Id.Value, draft.Version, Some.Ambiguity(), null)
        {
            Answers = [.. Enumerable.Repeat(new LookAlikeAnswerForm(Unknown, SameGap.No), 51)],
        });

        Assert.Equal("Malformed answers.gapId", Told(malformed));
        Assert.Equal("OutOfRange answers", Told(many));
        Assert.Equal(draft.Version, (await database.SendAsync(SomePeople.Specialist, new ReportsById([draft.Id])))[draft.Id].Version);
    }

    private static string Unknown => "gap_" + new string('0', 26);

    private static Task<ReportView> BeginAsync(TestDatabase database, params LookAlikeAnswerForm[] answers) =>
        database.SendAsync(SomePeople.Specialist, new SaveDraft(null, null, Some.Ambiguity(), null) { Answers = answers });

    private static Task<ReportView> SaveAsync(TestDatabase database, ReportView draft, IReadOnlyList<LookAlikeAnswerForm>? answers) =>
        database.SendAsync(SomePeople.Specialist, new SaveDraft(draft.Id.Value, draft.Version, Some.Ambiguity(), null) { Answers = answers });

    private static List<(GapId, SameGap)> Said(ReportView report) => [.. report.Answers.Select(a => (a.GapId, a.Answer))];

    private static async Task<List<(GapId, SameGap)>> GivenAsync(TestDatabase database)
    {
        await using var db = database.Open();
        return [.. (await db.LookAlikeAnswers.AsNoTracking().ToListAsync()).Select(a => (a.GapId, a.Answer))];
    }

    private static string Told<T>(Outcome<T> outcome) => string.Join(", ", outcome.Refusals.Select(r => $"{r.Code} {string.Join('.', r.Path)}"));
}
