using System.Text;
using Insights.Core.Data;
using Insights.Core.Evidence;
using Insights.Core.Gaps;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Tests.Support;
using Insights.Testing;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Insights.Core.Tests.Evidence;

/// <summary>A pack holds by itself, and only as it was taken.</summary>
public sealed class EvidencePackTests : IDisposable
{
    private readonly string _folder = Scratch.NewFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_pack_holds_with_nothing_but_the_public_key()
    {
        var (page, proof, gap) = await TakeAsync();

        var found = EvidencePack.Check(page, proof.Written, [AuditTrail.Signer.Public]);

        Assert.Equal((AuditVerdict.Intact, proof.Read.Entries.Count), (found.Verdict, found.Entries));
        Assert.Contains(proof.Read.Entries, e => e.Fields.Any(f => f is ["ReportId", _]) && !e.Fields.Any(f => f is ["GapId", _]));
        Assert.All(proof.Read.Entries, e => Assert.True(e.Fields.Any(f => f[0] == "GapId" && f[1] == gap.Value) || e.Fields.Any(f => f[0] == "ReportId")));
        Assert.Contains(proof.Read.Entries, e => e.Findings.Count == 1);
        Assert.All(proof.Read.Entries, e => Assert.True(e.Path!.Count <= 6, "A path is as long as the tree is high."));
    }

    [Theory]
    [InlineData("\"Action\",\"ClaimGap\"", "\"Action\",\"DeferGap\"", AuditVerdict.BrokenLink, PackFault.EntryChanged)]
    [InlineData("\"position\":", "\"position\":1", AuditVerdict.BrokenLink, PackFault.EntryChanged)]
    [InlineData("\"Type\",\"EMAIL\"", "\"Type\",\"URL\"", AuditVerdict.BrokenLink, PackFault.EntryChanged)]
    [InlineData("\"path\":[\"", "\"path\":[\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\",\"", AuditVerdict.BrokenLink, PackFault.EntryChanged)]
    [InlineData("\"previous\":\"", "\"previous\":\"AAAA", AuditVerdict.BrokenLink, PackFault.EntryChanged)]
    [InlineData("{\"position\"", "{\"position", AuditVerdict.BrokenLink, PackFault.LineUnreadable)]
    [InlineData("\\nepoch ", "\\nepoch 1", AuditVerdict.BadSignature, PackFault.CheckpointUntrusted)]
    public async Task A_change_of_the_proof_is_found(string what, string into, AuditVerdict verdict, PackFault fault)
    {
        var (page, proof, _) = await TakeAsync();
        var text = Encoding.UTF8.GetString(proof.Written);
        var at = text.IndexOf(what, StringComparison.Ordinal);
        Assert.True(at >= 0);

        var found = EvidencePack.Check(page, Encoding.UTF8.GetBytes(text[..at] + into + text[(at + what.Length)..]), [AuditTrail.Signer.Public]);

        Assert.Equal((verdict, fault), (found.Verdict, found.Fault));
    }

    [Fact]
    public async Task Another_page_another_key_and_a_proof_without_checkpoint_are_refused()
    {
        var (page, proof, _) = await TakeAsync();

        Assert.Equal(PackFault.PageUnknown, EvidencePack.Check([.. page, (byte)' '], proof.Written, [AuditTrail.Signer.Public]).Fault);
        Assert.Equal(PackFault.CheckpointUntrusted, EvidencePack.Check(page, proof.Written, [AuditTrail.OtherSigner.Public]).Fault);
        Assert.Equal(PackFault.CheckpointUntrusted, EvidencePack.Check(page, "{\"checkpoint\":null}\n"u8.ToArray(), [AuditTrail.Signer.Public]).Fault);
        Assert.Equal(PackFault.CheckpointUntrusted, EvidencePack.Check(page, [], [AuditTrail.Signer.Public]).Fault);
    }

    [Fact]
    public async Task Without_a_signing_key_the_proof_says_that_nothing_vouches_for_it()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Triage);

        var proof = await database.SendAsync(SomePeople.Auditor, new GapProof(gap.Id));

        Assert.Null(proof.Checkpoint);
        Assert.All(proof.Entries, e => Assert.Null(e.Path));
    }

    [Theory]
    [InlineData("UPDATE audit_entry SET Action = 'Nothing' WHERE Position = 3")]
    [InlineData("UPDATE audit_entry SET Hash = NULL WHERE Position = 3")]
    [InlineData("DELETE FROM audit_entry WHERE Position = 2")]
    public async Task Evidence_from_a_log_that_was_tampered_with_is_given_and_does_not_hold(string sql)
    {
        await using var database = await AuditTrail.KeepingAsync(_folder);
        var gap = await database.GapInAsync(GapState.Triage);
        await database.Services.GetRequiredService<CheckpointWriter>().WriteAsync(CancellationToken.None);
        await using (var db = database.Open())
            await db.Database.ExecuteSqlRawAsync(sql);
        var page = "<p>A page.</p>"u8.ToArray();
        await database.SendAsync(SomePeople.Auditor, new RecordEvidence(gap.Id.Value, EvidencePack.DigestOf(page)));

        await using var again = database.OnSameFile(services => services.AddSingleton(new CheckpointKeeping(new CheckpointFolder(_folder), AuditTrail.Signer, [AuditTrail.Signer.Public])));
        await using var scope = again.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Set(SomePeople.Auditor);
        var proof = (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new GapProof(gap.Id))).Value;

        Assert.Equal(AuditVerdict.BrokenLink, EvidencePack.Check(page, EvidencePack.Write(proof), [AuditTrail.Signer.Public]).Verdict);
    }

    [Fact]
    public async Task Only_who_may_take_evidence_gets_the_proof()
    {
        await using var database = await TestDatabase.CreateAsync();
        var gap = await database.GapInAsync(GapState.Triage);
        foreach (var person in SomePeople.All.Where(p => p != SomePeople.Auditor))
            Assert.Equal(RefusalCode.NotPermitted, (await database.TryAsync(person, new GapProof(gap.Id))).Refusals.Single().Code);
    }

    private async Task<(byte[] Page, (EvidenceProof Read, byte[] Written) Proof, GapId Gap)> TakeAsync()
    {
        await using var database = await AuditTrail.KeepingAsync(_folder);
        await database.FileAsync();
        await database.AllowAsync();
        var gap = await database.GapInAsync(GapState.Decided, Some.Ambiguity() with { Title = Stewarding.Marked });
        await database.Services.GetRequiredService<CheckpointWriter>().WriteAsync(CancellationToken.None);
        await database.GapInAsync(GapState.Decided);
        var page = "<p>A page.</p>"u8.ToArray();
        await database.SendAsync(SomePeople.Auditor, new RecordEvidence(gap.Id.Value, EvidencePack.DigestOf(page)));
        var proof = await database.SendAsync(SomePeople.Auditor, new GapProof(gap.Id));
        return (page, (proof, EvidencePack.Write(proof)), gap.Id);
    }
}
