namespace Insights.Privacy.Tests;

/// <summary>A line in which «» surround the value to be found.</summary>
internal static class Marked
{
    public static (string Text, int Start, int End) Read(string line)
    {
        var start = line.IndexOf('«');
        var end = line.IndexOf('»') - 1;
        return (line.Replace("«", "").Replace("»", ""), start, end);
    }

    public static string Value(string line)
    {
        var (text, start, end) = Read(line);
        return text[start..end];
    }
}
