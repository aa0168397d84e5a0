using Insights.Core.Consumers;
using Insights.Core.Contact;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Metrics;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Core.Tests.Support;
using Insights.Core.Triage;
using Insights.Testing;
using Xunit;

namespace Insights.Core.Tests.Metrics;

/// <summary>What each metric counts, out of what, and in which cohort.</summary>
public sealed class MetricsTests
{
    [Fact]
    public async Task Where_nothing_happened_there_is_nothing_to_judge()
    {
        await using var database = await TestDatabase.CreateAsync();
        var metrics = await ReadAsync(database);

        Assert.Equal(11, metrics.Indicators.Count);
        Assert.All(metrics.Indicators, i => Assert.Equal((0, true, true, 12), (i.Whole.Items, i.Whole.Measure?.TooFew ?? true, i.Whole.Share?.TooFew ?? true, i.Cohorts.Count)));
        Assert.Empty(metrics.Filed);
        Assert.Empty(metrics.Open);
    }

    [Fact]
    public async Task A_report_counts_by_the_mean_of_the_raters_of_its_newest_rated_revision_in_the_week_it_was_filed()
    {
        await using var database = await TestDatabase.CreateAsync();
        var reports = new List<ReportView>();
        for (var i = 0; i < 9; i++)
            reports.Add(await database.FileAsync());
        await RateAsync(database, SomePeople.Lead, reports[0].Id, 1, 1, 5);
        var amended = await database.SendAsync(SomePeople.Specialist, new AmendReport(reports[0].Id.Value, reports[0].Version, Some.Ambiguity(), "Said more clearly.", null));
        database.Clock.Advance(TimeSpan.FromDays(7));
        await RateAsync(database, SomePeople.Lead, reports[0].Id, amended.Revision, 5, 1);
        await RateAsync(database, SomePeople.Owner, reports[0].Id, amended.Revision, 3, 1);
        for (var i = 1; i < 8; i++)
            await RateAsync(database, SomePeople.Lead, reports[i].Id, 1, 2, 3);

        var clarity = Of(await ReadAsync(database, new MetricFilter { From = new(2026, 11, 2) }), Metric.Clarity);

        Assert.Equal((9, 8, 8, 9), (clarity.Whole.Items, clarity.Whole.Measure!.Sample, clarity.Whole.Share!.Counted, clarity.Whole.Share.OutOf));
        Assert.Equal(2, clarity.Whole.Measure.Typical);
        Assert.Equal([9, 0], clarity.Cohorts.Select(c => c.Items));
        Assert.Equal(3, Of(await ReadAsync(database), Metric.Actionability).Whole.Measure!.Typical);
        Assert.Equal(4, (await ItemsAsync(database, Metric.Clarity)).Single(i => i.ReportNumber == reports[0].Number).Value);
    }

    [Fact]
    public async Task A_report_that_its_author_took_back_is_counted_nowhere()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (kept, taken) = (await database.FileAsync(), await database.FileAsync(Some.UnknownUnknown()));
        await database.SendAsync(SomePeople.Specialist, new SaveDraft(null, null, Some.Ambiguity(), null));
        Assert.Equal([1, 1], (await ReadAsync(database)).Filed.Select(f => f.Reports));

        await database.SendAsync(SomePeople.Specialist, new WithdrawReport(taken.Id.Value, taken.Version, "It was answered meanwhile."));

        var metrics = await ReadAsync(database);
        Assert.Equal((GapKind.Ambiguity, 1), (metrics.Filed.Single().Kind!.Value, metrics.Filed.Single().Reports));
        Assert.Equal(1, Of(metrics, Metric.Completeness).Whole.Items);
        Assert.Equal([kept.Number], (await ItemsAsync(database, Metric.ReportsFiled)).Select(i => i.ReportNumber!.Value));
    }

    [Fact]
    public async Task Completeness_follows_what_a_report_says_now()
    {
        await using var database = await TestDatabase.CreateAsync();
        var report = await database.FileAsync();
        var before = (await ItemsAsync(database, Metric.Completeness)).Single();
        await database.SendAsync(SomePeople.Specialist, new AmendReport(report.Id.Value, report.Version, Some.Ambiguity() with
        {
            InterimHandling = "It is held.",
            InterimRationale = "Until it is clear.",
            MitigatingFactors = "None is known.",
            AggravatingFactors = "Several signals agree.",
            ProposedRemedy = "Say which governs.",
        }, "More is known.", null));
        var after = (await ItemsAsync(database, Metric.Completeness)).Single();

        Assert.Equal((false, true, 100.0), (before.Counted, after.Counted, after.Value));
        Assert.Equal(Completeness.Of(report.Content).Share * 100, before.Value!.Value, 6);
    }

    [Fact]
    public async Task Authors_find_duplicates_by_their_answer_or_by_joining_and_triage_leads_do_not()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.New);
        var answered = await database.SendAsync(SomePeople.Specialist, new FileReport(null, null, Some.Ambiguity(), null, [new LookAlikeAnswerForm(gap.Id.Value, SameGap.Yes)], null));
        var joined = await database.SendAsync(SomePeople.Specialist, new FileReport(null, null, Some.Ambiguity(), gap.Id.Value, null, null));
        var unsure = await database.SendAsync(SomePeople.Specialist, new FileReport(null, null, Some.Ambiguity(), null, [new LookAlikeAnswerForm(gap.Id.Value, SameGap.NotSure)], null));
        await database.SendAsync(SomePeople.Lead, new LinkReport(unsure.Id.Value, unsure.Version, gap.Id.Value, LinkRole.Same, "They ask the same.", [new LookAlikeAnswerForm(gap.Id.Value, SameGap.Yes)], null));

        Assert.Equal([joined.Number, answered.Number], (await ItemsAsync(database, Metric.DuplicatesAtFiling, MetricPart.Counted)).Select(i => i.ReportNumber!.Value));
        Assert.Equal(2, (await ItemsAsync(database, Metric.DuplicatesAtFiling, MetricPart.Others)).Count);
    }

    [Fact]
    public async Task A_link_is_reversed_while_its_operation_is_undone_and_opening_a_gap_is_no_link()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.New);
        for (var i = 0; i < 8; i++)
            await database.LinkAsync((await database.FileAsync()).Id, gap.Id);
        var undo = await database.UndoAsync((await database.OperationsAsync(gap.Id))[0]);
        await database.UndoAsync((await database.OperationsAsync(gap.Id)).First(o => o.Kind is OperationKind.Link && o.UndoneBy is null));
        Assert.Equal((2, 8, 0.25), Share(Of(await ReadAsync(database), Metric.ReversedLinks).Whole));

        await database.UndoAsync(undo);

        Assert.Equal((1, 8, 0.125), Share(Of(await ReadAsync(database), Metric.ReversedLinks).Whole));
        Assert.NotNull(Assert.Single(await ItemsAsync(database, Metric.ReversedLinks, MetricPart.Counted)).OperationNumber);
    }

    [Fact]
    public async Task Steps_are_judged_once_they_are_done_or_their_day_has_passed()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.New);
        await database.GapInAsync(GapState.New);
        database.Clock.Advance(TimeSpan.FromDays(2));
        await database.SendAsync(SomePeople.Lead, new ClaimGap(gap.Id.Value, gap.Version, Severity.High, true, null));
        Assert.Equal([(true, 2.0, true), (null, 2.0, false)], (await ItemsAsync(database, Metric.Acknowledge)).OrderBy(i => i.GapNumber).Select(i => (i.Counted, i.Value!.Value, i.Finished)));

        database.Clock.Advance(TimeSpan.FromDays(60));

        Assert.Equal([(true, 2.0), (false, 44.0)], (await ItemsAsync(database, Metric.Acknowledge)).OrderBy(i => i.GapNumber).Select(i => (i.Counted, i.Value!.Value)));
        Assert.Equal([false, false], (await ItemsAsync(database, Metric.Assess)).Select(i => i.Counted));
        Assert.Empty(await ItemsAsync(database, Metric.Implement));
        Assert.Equal("2026-11", Of(await ReadAsync(database), Metric.Acknowledge).Cohorts.Single(c => c.Items > 0).Cohort);
    }

    [Fact]
    public async Task A_decision_recurs_by_a_new_report_or_a_reopening_within_its_days_and_is_not_judged_before()
    {
        await using var database = await TestDatabase.CreateAsync();
        var older = await database.FileAsync();
        var (reported, reopened, holds) = (await database.GapInAsync(GapState.Decided), await database.GapInAsync(GapState.Closed), await database.GapInAsync(GapState.Decided));
        database.Clock.Advance(TimeSpan.FromDays(1));
        await database.LinkAsync((await database.FileAsync()).Id, reported.Id);
        // Filed before the decision, so nobody reported it anew; but the gap is open again.
        await database.LinkAsync(older.Id, reopened.Id);
        Assert.All(await ItemsAsync(database, Metric.Recurrence), i => Assert.Null(i.Counted));

        database.Clock.Advance(TimeSpan.FromDays(MetricDefinition.FollowUpDays - 1));
        await database.LinkAsync((await database.FileAsync()).Id, (await database.GapInAsync(GapState.Decided)).Id);
        database.Clock.Advance(TimeSpan.FromDays(1));
        await database.LinkAsync((await database.FileAsync()).Id, holds.Id);

        var items = (await ItemsAsync(database, Metric.Recurrence)).OrderBy(i => i.GapNumber).ToList();
        Assert.Equal([(reported.Number, true), (reopened.Number, true), (holds.Number, false), (holds.Number + 1, null)], items.Select(i => (i.GapNumber!.Value, i.Counted)));

        await database.UndoAsync((await database.OperationsAsync(reopened.Id))[0]);
        Assert.False((await ItemsAsync(database, Metric.Recurrence)).Single(i => i.GapNumber == reopened.Number).Counted);
    }

    [Fact]
    public async Task Receipts_count_for_the_decision_that_held_until_they_are_taken_back()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Decided);
        await database.GapInAsync(GapState.Decided);
        var reader = await database.SignInAsync(await database.KeyAsync(await database.ConsumerAsync()));
        var item = (await database.EventsAsync()).Last(e => e.GapId == gap.Id).Id.Value;
        database.Clock.Advance(TimeSpan.FromHours(1));
        var receipt = await database.SendAsync(reader, new RecordReceipt(item, ReceiptUse.UsedInTraining, null, null));
        await database.SendAsync(reader, new RecordReceipt(item, ReceiptUse.EvaluationCaseAdded, null, null));

        Assert.Equal([(gap.Number, 2.0, true), (gap.Number + 1, 0.0, false)], (await ItemsAsync(database, Metric.Receipts)).OrderBy(i => i.GapNumber).Select(i => (i.GapNumber!.Value, i.Value!.Value, i.Counted!.Value)));
        await database.SendAsync(reader, new WithdrawReceipt(receipt.Id.Value));
        Assert.Equal(1, (await ItemsAsync(database, Metric.Receipts)).Sum(i => i.Value));
    }

    [Fact]
    public async Task Open_gaps_are_counted_by_clause_and_severity_as_they_stand_now()
    {
        await using var database = await TestDatabase.CreateAsync();
        foreach (var state in Enum.GetValues<GapState>())
            await database.GapInAsync(state);
        await database.GapInAsync(GapState.New, Some.EmergingBehaviour());
        database.Clock.Advance(TimeSpan.FromDays(400));

        var metrics = await ReadAsync(database);

        Assert.Equal([new OpenCount(null, null, 1), new OpenCount("CS-1.1", Severity.High, 6)], metrics.Open);
        Assert.Equal(6, (await database.SendAsync(SomePeople.Lead, new MetricItems(Metric.OpenGaps, new MetricFilter(), null, null, new HeatCell("CS-1.1", Severity.High), 50, null))).Items.Count);
        Assert.Equal([new OpenCount(null, null, 1)], (await ReadAsync(database, new MetricFilter { Kind = GapKind.EmergingBehaviour })).Open);
        Assert.Empty((await ReadAsync(database, new MetricFilter { Area = "appeals" })).Open);
    }

    [Fact]
    public async Task Every_number_counts_the_list_behind_it_page_by_page()
    {
        await using var database = await TestDatabase.CreateAsync();
        foreach (var state in new[] { GapState.New, GapState.Closed, GapState.Deferred, GapState.Closed, GapState.Triage, GapState.Decided, GapState.Assessing, GapState.Closed, GapState.Closed })
        {
            await database.GapInAsync(state);
            database.Clock.Advance(TimeSpan.FromDays(9));
        }

        database.Clock.Advance(TimeSpan.FromDays(60));
        var metrics = await ReadAsync(database);

        foreach (var indicator in metrics.Indicators)
        {
            var all = await ItemsAsync(database, indicator.Metric, size: 2);
            Assert.Equal(indicator.Whole.Items, all.Count);
            Assert.Equal(all.Count, all.Select(i => (i.ReportNumber, i.GapNumber, i.At)).Distinct().Count());
            if (indicator.Whole.Share is { } share)
                Assert.Equal(share.OutOf, (await ItemsAsync(database, indicator.Metric, MetricPart.Judged)).Count);
            if (indicator.Whole.Share is { TooFew: false } judged)
                Assert.Equal(judged.Counted, (await ItemsAsync(database, indicator.Metric, MetricPart.Counted)).Count);
            foreach (var cohort in indicator.Cohorts.Where(c => c.Items > 0))
                Assert.Equal(cohort.Items, (await database.SendAsync(SomePeople.Lead, new MetricItems(indicator.Metric, new MetricFilter(), cohort.Cohort, null, null, 100, null))).Items.Count);
            var alone = await database.SendAsync(SomePeople.Lead, new ReadIndicator(indicator.Metric, new MetricFilter()));
            Assert.Equal(indicator.Whole, Assert.Single(alone.Indicators).Whole);
        }
    }

    [Fact]
    public async Task Only_who_reads_all_that_is_counted_reads_metrics()
    {
        await using var database = await TestDatabase.CreateAsync();
        foreach (var role in Enum.GetValues<Roles>().Where(r => r.May(Permission.ReadMetrics)))
            Assert.All((Permission[])[Permission.ReadReports, Permission.ReadGaps, Permission.ReadRatings, Permission.ReadTimelines], p => Assert.True(role.May(p), $"{role} {p}"));

        foreach (var person in new[] { SomePeople.Specialist, SomePeople.Consumer, SomePeople.PrivacySteward, SomePeople.Administrator })
        {
            Assert.Equal(RefusalCode.NotPermitted, (await database.TryAsync(person, new ReadMetrics(new MetricFilter()))).Refusals.Single().Code);
            Assert.Equal(RefusalCode.NotPermitted, (await database.TryAsync(person, new ReadIndicator(Metric.Clarity, new MetricFilter()))).Refusals.Single().Code);
            Assert.Equal(RefusalCode.NotPermitted, (await database.TryAsync(person, new MetricItems(Metric.Clarity, new MetricFilter(), null, null, null, 10, null))).Refusals.Single().Code);
        }

        foreach (var person in new[] { SomePeople.Lead, SomePeople.Owner, SomePeople.Approver, SomePeople.CalibrationLead, SomePeople.Auditor })
            Assert.False((await database.TryAsync(person, new ReadMetrics(new MetricFilter()))).Refused);
    }

    [Fact]
    public async Task A_question_that_makes_no_sense_is_refused()
    {
        await using var database = await TestDatabase.CreateAsync();

        Assert.Equal(["OutOfRange from"], await RefusedAsync(new MetricFilter { From = new(2026, 2, 1), To = new(2026, 1, 1) }));
        Assert.Equal(["OutOfRange from"], await RefusedAsync(new MetricFilter { From = new(2021, 10, 1) }));
        Assert.Equal(["OutOfRange from", "OutOfRange to"], await RefusedAsync(new MetricFilter { From = DateOnly.MinValue, To = DateOnly.MaxValue }));
        Assert.Equal(["Malformed area"], await RefusedAsync(new MetricFilter { Area = "no code" }));
        Assert.Empty(await RefusedAsync(new MetricFilter { From = new(2027, 1, 1) }));
        var items = new MetricItems(Metric.Clarity, new MetricFilter(), null, null, null, 10, null);
        Assert.Equal(RefusalCode.OutOfRange, (await database.TryAsync(SomePeople.Lead, items with { Cohort = "2020-W01" })).Refusals.Single().Code);
        Assert.Equal(RefusalCode.Malformed, (await database.TryAsync(SomePeople.Lead, items with { Cohort = "a b" })).Refusals.Single().Code);
        Assert.Equal(RefusalCode.OutOfRange, (await database.TryAsync(SomePeople.Lead, items with { First = 101 })).Refusals.Single().Code);

        async Task<IEnumerable<string>> RefusedAsync(MetricFilter filter) =>
            (await database.TryAsync(SomePeople.Lead, new ReadMetrics(filter))).Refusals.Select(r => $"{r.Code} {string.Join('.', r.Path)}");
    }

    private static Task<MetricsView> ReadAsync(TestDatabase database, MetricFilter? filter = null) => database.SendAsync(SomePeople.Auditor, new ReadMetrics(filter ?? new MetricFilter()));

    private static IndicatorView Of(MetricsView metrics, Metric metric) => metrics.Indicators.Single(i => i.Metric == metric);

    private static (int? Counted, int OutOf, double? Share) Share(MetricFigures figures) => (figures.Share!.Counted, figures.Share.OutOf, figures.Share.Share);

    private static async Task<List<MetricItemView>> ItemsAsync(TestDatabase database, Metric metric, MetricPart? part = null, int size = 100)
    {
        var items = new List<MetricItemView>();
        for (Page<MetricItemView>? page = null; page is null or { HasMore: true };)
            items.AddRange((page = await database.SendAsync(SomePeople.Auditor, new MetricItems(metric, new MetricFilter(), null, part, null, size, items.Count == 0 ? null : MetricItemKey.Of(items[^1])))).Items);
        return items;
    }

    private static Task<ReportRatingsView> RateAsync(TestDatabase database, Actor by, ReportId report, int revision, int clarity, int actionability) =>
        database.SendAsync(by, new RateReport(report.Value, revision, null, clarity, 3, 3, actionability, null, null));
}
