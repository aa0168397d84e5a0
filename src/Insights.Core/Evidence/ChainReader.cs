using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using Insights.Core.Audit;
using Insights.Core.Data;
using Insights.Core.Feed;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Insights.Core.Evidence;

/// <summary>An audit entry as the database holds it, and what its hash ought to be. Filled anew for each row, so nobody keeps it.</summary>
internal sealed class ChainRow
{
    private readonly AuditChain.Canonical _canonical = new();

    public long Position { get; set; }

    /// <summary>The hash that is stored; empty when there is none.</summary>
    public byte[] Hash { get; set; } = [];

    /// <summary>The values as text, in the order of <see cref="AuditChain.Fields"/>.</summary>
    public string?[] Values { get; } = new string?[AuditChain.Fields.Count];

    /// <summary>The findings that stand under it, each in the order of <see cref="AuditChain.FindingFields"/>.</summary>
    public List<string?[]> Findings { get; } = [];

    /// <summary>Digest of the findings, as it takes part in the hash; null when there are none.</summary>
    public string? FindingsDigest()
    {
        if (Findings.Count == 0)
            return null;
        _canonical.BeginFindings();
        foreach (var finding in Findings)
            Add(AuditChain.FindingFields, finding);
        return AuditChain.Text(_canonical.End());
    }

    /// <summary>The hash that fits these values behind this one.</summary>
    public byte[] HashBehind(ReadOnlySpan<byte> previous)
    {
        var findings = FindingsDigest();
        _canonical.BeginEntry(previous);
        Add(AuditChain.Fields, Values);
        _canonical.Add(AuditChain.PassedFindings, findings);
        return _canonical.End();
    }

    private void Add<T>(IReadOnlyList<AuditChain.Field<T>> fields, string?[] values)
    {
        for (var i = 0; i < values.Length; i++)
            _canonical.Add(fields[i].Name, values[i]);
    }
}

/// <summary>
/// Reads the audit log row by row, as it is stored and not as the product would understand it: whoever changed it by hand
/// may have written what no entity could hold.
/// </summary>
internal static class ChainReader
{
    private static readonly string Entries = string.Join(", ", AuditChain.Fields.Select(f => $"e.\"{f.Name}\""));
    private static readonly string Findings = string.Join(", ", AuditChain.FindingFields.Select(f => $"f.\"{f.Name}\""));

    /// <summary>The entries behind a position, up to another where one is given. The same row is given again and again.</summary>
    public static async IAsyncEnumerable<ChainRow> ReadAsync(InsightsDb db, long after, long? upTo, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = await CommandAsync(db,
            $"""
             SELECT e."Hash", {Entries}, {Findings} FROM audit_entry e LEFT JOIN passed_finding f ON f."AuditPosition" = e."Position"
             WHERE e."Position" > @after AND e."Position" <= @upTo ORDER BY e."Position", f."Number"
             """, ct);
        Bind(command, "@after", after);
        Bind(command, "@upTo", upTo ?? long.MaxValue);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var fields = AuditChain.Fields.Count;
        var row = new ChainRow();
        var open = false;
        while (await reader.ReadAsync(ct))
        {
            var position = reader.GetInt64(1);
            if (!open || position != row.Position)
            {
                if (open)
                    yield return row;
                open = true;
                row.Position = position;
                row.Hash = reader.GetValue(0) as byte[] ?? [];
                row.Findings.Clear();
                for (var i = 0; i < fields; i++)
                    row.Values[i] = Text(reader, i + 1);
            }

            if (!reader.IsDBNull(fields + 1))
                row.Findings.Add([.. Enumerable.Range(fields + 1, AuditChain.FindingFields.Count).Select(i => Text(reader, i))]);
        }

        if (open)
            yield return row;
    }

    /// <summary>The hashes of the entries up to a position, in order.</summary>
    public static async IAsyncEnumerable<(long Position, byte[] Hash)> HashesAsync(InsightsDb db, long upTo, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = await CommandAsync(db, """SELECT "Position", "Hash" FROM audit_entry WHERE "Position" <= @upTo ORDER BY "Position" """, ct);
        Bind(command, "@upTo", upTo);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            yield return (reader.GetInt64(0), reader.GetValue(1) as byte[] ?? []);
    }

    /// <summary>The hash of one entry; empty when the entry or its hash is missing.</summary>
    public static async Task<byte[]> HashAtAsync(InsightsDb db, long position, CancellationToken ct) => position == 0
        ? AuditChain.Genesis
        : await db.AuditEntries.Where(a => a.Position == position).Select(a => a.Hash).FirstOrDefaultAsync(ct) ?? [];

    /// <summary>Position of the first finding that stands under no entry; null when there is none.</summary>
    public static async Task<long?> FirstStrayFindingAsync(InsightsDb db, CancellationToken ct)
    {
        var entries = db.AuditEntries;
        return await db.PassedFindings.Where(f => !entries.Any(a => a.Position == f.AuditPosition)).MinAsync(f => (long?)f.AuditPosition, ct);
    }

    /// <summary>The head row; null when it is gone.</summary>
    public static Task<FeedHead?> HeadAsync(InsightsDb db, CancellationToken ct) => db.FeedHeads.AsNoTracking().FirstOrDefaultAsync(ct);

    private static string? Text(DbDataReader reader, int column) => reader.GetValue(column) switch
    {
        DBNull => null,
        string text => text,
        byte[] bytes => Convert.ToHexString(bytes),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        var other => other.ToString(),
    };

    private static async Task<DbCommand> CommandAsync(InsightsDb db, string sql, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        return command;
    }

    private static void Bind(DbCommand command, string name, long value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }
}
