using System.Text;
using System.Text.Json;
using Insights.Web.Verbs;
using CommandLine = Insights.Web.Verbs.Verbs;

namespace Insights.Web.Tests.Verbs;

public sealed class GuardVerbTests
{
    [Fact]
    public async Task Each_object_is_answered_with_its_text_and_what_was_found()
    {
        var (exit, output, error) = await RunAsync("guard scan --ndjson",
            """
            {"id": "1", "text": "Clause 4.2, see maya@example.com"}

            {"text": "Clause 4.2 is silent.", "spans": []}
            {"text": "\ud83d\ude00 Encik Ahmad bin Salleh hadir"}
            """);

        Assert.Equal((VerbExit.Done, ""), (exit, error));
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal("""{"text":"Clause 4.2, see maya@example.com","found":[{"start":16,"end":32,"type":"EMAIL","ruleId":"email","tier":"A"}]}""", lines[0]);
        Assert.Equal("""{"text":"Clause 4.2 is silent.","found":[]}""", lines[1]);
        using var last = JsonDocument.Parse(lines[2]);
        Assert.Equal("😀 Encik Ahmad bin Salleh hadir", last.RootElement.GetProperty("text").GetString());
        Assert.Equal((9, "C"), (last.RootElement.GetProperty("found")[0].GetProperty("start").GetInt32(), last.RootElement.GetProperty("found")[0].GetProperty("tier").GetString()));
        Assert.Equal(3, lines.Length);
    }

    [Theory]
    [InlineData("maya@example.com")]
    [InlineData("[\"maya@example.com\"]")]
    [InlineData("{\"text\": 90210776}")]
    [InlineData("{\"txt\": \"maya@example.com\"}")]
    [InlineData("{\"text\": \"maya@example.com\"")]
    [InlineData("{\"text\": \"maya@example.com \\ud83d\"}")]
    public async Task A_line_that_is_no_such_object_is_told_by_number_alone_and_the_others_are_answered(string line)
    {
        var (exit, output, error) = await RunAsync("guard scan --ndjson", $$"""{"text":"a"}{{"\n"}}{{line}}{{"\n"}}{"text":"b"}{{"\n"}}""");

        Assert.Equal(VerbExit.SomeRefused, exit);
        Assert.Equal("Line 2: not a JSON object with a text.", error.Trim());
        Assert.Equal(["""{"text":"a","found":[]}""", """{"text":"b","found":[]}"""], output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    [Fact]
    public async Task Plain_lines_are_answered_for_people_without_the_value_and_counted_by_type()
    {
        var (exit, output, _) = await RunAsync("guard scan", "Clause 4.2\nsee maya@example.com or tom@example.com\nreported by Theo Marchetti\n");

        Assert.Equal(VerbExit.Done, exit);
        Assert.Equal(
            [
                "2:5-20\tEMAIL\temail\tE-mail address at characters 5 to 20.", "2:25-39\tEMAIL\temail\tE-mail address at characters 25 to 39.",
                "3:13-26\tPERSON_NAME\tname-cue\tPossible name of a person at characters 13 to 26. A warning.",
                "2 of 3 lines have findings.", "2 EMAIL", "1 PERSON_NAME",
            ],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.DoesNotContain("example.com", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_deployments_own_prefixes_and_hosts_count()
    {
        var (_, output, _) = await RunAsync("guard scan", "QX-88123 at https://docs.example.org/a and https://www.gov.uk/a\n",
            "--Insights:Guard:CaseIdPrefixes:0=QX", "--Insights:Guard:CitationHosts:0=example.org");

        Assert.Equal(["1:1-8", "1:44-63"], output.Split('\n').Where(l => l.Contains('\t', StringComparison.Ordinal)).Select(l => l.Split('\t')[0]));
    }

    [Fact]
    public async Task A_wrong_setting_is_refused_with_its_name()
    {
        var (exit, output, error) = await RunAsync("guard scan", "maya@example.com\n", "--Insights:Guard:CaseIdPrefixes:0=Q");

        Assert.Equal((VerbExit.Unusable, ""), (exit, output));
        Assert.Contains("Insights:Guard", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_lines_are_answered_one_by_one()
    {
        var input = new StringBuilder();
        for (var i = 0; i < 20_000; i++)
            input.Append("{\"text\":\"row ").Append(i).Append(" of the sample\"}\n");

        var (exit, output, _) = await RunAsync("guard scan --ndjson", input.ToString());

        Assert.Equal((VerbExit.Done, 20_000), (exit, output.Count(c => c == '\n')));
    }

    private static async Task<(int Exit, string Output, string Error)> RunAsync(string line, string input, params string[] settings)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await CommandLine.RunAsync(line.Split(' '), new VerbConsole(new StringReader(input), output, error, false), new VerbProduct(settings));
        return (exit, output.ToString(), error.ToString());
    }
}
