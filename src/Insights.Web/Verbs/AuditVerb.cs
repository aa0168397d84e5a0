using System.CommandLine;
using System.Globalization;
using Insights.Core.Evidence;
using Insights.Storage;
using Insights.Web.Hosting;

namespace Insights.Web.Verbs;

/// <summary>Checks the audit log and evidence taken from it, makes its keys, and takes evidence.</summary>
internal static class AuditVerb
{
    public const string Name = "audit";

    /// <summary>Exit code when nothing could be checked; those below it are verdicts.</summary>
    public const int NotChecked = 4;

    private const string Codes = "Exit code 0: intact. 1: an entry was changed, taken out, put in or is not what was signed. 2: the end is missing, or the database or its checkpoints are an older copy. 3: a signature is not good. 4: nothing could be checked.";

    public static Command Command(VerbConsole console, VerbProduct product) =>
        new(Name, "Checks the audit log against its signed checkpoints, and takes evidence from it.")
        {
            Verify(console, product),
            Keys(console, product),
            AuditPackVerb.Pack(console, product),
            AuditPackVerb.VerifyPack(console, product),
        };

    public static Option<string[]> PublicKeys() => new("--public-key")
    {
        AllowMultipleArgumentsPerToken = true,
        Description = "A public key whose signatures hold, or a file that holds one; may be given again for earlier keys. Left out, the configured keys.",
    };

    /// <summary>The keys that were named, or else those of the configuration.</summary>
    /// <exception cref="InvalidDataException">A key cannot be read.</exception>
    public static IReadOnlyList<NoteVerifier> Trusted(string[]? named, VerbProduct product)
    {
        if (named is null or [])
        {
            var settings = product.Audit().Audit;
            using var signer = AuditSettings.ReadKey(settings.KeyFile);
            return [signer.Public, .. settings.Earlier];
        }

        return [.. named.Select(key => NoteVerifier.TryParse(File.Exists(key) ? File.ReadAllText(key) : key, out var read)
            ? read : throw new InvalidDataException("--public-key is neither a public key nor a file that holds one."))];
    }

    public static async Task<int> TryAsync(VerbConsole console, Func<Task<int>> act)
    {
        try
        {
            return await act();
        }
        catch (OperationCanceledException)
        {
            await console.Error.WriteLineAsync("Stopped. Nothing is known.");
            return VerbExit.Stopped;
        }
        catch (Exception fault) when (fault is InvalidDataException or Storage.Sqlite.DatabaseInUseException)
        {
            await console.Error.WriteLineAsync(fault.Message);
            return NotChecked;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or System.Data.Common.DbException)
        {
            await console.Error.WriteLineAsync($"It could not be read: {fault.GetType().Name}.");
            return NotChecked;
        }
    }

    private static Command Verify(VerbConsole console, VerbProduct product)
    {
        var database = new Option<FileInfo?>("--database") { Description = "The database; left out, the configured one. It is opened to be read, also beside the running product." };
        var checkpoints = new Option<DirectoryInfo?>("--checkpoints") { Description = "The folder of the checkpoints; left out, the configured one." };
        var keys = PublicKeys();
        var verify = new Command("verify", "Reads the whole audit log and says whether anything in it is not as it was written, and from which position on. " + Codes) { database, checkpoints, keys };
        verify.SetAction((parsed, ct) => TryAsync(console, async () =>
        {
            var path = parsed.GetValue(database)?.FullName ?? product.Audit().DatabasePath;
            var folder = parsed.GetValue(checkpoints)?.FullName ?? product.Audit().Audit.CheckpointFolder;
            var trusted = Trusted(parsed.GetValue(keys), product);
            if (!File.Exists(path))
                throw new InvalidDataException("There is no such database.");
            await using var db = StorageServices.OpenToRead(path);
            var found = await new AuditVerification(db, new CheckpointFolder(folder), trusted).RunAsync(new Progress(console), ct);
            if (console.Redraws)
                await console.Error.WriteAsync("\r");
            await console.Out.WriteLineAsync(Sentence(found));
            return (int)found.Verdict;
        }));
        return verify;
    }

    private static Command Keys(VerbConsole console, VerbProduct product)
    {
        var create = new Option<FileInfo?>("--create") { Description = "Makes a new key in this file, which only its owner may read, and prints its public part. A file that is there is never written over." };
        var keys = new Command("keys", "Prints the public key that checks the checkpoints: the configured one, or that of a new key. Give it to whoever checks; keep it apart from the database.") { create };
        keys.SetAction((parsed, _) => TryAsync(console, async () =>
        {
            if (parsed.GetValue(create) is { } file)
            {
                await console.Out.WriteLineAsync(AuditSettings.MakeKey(file.FullName).ToString());
                return VerbExit.Done;
            }

            foreach (var key in Trusted(null, product))
                await console.Out.WriteLineAsync(key.ToString());
            return VerbExit.Done;
        }));
        return keys;
    }

    private static string Sentence(AuditFindings found) => FormattableString.Invariant(found.Fault switch
    {
        null when found.Entries == found.Vouched => $"Intact: {found.Entries:N0} entries, {found.Checkpoints:N0} checkpoints; the last one vouches for all of them.",
        null => $"Intact: {found.Entries:N0} entries, {found.Checkpoints:N0} checkpoints up to position {found.Vouched}. For the {found.Entries - found.Vouched:N0} entries since then only the database itself vouches.",
        var fault => $"NOT INTACT from position {found.Position} on: {Of(fault.Value)}",
    });

    private static string Of(AuditFault fault) => fault switch
    {
        AuditFault.EntryChanged => "the entry, or a finding under it, is not what was hashed.",
        AuditFault.EntryMissing => "there is no such entry, but later ones.",
        AuditFault.EntryUnsealed => "the entry has no hash.",
        AuditFault.EntryBehindHead => "it stands behind the end that the head row names.",
        AuditFault.Astray => "it stands where nothing was ever written.",
        AuditFault.HeadDiffers => "the last entry is not the one that the head row names.",
        AuditFault.HeadMissing => "the head row is gone.",
        AuditFault.EndMissing => "the log ends before the position that the head row names.",
        AuditFault.BehindCheckpoint => "the log ends before what a signed checkpoint vouches for. Entries were cut off, or this is an older copy.",
        AuditFault.NotWhatWasSigned => "the entries up to the next checkpoint are not those that were signed.",
        AuditFault.CheckpointsMissing => "checkpoints that were written are not there.",
        AuditFault.OtherDatabase => "the checkpoints are of another database, or of another life of this one.",
        _ => "the next checkpoint is not signed by a trusted key, or cannot be read.",
    };

    /// <summary>Draws how far it is, over the line before where a person watches, and rarely otherwise.</summary>
    private sealed class Progress(VerbConsole console) : IProgress<long>
    {
        private const long Rarely = 500_000;

        public void Report(long value)
        {
            var line = string.Create(CultureInfo.InvariantCulture, $"{value:N0} entries");
            if (console.Redraws)
                console.Error.Write("\r" + line);
            else if (value % Rarely == 0)
                console.Error.WriteLine(line);
        }
    }
}
