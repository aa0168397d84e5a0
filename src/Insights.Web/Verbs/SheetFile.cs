using System.Globalization;
using System.Text.Unicode;
using CsvHelper;

namespace Insights.Web.Verbs;

/// <summary>
/// A team's spreadsheet as a CSV file. It is read through once to find what is broken, so that a broken file imports
/// nothing, and then again row by row; at no time is more than one row in memory.
/// </summary>
internal sealed class SheetFile : IDisposable
{
    private const int LargestRow = 1024 * 1024;
    private const int ProblemsShown = 10;

    /// <summary>Stops at the first thing that is out of place.</summary>
    public static readonly CsvReaderOptions Strictly = new()
    {
        HasHeader = false,
        TrackLineNumbers = true,
        IncludeValuesInExceptions = false,
        MaxRecordSize = LargestRow,
        MalformedData = CsvMalformedDataHandling.Throw,
        FieldCountMismatch = CsvFieldCountHandling.Throw,
    };

    private readonly FileStream _stream;

    private SheetFile(FileStream stream) => _stream = stream;

    public string Path => _stream.Name;

    /// <summary>The first line, as it is written.</summary>
    public IReadOnlyList<string> Header { get; private set; } = [];

    public Columns Columns { get; private set; } = null!;

    public char Separator { get; private set; } = ',';

    /// <summary>Rows that hold anything.</summary>
    public long Count { get; private set; }

    /// <exception cref="InvalidDataException">The file cannot be used; the message says why, with line numbers.</exception>
    public static SheetFile Open(string path, bool ignoreUnknown)
    {
        SheetFile? sheet = null;
        try
        {
            sheet = new SheetFile(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read));
            sheet.Survey(ignoreUnknown);
            return sheet;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            sheet?.Dispose();
            throw new InvalidDataException($"{System.IO.Path.GetFullPath(path)} cannot be read ({fault.GetType().Name}).", fault);
        }
        catch
        {
            sheet?.Dispose();
            throw;
        }
    }

    /// <summary>The rows in order; empty ones are passed over.</summary>
    public IEnumerable<SheetRow> Rows()
    {
        _stream.Position = 0;
        using var reader = CsvReader.Create(_stream, Strictly with { Separator = Separator }, leaveOpen: true);
        reader.Read();
        while (reader.Read())
        {
            if (!IsBlank(reader))
                yield return new SheetRow(reader.LineNumber, CellsOf(reader), Columns);
        }
    }

    public void Dispose() => _stream.Dispose();

    private void Survey(bool ignoreUnknown)
    {
        var problems = new List<string>();
        var tolerant = Strictly with
        {
            MalformedData = CsvMalformedDataHandling.Skip,
            FieldCountMismatch = CsvFieldCountHandling.Skip,
            OnMalformedRecord = broken => problems.Add(At(broken.LineNumber, Describe(broken.Reason))),
        };
        using var reader = CsvReader.Create(_stream, tolerant, leaveOpen: true);
        try
        {
            while (problems.Count < ProblemsShown && reader.Read())
                Take(reader, problems, ignoreUnknown);
        }
        catch (CsvFormatException fault)
        {
            problems.Add(At(fault.LineNumber, $"the row that starts here has more than {LargestRow:N0} bytes; a quote is probably not closed"));
        }

        if (problems.Count == 0 && Columns is null)
            problems.Add("The file is empty.");
        if (problems.Count > 0)
            throw new InvalidDataException(string.Join(Environment.NewLine, problems.Take(ProblemsShown)));
    }

    private void Take(CsvReader reader, List<string> problems, bool ignoreUnknown)
    {
        if (FirstBadLine(reader) is { } line)
        {
            problems.Add(At(line, "this is not UTF-8 text; save the spreadsheet as \"CSV UTF-8\""));
        }
        else if (Columns is not null)
        {
            Count += IsBlank(reader) ? 0 : 1;
        }
        else
        {
            Separator = reader.Separator;
            Header = CellsOf(reader);
            Columns = new Columns(Header, ignoreUnknown);
            problems.AddRange(Columns.Problems);
        }
    }

    private static string[] CellsOf(CsvReader reader)
    {
        var cells = new string[reader.FieldCount];
        for (var i = 0; i < cells.Length; i++)
            cells[i] = reader.GetString(i);
        return cells;
    }

    private static bool IsBlank(CsvReader reader)
    {
        for (var i = 0; i < reader.FieldCount; i++)
        {
            if (reader.GetSpan(i).ContainsAnyExcept(" \t"u8))
                return false;
        }

        return true;
    }

    private static long? FirstBadLine(CsvReader reader)
    {
        var raw = reader.RawRecord;
        if (Utf8.IsValid(raw))
            return null;
        var line = reader.LineNumber;
        foreach (var part in raw.Split((byte)'\n'))
        {
            if (!Utf8.IsValid(raw[part]))
                return line;
            line++;
        }

        return line;
    }

    private static string At(long line, string problem) => string.Create(CultureInfo.InvariantCulture, $"Line {line}: {problem}.");

    private static string Describe(CsvMalformedReason reason) => reason switch
    {
        CsvMalformedReason.FieldCountMismatch => "this row does not have as many cells as the first line",
        CsvMalformedReason.UnterminatedQuote => "a quote that is opened in this row is never closed",
        CsvMalformedReason.TextAfterClosingQuote => "there is text behind a closing quote; double the quotes inside a quoted cell",
        _ => "there is a quote inside a cell that is not quoted; quote the whole cell and double the quotes in it",
    };
}

/// <summary>One row, with the number of the line it starts at.</summary>
internal sealed record SheetRow(long Line, IReadOnlyList<string> Cells, Columns Columns)
{
    /// <summary>The cell of a column, without outer white space; null when it is blank or the file has no such column.</summary>
    public string? this[string column] => Columns.PlaceOf(column) is >= 0 and var place && Plain(Cells[place]) is { Length: > 0 } cell ? cell : null;

    /// <summary>Takes off the apostrophe that keeps a spreadsheet from running a cell as a formula.</summary>
    private static string Plain(string cell) =>
        (cell is ['\'', '=' or '+' or '-' or '@' or '\t' or '\r', ..] ? cell[1..] : cell).Trim();
}
