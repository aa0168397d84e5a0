using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Insights.Core.Audit;

namespace Insights.Core.Evidence;

/// <summary>
/// The two files of an evidence pack: a page to read, and one JSON object a line that proves what stands in the log. Whoever
/// has the public key checks them without the product, without its database and without trusting who handed them over.
/// </summary>
public static class EvidencePack
{
    public const string PageName = "evidence.html";

    public const string ProofName = "proof.ndjson";

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The digest by which the log remembers a page.</summary>
    public static string DigestOf(byte[] page) => Convert.ToHexStringLower(SHA256.HashData(page));

    /// <summary>The lines of the proof: the checkpoint, then the entries.</summary>
    public static byte[] Write(EvidenceProof proof)
    {
        var lines = new StringBuilder();
        lines.Append(JsonSerializer.Serialize(new CheckpointLine(proof.Checkpoint), Json)).Append('\n');
        foreach (var entry in proof.Entries)
            lines.Append(JsonSerializer.Serialize(entry, Json)).Append('\n');
        return Encoding.UTF8.GetBytes(lines.ToString());
    }

    /// <summary>Checks a pack: the signature, the way of every entry to it, and that the log remembers this page.</summary>
    public static PackFindings Check(byte[] page, byte[] proof, IReadOnlyList<NoteVerifier> trusted)
    {
        var lines = Encoding.UTF8.GetString(proof).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0 || Read<CheckpointLine>(lines[0])?.Checkpoint is not { } note || !Checkpoint.TryOpen(note, trusted, out var checkpoint))
            return new PackFindings(AuditVerdict.BadSignature, PackFault.CheckpointUntrusted, null, 0, null);

        var remembered = false;
        var digest = DigestOf(page);
        foreach (var line in lines.Skip(1))
        {
            if (Read<ProvenEntry>(line) is not { Fields: not null, Findings: not null, Previous: not null, Hash: not null } entry)
                return new PackFindings(AuditVerdict.BrokenLink, PackFault.LineUnreadable, null, lines.Length - 1, checkpoint);
            if (!IsIn(entry, checkpoint))
                return new PackFindings(AuditVerdict.BrokenLink, PackFault.EntryChanged, entry.Position, lines.Length - 1, checkpoint);
            remembered |= ValueOf(entry, nameof(AuditEntry.Action)) == nameof(RecordEvidence) && ValueOf(entry, nameof(AuditEntry.Code)) == digest;
        }

        return remembered
            ? new PackFindings(AuditVerdict.Intact, null, null, lines.Length - 1, checkpoint)
            : new PackFindings(AuditVerdict.BrokenLink, PackFault.PageUnknown, null, lines.Length - 1, checkpoint);
    }

    private static bool IsIn(ProvenEntry entry, Checkpoint checkpoint)
    {
        var canonical = new AuditChain.Canonical();
        string? findings = null;
        if (entry.Findings.Count > 0)
        {
            canonical.BeginFindings();
            Add(canonical, entry.Findings.SelectMany(f => f));
            findings = AuditChain.Text(canonical.End());
        }

        canonical.BeginEntry(entry.Previous);
        Add(canonical, entry.Fields);
        canonical.Add(AuditChain.PassedFindings, findings);
        var hash = canonical.End();
        return hash.AsSpan().SequenceEqual(entry.Hash) && ValueOf(entry, nameof(AuditEntry.Position)) == AuditChain.Text(entry.Position)
            && entry.Path is { } path && MerkleTree.RootOf(hash, entry.Position - 1, checkpoint.Size, path) is { } root && root.AsSpan().SequenceEqual(checkpoint.Root);
    }

    private static void Add(AuditChain.Canonical canonical, IEnumerable<string[]> pairs)
    {
        foreach (var pair in pairs)
        {
            if (pair is [var name, var value])
                canonical.Add(name, value);
        }
    }

    private static string? ValueOf(ProvenEntry entry, string name) => entry.Fields.FirstOrDefault(pair => pair is [var field, _] && field == name)?[1];

    private static T? Read<T>(string line) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record CheckpointLine(string? Checkpoint);
}

/// <summary>What is wrong with a pack.</summary>
public enum PackFault
{
    /// <summary>The checkpoint is not signed by a trusted key, or is missing.</summary>
    CheckpointUntrusted,

    /// <summary>A line cannot be read.</summary>
    LineUnreadable,

    /// <summary>An entry is not in the log that was signed, or not as it stands here.</summary>
    EntryChanged,

    /// <summary>No entry of the pack remembers this page.</summary>
    PageUnknown,
}

/// <summary>What the check of a pack found.</summary>
/// <param name="Verdict">What it comes to; the number is the exit code.</param>
/// <param name="Fault">What is wrong first.</param>
/// <param name="Position">The entry it is about.</param>
/// <param name="Entries">How many entries the pack holds.</param>
/// <param name="Checkpoint">The checkpoint they lead to.</param>
public sealed record PackFindings(AuditVerdict Verdict, PackFault? Fault, long? Position, int Entries, Checkpoint? Checkpoint);
