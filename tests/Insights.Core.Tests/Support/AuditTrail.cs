using Insights.Core.Evidence;
using Insights.Core.Gaps;
using Insights.Storage;
using Insights.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Insights.Core.Tests.Support;

/// <summary>A short log with its checkpoints, made once through the product and copied for whoever wants to spoil it.</summary>
internal sealed class AuditTrail
{
    private static readonly Lazy<Task<AuditTrail>> Made = new(MakeAsync);

    public static NoteSigner Signer { get; } = NoteSigner.Create(Checkpoint.Origin, out _);

    public static NoteSigner OtherSigner { get; } = NoteSigner.Create(Checkpoint.Origin, out _);

    public required byte[] Database { get; init; }

    /// <summary>The database as it was when its first checkpoint was written.</summary>
    public required byte[] OlderDatabase { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    public required IReadOnlyList<long> Sizes { get; init; }

    public required long Entries { get; init; }

    /// <summary>Position of the line under which a finding stands.</summary>
    public required long Finding { get; init; }

    public static Task<AuditTrail> Get() => Made.Value;

    /// <summary>A database that keeps signed checkpoints in this folder.</summary>
    public static Task<TestDatabase> KeepingAsync(string folder, NoteSigner? signer = null) => TestDatabase.CreateAsync(services =>
        services.AddSingleton(new CheckpointKeeping(new CheckpointFolder(folder), signer ?? Signer, [(signer ?? Signer).Public])));

    /// <summary>The database file as it stands, its write-ahead log worked in.</summary>
    public static byte[] CopyOf(string database)
    {
        var copy = Path.Combine(Scratch.NewFolder(), "copy.db");
        using (var from = new SqliteConnection($"Data Source={database};Mode=ReadOnly;Pooling=False"))
        using (var to = new SqliteConnection($"Data Source={copy};Pooling=False"))
        {
            from.Open();
            to.Open();
            from.BackupDatabase(to);
        }

        var bytes = File.ReadAllBytes(copy);
        Directory.Delete(Path.GetDirectoryName(copy)!, recursive: true);
        return bytes;
    }

    private static async Task<AuditTrail> MakeAsync()
    {
        var folder = Scratch.NewFolder();
        await using var database = await KeepingAsync(folder);
        var writer = database.Services.GetRequiredService<CheckpointWriter>();
        await database.GapInAsync(GapState.Decided);
        await writer.WriteAsync(CancellationToken.None);
        var older = CopyOf(database.DatabasePath);

        await database.AllowAsync();
        await database.FileAsync(Some.Ambiguity() with { Title = Stewarding.Marked });
        var finding = (await database.HeadAsync()).AuditPosition;
        await database.FileAsync();
        await writer.WriteAsync(CancellationToken.None);

        await database.GapInAsync(GapState.Triage);
        await writer.WriteAsync(CancellationToken.None);
        await database.GapInAsync(GapState.New);

        var notes = new CheckpointFolder(folder).Notes().ToList();
        var trail = new AuditTrail
        {
            Database = CopyOf(database.DatabasePath),
            OlderDatabase = older,
            Notes = notes,
            Sizes = [.. notes.Select(n => Checkpoint.TryOpen(n, [Signer.Public], out var c) ? c.Size : throw new InvalidDataException())],
            Entries = (await database.HeadAsync()).AuditPosition,
            Finding = finding,
        };
        Directory.Delete(folder, recursive: true);
        return trail;
    }
}

/// <summary>A copy of the trail in the hands of somebody who may write every file of it, but has no key.</summary>
internal sealed class Spoiled : IDisposable
{
    private readonly string _folder = Scratch.NewFolder();

    public Spoiled(AuditTrail trail)
    {
        Trail = trail;
        File.WriteAllBytes(DatabasePath, trail.Database);
        Directory.CreateDirectory(Path.GetDirectoryName(CheckpointsPath)!);
        Put(trail.Notes);
    }

    public AuditTrail Trail { get; }

    public string DatabasePath => Path.Combine(_folder, "insights.db");

    public string CheckpointsPath => Path.Combine(_folder, "checkpoints", "2026-11.checkpoints");

    /// <summary>An entry that a checkpoint vouches for, with entries of the same checkpoint around it.</summary>
    public long Middle => Trail.Sizes[1] + 2;

    public long N => Trail.Entries;

    public void Put(IEnumerable<string> notes) => File.WriteAllText(CheckpointsPath, string.Concat(notes.Select(n => n + "\n")));

    public void Sql(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={DatabasePath};Pooling=False;Foreign Keys=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Computes the hashes anew from a position on, and the head's with them: what somebody does who knows how.</summary>
    public async Task RehashAsync(long from)
    {
        var hashes = new List<(long Position, byte[] Hash)>();
        await using (var db = StorageServices.OpenToRead(DatabasePath))
        {
            var hash = await ChainReader.HashAtAsync(db, from - 1, CancellationToken.None);
            await foreach (var row in ChainReader.ReadAsync(db, from - 1, null, CancellationToken.None))
                hashes.Add((row.Position, hash = row.HashBehind(hash)));
        }

        Sql(string.Concat(hashes.Select(h => $"UPDATE audit_entry SET Hash = x'{Convert.ToHexString(h.Hash)}' WHERE Position = {h.Position};"))
            + $"UPDATE feed_head SET AuditHash = x'{Convert.ToHexString(hashes[^1].Hash)}', AuditPosition = {hashes[^1].Position}");
    }

    public async Task<AuditFindings> VerifyAsync()
    {
        await using var db = StorageServices.OpenToRead(DatabasePath);
        return await new AuditVerification(db, new CheckpointFolder(Path.GetDirectoryName(CheckpointsPath)!), [AuditTrail.Signer.Public]).RunAsync(null, CancellationToken.None);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
