using System.Security.Cryptography;
using System.Text.Json;
using Insights.Core.Pipeline;
using MediatR;

namespace Insights.Core.Feed;

/// <summary>How the events of an export are written.</summary>
public enum ExportFormat
{
    /// <summary>One event a line, each as <see cref="FeedJson"/> writes it.</summary>
    Ndjson,

    /// <summary>A table, for people and their spreadsheets.</summary>
    Csv,
}

/// <summary>What an export holds; written last, so that an export without one is not whole.</summary>
public sealed record ExportManifest
{
    /// <summary>Name of its file.</summary>
    public const string FileName = "manifest.json";

    /// <summary>How the events are written.</summary>
    public required ExportFormat Format { get; init; }

    /// <summary>Version of the form of an event.</summary>
    public required int Schema { get; init; }

    /// <summary>Which events were asked for; a reader's registered filter holds besides.</summary>
    public FeedFilter? Filter { get; init; }

    /// <summary>Where the stretch begins, itself not in it.</summary>
    public required string After { get; init; }

    /// <summary>Cursor of the first event; left out where there is none.</summary>
    public string? FirstCursor { get; init; }

    /// <summary>Where the stretch ends, itself in it. The next export begins after it.</summary>
    public required string LastCursor { get; init; }

    /// <summary>Which life of the log it belongs to.</summary>
    public required long Epoch { get; init; }

    /// <summary>How many events.</summary>
    public required long Events { get; init; }

    /// <summary>How many days of counts: those that were counted since the stretch began, some of which the export before may hold as well.</summary>
    public required long CountedDays { get; init; }

    /// <summary>The other files.</summary>
    public required IReadOnlyList<ExportedFile> Files { get; init; }

    /// <summary>When it was made, UTC, to the second. That is not when anything in it happened.</summary>
    public required string MadeAt { get; init; }
}

/// <summary>A file of an export.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its SHA-256, in hex.</param>
public sealed record ExportedFile(string Name, long Bytes, string Sha256);

/// <summary>
/// Writes a stretch of the feed and the daily counts as files, page by page, so that no more than one page is held. Where it fails on the way it
/// throws, and there is no manifest.
/// </summary>
public sealed class FeedFiles(IMediator mediator, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Layout = new(FeedJson.Options) { WriteIndented = true, NewLine = "\n" };

    /// <summary>Name of the file of events.</summary>
    public static string NameOf(ExportFormat format) => format is ExportFormat.Csv ? "events.csv" : "events.ndjson";

    /// <summary>Name of the file of daily counts.</summary>
    public static string CountsNameOf(ExportFormat format) => format is ExportFormat.Csv ? "counts.csv" : "counts.ndjson";

    /// <summary>Writes the events, the daily counts, then the manifest.</summary>
    /// <param name="stretch">What is taken out.</param>
    /// <param name="format">How it is written.</param>
    /// <param name="open">Opens a file by its name for writing; the one before is closed by then.</param>
    /// <param name="ct">Stops it.</param>
    /// <exception cref="IOException">The reader may no longer read the feed, or the feed began another life.</exception>
    public async Task<ExportManifest> WriteAsync(ExportStretch stretch, ExportFormat format, Func<string, CancellationToken, Task<Stream>> open, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(stretch);
        ArgumentNullException.ThrowIfNull(open);
        var (events, first) = (0L, (string?)null);
        var held = await FileAsync(NameOf(format), open, async file =>
        {
            if (format is ExportFormat.Csv)
                await file.PutAsync(FeedCsv.Header(), ct);
            var (after, more) = (stretch.After, true);
            while (more)
            {
                var page = Read(await mediator.Send(new ExportPage(after, stretch.UpTo, stretch.Filter), ct));
                await file.PutAsync(format is ExportFormat.Csv ? FeedCsv.Rows(page.Entries) : Lines(page.Entries.Select(FeedJson.Bytes)), ct);
                events += page.Entries.Count;
                first ??= page.Entries.Count > 0 ? page.Entries[0].Cursor : null;
                (after, more) = (page.EndCursor, page.HasMore);
            }
        }, ct);
        var days = 0L;
        var counted = await FileAsync(CountsNameOf(format), open, async file =>
        {
            if (format is ExportFormat.Csv)
                await file.PutAsync(CountsCsv.Header(), ct);
            DateOnly? after = null;
            do
            {
                var some = Read(await mediator.Send(new ExportCounts(stretch.After, after), ct));
                await file.PutAsync(format is ExportFormat.Csv ? CountsCsv.Rows(some) : Lines(some.Select(FeedJson.Bytes)), ct);
                days += some.Count;
                after = some.Count == ExportCounts.MostDays ? some[^1].On : null;
            }
            while (after is not null);
        }, ct);

        var manifest = new ExportManifest
        {
            Format = format,
            Schema = FeedJson.Version,
            Filter = stretch.Filter,
            After = stretch.After,
            FirstCursor = first,
            LastCursor = stretch.UpTo,
            Epoch = stretch.Epoch,
            Events = events,
            CountedDays = days,
            Files = [held, counted],
            MadeAt = clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
        };
        await using var last = await open(ExportManifest.FileName, ct);
        await last.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(manifest, Layout), ct);
        return manifest;
    }

    private static async Task<ExportedFile> FileAsync(string name, Func<string, CancellationToken, Task<Stream>> open, Func<DigestedFile, Task> write, CancellationToken ct)
    {
        await using var stream = await open(name, ct);
        using var file = new DigestedFile(stream);
        await write(file);
        return new ExportedFile(name, file.Bytes, file.Sha256());
    }

    private static T Read<T>(Outcome<T> read) => read.Refused ? throw new IOException($"The export stopped: {read.Refusals[0].Code}.") : read.Value;

    private static byte[] Lines(IEnumerable<byte[]> values)
    {
        using var lines = new MemoryStream();
        foreach (var value in values)
        {
            lines.Write(value);
            lines.WriteByte((byte)'\n');
        }

        return lines.ToArray();
    }

    /// <summary>A file, and the digest of what is put into it.</summary>
    private sealed class DigestedFile(Stream file) : IDisposable
    {
        private readonly IncrementalHash _digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public long Bytes { get; private set; }

        public async Task PutAsync(byte[] chunk, CancellationToken ct)
        {
            _digest.AppendData(chunk);
            Bytes += chunk.Length;
            await file.WriteAsync(chunk, ct);
        }

        public string Sha256() => Convert.ToHexStringLower(_digest.GetHashAndReset());

        public void Dispose() => _digest.Dispose();
    }
}
