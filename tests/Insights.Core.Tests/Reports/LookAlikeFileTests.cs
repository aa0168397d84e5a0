using System.Text;
using Insights.Core.Cases;
using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Identity;
using Insights.Core.Reports;
using Insights.Core.Stewardship;
using Insights.Core.Tests.Support;
using Insights.Privacy;
using Insights.Testing;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Insights.Core.Tests.Reports;

/// <summary>The engine comes up from its file as it was, and the file never keeps what was taken out.</summary>
public sealed class LookAlikeFileTests
{
    /// <summary>A word no other text of these tests uses, and that the guard cannot know.</summary>
    private const string Word = "quillwater";

    private static readonly ReportForm Telling = Some.Ambiguity() with { Title = $"Which {Word} governs?" };

    [Fact]
    public async Task What_was_kept_comes_up_equal_and_only_what_changed_since_is_read_again()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ThemesAsync(each: 2);
        var amended = await database.FileAsync(Some.EmergingBehaviour());
        var withdrawn = await database.FileAsync();
        Assert.True(await database.LookAlikes().SaveAsync(default));
        await database.SendAsync(SomePeople.Specialist, new AmendReport(amended.Id.Value, amended.Version, Some.UnknownUnknown(), "Another matter.", null));
        await database.SendAsync(SomePeople.Specialist, new WithdrawReport(withdrawn.Id.Value, withdrawn.Version, "It was filed twice."));
        await database.FileOfThemeAsync(0);

        var (engine, said) = await StartAsync(database);

        Assert.Contains("2 were read again, 1 taken out", Assert.Single(said), StringComparison.Ordinal);
        await EqualAsync(database, engine);
    }

    [Fact]
    public async Task Nothing_is_written_when_nothing_changed_and_only_the_owner_reads_what_is()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.FileAsync();
        Assert.True(await database.LookAlikes().SaveAsync(default));
        Assert.False(await database.LookAlikes().SaveAsync(default));

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOf(database)));
        var (again, _) = await StartAsync(database);
        Assert.False(await again.SaveAsync(default));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(20)]
    [InlineData(200)]
    [InlineData(-1)]
    [InlineData(-200)]
    public async Task A_file_that_was_altered_or_cut_is_not_used(int at)
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ThemesAsync(each: 2);
        await database.LookAlikes().SaveAsync(default);
        var bytes = await File.ReadAllBytesAsync(PathOf(database));
        var place = at < 0 ? bytes.Length + at : at;
        bytes[place] ^= 1;
        await File.WriteAllBytesAsync(PathOf(database), bytes);
        var (altered, saidOfAltered) = await StartAsync(database);
        Assert.False(File.Exists(PathOf(database)));
        await File.WriteAllBytesAsync(PathOf(database), bytes[..place]);
        var (cut, saidOfCut) = await StartAsync(database);

        Assert.Contains("is not used", Assert.Single(saidOfAltered), StringComparison.Ordinal);
        Assert.Contains("is not used", Assert.Single(saidOfCut), StringComparison.Ordinal);
        await EqualAsync(database, altered);
        await EqualAsync(database, cut);
    }

    [Fact]
    public async Task A_file_of_another_database_or_from_after_a_restored_backup_is_not_used()
    {
        await using var other = await TestDatabase.CreateAsync();
        await other.ThemesAsync(each: 2);
        await other.LookAlikes().SaveAsync(default);
        await using var database = await TestDatabase.CreateAsync();
        await database.FileAsync();
        File.Copy(PathOf(other), PathOf(database));
        var (foreign, said) = await StartAsync(database);
        Assert.Contains("another life", Assert.Single(said), StringComparison.Ordinal);
        await EqualAsync(database, foreign);

        await database.LookAlikes().SaveAsync(default);
        await using (var db = database.Open())
            await db.FeedHeads.ExecuteUpdateAsync(head => head.SetProperty(h => h.Epoch, h => h.Epoch + 1));
        var (_, saidOfRestored) = await StartAsync(database);
        Assert.Contains("another life", Assert.Single(saidOfRestored), StringComparison.Ordinal);
    }

    [Fact]
    public async Task References_that_were_found_to_be_one_case_meanwhile_agree_after_a_restart()
    {
        await using var database = await TestDatabase.CreateAsync();
        var cited = (await database.FileAsync()).Content.CaseReferences[0];
        await database.LookAlikes().SaveAsync(default);
        var newest = new CaseTokeniser(new CaseKeyRing(Some.NewerCaseKey)).Tokenise("tests", "synthetic", "c-1");
        await database.SendAsync(Actor.System, new NoteAliases([new CaseExchanged(newest, [cited], null)]));

        var (engine, said) = await StartAsync(database);

        Assert.Contains("1 were read again", Assert.Single(said), StringComparison.Ordinal);
        await EqualAsync(database, engine);
    }

    [Fact]
    public async Task The_file_is_gone_before_a_purge_commits_and_comes_back_without_the_word()
    {
        await using var database = await TestDatabase.CreateAsync();
        var report = await database.FileAsync(Telling);
        await database.LookAlikes().SaveAsync(default);
        Assert.Contains(PathOf(database), await HoldingAsync(database));
        var erasure = await database.PurgeAsync(report.Id.Value);
        await using (var stopped = database.OnSameFile(services => services.AddSingleton<TimeProvider>(new StoppingClock(PathOf(database)))))
        {
            await using var scope = stopped.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Set(SomePeople.PrivacySteward);
            await Assert.ThrowsAsync<TimeoutException>(() => scope.ServiceProvider.GetRequiredService<IMediator>().Send(new ApproveErasure(erasure.Id.Value, erasure.Version)));
        }

        // Cut off at the commit: the file was gone by then.
        Assert.DoesNotContain(PathOf(database), await HoldingAsync(database));

        await database.ApproveAsync(erasure);
        Assert.Empty(await HoldingAsync(database));
        Assert.True(await database.LookAlikes().SaveAsync(default));
        Assert.Empty(await HoldingAsync(database));
    }

    [Fact]
    public async Task Words_of_an_earlier_revision_are_redacted_from_a_file_that_is_older_than_the_amendment()
    {
        await using var database = await TestDatabase.CreateAsync();
        var report = await database.FileAsync(Telling);
        await database.LookAlikes().SaveAsync(default);
        await database.SendAsync(SomePeople.Specialist, new AmendReport(report.Id.Value, report.Version, Some.Ambiguity(), "It named somebody.", null));

        await database.ApproveAsync(await database.RedactionAsync(Word));

        Assert.Empty(await HoldingAsync(database));
        Assert.True(await database.LookAlikes().SaveAsync(default));
        Assert.Empty(await HoldingAsync(database));
    }

    [Fact]
    public async Task A_text_that_is_withheld_leaves_the_file()
    {
        await using var database = await TestDatabase.CreateAsync();
        var entry = await database.AllowAsync();
        await database.FileAsync(Telling with { Title = $"Ask somebody@example.com which {Word} holds." });
        await database.LookAlikes().SaveAsync(default);
        await database.RevokeAsync(entry);

        await database.RescanAsync();

        Assert.False(File.Exists(PathOf(database)));
        await database.LookAlikes().SaveAsync(default);
        Assert.DoesNotContain(PathOf(database), await HoldingAsync(database));
    }

    [Fact]
    public async Task A_file_that_came_back_after_words_were_taken_out_is_deleted_unread()
    {
        await using var database = await TestDatabase.CreateAsync();
        var report = await database.FileAsync(Telling);
        await database.LookAlikes().SaveAsync(default);
        var kept = await File.ReadAllBytesAsync(PathOf(database));
        await database.ApproveAsync(await database.PurgeAsync(report.Id.Value));

        // As after a power cut that lost the deletion and not the commit.
        await File.WriteAllBytesAsync(PathOf(database), kept);
        var (engine, said) = await StartAsync(database);

        Assert.Contains("Words were taken out", Assert.Single(said), StringComparison.Ordinal);
        Assert.Empty(await HoldingAsync(database));
        await EqualAsync(database, engine);
    }

    [Fact]
    public async Task What_a_writer_left_that_was_cut_off_is_removed_at_start()
    {
        await using var database = await TestDatabase.CreateAsync();
        await File.WriteAllTextAsync(PathOf(database) + ".unfinished", Word);

        await StartAsync(database);

        Assert.Empty(await HoldingAsync(database));
    }

    [Fact]
    public async Task A_writer_on_its_way_gives_up_when_the_file_is_to_be_forgotten_and_nobody_writes_until_that_is_over()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var file = new LookAlikeFile(path);
        using var writing = new ManualResetEventSlim();
        var writer = Task.Run(() => file.Write(stream =>
        {
            for (var i = 0; i < 1_000_000; i++)
            {
                stream.Write(Encoding.UTF8.GetBytes(Word));
                writing.Set();
                Thread.Sleep(1);
            }
        }));
        writing.Wait();

        file.Forget();

        Assert.False(await writer);
        Assert.False(File.Exists(path) || File.Exists(path + ".unfinished"));
        Assert.False(file.Write(stream => stream.WriteByte(1)));
        file.Release();
        Assert.True(file.Write(stream => stream.WriteByte(1)));
        Assert.Equal([1], await File.ReadAllBytesAsync(path));
        File.Delete(path);
    }

    [Fact]
    public async Task Reports_that_come_while_it_is_written_are_in_it_or_read_again()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ThemesAsync(each: 2);
        var filing = Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++)
                await database.FileOfThemeAsync(i % 6, i);
        });
        while (!filing.IsCompleted)
            await database.LookAlikes().SaveAsync(default);
        await filing;

        var (engine, said) = await StartAsync(database);

        Assert.Contains("came up from its file", Assert.Single(said), StringComparison.Ordinal);
        await EqualAsync(database, engine);
    }

    private static string PathOf(TestDatabase database) => database.DatabasePath + ".lookalikes";

    /// <summary>A second engine on the same files, as after a restart, and what it said while it came up.</summary>
    private static async Task<(LookAlikes Engine, IReadOnlyList<string> Said)> StartAsync(TestDatabase database)
    {
        var log = new HeardLog();
        var engine = new LookAlikes(
            database.Services.GetRequiredService<IDbContextFactory<InsightsDb>>(), database.Services.GetRequiredService<CaseAliases>(), new LookAlikeFile(PathOf(database)), log);
        await engine.LoadAsync(default);
        return (engine, log.Said);
    }

    /// <summary>That it answers about every report as one that has read them all.</summary>
    private static async Task EqualAsync(TestDatabase database, LookAlikes engine)
    {
        using var read = new LookAlikes(
            database.Services.GetRequiredService<IDbContextFactory<InsightsDb>>(), database.Services.GetRequiredService<CaseAliases>(), new LookAlikeFile(null), NullLogger<LookAlikes>.Instance);
        await read.LoadAsync(default);
        Assert.Equal(read.Count, engine.Count);
        await using var db = database.Open();
        foreach (var report in await db.Reports.AsNoTracking().ToListAsync())
            Assert.Equal(Story.Text(read.Find(report, 20).Select(h => new { h.Report, Proposal = h.Propose() })), Story.Text(engine.Find(report, 20).Select(h => new { h.Report, Proposal = h.Propose() })));
    }

    /// <summary>The files beside the database, itself included, in which the word stands.</summary>
    private static async Task<List<string>> HoldingAsync(TestDatabase database)
    {
        var holding = new List<string>();
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(database.DatabasePath)!, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy);
            var text = Encoding.Latin1.GetString(copy.ToArray());
            // Also as the engine writes its words, two bytes a letter.
            if (text.Contains(Word, StringComparison.OrdinalIgnoreCase) || text.Contains(string.Join('\0', Word.ToCharArray()), StringComparison.OrdinalIgnoreCase))
                holding.Add(file);
        }

        return holding;
    }

    /// <summary>Stops whoever asks for the time once the file is gone: between that and the commit everybody does.</summary>
    private sealed class StoppingClock(string path) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => File.Exists(path) ? TestDatabase.Start : throw new TimeoutException();
    }

    private sealed class HeardLog : ILogger<LookAlikes>
    {
        public List<string> Said { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => NullLogger.Instance.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Said.Add(formatter(state, exception));
    }
}
