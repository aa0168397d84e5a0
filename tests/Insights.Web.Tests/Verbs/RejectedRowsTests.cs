using Insights.Web.Verbs;

namespace Insights.Web.Tests.Verbs;

public sealed class RejectedRowsTests
{
    [Fact]
    public async Task Refused_rows_are_written_as_they_were_with_line_and_every_reason()
    {
        await using var bench = await ImportBench.CreateAsync();
        var bad = Rows.Ambiguity("2").With("harm", "enormous").With("title", "").With("surface", "no-such-surface").With("clause", "no clause!");

        var result = await bench.ImportAsync(bench.Sheet(Rows.Ambiguity("1"), bad));

        Assert.Equal(VerbExit.SomeRefused, result.Exit);
        var row = Assert.Single(result.Rejected());
        Assert.Equal(("2", "enormous", "CASE-10001; 5550002", "3"), (row["id"], row["harm"], row["case_ids"], row["line"]));
        Assert.Equal(
            [
                "MALFORMED harm: Choose one of: Low, Moderate, High, Severe.",
                "MALFORMED clause: This is not a code.",
                "REQUIRED title: This is needed.",
            ], row["refusals"].Split(" | "));
        Assert.Contains("1 MALFORMED harm", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("clause_version", "two", "MALFORMED clause_version: Write a whole number.")]
    [InlineData("first_seen_from", "31/03/2026", "MALFORMED first_seen_from: Write the date as year-month-day, such as 2026-03-31.")]
    [InlineData("attested", "perhaps", "MALFORMED attested: Write yes or no.")]
    [InlineData("kind", "3", "MALFORMED kind: Choose one of: Ambiguity, Emerging behaviour, Unknown unknown.")]
    [InlineData("applied_reading", "3", "OUT_OF_RANGE applied_reading: Choose one of the readings above.")]
    [InlineData("reading_1", "", "REQUIRED reading_1: Fill these columns from the first on.")]
    [InlineData("statement", "", "REQUIRED statement: This is needed.")]
    [InlineData("case_ids", "", "REQUIRED case_ids: Give a case reference, or say why there is none.")]
    [InlineData("area", "nowhere", "UNKNOWN_CODE area: This code is not on the list of policy areas.")]
    [InlineData("id", " ", "REQUIRED id: Every row needs an id of your own that never changes, so that importing again finds it.")]
    public async Task A_cell_that_cannot_be_used_is_refused_by_its_column(string column, string cell, string refusal)
    {
        await using var bench = await ImportBench.CreateAsync();
        var row = Rows.Ambiguity("1").With(column, cell);
        if (column is "reading_1")
            row["outcome_1"] = "";

        var result = await bench.ImportAsync(bench.Sheet(row));

        Assert.Equal(refusal, Assert.Single(result.Rejected())["refusals"]);
        Assert.Empty(await bench.ReportsAsync());
    }

    [Fact]
    public async Task Cells_that_a_spreadsheet_would_run_are_made_harmless_and_still_read_back_the_same()
    {
        await using var bench = await ImportBench.CreateAsync();
        const string Formula = "=HYPERLINK(A1) is not what a clause should say";
        var row = Rows.Ambiguity("1").With("statement", Formula).With("remedy", "- name it\n- define it").With("mitigating", "@ first sight none").With("harm", "+1");

        var refused = await bench.ImportAsync(bench.Sheet(row));

        var raw = await File.ReadAllTextAsync(refused.RejectedPath);
        foreach (var cell in (string[])["\"'=HYPERLINK", "\"'- name it", "\"'@ first", "\"'+1"])
            Assert.Contains(cell, raw, StringComparison.Ordinal);

        await File.WriteAllTextAsync(refused.RejectedPath, raw.Replace("'+1", "high", StringComparison.Ordinal));
        var mended = await bench.ImportAsync(refused.RejectedPath);
        Assert.Equal((VerbExit.Done, ""), (mended.Exit, string.Join('\n', mended.Rejected().Select(r => r["refusals"]))));
        Assert.Equal(Formula, Assert.Single(await bench.ReportsAsync()).Content.Question!.Value);
        Assert.Equal(VerbExit.Done, (await bench.ImportAsync(bench.Sheet(row.With("harm", "High")))).Exit);
        Assert.Single(await bench.ReportsAsync());
    }

    [Fact]
    public async Task A_run_without_refusals_leaves_no_file_and_removes_the_one_before()
    {
        await using var bench = await ImportBench.CreateAsync();
        var path = bench.Sheet(Rows.Ambiguity("1").With("attested", ""));
        var first = await bench.ImportAsync(path);
        Assert.True(File.Exists(first.RejectedPath));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(first.RejectedPath));

        File.Copy(bench.Sheet(Rows.Ambiguity("1")), path, overwrite: true);
        await bench.ImportAsync(path);

        Assert.False(File.Exists(first.RejectedPath));
    }

    [Fact]
    public async Task Progress_is_a_line_a_thousand_rows_and_one_line_drawn_over_on_a_terminal()
    {
        await using var bench = await ImportBench.CreateAsync();
        var rows = Enumerable.Range(1, 1001).Select(n => new Dictionary<string, string>
        {
            ["id"] = $"{n}",
            ["kind"] = "",
            ["title"] = "",
            ["statement"] = "",
            ["attested"] = "",
        });
        var sheet = bench.Sheet([.. rows]);

        var piped = await bench.ImportAsync(sheet, dryRun: true);
        var watched = await bench.ImportAsync(sheet, dryRun: true, redraws: true);

        Assert.Equal(["1,000 of 1,001 rows, 1,000 refused", "1,001 of 1,001 rows, 1,001 refused"], piped.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.StartsWith("\r1 of 1,001 rows", watched.Error, StringComparison.Ordinal);
        Assert.Single(watched.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
