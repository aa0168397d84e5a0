using System.CommandLine;
using System.Globalization;
using System.IO.Compression;
using Insights.Core.Administration;
using Insights.Core.Evidence;
using Insights.Core.Identity;
using Insights.Web.Pages.Evidence;
using MediatR;

namespace Insights.Web.Verbs;

/// <summary>Takes an evidence pack of one gap, and checks one with nothing but the public key.</summary>
internal static class AuditPackVerb
{
    public static Command Pack(VerbConsole console, VerbProduct product)
    {
        var gap = new Option<string>("--gap") { Required = true, Description = "The gap, as in G-42." };
        var by = new Option<string>("--as") { Required = true, Description = "Handle of the auditor who takes it: it shows what they may read, and the log says that they took it." };
        var to = new Option<DirectoryInfo>("--out") { Required = true, Description = "The folder for the two files; made when missing." };
        var pack = new Command("pack", $"Writes {EvidencePack.PageName}, to be read and printed, and {EvidencePack.ProofName}, with every audit entry of the gap and the proof that it is in the signed log. The product must not be running.") { gap, by, to };
        pack.SetAction((parsed, ct) => AuditVerb.TryAsync(console, async () =>
        {
            if (NumberOf(parsed.GetValue(gap)!) is not { } number)
                throw new InvalidDataException("--gap is not a gap's number, as in G-42.");
            await using var app = await product.OpenAsync(ct);
            var auditor = await AuditorAsync(app.Services, parsed.GetValue(by)!, ct);
            await using var scope = app.Services.CreateAsyncScope();
            var current = scope.ServiceProvider.GetRequiredService<CurrentActor>();
            current.Set(auditor);
            current.CameBy("command line", null);
            var taken = await scope.ServiceProvider.GetRequiredService<EvidenceRoom>().TakeAsync(number, ct);
            if (!taken.Succeeded(out var files))
                throw new InvalidDataException(string.Join(" ", taken.Refusals.Select(r => r.Message)));
            var folder = parsed.GetValue(to)!;
            folder.Create();
            await File.WriteAllBytesAsync(Path.Combine(folder.FullName, EvidencePack.PageName), files.Page, ct);
            await File.WriteAllBytesAsync(Path.Combine(folder.FullName, EvidencePack.ProofName), files.Proof, ct);
            await console.Out.WriteLineAsync($"{EvidencePack.PageName} and {EvidencePack.ProofName} are written.");
            return VerbExit.Done;
        }));
        return pack;
    }

    public static Command VerifyPack(VerbConsole console, VerbProduct product)
    {
        var at = new Argument<string>("PACK") { Description = "The folder or the zip file of the pack." };
        var keys = AuditVerb.PublicKeys();
        var verify = new Command("verify-pack",
            "Checks an evidence pack: that each of its entries is in the signed log, and that the log remembers its page. Needs the public key and nothing else. Exit code 0: it holds. 1: an entry or the page does not. 3: the checkpoint is not signed by that key. 4: nothing could be checked.")
        { at, keys };
        verify.SetAction((parsed, ct) => AuditVerb.TryAsync(console, async () =>
        {
            var trusted = AuditVerb.Trusted(parsed.GetValue(keys), product);
            var (page, proof) = await ReadAsync(parsed.GetValue(at)!, ct);
            var found = EvidencePack.Check(page, proof, trusted);
            await console.Out.WriteLineAsync(Sentence(found));
            return (int)found.Verdict;
        }));
        return verify;
    }

    private static string Sentence(PackFindings found) => FormattableString.Invariant(found.Fault switch
    {
        null => $"It holds: {found.Entries:N0} entries and the page stand in the log of which checkpoint {found.Checkpoint!.Number} vouches for {found.Checkpoint.Size:N0} entries.",
        PackFault.CheckpointUntrusted => $"IT DOES NOT HOLD: its checkpoint is missing, or not signed by a trusted key.",
        PackFault.LineUnreadable => $"IT DOES NOT HOLD: a line of {EvidencePack.ProofName} cannot be read.",
        PackFault.EntryChanged => $"IT DOES NOT HOLD: the entry at position {found.Position} is not in the log that was signed, or not as it stands here.",
        _ => $"IT DOES NOT HOLD: no entry of the log remembers this {EvidencePack.PageName}.",
    });

    private static async Task<(byte[] Page, byte[] Proof)> ReadAsync(string path, CancellationToken ct)
    {
        if (Directory.Exists(path))
            return (await File.ReadAllBytesAsync(Path.Combine(path, EvidencePack.PageName), ct), await File.ReadAllBytesAsync(Path.Combine(path, EvidencePack.ProofName), ct));
        await using var zip = await ZipFile.OpenReadAsync(path, ct);
        return (await EntryAsync(zip, EvidencePack.PageName, ct), await EntryAsync(zip, EvidencePack.ProofName, ct));
    }

    private static async Task<byte[]> EntryAsync(ZipArchive zip, string name, CancellationToken ct)
    {
        var entry = zip.GetEntry(name) ?? throw new InvalidDataException($"There is no {name} in it.");
        await using var stream = await entry.OpenAsync(ct);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, ct);
        return bytes.ToArray();
    }

    private static async Task<Actor> AuditorAsync(IServiceProvider services, string handle, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Set(Actor.System);
        var people = (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new EnrolledPeople(), ct)).Value.Where(p => p.May(Permission.TakeEvidence)).ToList();
        return people.FirstOrDefault(p => p.Handle == handle) ?? throw new InvalidDataException(
            $"--as needs the handle of somebody who may take evidence: {string.Join(", ", people.Select(p => p.Handle))}.");
    }

    private static long? NumberOf(string text) =>
        text.StartsWith("G-", StringComparison.OrdinalIgnoreCase) && long.TryParse(text.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
