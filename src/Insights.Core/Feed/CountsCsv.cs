using System.Reflection;

namespace Insights.Core.Feed;

/// <summary>Daily counts as a table: one row a count, with its day in front.</summary>
public static class CountsCsv
{
    private static readonly PropertyInfo[] OfCount = [.. typeof(FeedCount).GetProperties().OrderBy(p => p.MetadataToken)];

    /// <summary>The names of the columns, with the mark by which spreadsheets know the encoding.</summary>
    public static byte[] Header() => FeedCsv.Written(first: true, csv =>
    {
        foreach (var name in (string[])["schema", "on", "cursor", "threshold", "step", .. OfCount.Select(FeedFields.NameOf)])
            csv.WriteField(name);
        csv.EndRecord();
    });

    /// <summary>The rows of some days.</summary>
    public static byte[] Rows(IReadOnlyList<FeedCountsView> days) => FeedCsv.Written(first: false, csv =>
    {
        foreach (var (day, count) in days.SelectMany(d => d.Counts.Select(c => (d, c))))
        {
            foreach (var value in (object[])[day.Schema, day.On, day.Cursor, day.Threshold, day.Step])
                csv.WriteField(FeedCsv.Cell(value));
            foreach (var field in OfCount)
                csv.WriteField(FeedCsv.Cell(field.GetValue(count)));
            csv.EndRecord();
        }
    });
}
