using Insights.Privacy;
using Insights.Web.Verbs;

namespace Insights.Web.Tests.Verbs;

public sealed class ImportPrivacyTests
{
    [Fact]
    public async Task Personal_data_is_masked_by_typed_placeholders_and_counted_by_rule()
    {
        await using var bench = await ImportBench.CreateAsync();
        var row = Rows.Ambiguity("1")
            .With("interim_handling", "Ask reviewer-one@example.com or reviewer-two@example.com before anything is changed for such an account.")
            .With("remedy", "Say so in the clause, and in the note kept at 192.0.2.17 for the teams.");

        var result = await bench.ImportAsync(bench.Sheet(row));

        Assert.Equal(VerbExit.Done, result.Exit);
        var content = Assert.Single(await bench.ReportsAsync()).Content;
        Assert.Equal("Ask [EMAIL] or [EMAIL] before anything is changed for such an account.", content.InterimHandling!.Value);
        Assert.DoesNotContain("192.0.2.17", content.ProposedRemedy!.Value, StringComparison.Ordinal);
        Assert.Contains("3 places were masked", result.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^\s+2 email\s*$", result.Output);
    }

    [Theory]
    [InlineData(40, VerbExit.SomeRefused)]
    [InlineData(400, VerbExit.Done)]
    public async Task A_row_of_which_more_than_a_fifth_would_be_masked_is_refused(int prose, int exit)
    {
        await using var bench = await ImportBench.CreateAsync();
        var words = string.Concat(Enumerable.Repeat("policy does not say so ", prose / 23));
        var row = new Dictionary<string, string>
        {
            ["id"] = "1",
            ["kind"] = "ambiguity",
            ["title"] = "A question",
            ["statement"] = $"{words}somebody.with.a.long.name@mail.example.com",
            ["no_case_reason"] = "None.",
            ["attested"] = "yes",
        };

        var result = await bench.ImportAsync(bench.Sheet(row));

        Assert.Equal(exit, result.Exit);
        if (exit is VerbExit.SomeRefused)
            Assert.StartsWith("PERSONAL_DATA statement: More than a fifth", Assert.Single(result.Rejected())["refusals"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rows_own_case_ids_are_masked_in_its_text_even_where_they_are_plain_numbers()
    {
        await using var bench = await ImportBench.CreateAsync();
        var row = Rows.Ambiguity("1").With("case_ids", "881204").With("remedy", "Say what was meant in 881204, and not in 8812045.");

        await bench.ImportAsync(bench.Sheet(row));

        Assert.Equal("Say what was meant in [CASE_ID], and not in 8812045.", Assert.Single(await bench.ReportsAsync()).Content.ProposedRemedy!.Value);
    }

    [Fact]
    public async Task Raw_case_ids_reach_neither_database_nor_log_nor_output()
    {
        await using var bench = await ImportBench.CreateAsync();
        string[] canaries = ["90210771", "90210772", "90210773", "90210774", "canary-person"];
        var row = Rows.Ambiguity("CASE-90210771").With("case_ids", "CASE-90210772; 90210773")
            .With("statement", "Does the answer given in CASE-90210774 and in 90210773 hold for an age check that another service made before?")
            .With("remedy", "Ask canary-person@example.com what the clause was meant to say about checks that other services have made.");

        var filed = await bench.ImportAsync(bench.Sheet(row));
        var again = await bench.ImportAsync(bench.Sheet(row));
        var refused = await bench.ImportAsync(bench.Sheet(row.With("area", "CASE-90210772").With("harm", "90210773").With("first_seen_from", "90210774")), sheet: "other");
        var dry = await bench.ImportAsync(bench.Sheet(row.With("title", "Another title")), dryRun: true);

        Assert.Equal((VerbExit.Done, VerbExit.Done, VerbExit.SomeRefused, VerbExit.SomeRefused), (filed.Exit, again.Exit, refused.Exit, dry.Exit));
        var said = string.Concat(new[] { filed, again, refused, dry }.Select(r => r.Output + r.Error));
        var stored = bench.Stored();
        Assert.Contains("[CASE_ID]", stored, StringComparison.Ordinal);
        Assert.NotEmpty(bench.Log);
        foreach (var canary in canaries)
        {
            Assert.DoesNotContain(canary, stored, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(canary, bench.Log, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(canary, said, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(canary, Assert.Single(refused.Rejected())["refusals"], StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task References_are_taken_as_they_are_and_mistyped_ones_are_refused()
    {
        await using var bench = await ImportBench.CreateAsync();
        var reference = new CaseTokeniser(new CaseKeyRing(ImportBench.Key(1))).Tokenise(ImportBench.Tenant, "cases", "CASE-10001").Value;
        var foreign = new CaseTokeniser(new CaseKeyRing(ImportBench.Key(7))).Tokenise(ImportBench.Tenant, "cases", "CASE-10001").Value;
        var mistyped = reference[..^1] + (reference[^1] == '0' ? '1' : '0');

        var result = await bench.ImportAsync(bench.Sheet(
            Rows.Ambiguity("1").With("case_ids", reference), Rows.Ambiguity("2").With("case_ids", mistyped), Rows.Ambiguity("3").With("case_ids", foreign)));

        Assert.Equal(reference, Assert.Single(Assert.Single(await bench.ReportsAsync()).Content.CaseReferences).Value);
        Assert.Equal(["NOT_A_CASE_REFERENCE case_ids", "NOT_A_CASE_REFERENCE case_ids"], result.Rejected().Select(r => r["refusals"].Split(':')[0]));
    }

    [Fact]
    public async Task A_row_without_the_attestation_is_refused()
    {
        await using var bench = await ImportBench.CreateAsync();

        var result = await bench.ImportAsync(bench.Sheet(Rows.Ambiguity("1").With("attested", ""), Rows.Ambiguity("2").With("attested", "no")));

        Assert.All(result.Rejected(), r => Assert.StartsWith("REQUIRED attested:", r["refusals"], StringComparison.Ordinal));
        Assert.Empty(await bench.ReportsAsync());
    }
}
