using Insights.Core.Evidence;

namespace Insights.Web.Hosting;

/// <summary>Reads <c>Insights:Audit</c>: where checkpoints go, which key signs them, which earlier keys hold. Whatever is wrong stops the start and is named, never shown.</summary>
/// <param name="CheckpointFolder">The folder of the checkpoints.</param>
/// <param name="KeyFile">The file of the signing key.</param>
/// <param name="Earlier">Public keys whose signatures hold besides.</param>
/// <param name="MayMakeKey">Whether a key file that is missing is made.</param>
public sealed record AuditSettings(string CheckpointFolder, string KeyFile, IReadOnlyList<NoteVerifier> Earlier, bool MayMakeKey)
{
    private const string At = "Insights:Audit";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>In Development everything is found beside the database; elsewhere folder and key have to be named, and to lie apart from it.</summary>
    /// <exception cref="InvalidDataException">A setting is missing or wrong; the message names its key.</exception>
    public static AuditSettings Read(IConfiguration configuration, bool development, string databasePath)
    {
        var section = configuration.GetSection(At);
        var beside = Path.GetDirectoryName(Path.GetFullPath(databasePath))!;
        return new AuditSettings(
            Named(section, "CheckpointFolder", development ? Path.Combine(beside, "checkpoints") : null),
            Named(section, "KeyFile", development ? Path.Combine(beside, "keys", "audit-signing.key") : null),
            [.. section.GetSection("PublicKeys").GetChildren().Select(child => NoteVerifier.TryParse(child.Value ?? "", out var key)
                ? key : throw new InvalidDataException($"{child.Path} is not a public key, as audit keys prints it."))],
            development);
    }

    /// <summary>Opens the key, or makes it where that is allowed.</summary>
    /// <exception cref="InvalidDataException">There is no key, it cannot be read, or others may read it.</exception>
    public CheckpointKeeping Open()
    {
        if (!File.Exists(KeyFile) && MayMakeKey)
            MakeKey(KeyFile);
        var signer = ReadKey(KeyFile);
        return new CheckpointKeeping(new CheckpointFolder(CheckpointFolder), signer, [signer.Public, .. Earlier]);
    }

    /// <summary>Puts the checkpoints of an earlier demo aside, whose database is gone.</summary>
    public void SetAside(DateTimeOffset at)
    {
        if (Directory.Exists(CheckpointFolder))
            Directory.Move(CheckpointFolder, $"{CheckpointFolder}.before-{at.UtcDateTime:yyyyMMddHHmmssfff}");
    }

    /// <summary>Makes a new key in a file that only its owner may read, and gives its public part.</summary>
    /// <exception cref="InvalidDataException">The file is there already.</exception>
    public static NoteVerifier MakeKey(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        using var signer = NoteSigner.Create(Checkpoint.Origin, out var text);
        try
        {
            using var writer = new StreamWriter(file, options);
            writer.WriteLine(text);
        }
        catch (IOException fault)
        {
            throw new InvalidDataException("The key file is there already, or cannot be written. A key is never written over.", fault);
        }

        return signer.Public;
    }

    /// <summary>Reads the key of a file.</summary>
    /// <exception cref="InvalidDataException">There is no key, it cannot be read, or others may read it.</exception>
    public static NoteSigner ReadKey(string file)
    {
        if (!File.Exists(file))
            throw new InvalidDataException($"{At}:KeyFile names no file. Make a key with: audit keys --create FILE");
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & ~OwnerOnly) != 0)
            throw new InvalidDataException($"{At}:KeyFile may be read by others than its owner. Take that away: chmod 600 FILE");
        return NoteSigner.TryParse(File.ReadAllText(file), out var signer) ? signer : throw new InvalidDataException($"{At}:KeyFile holds no key.");
    }

    private static string Named(IConfigurationSection section, string key, string? usual) =>
        section[key] is { Length: > 0 } value ? value : usual ?? throw new InvalidDataException($"{At}:{key} is not set.");
}
