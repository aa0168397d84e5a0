using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Insights.Core.Audit;

/// <summary>
/// Ties every audit entry to all entries before it: its hash is taken over the hash before and over each of its fields
/// that holds something, by name and in a fixed order. So a field that is added to the record leaves the hashes of older
/// entries as they are, and a field that is filled in, emptied or changed does not.
/// </summary>
public static class AuditChain
{
    public const int HashLength = SHA256.HashSizeInBytes;

    /// <summary>The name under which the findings that were let pass take part in the hash of their line.</summary>
    internal const string PassedFindings = "PassedFindings";

    private static readonly byte[] EntryDomain = "insights-audit-v1\0"u8.ToArray();
    private static readonly byte[] FindingDomain = "insights-findings-v1\0"u8.ToArray();

    /// <summary>What the first entry is tied to.</summary>
    public static byte[] Genesis { get; } = new byte[HashLength];

    /// <summary>Every column of an entry but the hash. New ones go to the end: the order is part of the hash.</summary>
    internal static IReadOnlyList<Field<AuditEntry>> Fields { get; } =
    [
        new(nameof(AuditEntry.Position), e => Text(e.Position)),
        new(nameof(AuditEntry.At), e => Text(e.At.ToUnixTimeMilliseconds())),
        new(nameof(AuditEntry.By), e => e.By.Value),
        new(nameof(AuditEntry.ByRoles), e => e.ByRoles is { } roles ? Text((int)roles) : null),
        new(nameof(AuditEntry.Via), e => e.Via),
        new(nameof(AuditEntry.RequestId), e => e.RequestId),
        new(nameof(AuditEntry.Action), e => e.Action),
        new(nameof(AuditEntry.GapId), e => e.GapId?.Value),
        new(nameof(AuditEntry.ReportId), e => e.ReportId?.Value),
        new(nameof(AuditEntry.OperationId), e => e.OperationId?.Value),
        new(nameof(AuditEntry.DecisionId), e => e.DecisionId?.Value),
        new(nameof(AuditEntry.CommentId), e => e.CommentId?.Value),
        new(nameof(AuditEntry.AllowedStringId), e => e.AllowedStringId?.Value),
        new(nameof(AuditEntry.WithheldTextId), e => e.WithheldTextId?.Value),
        new(nameof(AuditEntry.ErasureId), e => e.ErasureId?.Value),
        new(nameof(AuditEntry.PersonId), e => e.PersonId?.Value),
        new(nameof(AuditEntry.Code), e => e.Code),
        new(nameof(AuditEntry.FromState), e => e.FromState),
        new(nameof(AuditEntry.ToState), e => e.ToState),
        new(nameof(AuditEntry.Count), e => e.Count is { } count ? Text(count) : null),
    ];

    /// <summary>Every column of a finding that was let pass, in the order of the hash.</summary>
    internal static IReadOnlyList<Field<PassedFinding>> FindingFields { get; } =
    [
        new(nameof(PassedFinding.AuditPosition), f => Text(f.AuditPosition)),
        new(nameof(PassedFinding.Number), f => Text(f.Number)),
        new(nameof(PassedFinding.Path), f => f.Path),
        new(nameof(PassedFinding.RuleId), f => f.RuleId),
        new(nameof(PassedFinding.Type), f => f.Type),
        new(nameof(PassedFinding.Start), f => Text(f.Start)),
        new(nameof(PassedFinding.End), f => Text(f.End)),
        new(nameof(PassedFinding.Reason), f => f.Reason?.ToString()),
        new(nameof(PassedFinding.AllowedStringId), f => f.AllowedStringId?.Value),
    ];

    /// <summary>A column that takes part, and its value as the database holds it, written as text.</summary>
    internal readonly record struct Field<T>(string Name, Func<T, string?> Text);

    internal static byte[] HashOf(byte[] previous, AuditEntry entry, IReadOnlyList<PassedFinding> passed)
    {
        var canonical = new Canonical();
        canonical.BeginEntry(previous);
        foreach (var field in Fields)
            canonical.Add(field.Name, field.Text(entry));
        if (passed.Count > 0)
            canonical.Add(PassedFindings, DigestOf(passed));
        return canonical.End();
    }

    internal static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    internal static string Text(byte[] digest) => Convert.ToHexStringLower(digest);

    private static string DigestOf(IReadOnlyList<PassedFinding> passed)
    {
        var canonical = new Canonical();
        canonical.BeginFindings();
        foreach (var finding in passed)
        {
            foreach (var field in FindingFields)
                canonical.Add(field.Name, field.Text(finding));
        }

        return Text(canonical.End());
    }

    /// <summary>
    /// The bytes that are hashed: a domain, for an entry the hash before it, then name and value of each field, each led
    /// by its length in four bytes, the greatest first. May be used again and again; not by two at once.
    /// </summary>
    internal sealed class Canonical
    {
        private readonly ArrayBufferWriter<byte> _bytes = new(1024);

        public void BeginEntry(ReadOnlySpan<byte> previous)
        {
            Begin(EntryDomain);
            _bytes.Write(previous);
        }

        public void BeginFindings() => Begin(FindingDomain);

        /// <summary>Adds a field, unless it is empty.</summary>
        public void Add(string name, string? value)
        {
            if (value is null)
                return;
            AddText(name);
            AddText(value);
        }

        public byte[] End() => SHA256.HashData(_bytes.WrittenSpan);

        private void Begin(byte[] domain)
        {
            _bytes.ResetWrittenCount();
            _bytes.Write(domain);
        }

        private void AddText(string text)
        {
            var span = _bytes.GetSpan(sizeof(int) + Encoding.UTF8.GetMaxByteCount(text.Length));
            var length = Encoding.UTF8.GetBytes(text, span[sizeof(int)..]);
            BinaryPrimitives.WriteInt32BigEndian(span, length);
            _bytes.Advance(sizeof(int) + length);
        }
    }
}
