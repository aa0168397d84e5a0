using System.Globalization;
using CsvHelper;
using Insights.Core.Data;
using Insights.Core.Pipeline;

namespace Insights.Web.Verbs;

/// <summary>
/// The refused rows as the team wrote them, beside their file, with line and reasons. It holds raw text and raw case
/// ids, so only its owner may read it, every run replaces it, and it is gone when nothing was refused.
/// </summary>
internal sealed class RejectedRows : IDisposable
{
    private readonly SheetFile _sheet;
    private readonly FileStream _stream;
    private readonly CsvWriter _writer;
    private bool _any;

    /// <exception cref="InvalidDataException">The file cannot be written.</exception>
    public RejectedRows(SheetFile sheet)
    {
        _sheet = sheet;
        Path = System.IO.Path.ChangeExtension(sheet.Path, ".rejected.csv");
        try
        {
            File.Delete(Path);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            _stream = new FileStream(Path, options);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"{Path} cannot be written ({fault.GetType().Name}); refused rows would be lost.", fault);
        }

        _writer = CsvWriter.Create(_stream, new CsvWriterOptions
        {
            Separator = sheet.Separator,
            Injection = CsvInjection.Escape,
            // Spreadsheets take a file without this mark for the language's old code page.
            WriteByteOrderMark = true,
        }, leaveOpen: true);
        Write(sheet.Header, Columns.Line, Columns.Refusals);
    }

    public string Path { get; }

    public void Add(SheetRow row, IReadOnlyList<Refusal> refusals)
    {
        _any = true;
        Write(row.Cells, row.Line.ToString(CultureInfo.InvariantCulture), string.Join(" | ", refusals.Select(Describe)));
        _writer.Flush();
    }

    public void Dispose()
    {
        _writer.Dispose();
        _stream.Dispose();
        if (!_any)
            File.Delete(Path);
    }

    public static string Describe(Refusal refusal) => $"{CodeOf(refusal.Code)} {string.Join('.', refusal.Path)}: {refusal.Message}";

    public static string CodeOf(RefusalCode code) => CodeNames.Of(code);

    private void Write(IReadOnlyList<string> cells, string line, string refusals)
    {
        foreach (var place in _sheet.Columns.Originals)
            _writer.WriteField(cells[place]);
        _writer.WriteField(line);
        _writer.WriteField(refusals);
        _writer.EndRecord();
    }
}
