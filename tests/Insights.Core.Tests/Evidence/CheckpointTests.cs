using Insights.Core.Evidence;
using Insights.Core.Gaps;
using Insights.Core.Tests.Support;
using Insights.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Insights.Core.Tests.Evidence;

/// <summary>When a checkpoint is written, what it says, and what is never vouched for.</summary>
public sealed class CheckpointTests : IDisposable
{
    private readonly string _folder = Scratch.NewFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task One_is_due_after_a_minute_with_something_new_or_after_a_hundred_entries()
    {
        await using var database = await AuditTrail.KeepingAsync(_folder);
        var writer = WriterOf(database);
        await writer.WriteAsync(CancellationToken.None);
        Assert.False(await writer.WriteIfDueAsync(CancellationToken.None));

        await database.FileAsync();
        Assert.False(await writer.WriteIfDueAsync(CancellationToken.None));
        database.Clock.Advance(CheckpointWriter.EveryWhile);
        Assert.True(await writer.WriteIfDueAsync(CancellationToken.None));

        for (var i = 0; i < CheckpointWriter.EveryEntries - 1; i++)
            await database.DraftAsync();
        Assert.False(await writer.WriteIfDueAsync(CancellationToken.None));
        await database.DraftAsync();
        Assert.True(await writer.WriteIfDueAsync(CancellationToken.None));
        Assert.Equal((await database.HeadAsync()).AuditPosition, Signed()[^1].Size);
        Assert.Equal((await database.HeadAsync()).CheckpointPosition, Signed()[^1].Size);
    }

    [Fact]
    public async Task After_a_restart_it_goes_on_where_it_was()
    {
        await using var database = await AuditTrail.KeepingAsync(_folder);
        await database.GapInAsync(GapState.Decided);
        await WriterOf(database).WriteAsync(CancellationToken.None);
        await database.FileAsync();

        await using var again = database.OnSameFile(Keep);
        await again.GetRequiredService<CheckpointWriter>().WriteAsync(CancellationToken.None);

        Assert.Equal([1, 2], Signed().Select(c => c.Number));
        Assert.Equal(AuditVerdict.Intact, (await VerifyAsync(database)).Verdict);
    }

    [Theory]
    [InlineData("the first line")]
    [InlineData("all but the signature")]
    [InlineData("all but the end of the signature")]
    public async Task Half_a_checkpoint_left_by_a_power_cut_is_written_over(string left)
    {
        await using var database = await AuditTrail.KeepingAsync(_folder);
        await WriterOf(database).WriteAsync(CancellationToken.None);
        var file = Directory.GetFiles(_folder).Single();
        var whole = await File.ReadAllTextAsync(file);
        await database.FileAsync();

        var half = left switch
        {
            "the first line" => "insights-audit\n",
            "all but the signature" => whole[..(whole.IndexOf("\n\n", StringComparison.Ordinal) + 2)],
            _ => whole[..^2],
        };
        await File.WriteAllTextAsync(file, whole + half);
        await using var again = database.OnSameFile(Keep);
        await again.GetRequiredService<CheckpointWriter>().WriteAsync(CancellationToken.None);

        Assert.Equal([1, 2], Signed().Select(c => c.Number));
    }

    [Theory]
    [InlineData("UPDATE audit_entry SET Action = 'Nothing' WHERE Position = (SELECT AuditPosition FROM feed_head)", true)]
    [InlineData("UPDATE audit_entry SET Hash = zeroblob(32) WHERE Position = 1", false)]
    [InlineData("DELETE FROM audit_entry WHERE Position = 2", false)]
    [InlineData("UPDATE feed_head SET Epoch = Epoch + 1", false)]
    [InlineData("UPDATE feed_head SET CheckpointPosition = AuditPosition", false)]
    [InlineData("UPDATE feed_head SET AuditHash = zeroblob(32)", true)]
    public async Task What_does_not_agree_is_never_signed(string sql, bool evenWithoutRestart)
    {
        await using var database = await AuditTrail.KeepingAsync(_folder);
        await database.FileAsync();
        await WriterOf(database).WriteAsync(CancellationToken.None);
        await database.FileAsync();
        await using (var db = database.Open())
            await db.Database.ExecuteSqlRawAsync(sql);

        await using var again = database.OnSameFile(Keep);
        await Assert.ThrowsAsync<AuditDisagreesException>(() => again.GetRequiredService<CheckpointWriter>().WriteAsync(CancellationToken.None));
        if (evenWithoutRestart)
            await Assert.ThrowsAsync<AuditDisagreesException>(() => WriterOf(database).WriteAsync(CancellationToken.None));
        Assert.Single(Signed());
    }

    [Fact]
    public async Task The_signatures_of_an_earlier_key_hold_as_long_as_it_is_listed()
    {
        await using var database = await AuditTrail.KeepingAsync(_folder);
        await WriterOf(database).WriteAsync(CancellationToken.None);
        await database.FileAsync();
        await using var rotated = database.OnSameFile(services => services.AddSingleton(
            new CheckpointKeeping(new CheckpointFolder(_folder), AuditTrail.OtherSigner, [AuditTrail.OtherSigner.Public, AuditTrail.Signer.Public])));
        await rotated.GetRequiredService<CheckpointWriter>().WriteAsync(CancellationToken.None);

        Assert.Equal(AuditVerdict.Intact, (await VerifyAsync(database, AuditTrail.Signer, AuditTrail.OtherSigner)).Verdict);
        Assert.Equal(AuditVerdict.BadSignature, (await VerifyAsync(database, AuditTrail.OtherSigner)).Verdict);
    }

    [Fact]
    public async Task Without_a_key_nothing_is_written()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.FileAsync();

        Assert.False(await WriterOf(database).WriteAsync(CancellationToken.None));
        Assert.Null((await database.SendAsync(SomePeople.Auditor, new ReadAuditCheckpoint())).Position);
    }

    [Fact]
    public async Task Files_are_one_a_month_and_a_clock_that_is_set_back_adds_to_the_newest()
    {
        await using var database = await AuditTrail.KeepingAsync(_folder);
        var folder = new CheckpointFolder(_folder);
        var note = AuditTrail.Signer.Sign("text\n");

        folder.Append(note, new DateTimeOffset(2026, 11, 30, 0, 0, 0, TimeSpan.Zero));
        folder.Append(note, new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero));
        folder.Append(note, new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal(["2026-11.checkpoints", "2026-12.checkpoints"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
        Assert.Equal([note, note, note], folder.Notes());
        Assert.Equal(note, folder.Last());
    }

    private void Keep(IServiceCollection services) =>
        services.AddSingleton(new CheckpointKeeping(new CheckpointFolder(_folder), AuditTrail.Signer, [AuditTrail.Signer.Public]));

    private List<Checkpoint> Signed() =>
        [.. new CheckpointFolder(_folder).Notes().Select(n => Checkpoint.TryOpen(n, [AuditTrail.Signer.Public], out var c) ? c : throw new InvalidDataException())];

    private async Task<AuditFindings> VerifyAsync(TestDatabase database, params NoteSigner[] signers)
    {
        await using var db = Storage.StorageServices.OpenToRead(database.DatabasePath);
        return await new AuditVerification(db, new CheckpointFolder(_folder), [.. (signers is [] ? [AuditTrail.Signer] : signers).Select(s => s.Public)]).RunAsync(null, CancellationToken.None);
    }

    private static CheckpointWriter WriterOf(TestDatabase database) => database.Services.GetRequiredService<CheckpointWriter>();
}
