using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Reports;
using Insights.Privacy;
using Insights.Testing;
using Insights.Web.Verbs;
using Microsoft.EntityFrameworkCore;

namespace Insights.Web.Tests.Verbs;

public sealed class ImportTests
{
    [Fact]
    public async Task A_row_of_each_kind_becomes_a_report_with_what_its_columns_say()
    {
        await using var bench = await ImportBench.CreateAsync();

        var result = await bench.ImportAsync(bench.Sheet(Rows.Ambiguity("1"), Rows.Emerging("2"), Rows.Unknown("3")));

        Assert.Equal((VerbExit.Done, ""), (result.Exit, string.Join('\n', result.Rejected().Select(r => r["refusals"]))));
        var reports = await bench.ReportsAsync();
        Assert.All(reports, r => Assert.Equal((ReportState.Filed, SomePeople.Specialist.Id), (r.State, r.AuthorId)));
        var (first, second, third) = (reports[0].Content, reports[1].Content, reports[2].Content);
        Assert.Equal((GapKind.Ambiguity, "age-assurance", "CS-1.1", 2, "MY"), (first.Kind, first.Area, first.Clause, first.ClauseVersion, first.Region));
        Assert.Equal((Harm.High, Reach.Few, Confidence.Moderate, 2), (first.Harm, first.Reach, first.Confidence, first.AppliedReading));
        Assert.Equal(["Any completed check counts.", "Only a check made here counts."], first.Readings.Select(r => r.Text!.Value));
        Assert.Equal("Does an age check that another service made count as a completed age check?", first.Question!.Value);
        var tokeniser = new CaseTokeniser(new CaseKeyRing(ImportBench.Key(1)));
        Assert.Equal([tokeniser.Tokenise(ImportBench.Tenant, "cases", "CASE-10001"), tokeniser.Tokenise(ImportBench.Tenant, "cases", "5550002")], first.CaseReferences);
        Assert.Equal((GapKind.EmergingBehaviour, true, VolumeBand.FiveToTwenty, Trend.Rising), (second.Kind, second.NoClauseFits, second.VolumeBand, second.Trend));
        Assert.Equal((new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 31), "CS-2.1"), (second.FirstSeenFrom, second.FirstSeenTo, second.NearestClause));
        Assert.Equal("Appeals rest more and more often on guidance that was replaced.", second.Pattern!.Value);
        Assert.Equal("Two reviewers placed the same question in different categories.", third.Surprise!.Value);
        Assert.Equal("Locale glossary", Assert.Single(third.CategoriesTried).Category!.Value);
        Assert.False(File.Exists(result.RejectedPath));
    }

    [Fact]
    public async Task The_template_imports_as_it_is()
    {
        await using var bench = await ImportBench.CreateAsync();
        var template = bench.Save(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "seed", "import-template.csv")));

        var result = await bench.ImportAsync(template);

        Assert.Equal((VerbExit.Done, ""), (result.Exit, string.Join('\n', result.Rejected().Select(r => r["refusals"]))));
        Assert.Equal(2, (await bench.ReportsAsync()).Count);
    }

    [Fact]
    public async Task A_dry_run_refuses_what_the_real_run_refuses_and_changes_nothing()
    {
        await using var bench = await ImportBench.CreateAsync();
        await bench.ImportAsync(bench.Sheet(Rows.Ambiguity("known")));
        var before = await bench.CountsAsync();
        var sheet = bench.Sheet(
            Rows.Ambiguity("known"), Rows.Ambiguity("alike"), Rows.Emerging("new"), Rows.Ambiguity("bad").With("area", "no-such-area"),
            Rows.Emerging("new").With("title", "The id of another row"), Rows.Unknown("bare").With("attested", ""));

        var dry = await bench.ImportAsync(sheet, dryRun: true);
        var dryRefused = dry.Rejected();

        Assert.Equal(before, await bench.CountsAsync());
        Assert.Contains("2 would be filed", dry.Output, StringComparison.Ordinal);
        Assert.Contains("1 of them look like a report that is here already", dry.Output, StringComparison.Ordinal);
        var real = await bench.ImportAsync(sheet);
        Assert.Equal((VerbExit.SomeRefused, VerbExit.SomeRefused), (dry.Exit, real.Exit));
        Assert.Equal(3, dryRefused.Count);
        Assert.Equal(real.Rejected(), dryRefused);
        Assert.Equal(3, (await bench.ReportsAsync()).Count);
    }

    [Fact]
    public async Task Importing_again_imports_nothing_twice()
    {
        await using var bench = await ImportBench.CreateAsync();
        var sheet = bench.Sheet(Rows.Ambiguity("1"), Rows.Emerging("2"));
        await bench.ImportAsync(sheet);
        var before = await bench.CountsAsync();

        var again = await bench.ImportAsync(sheet);

        Assert.Equal(VerbExit.Done, again.Exit);
        Assert.Contains("2 in already", again.Output, StringComparison.Ordinal);
        Assert.Equal(before, await bench.CountsAsync());
    }

    [Fact]
    public async Task A_row_that_changed_since_its_import_is_reported_with_the_number_of_its_report()
    {
        await using var bench = await ImportBench.CreateAsync();
        await bench.ImportAsync(bench.Sheet(Rows.Ambiguity("1"), Rows.Emerging("2")));

        var again = await bench.ImportAsync(bench.Sheet(Rows.Ambiguity("1"), Rows.Emerging("2").With("trend", "Falling")));

        Assert.Equal(VerbExit.SomeRefused, again.Exit);
        var refused = Assert.Single(again.Rejected());
        Assert.Equal(("2", "IDEMPOTENCY_MISMATCH id: This row was imported as R-2 and has changed since. Amend that report instead."), (refused["id"], refused["refusals"]));
        Assert.Equal(2, (await bench.ReportsAsync()).Count);
    }

    [Fact]
    public async Task Rows_that_are_in_for_one_person_are_not_imported_again_for_another()
    {
        await using var bench = await ImportBench.CreateAsync();
        var sheet = bench.Sheet(Rows.Ambiguity("1"));
        await bench.ImportAsync(sheet);

        var other = await bench.ImportAsync(sheet, author: "specialist-b");

        Assert.Contains("for another person", Assert.Single(other.Rejected())["refusals"], StringComparison.Ordinal);
        Assert.Single(await bench.ReportsAsync());
    }

    [Fact]
    public async Task Rows_are_found_again_after_the_key_ring_has_turned()
    {
        await using var bench = await ImportBench.CreateAsync();
        var sheet = bench.Sheet(Rows.Emerging("1"));
        await bench.ImportAsync(sheet);

        var turned = await bench.ImportAsync(sheet, keys: new CaseKeyRing(ImportBench.Key(2), ImportBench.Key(1)));

        Assert.Equal(VerbExit.Done, turned.Exit);
        Assert.Single(await bench.ReportsAsync());
    }

    [Fact]
    public async Task A_case_of_a_row_from_before_a_turn_and_of_one_after_it_stays_one_case()
    {
        await using var bench = await ImportBench.CreateAsync();
        await bench.ImportAsync(bench.Sheet(Rows.Ambiguity("1").With("case_ids", "CASE-10001")));

        await bench.ImportAsync(bench.Sheet(Rows.Ambiguity("2").With("case_ids", "case-10001")), keys: new CaseKeyRing(ImportBench.Key(2), ImportBench.Key(1)));

        var cited = (await bench.ReportsAsync()).Select(r => Assert.Single(r.Content.CaseReferences)).ToList();
        Assert.Equal([1, 2], cited.Select(c => c.KeyId));
        var found = await bench.Database.SendAsync(SomePeople.Lead, new CitationsOf(cited[0].Value));
        Assert.Equal((cited[1], 2), (found.Reference, found.Citations.Count));
    }

    [Fact]
    public async Task Two_spreadsheets_with_the_same_ids_are_told_apart_by_name()
    {
        await using var bench = await ImportBench.CreateAsync();
        await bench.ImportAsync(bench.Sheet(Rows.Ambiguity("1")));

        var other = await bench.ImportAsync(bench.Sheet(Rows.Emerging("1")), sheet: "appeals");

        Assert.Equal(VerbExit.Done, other.Exit);
        Assert.Equal(2, (await bench.ReportsAsync()).Count);
    }

    [Fact]
    public async Task The_second_row_with_an_id_is_refused_with_the_line_of_the_first()
    {
        await using var bench = await ImportBench.CreateAsync();

        var result = await bench.ImportAsync(bench.Sheet(Rows.Ambiguity("1"), Rows.Emerging("2"), Rows.Unknown("1")));

        Assert.Equal("IDEMPOTENCY_MISMATCH id: The row at line 2 has the same id.", Assert.Single(result.Rejected())["refusals"]);
    }

    [Fact]
    public async Task Stopping_ends_behind_the_row_under_way_and_running_again_continues()
    {
        await using var bench = await ImportBench.CreateAsync();
        var sheet = bench.Sheet([.. Enumerable.Range(1, 6).Select(n => Rows.Unknown($"row {n}").With("title", $"Question {n}"))]);
        using var stop = new CancellationTokenSource();
        await using var watching = new StopAtLine(stop);

        var stopped = await bench.ImportAsync(sheet, error: watching, redraws: true, ct: stop.Token);
        var filed = (await bench.ReportsAsync()).Count;
        var resumed = await bench.ImportAsync(sheet);

        Assert.Equal(VerbExit.Stopped, stopped.Exit);
        Assert.Equal(1, filed);
        Assert.Contains("5 rows to go", watching.ToString(), StringComparison.Ordinal);
        Assert.Equal(VerbExit.Done, resumed.Exit);
        Assert.Contains("1 in already", resumed.Output, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(1, 6).Select(n => $"Question {n}"), (await bench.ReportsAsync()).Select(r => r.Title!.Value));
    }

    [Theory]
    [InlineData("triage-lead-a")]
    [InlineData("nobody")]
    public async Task Only_somebody_who_may_file_can_be_the_author(string handle)
    {
        await using var bench = await ImportBench.CreateAsync();

        var result = await bench.ImportAsync(bench.Sheet(Rows.Ambiguity("1")), author: handle);

        Assert.Equal(VerbExit.Unusable, result.Exit);
        Assert.Contains("specialist-a, specialist-b", result.Error, StringComparison.Ordinal);
        Assert.Empty(await bench.ReportsAsync());
    }

    [Fact]
    public async Task Every_row_is_announced_on_the_feed_and_in_the_audit()
    {
        await using var bench = await ImportBench.CreateAsync();

        await bench.ImportAsync(bench.Sheet(Rows.Ambiguity("1"), Rows.Emerging("2")));

        await using var db = bench.Database.Open();
        var told = await db.Set<FeedEvent>().Where(e => e.Type == FeedEventType.ReportFiled).Select(e => e.Position).ToListAsync();
        Assert.Equal([1, 2], told);
    }

    /// <summary>Asks to stop as soon as the first progress line is drawn.</summary>
    private sealed class StopAtLine(CancellationTokenSource stop) : StringWriter
    {
        public override void Write(string? value)
        {
            base.Write(value);
            stop.Cancel();
        }
    }
}
