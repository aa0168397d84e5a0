using Insights.Core.Gaps;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Core.Tests.Support;
using Insights.Core.Triage;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Triage;

/// <summary>Asking reporters, and their answers.</summary>
public sealed class QuestionTests
{
    [Theory]
    [InlineData(GapState.Triage)]
    [InlineData(GapState.Assessing)]
    public async Task The_answer_brings_the_gap_back_to_where_it_was_asked(GapState from)
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(from);
        var asked = await database.AskAsync(gap.CanonicalReportId, from is GapState.Triage ? SomePeople.Lead : SomePeople.Owner);
        Assert.Equal((ReportState.NeedsInfo, "Which reading was applied?", database.Day(7)), (asked.State, asked.Question!.Value, asked.RespondBy));
        Assert.Equal(GapState.NeedsInfo, (await database.GapAsync(gap.Id)).State);

        await database.SendAsync(SomePeople.Specialist, new AnswerQuestion(asked.Id.Value, asked.Version, "The first reading."));

        Assert.Equal(from, (await database.GapAsync(gap.Id)).State);
        Assert.Equal(ReportState.Linked, (await database.ReportAsync(asked.Id)).State);
    }

    [Fact]
    public async Task A_gap_that_waits_for_one_reporter_does_not_move_on_by_the_answer_of_another()
    {
        await using var database = await TestDatabase.CreateAsync();
        var early = await database.FileAsync(author: SomePeople.OtherSpecialist);
        await database.AskAsync(early.Id);
        var gap = await database.GapInAsync(GapState.NeedsInfo);
        await database.LinkAsync(early.Id, gap.Id);

        var version = (await database.ReportAsync(early.Id)).Version;
        await database.SendAsync(SomePeople.OtherSpecialist, new AnswerQuestion(early.Id.Value, version, "The second reading."));

        Assert.Equal(GapState.NeedsInfo, (await database.GapAsync(gap.Id)).State);
        Assert.Equal(ReportState.Linked, (await database.ReportAsync(early.Id)).State);
    }

    [Fact]
    public async Task Only_the_author_answers()
    {
        await using var database = await TestDatabase.CreateAsync();
        var asked = await database.AskAsync((await database.FileAsync()).Id);

        var answered = await database.TryAsync(SomePeople.OtherSpecialist, new AnswerQuestion(asked.Id.Value, asked.Version, "The first reading."));

        Assert.Equal(RefusalCode.NotFound, answered.Refusals.Single().Code);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task A_question_needs_a_day_to_come(int days)
    {
        await using var database = await TestDatabase.CreateAsync();
        var report = await database.FileAsync();
        var before = await Fingerprint.OfAsync(database);

        var asked = await database.TryAsync(SomePeople.Lead, new AskReporter(report.Id.Value, report.Version, "Which reading?", database.Day(days)));

        Assert.Equal((RefusalCode.OutOfRange, "respondBy"), (asked.Refusals.Single().Code, asked.Refusals.Single().Path.Single()));
        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
    }

    [Fact]
    public async Task A_question_and_its_day_are_needed()
    {
        await using var database = await TestDatabase.CreateAsync();
        var report = await database.FileAsync();

        var asked = await database.TryAsync(SomePeople.Lead, new AskReporter(report.Id.Value, report.Version, null, null));

        Assert.Equal(["question", "respondBy"], asked.Refusals.Select(r => r.Path.Single()));
    }

    [Fact]
    public async Task A_gap_past_assessing_is_not_held_up_by_a_question()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.InReview);
        var report = await database.ReportAsync(gap.CanonicalReportId);
        var before = await Fingerprint.OfAsync(database);

        var asked = await database.TryAsync(SomePeople.Owner, new AskReporter(report.Id.Value, report.Version, "Which reading?", database.Day(3)));

        Assert.Equal(RefusalCode.IllegalMove, asked.Refusals.Single().Code);
        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
    }

    [Fact]
    public async Task About_a_report_in_no_gap_only_a_triage_lead_asks()
    {
        await using var database = await TestDatabase.CreateAsync();
        var report = await database.FileAsync();

        var asked = await database.TryAsync(SomePeople.Owner, new AskReporter(report.Id.Value, report.Version, "Which reading?", database.Day(3)));

        Assert.Equal(RefusalCode.NotPermitted, asked.Refusals.Single().Code);
    }
}
