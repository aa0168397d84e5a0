using System.Reflection;
using System.Text.Json;
using CsvHelper;

namespace Insights.Core.Feed;

/// <summary>
/// Events as a table: one column a field, in the order of the list, the words of a decision at the end. A cell that a
/// spreadsheet would run as a formula gets an apostrophe in front.
/// </summary>
public static class FeedCsv
{
    private static readonly PropertyInfo[] OfDecision = [.. typeof(FeedDecision).GetProperties().OrderBy(p => p.MetadataToken)];

    private static readonly PropertyInfo[] OfItem = [.. FeedFields.All.Where(p => p.PropertyType != typeof(FeedDecision))];

    private static readonly JsonSerializerOptions Options = FeedJson.Options;

    /// <summary>The names of the columns, with the mark by which spreadsheets know the encoding.</summary>
    public static byte[] Header() => Written(first: true, csv =>
    {
        foreach (var name in (string[])["schema", "cursor", "membership", .. OfItem.Select(FeedFields.NameOf), .. OfDecision.Select(p => $"decision.{FeedFields.NameOf(p)}")])
            csv.WriteField(name);
        csv.EndRecord();
    });

    /// <summary>One row an event.</summary>
    public static byte[] Rows(IReadOnlyList<FeedEntry> entries) => Written(first: false, csv =>
    {
        foreach (var entry in entries)
        {
            csv.WriteField(Cell(FeedJson.Version));
            csv.WriteField(entry.Cursor);
            csv.WriteField(Cell(entry.Membership));
            foreach (var field in OfItem)
                csv.WriteField(Cell(field.GetValue(entry.Item)));
            foreach (var field in OfDecision)
                csv.WriteField(Cell(entry.Item.Decision is { } decision ? field.GetValue(decision) : null));
            csv.EndRecord();
        }
    });

    /// <summary>A value as the other form writes it, without quotes; a list with spaces between, since codes have none.</summary>
    internal static string Cell(object? value) => value is null ? "" : Cell(JsonSerializer.SerializeToElement(value, value.GetType(), Options));

    private static string Cell(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString()!,
        JsonValueKind.Array => string.Join(' ', element.EnumerateArray().Select(Cell)),
        _ => element.GetRawText(),
    };

    /// <summary>A whole file: the names of the columns, then the rows.</summary>
    /// <param name="columns">The names.</param>
    /// <param name="rows">A value for each column.</param>
    /// <param name="numbers">As for <see cref="Written"/>.</param>
    internal static byte[] Table(IEnumerable<string> columns, IEnumerable<object?[]> rows, bool numbers = false) => Written(first: true, csv =>
    {
        foreach (var column in columns)
            csv.WriteField(column);
        csv.EndRecord();
        foreach (var row in rows)
        {
            foreach (var value in row)
                csv.WriteField(Cell(value));
            csv.EndRecord();
        }
    }, numbers);

    /// <summary>A table as bytes.</summary>
    /// <param name="first">Whether it begins the file.</param>
    /// <param name="write">Writes its cells.</param>
    /// <param name="numbers">Whether all cells are codes and numbers. Those may begin with a minus and stay as they are; no code has the brackets of a formula.</param>
    internal static byte[] Written(bool first, Action<CsvWriter> write, bool numbers = false)
    {
        using var bytes = new MemoryStream();
        using (var csv = CsvWriter.Create(bytes, new CsvWriterOptions { Injection = numbers ? CsvInjection.None : CsvInjection.Escape, WriteByteOrderMark = first }, leaveOpen: true))
            write(csv);
        return bytes.ToArray();
    }
}
