using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;

namespace Insights.Core.Evidence;

/// <summary>Signs notes of the C2SP form: Ed25519, and the key written as one line of text.</summary>
public sealed class NoteSigner : IDisposable
{
    private const string Prefix = "PRIVATE+KEY+";

    private readonly Key _key;

    private NoteSigner(string name, Key key)
    {
        _key = key;
        Public = new NoteVerifier(name, key.PublicKey);
    }

    /// <summary>What checks its signatures.</summary>
    public NoteVerifier Public { get; }

    /// <summary>A new key.</summary>
    /// <param name="name">Its name, without spaces and plus signs.</param>
    /// <param name="text">The key as text, to be kept where nobody else reads it.</param>
    public static NoteSigner Create(string name, out string text)
    {
        var key = Key.Create(SignatureAlgorithm.Ed25519, new KeyCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextExport });
        var signer = new NoteSigner(name, key);
        text = $"{Prefix}{name}+{signer.Public.IdText}+{Convert.ToBase64String([NoteVerifier.Ed25519, .. key.Export(KeyBlobFormat.RawPrivateKey)])}";
        return signer;
    }

    /// <summary>Reads a key; says nothing of what it held when it cannot be read.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out NoteSigner? signer)
    {
        signer = null;
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || !NoteVerifier.TrySplit(text[Prefix.Length..].Trim(), out var name, out var id, out var bytes)
            || !Key.TryImport(SignatureAlgorithm.Ed25519, bytes, KeyBlobFormat.RawPrivateKey, out var key))
            return false;
        var read = new NoteSigner(name, key!);
        if (read.Public.Id != id)
        {
            read.Dispose();
            return false;
        }

        signer = read;
        return true;
    }

    /// <summary>The note with its signature: the text, an empty line, the line of the signature.</summary>
    public string Sign(string text)
    {
        var signature = SignatureAlgorithm.Ed25519.Sign(_key, Encoding.UTF8.GetBytes(text));
        var id = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(id, Public.Id);
        return $"{text}\n{SignedNote.Mark}{Public.Name} {Convert.ToBase64String([.. id, .. signature])}\n";
    }

    public void Dispose() => _key.Dispose();
}

/// <summary>Checks the signatures of one key.</summary>
public sealed class NoteVerifier
{
    /// <summary>The kind of signature, as it stands before a key and in its id.</summary>
    internal const byte Ed25519 = 1;

    private readonly PublicKey _key;

    internal NoteVerifier(string name, PublicKey key)
    {
        (Name, _key) = (name, key);
        byte[] named = [.. Encoding.UTF8.GetBytes(name), (byte)'\n', Ed25519, .. key.Export(KeyBlobFormat.RawPublicKey)];
        Id = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(named));
    }

    public string Name { get; }

    public uint Id { get; }

    internal string IdText => Id.ToString("x8", CultureInfo.InvariantCulture);

    public static bool TryParse(string text, [NotNullWhen(true)] out NoteVerifier? verifier)
    {
        verifier = null;
        if (!TrySplit(text.Trim(), out var name, out var id, out var bytes) || !PublicKey.TryImport(SignatureAlgorithm.Ed25519, bytes, KeyBlobFormat.RawPublicKey, out var key))
            return false;
        var read = new NoteVerifier(name, key!);
        verifier = read.Id == id ? read : null;
        return verifier is not null;
    }

    public bool Verifies(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature) => SignatureAlgorithm.Ed25519.Verify(_key, text, signature);

    /// <summary>The key as one line of text, which may be published.</summary>
    public override string ToString() => $"{Name}+{IdText}+{Convert.ToBase64String([Ed25519, .. _key.Export(KeyBlobFormat.RawPublicKey)])}";

    /// <summary>Name, id and bytes of a key; the last part alone may hold plus signs.</summary>
    internal static bool TrySplit(string text, out string name, out uint id, out byte[] bytes)
    {
        (name, id, bytes) = ("", 0, []);
        if (text.Split('+', 3) is not [{ Length: > 0 } named, var hex, var base64] || named.Any(char.IsWhiteSpace)
            || !uint.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out id))
            return false;
        var read = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, read, out var length) || length != 33 || read[0] != Ed25519)
            return false;
        (name, bytes) = (named, read[1..33]);
        return true;
    }
}

/// <summary>A note of the C2SP form: a text that ends with a line break, an empty line, and lines of signatures.</summary>
internal static class SignedNote
{
    public const string Mark = "— ";

    private const int SignatureBytes = sizeof(uint) + 64;

    /// <summary>The text of a note, if one of these keys signed it.</summary>
    public static bool TryOpen(string note, IReadOnlyList<NoteVerifier> trusted, [NotNullWhen(true)] out string? text)
    {
        text = null;
        var gap = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (gap < 0 || !note.EndsWith('\n'))
            return false;
        var signed = note[..(gap + 1)];
        var bytes = Encoding.UTF8.GetBytes(signed);
        if (!note[(gap + 2)..].Split('\n', StringSplitOptions.RemoveEmptyEntries).Any(line => IsBy(line, bytes, trusted)))
            return false;
        text = signed;
        return true;
    }

    private static bool IsBy(string line, byte[] text, IReadOnlyList<NoteVerifier> trusted)
    {
        var signature = new byte[line.Length];
        if (!line.StartsWith(Mark, StringComparison.Ordinal) || line[Mark.Length..].Split(' ') is not [var name, var base64]
            || !Convert.TryFromBase64String(base64, signature, out var length) || length != SignatureBytes)
            return false;
        var id = BinaryPrimitives.ReadUInt32BigEndian(signature);
        return trusted.Any(key => key.Name == name && key.Id == id && key.Verifies(text, signature.AsSpan(sizeof(uint), length - sizeof(uint))));
    }
}
