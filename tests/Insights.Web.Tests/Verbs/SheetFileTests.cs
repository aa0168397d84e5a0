using System.Text;
using Insights.Web.Verbs;

namespace Insights.Web.Tests.Verbs;

public sealed class SheetFileTests
{
    private const string Header = "id,kind,title,statement,no_case_reason,attested";
    private const string Row = "1,ambiguity,A title,\"What, then, is \"\"new\"\"?\",None.,yes";

    public static TheoryData<string, byte[], string> Broken => new()
    {
        { "empty", [], "The file is empty." },
        { "no header", Utf8($"{Row}\n{Row}\n"), "The first line does not name the columns." },
        { "a column is missing", Utf8("id,kind,statement,no_case_reason,attested\n"), "There is no column title." },
        { "a column twice", Utf8($"{Header},Title\n"), "Two columns are named title." },
        { "too few cells", Utf8($"{Header}\n{Row}\n2,ambiguity,A title\n"), "Line 3: this row does not have as many cells as the first line." },
        { "too many cells", Utf8($"{Header}\n{Row}\n\n{Row},more\n"), "Line 4: this row does not have as many cells as the first line." },
        { "a quote in a bare cell", Utf8($"{Header}\n2,ambiguity,A \"bare\" quote,b,c,yes\n"), "Line 2: there is a quote inside a cell that is not quoted" },
        { "text behind a quote", Utf8($"{Header}\n2,ambiguity,\"A\" title,b,c,yes\n"), "Line 2: there is text behind a closing quote" },
        { "a quote that stays open", Utf8($"{Header}\n{Row}\n2,ambiguity,\"A title,b,c,yes\n3,ambiguity,A title,b,c,yes\n"), "Line 3: a quote that is opened in this row is never closed." },
        { "a row without end", Utf8($"{Header}\n2,ambiguity,\"{string.Concat(Enumerable.Repeat("never\nclosed\n", 200_000))}"), "Line 2: the row that starts here has more than" },
        { "Latin-1", Encoding.Latin1.GetBytes($"{Header}\n{Row}\n2,ambiguity,\"Two\nlinés\",b,c,yes\n"), "Line 4: this is not UTF-8 text; save the spreadsheet as \"CSV UTF-8\"." },
    };

    public static TheoryData<string, byte[]> Readable => new()
    {
        { "CRLF", Utf8($"{Header}\r\n{Row}\r\n") },
        { "no last line end", Utf8($"{Header}\n{Row}") },
        { "byte order mark", [.. Encoding.UTF8.Preamble, .. Utf8($"{Header}\r\n{Row}\r\n")] },
        { "UTF-16", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes($"{Header}\r\n{Row}\r\n")] },
        { "semicolons", Utf8("ID;Kind;Title;Statement;No case reason;Attested\r\n1;ambiguity;A title;\"What, then, is \"\"new\"\"?\";None.;yes\r\n") },
        { "tabs", Utf8("id\tkind\ttitle\tstatement\tno-case-reason\tattested\n1\tambiguity\tA title\t\"What, then, is \"\"new\"\"?\"\tNone.\tyes\n") },
        { "another order, and blank rows", Utf8("attested,title,statement,kind,id,no_case_reason\n,,,,,\nyes,A title,\"What, then, is \"\"new\"\"?\",ambiguity,1,None.\n  ,,,,,\n") },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_broken_file_imports_nothing_and_says_which_line_is_broken(string what, byte[] file, string says)
    {
        await using var bench = await ImportBench.CreateAsync();
        var before = await bench.CountsAsync();

        var result = await bench.ImportAsync(bench.Save(file));

        Assert.True(result.Exit == VerbExit.Unusable, what);
        Assert.Contains(says, result.Error, StringComparison.Ordinal);
        Assert.Equal(before, await bench.CountsAsync());
        Assert.False(File.Exists(result.RejectedPath));
    }

    [Theory]
    [MemberData(nameof(Readable))]
    public async Task Files_of_other_spreadsheets_and_systems_read_the_same(string what, byte[] file)
    {
        await using var bench = await ImportBench.CreateAsync();

        var result = await bench.ImportAsync(bench.Save(file));

        Assert.True(result.Exit == VerbExit.Done, $"{what}: {result.Error}");
        Assert.Equal("What, then, is \"new\"?", Assert.Single(await bench.ReportsAsync()).Content.Question!.Value);
    }

    [Fact]
    public async Task Everything_that_is_broken_is_listed_at_once()
    {
        await using var bench = await ImportBench.CreateAsync();

        var result = await bench.ImportAsync(bench.Save($"{Header}\n1,2\n{Row}\n1,2,3\n"));

        Assert.Equal(["Line 2", "Line 4"], result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(':')[0]));
    }

    [Fact]
    public async Task Unknown_columns_are_refused_by_name_unless_they_are_to_be_ignored()
    {
        await using var bench = await ImportBench.CreateAsync();
        var sheet = bench.Sheet(Rows.Ambiguity("1").With("Owner of row", "me").With("priority", "2"));

        var refused = await bench.ImportAsync(sheet);
        var ignored = await bench.ImportAsync(sheet, ignoreUnknown: true);

        Assert.Equal(VerbExit.Unusable, refused.Exit);
        Assert.Contains("Unknown columns: owner_of_row, priority.", refused.Error, StringComparison.Ordinal);
        Assert.Equal(VerbExit.Done, ignored.Exit);
    }

    [Fact]
    public async Task A_first_line_that_is_no_header_is_not_repeated()
    {
        await using var bench = await ImportBench.CreateAsync();

        var result = await bench.ImportAsync(bench.Save("CASE-90210775,somebody@example.com\n1,2\n"));

        Assert.DoesNotContain("90210775", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("somebody", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_said_to_be_unreadable() =>
        Assert.Contains("cannot be read", Assert.Throws<InvalidDataException>(() => SheetFile.Open("no-such-file.csv", false)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task The_columns_are_documented_and_the_template_has_each_of_them()
    {
        var seed = Path.Combine(AppContext.BaseDirectory, "seed");
        var documented = (await File.ReadAllLinesAsync(Path.Combine(seed, "README.md")))
            .SkipWhile(line => !line.StartsWith("| column", StringComparison.Ordinal))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => line.Split('|')[1].Split(',').Select(name => name.Trim(' ', '`')));
        var template = (await File.ReadAllLinesAsync(Path.Combine(seed, "import-template.csv")))[0].Split(',');

        Assert.Equal(Columns.Known, template);
        Assert.Equal(Columns.Known.Order(), documented.Order());
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
