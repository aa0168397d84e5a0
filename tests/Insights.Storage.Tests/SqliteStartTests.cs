using Insights.Core.Data;
using Insights.Core.Gaps;
using Insights.Core.Reports;
using Insights.Core.Triage;
using Insights.Storage.Sqlite;
using Insights.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Insights.Storage.Tests;

public sealed class SqliteStartTests
{
    [Fact]
    public async Task Migrations_bring_up_an_empty_file_and_leave_none_pending()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var db = database.Open();

        Assert.NotEmpty(await db.Database.GetAppliedMigrationsAsync());
        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
    }

    [Fact]
    public async Task The_migrations_say_all_that_the_model_says()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var db = database.Open();

        Assert.False(db.Database.HasPendingModelChanges());
        Assert.NotEmpty(db.GetService<IMigrationsAssembly>().Migrations);
    }

    [Fact]
    public async Task Decisions_from_before_are_found_by_what_they_cite()
    {
        await using var database = await TestDatabase.CreateAsync();
        var settled = await database.GapInAsync(GapState.Decided);
        var gap = await database.GapInAsync(GapState.Assessing);
        await database.SendAsync(SomePeople.Owner, new ProposeDecision(gap.Id.Value, gap.Version, Some.Decision() with
        {
            Precedents = [new() { GapNumber = settled.Number, Use = PrecedentUse.Followed, Why = "The same question." }],
        }, null));
        await using var db = database.Open();

        await db.GetService<IMigrator>().MigrateAsync("20261127190245_ReportsByAuthor");
        await db.Database.MigrateAsync();

        Assert.Equal([[], [settled.DecisionId!.Value.Value]], await db.Decisions.OrderBy(d => d.Id).Select(d => d.Cites).ToListAsync());
    }

    [Fact]
    public async Task Every_connection_writes_ahead_commits_durably_and_holds_references()
    {
        await using var database = await TestDatabase.CreateAsync();
        var contexts = Enumerable.Range(0, 12).Select(_ => database.Open()).ToList();

        // All open at once, so that none of them is another one's connection handed out again by the pool.
        foreach (var (i, db) in contexts.Index())
        {
            if (i % 2 == 0)
                await db.Database.OpenConnectionAsync();
            else
                db.Database.OpenConnection();
            Assert.Equal(("wal", "2", "1", "5000"), (await PragmaAsync(db, "journal_mode"), await PragmaAsync(db, "synchronous"), await PragmaAsync(db, "foreign_keys"), await PragmaAsync(db, "busy_timeout")));
        }

        foreach (var db in contexts)
            await db.DisposeAsync();
    }

    [Fact]
    public async Task A_second_owner_of_the_file_does_not_start_and_the_first_goes_on()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var second = Another(database.DatabasePath);

        var refused = await Assert.ThrowsAsync<DatabaseInUseException>(() => second.GetRequiredService<IDatabaseStart>().RunAsync(CancellationToken.None));

        Assert.DoesNotContain(Path.GetDirectoryName(database.DatabasePath)!, refused.Message, StringComparison.Ordinal);
        await database.FileAsync();
    }

    [Fact]
    public async Task Whoever_lets_go_of_the_file_hands_it_to_the_next()
    {
        using var folder = new Folder();
        await using (var first = Another(folder.Database))
            await first.GetRequiredService<IDatabaseStart>().RunAsync(CancellationToken.None);

        await using var second = Another(folder.Database);
        await second.GetRequiredService<IDatabaseStart>().RunAsync(CancellationToken.None);

        Assert.True(File.Exists(folder.Database + ".lock"));
    }

    [Fact]
    public async Task What_was_acknowledged_is_there_after_the_file_was_closed_and_opened_again()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Closed);
        using var folder = new Folder();
        // A copy of file and log as they lie on the disk, while the first owner still holds them open.
        foreach (var part in new[] { "", "-wal" })
            File.Copy(database.DatabasePath + part, folder.Database + part);

        await using var again = Another(folder.Database);
        await again.GetRequiredService<IDatabaseStart>().RunAsync(CancellationToken.None);
        await using var db = await again.GetRequiredService<IDbContextFactory<InsightsDb>>().CreateDbContextAsync();

        Assert.Equal(GapState.Closed, (await db.Gaps.SingleAsync(g => g.Id == gap.Id)).State);
        await using var before = database.Open();
        Assert.Equal(await before.Set<Core.Feed.FeedEvent>().CountAsync(), await db.Set<Core.Feed.FeedEvent>().CountAsync());
        Assert.Equal("ok", await PragmaAsync(db, "integrity_check"));
    }

    [Fact]
    public async Task Starting_again_keeps_the_epoch_of_the_feed()
    {
        using var folder = new Folder();
        var epochs = new List<long>();
        for (var i = 0; i < 2; i++)
        {
            await using var owner = Another(folder.Database, TestDatabase.Start.AddDays(i));
            await owner.GetRequiredService<IDatabaseStart>().RunAsync(CancellationToken.None);
            await using var db = await owner.GetRequiredService<IDbContextFactory<InsightsDb>>().CreateDbContextAsync();
            epochs.Add(await db.Set<Core.Feed.FeedHead>().Select(h => h.Epoch).SingleAsync());
        }

        Assert.Equal(TestDatabase.Start.ToUnixTimeSeconds(), epochs[0]);
        Assert.Equal(epochs[0], epochs[1]);
    }

    [Fact]
    public async Task A_reference_to_nothing_is_refused_by_the_database_itself()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var db = database.Open();
        db.Add(GapLink.Make(new OperationId("opn_00000000000000000000000001"), new ReportId("rpt_00000000000000000000000001"), new GapId("gap_00000000000000000000000001"),
            LinkRole.Same, null, null, SomePeople.Lead.Id, 1, TestDatabase.Start));

        var refused = await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync());

        Assert.Equal(19, Assert.IsType<SqliteException>(refused.InnerException).SqliteErrorCode);
    }

    [Fact]
    public async Task A_report_stands_in_one_gap_at_a_time_whatever_writes_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (one, other) = (await database.GapInAsync(GapState.New), await database.GapInAsync(GapState.New));
        await using var db = database.Open();
        var operation = await db.Set<GapLink>().Where(l => l.GapId == other.Id).Select(l => l.OperationId).SingleAsync();
        db.Add(GapLink.Make(operation, one.CanonicalReportId, other.Id, LinkRole.Same, null, null, SomePeople.Lead.Id, 1, TestDatabase.Start));

        await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync());
    }

    [Fact]
    public async Task A_refused_command_leaves_no_row_and_gives_its_numbers_back()
    {
        await using var database = await TestDatabase.CreateAsync();
        var declined = await database.GapInAsync(GapState.Declined);
        var before = await Fingerprint.OfAsync(database);

        var refused = await database.TryAsync(SomePeople.Specialist, new FileReport(null, null, Some.Ambiguity(), declined.Id.Value, null, null));

        Assert.True(refused.Refused);
        Assert.Empty((await Fingerprint.OfAsync(database)).ChangesSince(before));
        Assert.Equal(2, (await database.FileAsync()).Number);
    }

    [Fact]
    public async Task Somebody_who_reads_is_not_held_up_by_a_writer_and_sees_the_last_commit()
    {
        await using var database = await TestDatabase.CreateAsync();
        var report = await database.FileAsync();
        await using var writer = database.Open();
        await using var transaction = await writer.Database.BeginTransactionAsync();
        await writer.Set<Report>().ExecuteUpdateAsync(reports => reports.SetProperty(r => r.Number, r => r.Number + 1000));

        var read = database.SendAsync(SomePeople.Lead, new ReportByNumber(report.Number));

        Assert.Equal(report.Id, (await read.WaitAsync(TimeSpan.FromSeconds(30))).Id);
        await transaction.RollbackAsync();
    }

    [Fact]
    public async Task A_file_that_cannot_be_opened_is_a_fault_at_start_and_not_at_the_first_filing()
    {
        using var folder = new Folder();
        Directory.CreateDirectory(folder.Database);
        await using var owner = Another(folder.Database);

        await Assert.ThrowsAsync<SqliteException>(() => owner.GetRequiredService<IDatabaseStart>().RunAsync(CancellationToken.None));
    }

    private static ServiceProvider Another(string path, DateTimeOffset? at = null) => new ServiceCollection()
        .AddSingleton<TimeProvider>(new FakeTimeProvider(at ?? TestDatabase.Start)).AddInsightsSqlite(path).BuildServiceProvider();

    private static async Task<string?> PragmaAsync(InsightsDb db, string name)
    {
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = "PRAGMA " + name;
        return Convert.ToString(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private sealed class Folder : IDisposable
    {
        private readonly string _path = Scratch.NewFolder();

        public string Database => Path.Combine(_path, "insights.db");

        public void Dispose() => Directory.Delete(_path, recursive: true);
    }
}
