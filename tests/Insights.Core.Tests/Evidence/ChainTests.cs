using Insights.Core.Audit;
using Insights.Core.Evidence;
using Insights.Core.Feed;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Reports;
using Insights.Core.Tests.Support;
using Insights.Storage.Sqlite;
using Insights.Testing;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Insights.Core.Tests.Evidence;

/// <summary>The chain takes in everything that is stored, and nothing that may have to be erased.</summary>
public sealed class ChainTests
{
    public static TheoryData<string> Columns => [.. AuditChain.Fields.Select(f => f.Name).Except([nameof(AuditEntry.Position)])];

    [Fact]
    public async Task Every_stored_column_takes_part_in_the_order_that_is_written_down()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var db = database.Open();

        Assert.Equal(ColumnsOf<AuditEntry>(db).Except([nameof(AuditEntry.Hash)]).Order(), AuditChain.Fields.Select(f => f.Name).Order());
        Assert.Equal(ColumnsOf<PassedFinding>(db).Order(), AuditChain.FindingFields.Select(f => f.Name).Order());
        // Hashes that are written already hold in this order; a new column goes to the end.
        Assert.Equal(
            "Position At By ByRoles Via RequestId Action GapId ReportId OperationId DecisionId CommentId AllowedStringId WithheldTextId ErasureId PersonId Code FromState ToState Count",
            string.Join(' ', AuditChain.Fields.Select(f => f.Name)));
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public async Task A_change_of_any_column_is_found(string column)
    {
        using var spoiled = new Spoiled(await AuditTrail.Get());
        spoiled.Sql($"UPDATE audit_entry SET \"{column}\" = coalesce(\"{column}\", '') || '7' WHERE Position = {spoiled.Middle}");

        var found = await spoiled.VerifyAsync();

        Assert.Equal((AuditVerdict.BrokenLink, spoiled.Middle), (found.Verdict, found.Position));
    }

    [Fact]
    public void The_bytes_that_are_hashed_are_these()
    {
        var canonical = new AuditChain.Canonical();
        canonical.BeginEntry(AuditChain.Genesis);
        canonical.Add("Position", "1");
        canonical.Add("Code", null);
        canonical.Add("Action", "é");
        byte[] written = [.. "insights-audit-v1\0"u8, .. new byte[32], 0, 0, 0, 8, .. "Position"u8, 0, 0, 0, 1, .. "1"u8, 0, 0, 0, 6, .. "Action"u8, 0, 0, 0, 2, 0xC3, 0xA9];

        Assert.Equal(System.Security.Cryptography.SHA256.HashData(written), canonical.End());
    }

    [Fact]
    public async Task The_chain_never_forks_while_many_write_lines_by_the_dozen()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gaps = new List<GapView>();
        for (var i = 0; i < 4; i++)
            gaps.Add(await database.GapInAsync(GapState.New));

        await Task.WhenAll(
            Task.Run(() => database.MergeAsync(gaps[0], gaps[1])), Task.Run(() => database.MergeAsync(gaps[2], gaps[3])),
            Task.Run(() => database.FileAsync()), Task.Run(() => database.FileAsync(author: SomePeople.OtherSpecialist)), Task.Run(() => database.FileAsync()));

        Assert.Equal(AuditVerdict.Intact, (await VerifyAsync(database)).Verdict);
    }

    [Fact]
    public async Task Erasing_and_purging_leave_the_chain_as_it_is()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Decided);
        await database.WithheldReportAsync();
        await database.ApproveAsync(await database.RedactionAsync("most protective signal"));
        await database.ApproveAsync(await database.PurgeAsync(gap.CanonicalReportId.Value));

        var found = await VerifyAsync(database);

        Assert.Equal((AuditVerdict.Intact, (await database.HeadAsync()).AuditPosition), (found.Verdict, found.Entries));
    }

    [Fact]
    public async Task An_entry_says_in_which_roles_how_signed_in_and_on_which_request()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using (var scope = database.Services.CreateAsyncScope())
        {
            var current = scope.ServiceProvider.GetRequiredService<CurrentActor>();
            current.Set(SomePeople.OwnerAndApprover with { Roles = Roles.Specialist | Roles.PolicyOwner });
            current.CameBy("cookies", "0HN1:00000001");
            await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new FileReport(null, null, Some.Ambiguity(), null, null, null));
        }

        var entry = (await database.AuditAsync())[^1];

        Assert.Equal((Roles.Specialist | Roles.PolicyOwner, "cookies", "0HN1:00000001"), (entry.ByRoles, entry.Via, entry.RequestId));
        Assert.Equal((Roles.Specialist, null, null), (await FiledAsync(database) is { } plain ? (plain.ByRoles, plain.Via, plain.RequestId) : default));
    }

    [Fact]
    public async Task Entries_from_before_the_chain_are_sealed_once_and_stopping_halfway_does_no_harm()
    {
        using var old = new Spoiled(await AuditTrail.Get());
        // As after the update: no hash anywhere, but for the first of a start that was stopped.
        old.Sql("UPDATE audit_entry SET Hash = NULL WHERE Position > 3; UPDATE feed_head SET AuditHash = NULL, CheckpointPosition = NULL");

        await SealAsync(old);

        Assert.Equal(AuditVerdict.Intact, (await old.VerifyAsync()).Verdict);
    }

    [Fact]
    public async Task An_entry_without_a_hash_beside_a_head_that_has_one_is_never_sealed()
    {
        using var spoiled = new Spoiled(await AuditTrail.Get());
        spoiled.Sql($"UPDATE audit_entry SET Hash = NULL WHERE Position = {spoiled.Middle}");

        await SealAsync(spoiled);

        Assert.Equal(AuditFault.EntryUnsealed, (await spoiled.VerifyAsync()).Fault);
    }

    private static async Task<AuditEntry> FiledAsync(TestDatabase database)
    {
        await database.FileAsync();
        return (await database.AuditAsync())[^1];
    }

    private static async Task SealAsync(Spoiled files)
    {
        await using var db = new SqliteInsightsDb(new DbContextOptionsBuilder<SqliteInsightsDb>().UseSqlite($"Data Source={files.DatabasePath};Pooling=False").Options);
        await new AuditSealing(NullLogger<AuditSealing>.Instance).RunAsync(db, CancellationToken.None);
    }

    private static async Task<AuditFindings> VerifyAsync(TestDatabase database)
    {
        await using var db = database.Open();
        return await new AuditVerification(db, null, []).RunAsync(null, CancellationToken.None);
    }

    private static IEnumerable<string> ColumnsOf<T>(DbContext db) => db.Model.FindEntityType(typeof(T))!.GetProperties().Select(p => p.Name);
}
