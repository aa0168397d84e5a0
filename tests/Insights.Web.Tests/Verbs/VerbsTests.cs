using System.Text.Json;
using Insights.Privacy;
using Insights.Web.Verbs;
using CommandLine = Insights.Web.Verbs.Verbs;

namespace Insights.Web.Tests.Verbs;

public sealed class VerbsTests
{
    private static readonly string Secret = Convert.ToBase64String("a synthetic key, only for the verbs' tests"u8);

    private static readonly string[] Settings =
    [
        "--environment=Development", "--Insights:Demo=false", "--Insights:Catalogue=seed", "--Insights:Database:Path=never/made/insights.db",
        "--Insights:CaseReferences:Tenant=tests", "--Insights:CaseReferences:Keys:0:Id=3",
        $"--Insights:CaseReferences:Keys:0:Secret={Secret}",
        "--Insights:CaseReferences:Sources:0:Code=cases", "--Insights:CaseReferences:Sources:0:Label=Case system",
        "--Insights:CaseReferences:Sources:1:Code=queue", "--Insights:CaseReferences:Sources:1:Pattern=[A-Z],?[0-9]",
    ];

    private static readonly CaseTokeniser Tokeniser = new(new CaseKeyRing(new CaseKey(3, "a synthetic key, only for the verbs' tests"u8)));

    [Theory]
    [InlineData("import", true)]
    [InlineData("tokenise", true)]
    [InlineData("guard", true)]
    [InlineData("imprt", true)]
    [InlineData("--help", true)]
    [InlineData("--urls=http://127.0.0.1:0", false)]
    [InlineData("--environment=Development", false)]
    [InlineData("--contentRoot", false)]
    [InlineData("urls=http://127.0.0.1:0", false)]
    [InlineData("/urls", false)]
    [InlineData("", false)]
    public void A_first_word_asks_for_a_verb_and_anything_else_is_for_the_server(string first, bool verb) =>
        Assert.Equal(verb, CommandLine.Names(first));

    [Fact]
    public async Task Help_lists_the_verbs_and_warns_of_the_file_of_refused_rows()
    {
        var (exit, output, _) = await RunAsync("--help");

        Assert.Equal(VerbExit.Done, exit);
        Assert.Contains("import <FILE.csv>", output, StringComparison.Ordinal);
        Assert.Contains("tokenise", output, StringComparison.Ordinal);
        Assert.Contains("guard", output, StringComparison.Ordinal);
        Assert.Contains("raw case ids", (await RunAsync("import --help")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("imprt file.csv", "Ask --help for the verbs")]
    [InlineData("import file.csv", "--as")]
    [InlineData("tokenise --csv", "--column")]
    public async Task A_command_line_that_does_not_read_is_refused(string line, string says)
    {
        var (exit, output, error) = await RunAsync(line);

        Assert.Equal((VerbExit.Unusable, ""), (exit, output));
        Assert.Contains(says, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokenise_gives_the_references_of_the_tokeniser_in_the_order_of_the_ids()
    {
        var reference = Token("cases", "CASE-1");

        var (exit, output, error) = await RunAsync("tokenise", $"CASE-77\n\n case–77 \r\n{reference}\n@file7\n");

        Assert.Equal((VerbExit.Done, ""), (exit, error));
        Assert.Equal(
            [Token("cases", "CASE-77"), "", Token("cases", "CASE-77"), reference, Token("cases", "@file7")],
            output.Split('\n')[..^1].Select(l => l.TrimEnd('\r')));
    }

    [Fact]
    public async Task Tokenise_takes_a_column_of_a_csv_and_a_source()
    {
        var (exit, output, _) = await RunAsync("tokenise --source queue --csv --column case", "No,Case\n1,\"A, 1\"\n2,B 2\n");

        Assert.Equal(VerbExit.Done, exit);
        Assert.Equal(["case_reference", Token("queue", "A, 1"), Token("queue", "B 2")], output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    [Fact]
    public async Task Tokenise_gives_each_audience_references_of_its_own()
    {
        var audience = new CaseAudience(new CaseKeyRing(new CaseKey(3, Convert.FromBase64String(Secret))), "model-team-a");
        Assert.True(audience.TryReference(Tokeniser.Tokenise("tests", "cases", "CASE-77"), out var expected));

        var first = await RunAsync("tokenise --audience model-team-a", "CASE-77\nno id\n");
        var second = await RunAsync("tokenise --audience model-team-b", "CASE-77\n");

        Assert.Equal((VerbExit.SomeRefused, expected.Value), (first.Exit, first.Output.Split('\n')[0].TrimEnd('\r')));
        Assert.NotEqual(expected.Value, second.Output.Trim());
        Assert.Equal(VerbExit.Unusable, (await RunAsync($"tokenise --audience {new string('a', 65)}", "CASE-77\n")).Exit);
    }

    [Fact]
    public async Task Tokenise_holds_ids_to_the_pattern_of_their_source_and_knows_only_configured_ones()
    {
        var (exit, output, error) = await RunAsync("tokenise --source queue", "A1\nCASE-90210776\n");

        Assert.Equal((VerbExit.SomeRefused, $"{Token("queue", "A1")}\n\n"), (exit, output.Replace("\r", "", StringComparison.Ordinal)));
        Assert.Equal("Line 2: This is not a case id of this system.", error.Trim());
        var elsewhere = await RunAsync("tokenise --source elsewhere", "A1\n");
        Assert.Equal((VerbExit.Unusable, ""), (elsewhere.Exit, elsewhere.Output));
        Assert.Contains("cases, queue", elsewhere.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tokenise --csv --column case", "No,Name\n1,2\n", "has no column of that name")]
    [InlineData("tokenise --csv --column case", "case,x\n\"90210776,2\n", "line 2")]
    public async Task Tokenise_refuses_a_csv_it_cannot_use_and_never_repeats_it(string line, string input, string says)
    {
        var (exit, output, error) = await RunAsync(line, input);

        Assert.Equal((VerbExit.Unusable, ""), (exit, output));
        Assert.Contains(says, error, StringComparison.Ordinal);
        Assert.DoesNotContain("90210776", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_that_cannot_be_exchanged_leaves_its_line_blank_and_is_told_by_number()
    {
        var tooLong = new string('9', 201);

        var (exit, output, error) = await RunAsync("tokenise", $"CASE-1\n{tooLong}\nCASE-2\n");

        Assert.Equal(VerbExit.SomeRefused, exit);
        Assert.Equal([Token("cases", "CASE-1"), "", Token("cases", "CASE-2")], output.Split('\n')[..^1].Select(l => l.TrimEnd('\r')));
        Assert.StartsWith("Line 2:", error, StringComparison.Ordinal);
        Assert.DoesNotContain("999", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokenise_starts_no_database()
    {
        await RunAsync("tokenise", "CASE-1\n");

        Assert.False(Directory.Exists("never"));
    }

    [Fact]
    public async Task Tokenise_refuses_the_sample_key_wherever_it_is_configured_but_in_Development()
    {
        var sample = SampleKey();
        string[] with = [.. Settings, $"--Insights:CaseReferences:Keys:0:Secret={sample}"];

        Assert.Equal(VerbExit.Done, (await RunAsync("tokenise", "CASE-1\n", with)).Exit);
        var (exit, output, error) = await RunAsync("tokenise", "CASE-1\n", [.. with, "--environment=Production"]);

        Assert.Equal((VerbExit.Unusable, ""), (exit, output));
        Assert.Contains("Insights:CaseReferences:Keys:0:Secret is the sample key", error, StringComparison.Ordinal);
        Assert.DoesNotContain(sample, error, StringComparison.Ordinal);
        Assert.Equal(VerbExit.Done, (await RunAsync("tokenise", "CASE-1\n", [.. Settings, "--environment=Production"])).Exit);
    }

    [Fact]
    public async Task Import_does_not_touch_a_database_that_a_server_has_open()
    {
        await using var bench = await ImportBench.CreateAsync();
        var sheet = bench.Sheet(Rows.Ambiguity("1"));

        var (exit, _, error) = await RunAsync($"import {sheet} --as specialist-a", "", [.. Settings, $"--Insights:Database:Path={bench.Database.DatabasePath}"]);

        Assert.Equal(VerbExit.Unusable, exit);
        Assert.Contains("Another process has the database insights.db open. Stop it first", error, StringComparison.Ordinal);
        Assert.Empty(await bench.ReportsAsync());
    }

    /// <summary>The key that ships for Development, from the file that ships it.</summary>
    private static string SampleKey()
    {
        using var settings = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "appsettings.Development.json")));
        return settings.RootElement.GetProperty("Insights").GetProperty("CaseReferences").GetProperty("Keys")[0].GetProperty("Secret").GetString()!;
    }

    private static string Token(string source, string id) => Tokeniser.Tokenise("tests", source, id).Value;

    private static async Task<(int Exit, string Output, string Error)> RunAsync(string line, string input = "", string[]? settings = null)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await CommandLine.RunAsync(
            line.Split(' '), new VerbConsole(new StringReader(input), output, error, false), new VerbProduct(settings ?? Settings));
        return (exit, output.ToString(), error.ToString());
    }
}
