using Insights.Core.Evidence;
using Insights.Core.Feed;
using Insights.Core.Tests.Support;
using Insights.Storage.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Insights.Core.Tests.Evidence;

/// <summary>Whatever is done to the log or its checkpoints behind the product's back is found, and where it begins is named.</summary>
public sealed class TamperingTests
{
    private const string Columns = "At, \"By\", ByRoles, Via, RequestId, Action, GapId, ReportId, OperationId, DecisionId, CommentId, AllowedStringId, WithheldTextId, ErasureId, PersonId, Code, FromState, ToState, Count, Hash";

    private static readonly Dictionary<string, Case> Cases = new()
    {
        ["who did it is changed"] = Edit("\"By\" = 'per_00000000000000000000000099'"),
        ["what was done is changed"] = Edit("Action = 'RejectDecision'"),
        ["the time is changed"] = Edit("At = At - 86400000"),
        ["the gap is changed"] = Edit("GapId = 'gap_00000000000000000000000099'"),
        ["the state after is changed"] = Edit("ToState = 'Closed'"),
        ["an empty field is filled in"] = Edit("Code = 'waived'"),
        ["an empty field is filled with an empty text"] = Edit("Code = ''"),
        ["a field is emptied"] = Edit("ByRoles = NULL"),
        ["the text of one field is moved to the next"] = Edit("Code = FromState, FromState = Code"),
        ["a number is replaced by a text that no column holds"] = Edit("At = 'yesterday'"),
        ["a hash is changed"] = Edit("Hash = zeroblob(32)"),
        ["a hash is shortened"] = Edit("Hash = substr(Hash, 1, 31)"),
        ["a hash is emptied"] = Edit("Hash = NULL"),
        ["the first entry is changed"] = new(AuditVerdict.BrokenLink, AuditFault.EntryChanged, _ => 1, s => s.Sql("UPDATE audit_entry SET Action = 'Nothing' WHERE Position = 1")),
        ["the last entry is changed"] = new(AuditVerdict.BrokenLink, AuditFault.EntryChanged, s => s.N, s => s.Sql($"UPDATE audit_entry SET Action = 'Nothing' WHERE Position = {s.N}")),
        ["an entry is put in"] = new(AuditVerdict.BrokenLink, AuditFault.EntryChanged, s => s.Middle, s => s.Sql(
            $"{Renumber(s.Middle, +1)} INSERT INTO audit_entry (Position, {Columns}) SELECT {s.Middle}, {Columns} FROM audit_entry WHERE Position = {s.Middle - 1}; UPDATE feed_head SET AuditPosition = AuditPosition + 1")),
        ["an entry is put before the first"] = new(AuditVerdict.BrokenLink, AuditFault.Astray, _ => 0, s => s.Sql($"INSERT INTO audit_entry (Position, {Columns}) SELECT 0, {Columns} FROM audit_entry WHERE Position = 1")),
        ["an entry is put behind the end"] = new(AuditVerdict.BrokenLink, AuditFault.EntryBehindHead, s => s.N + 1, async s =>
        {
            s.Sql($"INSERT INTO audit_entry (Position, {Columns}) SELECT {s.N + 1}, {Columns} FROM audit_entry WHERE Position = {s.N}");
            await s.RehashAsync(s.N + 1);
            s.Sql("UPDATE feed_head SET AuditPosition = AuditPosition - 1");
        }),
        ["an entry is taken out"] = new(AuditVerdict.BrokenLink, AuditFault.EntryMissing, s => s.Middle, s => s.Sql($"DELETE FROM audit_entry WHERE Position = {s.Middle}")),
        ["an entry is taken out and the rest renumbered"] = new(AuditVerdict.BrokenLink, AuditFault.EntryChanged, s => s.Middle, s => s.Sql(
            $"DELETE FROM audit_entry WHERE Position = {s.Middle}; {Renumber(s.Middle, -1)} UPDATE feed_head SET AuditPosition = AuditPosition - 1")),
        ["the first entry is taken out"] = new(AuditVerdict.BrokenLink, AuditFault.EntryMissing, _ => 1, s => s.Sql("DELETE FROM audit_entry WHERE Position = 1")),
        ["two entries change places"] = new(AuditVerdict.BrokenLink, AuditFault.EntryChanged, s => s.Middle, s => s.Sql(
            $"UPDATE audit_entry SET Position = -1 WHERE Position = {s.Middle}; UPDATE audit_entry SET Position = {s.Middle} WHERE Position = {s.Middle + 1}; UPDATE audit_entry SET Position = {s.Middle + 1} WHERE Position = -1")),
        ["an entry is changed and all hashes from there on computed anew"] = new(AuditVerdict.BrokenLink, AuditFault.NotWhatWasSigned, s => s.Trail.Sizes[1] + 1, async s =>
        {
            s.Sql($"UPDATE audit_entry SET Action = 'Nothing' WHERE Position = {s.Middle}");
            await s.RehashAsync(s.Middle);
        }),
        ["the first entry is changed and all hashes computed anew"] = new(AuditVerdict.BrokenLink, AuditFault.NotWhatWasSigned, _ => 1, async s =>
        {
            s.Sql("UPDATE audit_entry SET Action = 'Nothing' WHERE Position = 1");
            await s.RehashAsync(1);
        }),
        ["an entry is changed, all hashes emptied, and the product started"] = new(AuditVerdict.BrokenLink, AuditFault.NotWhatWasSigned, s => s.Trail.Sizes[1] + 1, async s =>
        {
            s.Sql($"UPDATE audit_entry SET Action = 'Nothing' WHERE Position = {s.Middle}; UPDATE audit_entry SET Hash = NULL; UPDATE feed_head SET AuditHash = NULL, CheckpointPosition = NULL");
            await using var db = new SqliteInsightsDb(new DbContextOptionsBuilder<SqliteInsightsDb>().UseSqlite($"Data Source={s.DatabasePath};Pooling=False").Options);
            await new AuditSealing(NullLogger<AuditSealing>.Instance).RunAsync(db, CancellationToken.None);
        }),
        ["the end is cut off"] = new(AuditVerdict.Truncated, AuditFault.EndMissing, s => s.N, s => s.Sql($"DELETE FROM audit_entry WHERE Position = {s.N}")),
        ["the end is cut off and the head lowered"] = new(AuditVerdict.Truncated, AuditFault.BehindCheckpoint, s => s.Middle, async s =>
        {
            s.Sql($"DELETE FROM passed_finding WHERE AuditPosition >= {s.Middle}; DELETE FROM audit_entry WHERE Position >= {s.Middle}");
            await s.RehashAsync(s.Middle - 1);
        }),
        ["the log is wiped"] = new(AuditVerdict.Truncated, AuditFault.BehindCheckpoint, _ => 1, s => s.Sql("DELETE FROM passed_finding; DELETE FROM audit_entry")),
        ["the log is wiped and the head with it"] = new(AuditVerdict.Truncated, AuditFault.BehindCheckpoint, _ => 1, s => s.Sql(
            "DELETE FROM passed_finding; DELETE FROM audit_entry; UPDATE feed_head SET AuditPosition = 0, AuditHash = NULL, CheckpointPosition = NULL")),
        ["the head row is taken out"] = new(AuditVerdict.Truncated, AuditFault.HeadMissing, s => s.N + 1, s => s.Sql("DELETE FROM feed_head")),
        ["the head is raised"] = new(AuditVerdict.Truncated, AuditFault.EndMissing, s => s.N + 1, s => s.Sql("UPDATE feed_head SET AuditPosition = AuditPosition + 5")),
        ["the hash of the head is changed"] = new(AuditVerdict.BrokenLink, AuditFault.HeadDiffers, s => s.N, s => s.Sql("UPDATE feed_head SET AuditHash = zeroblob(32)")),
        ["the database becomes another life of itself"] = new(AuditVerdict.Truncated, AuditFault.OtherDatabase, _ => 1, s => s.Sql("UPDATE feed_head SET Epoch = Epoch + 1")),
        ["an older copy of the database is put back"] = new(AuditVerdict.Truncated, AuditFault.BehindCheckpoint, s => s.Trail.Sizes[0] + 1, s => File.WriteAllBytes(s.DatabasePath, s.Trail.OlderDatabase)),
        ["an older copy is put back and other things are done"] = new(AuditVerdict.BrokenLink, AuditFault.NotWhatWasSigned, s => s.Trail.Sizes[0] + 1, async s =>
        {
            File.WriteAllBytes(s.DatabasePath, s.Trail.OlderDatabase);
            s.Sql($"WITH RECURSIVE n(i) AS (SELECT {s.Trail.Sizes[0] + 1} UNION ALL SELECT i + 1 FROM n WHERE i < {s.N}) INSERT INTO audit_entry (Position, {Columns}) SELECT i, {Columns} FROM n, audit_entry WHERE Position = 1");
            await s.RehashAsync(s.Trail.Sizes[0] + 1);
        }),
        ["a finding that was let pass is changed"] = Finding("UPDATE passed_finding SET RuleId = 'other' WHERE AuditPosition = "),
        ["a finding that was let pass is taken out"] = Finding("DELETE FROM passed_finding WHERE AuditPosition = "),
        ["a finding is put under a line"] = new(AuditVerdict.BrokenLink, AuditFault.EntryChanged, s => s.Middle, s => s.Sql(
            $"INSERT INTO passed_finding (AuditPosition, Number, Path, RuleId, Type, Start, End) VALUES ({s.Middle}, 0, 'title', 'email', 'EMAIL', 0, 4)")),
        ["a finding is put under a line that is not there"] = new(AuditVerdict.BrokenLink, AuditFault.Astray, s => s.N + 7, s => s.Sql(
            $"INSERT INTO passed_finding (AuditPosition, Number, Path, RuleId, Type, Start, End) VALUES ({s.N + 7}, 0, 'title', 'email', 'EMAIL', 0, 4)")),
        ["a checkpoint is changed"] = new(AuditVerdict.BadSignature, AuditFault.CheckpointUntrusted, s => s.Trail.Sizes[0] + 1, s => s.Put(
            [s.Trail.Notes[0], s.Trail.Notes[1].Replace("\nepoch ", "\nepoch 1", StringComparison.Ordinal), s.Trail.Notes[2]])),
        ["a checkpoint loses its signature"] = new(AuditVerdict.BadSignature, AuditFault.CheckpointUntrusted, s => s.Trail.Sizes[1] + 1, s => s.Put(
            [s.Trail.Notes[0], s.Trail.Notes[1], s.Trail.Notes[2][..(s.Trail.Notes[2].IndexOf("\n\n", StringComparison.Ordinal) + 2)]])),
        ["a checkpoint is signed by another key"] = new(AuditVerdict.BadSignature, AuditFault.CheckpointUntrusted, s => s.Trail.Sizes[1] + 1, s => s.Put(
            [s.Trail.Notes[0], s.Trail.Notes[1], Resigned(s.Trail.Notes[2])])),
        ["the checkpoints are replaced by those of another installation"] = new(AuditVerdict.BadSignature, AuditFault.CheckpointUntrusted, _ => 1, s => s.Put(s.Trail.Notes.Select(Resigned))),
        ["something else stands among the checkpoints"] = new(AuditVerdict.BadSignature, AuditFault.CheckpointUntrusted, s => s.Trail.Sizes[2] + 1, s => File.AppendAllText(s.CheckpointsPath, "all is well\n")),
        ["a checkpoint is taken out"] = new(AuditVerdict.Truncated, AuditFault.CheckpointsMissing, s => s.Trail.Sizes[0] + 1, s => s.Put([s.Trail.Notes[0], s.Trail.Notes[2]])),
        ["the newest checkpoints are taken out"] = new(AuditVerdict.Truncated, AuditFault.CheckpointsMissing, s => s.Trail.Sizes[0] + 1, s => s.Put([s.Trail.Notes[0]])),
        ["all checkpoints are taken out"] = new(AuditVerdict.Truncated, AuditFault.CheckpointsMissing, _ => 1, s => File.Delete(s.CheckpointsPath)),
        ["two checkpoints change places"] = new(AuditVerdict.Truncated, AuditFault.CheckpointsMissing, s => s.Trail.Sizes[0] + 1, s => s.Put([s.Trail.Notes[0], s.Trail.Notes[2], s.Trail.Notes[1]])),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_is_found(string name)
    {
        var @case = Cases[name];
        using var spoiled = new Spoiled(await AuditTrail.Get());

        await @case.Spoil(spoiled);

        var found = await spoiled.VerifyAsync();
        Assert.Equal((@case.Verdict, @case.Fault, @case.Position(spoiled)), (found.Verdict, found.Fault, found.Position));
    }

    [Fact]
    public async Task What_nobody_touched_is_intact()
    {
        using var pristine = new Spoiled(await AuditTrail.Get());

        var found = await pristine.VerifyAsync();

        Assert.Equal(new AuditFindings(AuditVerdict.Intact, null, null, pristine.N, pristine.Trail.Sizes[^1], pristine.Trail.Notes.Count), found);
        Assert.True(pristine.N > pristine.Trail.Sizes[^1], "Nothing is younger than the last checkpoint.");
    }

    /// <summary>The limit that SECURITY.md states: nobody but the head row vouches for what is younger than the last checkpoint.</summary>
    [Fact]
    public async Task Entries_younger_than_the_last_checkpoint_can_be_cut_off_unseen()
    {
        using var spoiled = new Spoiled(await AuditTrail.Get());
        spoiled.Sql($"DELETE FROM audit_entry WHERE Position > {spoiled.Trail.Sizes[^1]}");
        await spoiled.RehashAsync(spoiled.Trail.Sizes[^1]);

        Assert.Equal(AuditVerdict.Intact, (await spoiled.VerifyAsync()).Verdict);
    }

    private static Case Edit(string set) =>
        new(AuditVerdict.BrokenLink, set.EndsWith("Hash = NULL", StringComparison.Ordinal) ? AuditFault.EntryUnsealed : AuditFault.EntryChanged,
            Moved, s => s.Sql($"UPDATE audit_entry SET {set} WHERE Position = {Moved(s)}"));

    /// <summary>A line with states, so that there is something in every field that is edited.</summary>
    private static long Moved(Spoiled spoiled) => spoiled.Trail.Sizes[0];

    private static Case Finding(string sql) =>
        new(AuditVerdict.BrokenLink, AuditFault.EntryChanged, s => s.Trail.Finding, s => s.Sql(sql + s.Trail.Finding.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>Moves entries by one place, by way of numbers that are free.</summary>
    private static string Renumber(long from, int by) =>
        $"UPDATE passed_finding SET AuditPosition = AuditPosition + {by} WHERE AuditPosition >= {from}; UPDATE audit_entry SET Position = -Position WHERE Position >= {from}; UPDATE audit_entry SET Position = -Position + {by} WHERE Position < 0;";

    private static string Resigned(string note) => AuditTrail.OtherSigner.Sign(note[..(note.IndexOf("\n\n", StringComparison.Ordinal) + 1)]);

    private sealed record Case(AuditVerdict Verdict, AuditFault Fault, Func<Spoiled, long> Position, Func<Spoiled, Task> Spoil)
    {
        public Case(AuditVerdict verdict, AuditFault fault, Func<Spoiled, long> position, Action<Spoiled> spoil)
            : this(verdict, fault, position, s =>
            {
                spoil(s);
                return Task.CompletedTask;
            })
        {
        }
    }
}
