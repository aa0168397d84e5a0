using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Insights.Benchmarks.Collection;
using Insights.Benchmarks.Measuring;
using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Evidence;
using Insights.Core.Identity;
using Insights.Storage;
using Microsoft.Data.Sqlite;

namespace Insights.Benchmarks.Scenarios;

/// <summary>Checks a pristine audit log of a million entries with a signed checkpoint for every hundred.</summary>
internal static class AuditVerify
{
    private const int Entries = 1_000_000;

    private static readonly string[] Columns = [.. AuditChain.Fields.Select(f => f.Name), nameof(AuditEntry.Hash)];

    public static async Task RunAsync()
    {
        await using var product = await Product.CreateAsync(DemoReports.Read());
        using var signer = NoteSigner.Create(Checkpoint.Origin, out _);
        var folder = new CheckpointFolder(Path.Combine(Path.GetDirectoryName(product.DatabasePath)!, "checkpoints"));
        Fill(product, folder, signer);

        List<double> mine = [], theirs = [];
        var memory = 0.0;
        for (var round = -1; round < Contest.RoundCount; round++)
        {
            var started = Stopwatch.GetTimestamp();
            memory = Math.Max(memory, await VerifyAsync(product, folder, signer));
            var own = Stopwatch.GetElapsedTime(started).TotalSeconds;
            started = Stopwatch.GetTimestamp();
            HashPlainly(product);
            if (round < 0)
                continue;
            mine.Add(own);
            theirs.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        var ratios = mine.Zip(theirs, (m, t) => m / t).ToList();
        Console.WriteLine("\n### audit-verify\n\n| | seconds | of the rounds | time to peer | heap growth MiB |\n|---|---|---|---|---|");
        Console.WriteLine(FormattableString.Invariant($"| whole check, {Entries:N0} entries, {Entries / CheckpointWriter.EveryEntries:N0} checkpoints | {Rounds.Median(mine):0.0} | {mine.Min():0.0}–{mine.Max():0.0} | {Rounds.Median(ratios):0.00} ({ratios.Min():0.00}–{ratios.Max():0.00}) | {memory:0.0} |"));
        Console.WriteLine(FormattableString.Invariant($"| peer: SHA-256 of each row | {Rounds.Median(theirs):0.0} | {theirs.Min():0.0}–{theirs.Max():0.0} |  |  |"));
    }

    /// <summary>Gives by how much the heap grew on the way, in MiB.</summary>
    private static async Task<double> VerifyAsync(Product product, CheckpointFolder folder, NoteSigner signer)
    {
        var growth = new Growth();
        await using var db = StorageServices.OpenToRead(product.DatabasePath);
        var found = await new AuditVerification(db, folder, [signer.Public]).RunAsync(growth, CancellationToken.None);
        return found is { Verdict: AuditVerdict.Intact, Entries: Entries, Vouched: Entries } ? growth.MiB : throw new InvalidOperationException($"Not intact: {found}");
    }

    /// <summary>The peer: the same columns of the same rows, put together and hashed, each by itself.</summary>
    private static void HashPlainly(Product product)
    {
        using var connection = product.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT * FROM audit_entry ORDER BY \"Position\"";
        using var reader = command.ExecuteReader();
        var (row, text) = (new object[reader.FieldCount], new StringBuilder());
        while (reader.Read())
        {
            reader.GetValues(row);
            text.Clear();
            foreach (var value in row)
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{value}|");
            SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
        }
    }

    /// <summary>Writes the log as the ledger and the checkpoint writer would, but a great many at once.</summary>
    private static void Fill(Product product, CheckpointFolder folder, NoteSigner signer)
    {
        var current = new CurrentActor();
        current.Set(Product.Lead);
        current.CameBy("Cookies", "0HN000000000A:00000001");
        var (hash, tree, start) = (AuditChain.Genesis, new MerkleTree(), new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var (gaps, reports) = (Some<GapId>(9_999), Some<ReportId>(99_999));
        using var connection = product.Connect();
        using var transaction = connection.BeginTransaction();
        Run(connection, "DELETE FROM audit_entry");
        using var insert = new Statement(connection,
            $"INSERT INTO audit_entry ({string.Join(", ", Columns.Select(c => $"\"{c}\""))}) VALUES ({string.Join(", ", Columns.Select((_, i) => $"${i}"))})", Columns.Length);
        var notes = new StringBuilder();
        for (var position = 1; position <= Entries; position++)
        {
            var line = position % 3 == 0 ? new AuditLine("FileReport") { Report = reports[position % reports.Length] }
                : new AuditLine("ClaimGap") { Gap = gaps[position % gaps.Length], Report = reports[position % reports.Length], From = "New", To = "Triage" };
            var entry = AuditEntry.Write(position, line, current, start.AddSeconds(position));
            hash = entry.Seal(hash, []);
            tree.Add(hash);
            insert.Run(transaction, [.. AuditChain.Fields.Select(f => (object?)f.Text(entry)), hash]);
            if (position % CheckpointWriter.EveryEntries == 0)
                notes.Append(signer.Sign(new Checkpoint(position, tree.Root(), hash, 1, position / CheckpointWriter.EveryEntries, start.AddSeconds(position)).ToText())).Append('\n');
        }

        Run(connection, $"UPDATE feed_head SET \"Epoch\" = 1, \"AuditPosition\" = {Entries}, \"CheckpointPosition\" = {Entries}, \"AuditHash\" = x'{Convert.ToHexString(hash)}'");
        transaction.Commit();
        Directory.CreateDirectory(folder.FullPath);
        File.WriteAllText(Path.Combine(folder.FullPath, "2026-01.checkpoints"), notes.ToString());

        void Run(SqliteConnection on, string sql)
        {
            using var command = on.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }

    private static TId[] Some<TId>(int count) where TId : struct, IPrefixedId<TId>
    {
        var ids = new IdSource(TimeProvider.System);
        return [.. Enumerable.Range(0, count).Select(_ => ids.Next<TId>())];
    }

    /// <summary>Looks at the live heap ten times on the way.</summary>
    private sealed class Growth : IProgress<long>
    {
        private readonly long _start = GC.GetTotalMemory(forceFullCollection: true);
        private long _greatest;

        public double MiB => Math.Max(0, _greatest - _start) / 1048576.0;

        public void Report(long value)
        {
            if (value % (Entries / 10) == 0)
                _greatest = Math.Max(_greatest, GC.GetTotalMemory(forceFullCollection: true));
        }
    }
}
