using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Insights.Similarity;

namespace Insights.Web.Verbs;

/// <summary>A report of another tracker's archive.</summary>
/// <param name="Id">As it is written in the archive.</param>
/// <param name="Document">What the engine may know of it.</param>
internal sealed record ArchiveReport(string Id, AlikeDocument Document)
{
    /// <summary>Fields of such an archive with what they mean: parts of the product are what a report is about.</summary>
    public static LookAlikeOptions Fields { get; } = new(
        [new("summary", 3, 0.5), new("description", 1, 0.75)],
        [
            new("component", 0.25, FactRole.Topic), new("product", 0.05, FactRole.Topic), new("type", 0.05), new("version", 0.05), new("severity", 0.02),
        ]);

    /// <summary>Reads an archive, gzipped or not, in the order of (created, id).</summary>
    /// <exception cref="InvalidDataException">It cannot be read; the message names the line and never quotes it.</exception>
    public static async Task<List<ArchiveReport>> ReadAsync(FileInfo file, CancellationToken ct)
    {
        var reports = new List<ArchiveReport>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var line = 0L;
        try
        {
            await using var raw = file.OpenRead();
            await using var plain = Unzipped(raw);
            using var reader = new StreamReader(plain, Encoding.UTF8);
            while (await reader.ReadLineAsync(ct) is { } text)
            {
                line++;
                if (string.IsNullOrWhiteSpace(text)) continue;
                if (!TryRead(text, out var report)) throw new InvalidDataException(At(line, "not a report as a JSON object with an id and a date in created."));
                if (!seen.Add(report!.Id)) throw new InvalidDataException(At(line, "its id was there before."));
                reports.Add(report);
            }
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new InvalidDataException("--reports: there is no such file, or it may not be read.");
        }
        catch (InvalidDataException fault) when (!fault.Message.StartsWith("--reports", StringComparison.Ordinal))
        {
            throw new InvalidDataException(At(line + 1, "the compressed data is broken."));
        }

        reports.Sort(static (a, b) => Compare(a, b));
        return reports;
    }

    private static string At(long line, string what) => string.Create(CultureInfo.InvariantCulture, $"--reports, line {line}: {what}");

    private static int Compare(ArchiveReport a, ArchiveReport b)
    {
        var order = a.Document.Created.CompareTo(b.Document.Created);
        if (order != 0) return order;
        return long.TryParse(a.Id, NumberStyles.None, CultureInfo.InvariantCulture, out var x) && long.TryParse(b.Id, NumberStyles.None, CultureInfo.InvariantCulture, out var y) && x != y
            ? x.CompareTo(y)
            : string.CompareOrdinal(a.Id, b.Id);
    }

    private static Stream Unzipped(FileStream raw)
    {
        Span<byte> magic = stackalloc byte[2];
        var zipped = raw.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1F, 0x8B];
        raw.Position = 0;
        return zipped ? new GZipStream(raw, CompressionMode.Decompress) : raw;
    }

    private static bool TryRead(string line, out ArchiveReport? report)
    {
        report = null;
        try
        {
            using var read = JsonDocument.Parse(line);
            var root = read.RootElement;
            if (root.ValueKind != JsonValueKind.Object) return false;
            var id = Value(root, "id");
            if (id.Length == 0 || id.Any(char.IsWhiteSpace) || !DateTimeOffset.TryParse(
                Value(root, "created"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var created))
                return false;
            report = new ArchiveReport(id, new AlikeDocument(id)
            {
                Created = created,
                Texts = Fields.Texts.ToDictionary(f => f.Name, f => Value(root, f.Name)),
                Facts = Fields.Facts.ToDictionary(f => f.Name, f => (IReadOnlyList<string>)Values(root, f.Name)),
            });
            return true;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Half a surrogate pair is an InvalidOperationException. Either message may quote the line, so neither is passed on.
            return false;
        }
    }

    /// <summary>A word or a number; all else counts as missing.</summary>
    private static string Value(JsonElement root, string name) =>
        !root.TryGetProperty(name, out var member) ? ""
        : member.ValueKind == JsonValueKind.String ? member.GetString()!
        : member.ValueKind == JsonValueKind.Number ? member.GetRawText()
        : "";

    /// <summary>Trackers let a report have several components, joined by a bar or written as a list.</summary>
    private static string[] Values(JsonElement root, string name) =>
        root.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.Array
            ? [.. member.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.String).Select(e => e.GetString()!)]
            : Value(root, name).Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
