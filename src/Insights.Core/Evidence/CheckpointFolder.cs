using System.Globalization;
using System.Text;

namespace Insights.Core.Evidence;

/// <summary>
/// The files of checkpoints, one a month, to which notes are only ever added. A note is on disk when
/// <see cref="Append"/> returns. One process writes; others may read meanwhile.
/// </summary>
public sealed class CheckpointFolder(string path)
{
    private const string Ending = ".checkpoints";

    private const int LongestNote = 8_192;

    private static readonly byte[] Signature = Encoding.UTF8.GetBytes(SignedNote.Mark);

    public string FullPath { get; } = Path.GetFullPath(path);

    /// <summary>Every note, the oldest first: text, empty line, signatures. What stands there and is no whole note is given as it is.</summary>
    public IEnumerable<string> Notes() => Files().SelectMany(NotesOf);

    /// <summary>The newest note; null when there is none.</summary>
    public string? Last() => Files().Reverse().SelectMany(file => NotesOf(file).TakeLast(1)).FirstOrDefault();

    /// <summary>Adds a note, behind the whole ones: half of one, left by a power cut, was never vouched for and goes.</summary>
    public void Append(string note, DateTimeOffset at)
    {
        Directory.CreateDirectory(FullPath);
        // The month of the file before it where the clock was set back, so that the order of files stays that of the notes.
        var name = at.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture) + Ending;
        var last = Files().LastOrDefault();
        var file = last is null || string.CompareOrdinal(Path.GetFileName(last), name) < 0 ? Path.Combine(FullPath, name) : last;
        using var stream = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        stream.SetLength(WholeLength(stream));
        stream.Seek(0, SeekOrigin.End);
        stream.Write(Encoding.UTF8.GetBytes(note + "\n"));
        stream.Flush(flushToDisk: true);
    }

    private IEnumerable<string> Files() => Directory.Exists(FullPath) ? Directory.GetFiles(FullPath, "*" + Ending).Order(StringComparer.Ordinal) : [];

    private static IEnumerable<string> NotesOf(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var note = new StringBuilder();
        var signatures = false;
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0)
            {
                note.Append(line).Append('\n');
                continue;
            }

            if (!signatures)
            {
                note.Append('\n');
                signatures = true;
                continue;
            }

            yield return note.ToString();
            note.Clear();
            signatures = false;
        }

        if (note.Length > 0)
            yield return note.ToString();
    }

    /// <summary>Length of the file up to the end of its last whole note: an empty line behind a signature.</summary>
    private static long WholeLength(FileStream stream)
    {
        var tail = new byte[Math.Min(stream.Length, LongestNote)];
        stream.Seek(-tail.Length, SeekOrigin.End);
        stream.ReadExactly(tail);
        for (var end = tail.AsSpan().LastIndexOf("\n\n"u8); end > 0; end = tail.AsSpan(0, end + 1).LastIndexOf("\n\n"u8))
        {
            var line = tail.AsSpan(0, end).LastIndexOf((byte)'\n') + 1;
            if (tail.AsSpan(line).StartsWith(Signature))
                return stream.Length - tail.Length + end + 2;
        }

        return 0;
    }
}
