using Insights.Core.Cases;
using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Core.Tests.Support;
using Insights.Core.Triage;
using Insights.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Insights.Core.Tests.Reports;

public sealed class ReportTests
{
    [Fact]
    public async Task A_filed_report_names_the_version_of_the_clause_in_force()
    {
        await using var database = await TestDatabase.CreateAsync();

        Assert.Equal(2, (await database.FileAsync()).Content.ClauseVersion);
        Assert.Equal(1, (await database.FileAsync(Some.Ambiguity() with { ClauseVersion = 1 })).Content.ClauseVersion);
    }

    [Fact]
    public async Task Revisions_stand_beside_each_other()
    {
        await using var database = await TestDatabase.CreateAsync();
        var report = await database.FileAsync();
        await database.SendAsync(SomePeople.Specialist, new AmendReport(report.Id.Value, report.Version, Some.Ambiguity() with { Title = "Which age governs?" }, "It was too long.", null));

        var revisions = await database.SendAsync(SomePeople.Lead, new RevisionsOf(report.Id));

        Assert.Equal([(1, null, report.Content.Title!.Value), (2, "It was too long.", "Which age governs?")],
            revisions.Select(r => (r.Number, r.Reason?.Value, r.Content.Title!.Value)));
    }

    [Fact]
    public async Task An_amended_report_cites_the_cases_of_its_newest_revision()
    {
        await using var database = await TestDatabase.CreateAsync();
        var report = await database.FileAsync(Some.Ambiguity() with { CaseReferences = [Some.CaseReference("c-1"), Some.CaseReference("c-2"), Some.CaseReference("c-2")] });
        await database.SendAsync(SomePeople.Specialist, new AmendReport(
            report.Id.Value, report.Version, Some.Ambiguity() with { CaseReferences = [Some.CaseReference("c-2"), Some.CaseReference("c-3")] }, "Another case.", null));

        await using var db = database.Open();
        var cited = await db.ReportCases.AsNoTracking().ToListAsync();
        Assert.Equal(new[] { "c-2", "c-3" }.Select(Some.CaseReference).Order(), cited.Select(c => c.Case.Value).Order());
    }

    [Fact]
    public async Task The_reading_that_was_applied_stays_the_same_one_when_empty_rows_are_left_out()
    {
        await using var database = await TestDatabase.CreateAsync();
        ReadingForm stated = new() { Reading = "The stated age holds." }, protective = new() { Reading = "The most protective signal wins." };

        var filed = await database.FileAsync(Some.Ambiguity() with { Readings = [new(), stated, new(), protective], AppliedReading = 2 });
        var empty = await database.FileAsync(Some.Ambiguity() with { Readings = [new(), stated], AppliedReading = 1 });

        Assert.Equal("The stated age holds.", filed.Content.Readings[filed.Content.AppliedReading!.Value - 1].Text!.Value);
        Assert.Null(empty.Content.AppliedReading);
    }

    [Fact]
    public async Task A_draft_is_seen_by_its_author_alone()
    {
        await using var database = await TestDatabase.CreateAsync();
        var draft = await database.DraftAsync();

        await SeenByAsync(database, draft.Id, draft.Number, SomePeople.Specialist);
    }

    [Fact]
    public async Task A_withdrawn_report_is_seen_by_its_author_alone()
    {
        await using var database = await TestDatabase.CreateAsync();
        var report = await database.FileAsync();
        await database.SendAsync(SomePeople.Specialist, new WithdrawReport(report.Id.Value, report.Version, "It was filed twice."));

        await SeenByAsync(database, report.Id, report.Number, SomePeople.Specialist);
    }

    [Fact]
    public async Task A_filed_report_is_seen_by_those_who_read_reports()
    {
        await using var database = await TestDatabase.CreateAsync();
        var report = await database.FileAsync();

        await SeenByAsync(database, report.Id, report.Number, [.. SomePeople.All.Except([SomePeople.Consumer, SomePeople.Administrator])]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_question_stays_open_on_a_report_that_is_taken_back_or_declined(bool withdrawn)
    {
        await using var database = await TestDatabase.CreateAsync();
        var report = await database.FileAsync();
        var asked = await database.AskAsync(report.Id);
        if (withdrawn)
        {
            await database.SendAsync(SomePeople.Specialist, new WithdrawReport(report.Id.Value, asked.Version, "It was filed twice."));
        }
        else
        {
            var gap = await database.LinkAsync(report.Id, null);
            gap = await database.SendAsync(SomePeople.Lead, new ClaimGap(gap.Id.Value, gap.Version, Severity.Low, true, null));
            await database.MoveAsync(SomePeople.Lead, gap, GapAction.Decline, m => m with { Reason = "The policy is clear.", Destination = "enforcement-quality" });
        }

        var ended = (await database.SendAsync(SomePeople.Specialist, new ReportsById([report.Id])))[report.Id];

        Assert.Equal(withdrawn ? ReportState.Withdrawn : ReportState.Declined, ended.State);
        Assert.Null(ended.Question);
        Assert.Null(ended.RespondBy);
    }

    [Fact]
    public async Task The_key_of_a_draft_that_was_discarded_since_answers_that_it_is_gone()
    {
        await using var database = await TestDatabase.CreateAsync();
        var save = new SaveDraft(null, null, Some.Ambiguity(), Some.Key());
        var draft = await database.SendAsync(SomePeople.Specialist, save);
        await database.SendAsync(SomePeople.Specialist, new DiscardDraft(draft.Id.Value, draft.Version));

        var again = await database.TryAsync(SomePeople.Specialist, save);

        Assert.Equal(RefusalCode.NotFound, again.Refusals.Single().Code);
    }

    [Fact]
    public async Task Two_people_may_use_the_same_key()
    {
        await using var database = await TestDatabase.CreateAsync();
        var file = new FileReport(null, null, Some.Ambiguity(), null, null, Some.Key());

        var one = await database.SendAsync(SomePeople.Specialist, file);
        var other = await database.SendAsync(SomePeople.OtherSpecialist, file);

        Assert.NotEqual(one.Id, other.Id);
    }

    [Theory]
    [InlineData(ReportState.Draft, "withdraw amend answer")]
    [InlineData(ReportState.Filed, "save discard answer")]
    [InlineData(ReportState.Linked, "save discard answer")]
    [InlineData(ReportState.NeedsInfo, "save discard")]
    [InlineData(ReportState.Declined, "save discard withdraw amend answer link ask")]
    [InlineData(ReportState.Withdrawn, "save discard withdraw amend answer link ask")]
    public async Task What_its_state_does_not_allow_is_refused_and_changes_nothing(ReportState state, string refused)
    {
        await using var database = await TestDatabase.CreateAsync();
        var report = await InAsync(database, state);
        var (id, version) = (report.Id.Value, report.Version);
        var before = await Fingerprint.OfAsync(database);

        foreach (var act in refused.Split(' '))
        {
            IReadOnlyList<Refusal> refusals = act switch
            {
                "save" => (await database.TryAsync(SomePeople.Specialist, new SaveDraft(id, version, Some.Ambiguity(), null))).Refusals,
                "discard" => (await database.TryAsync(SomePeople.Specialist, new DiscardDraft(id, version))).Refusals,
                "withdraw" => (await database.TryAsync(SomePeople.Specialist, new WithdrawReport(id, version, "It was filed twice."))).Refusals,
                "amend" => (await database.TryAsync(SomePeople.Specialist, new AmendReport(id, version, Some.Ambiguity(), "Another word.", null))).Refusals,
                "answer" => (await database.TryAsync(SomePeople.Specialist, new AnswerQuestion(id, version, "The first reading."))).Refusals,
                "link" => (await database.TryAsync(SomePeople.Lead, new LinkReport(id, version, null, null, null, null, null))).Refusals,
                "ask" => (await database.TryAsync(SomePeople.Lead, new AskReporter(id, version, "Which reading?", database.Day(7)))).Refusals,
                _ => throw new ArgumentOutOfRangeException(nameof(refused), act, null),
            };
            Assert.Equal((act, RefusalCode.IllegalMove), (act, Assert.Single(refusals).Code));
        }

        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
    }

    private static async Task<ReportView> InAsync(TestDatabase database, ReportState state)
    {
        switch (state)
        {
            case ReportState.Draft:
                return await database.DraftAsync();
            case ReportState.Filed:
                return await database.FileAsync();
            case ReportState.Linked:
                return await database.ReportAsync((await database.GapInAsync(GapState.New)).CanonicalReportId);
            case ReportState.NeedsInfo:
                return await database.AskAsync((await database.FileAsync()).Id);
            case ReportState.Declined:
                return await database.ReportAsync((await database.GapInAsync(GapState.Declined)).CanonicalReportId);
            default:
                var report = await database.FileAsync();
                return await database.SendAsync(SomePeople.Specialist, new WithdrawReport(report.Id.Value, report.Version, "It was filed twice."));
        }
    }

    private static async Task SeenByAsync(TestDatabase database, ReportId id, long number, params Actor[] seers)
    {
        foreach (var person in SomePeople.All)
        {
            var byId = await database.TryAsync(person, new ReportsById([id]));
            var seen = !byId.Refused && byId.Value.ContainsKey(id);
            var list = await database.TryAsync(person, new ReportList(null, 100, null));
            Assert.Equal((person.Handle, seers.Contains(person)), (person.Handle, seen));
            Assert.Equal(seen, !(await database.TryAsync(person, new ReportByNumber(number))).Refused);
            Assert.Equal(seen, !(await database.TryAsync(person, new RevisionsOf(id))).Refused);
            Assert.Equal(seen, !list.Refused && list.Value.Items.Any(r => r.Id == id));
        }
    }
}
