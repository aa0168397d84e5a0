using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Insights.Core.Evidence;

/// <summary>How far the audit log was, and what it came to: signed and kept outside the database.</summary>
/// <param name="Size">Position of the last entry it vouches for.</param>
/// <param name="Root">Root of the Merkle tree over the hashes of all entries so far.</param>
/// <param name="Head">Hash of the last entry, which is tied to all before it.</param>
/// <param name="Epoch">Which life of the database it is of.</param>
/// <param name="Number">Counted from 1 without a hole, so that none can be taken out unseen.</param>
/// <param name="At">When it was signed.</param>
public sealed record Checkpoint(long Size, byte[] Root, byte[] Head, long Epoch, long Number, DateTimeOffset At)
{
    /// <summary>The first line of every checkpoint, and the name of its key.</summary>
    public const string Origin = "insights-audit";

    private const string Instant = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>The text that is signed: origin, size and root as C2SP writes a checkpoint, then lines of our own.</summary>
    public string ToText() => string.Create(CultureInfo.InvariantCulture,
        $"{Origin}\n{Size}\n{Convert.ToBase64String(Root)}\nchain {Convert.ToBase64String(Head)}\nepoch {Epoch}\nnumber {Number}\nat {At.UtcDateTime.ToString(Instant, CultureInfo.InvariantCulture)}\n");

    /// <summary>Reads a note that one of these keys signed.</summary>
    public static bool TryOpen(string note, IReadOnlyList<NoteVerifier> trusted, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        checkpoint = null;
        return SignedNote.TryOpen(note, trusted, out var text) && TryParse(text, out checkpoint);
    }

    private static bool TryParse(string text, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        checkpoint = null;
        if (text.Split('\n') is not [Origin, var size, var root, var head, var epoch, var number, var at, ""]
            || !Whole(size, out var s) || !Digest(root, out var r) || !Digest(Line(head, "chain "), out var h) || !Whole(Line(epoch, "epoch "), out var e)
            || !Whole(Line(number, "number "), out var n)
            || !DateTimeOffset.TryParseExact(Line(at, "at "), Instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return false;
        checkpoint = new Checkpoint(s, r, h, e, n, time);
        return true;
    }

    private static string? Line(string line, string name) => line.StartsWith(name, StringComparison.Ordinal) ? line[name.Length..] : null;

    private static bool Whole(string? text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static bool Digest(string? base64, out byte[] digest)
    {
        digest = new byte[32];
        return base64 is not null && Convert.TryFromBase64String(base64, digest, out var length) && length == digest.Length;
    }
}

/// <summary>Where this deployment keeps its checkpoints, and with which key it signs.</summary>
/// <param name="Folder">The folder, outside the database; without one, none are kept.</param>
/// <param name="Signer">The key in force.</param>
/// <param name="Trusted">The keys whose signatures hold: the one in force, and those before it.</param>
public sealed record CheckpointKeeping(CheckpointFolder? Folder, NoteSigner? Signer, IReadOnlyList<NoteVerifier> Trusted)
{
    /// <summary>Nothing is signed.</summary>
    public static CheckpointKeeping None { get; } = new(null, null, []);
}
