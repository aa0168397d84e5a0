using Insights.Core.Evidence;
using Insights.Testing;
using Insights.Web.Hosting;
using Microsoft.Extensions.Configuration;

namespace Insights.Web.Tests.Hosting;

public sealed class AuditSettingsTests : IDisposable
{
    private readonly string _folder = Scratch.NewFolder();

    private string Database => Path.Combine(_folder, "insights.db");

    private string KeyFile => Path.Combine(_folder, "audit.key");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void In_development_a_key_is_made_once_beside_the_database()
    {
        var settings = Read(development: true);

        var first = settings.Open();
        var again = settings.Open();

        Assert.Equal(first.Signer!.Public.ToString(), again.Signer!.Public.ToString());
        Assert.Equal(Path.Combine(_folder, "checkpoints"), first.Folder!.FullPath);
        Assert.True(File.Exists(Path.Combine(_folder, "keys", "audit-signing.key")));
    }

    [Fact]
    public void Elsewhere_it_does_not_start_without_a_folder_and_a_key_that_are_named()
    {
        Assert.Contains("Insights:Audit:CheckpointFolder", Refused(() => Read(development: false)), StringComparison.Ordinal);
        Assert.Contains("Insights:Audit:KeyFile", Refused(() => Read(development: false, ("CheckpointFolder", _folder))), StringComparison.Ordinal);
        var settings = Read(development: false, ("CheckpointFolder", _folder), ("KeyFile", KeyFile));
        Assert.Contains("names no file", Refused(() => settings.Open()), StringComparison.Ordinal);
        Assert.False(File.Exists(KeyFile));

        AuditSettings.MakeKey(KeyFile);
        Assert.NotNull(settings.Open().Signer);
    }

    [Fact]
    public void A_key_that_others_may_read_or_that_is_none_is_refused_and_not_shown()
    {
        AuditSettings.MakeKey(KeyFile);
        var settings = Read(development: true, ("KeyFile", KeyFile));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(KeyFile, File.GetUnixFileMode(KeyFile) | UnixFileMode.GroupRead);
            Assert.Contains("may be read by others", Refused(() => settings.Open()), StringComparison.Ordinal);
            File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        File.WriteAllText(KeyFile, "PRIVATE+KEY+half+of+one");
        var message = Refused(() => settings.Open());
        Assert.Contains("holds no key", message, StringComparison.Ordinal);
        Assert.DoesNotContain("half", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Earlier_public_keys_hold_beside_the_present_one()
    {
        using var earlier = NoteSigner.Create(Checkpoint.Origin, out _);

        var keeping = Read(development: true, ("PublicKeys:0", earlier.Public.ToString())).Open();

        Assert.Equal([keeping.Signer!.Public.ToString(), earlier.Public.ToString()], keeping.Trusted.Select(k => k.ToString()));
        Assert.Contains("Insights:Audit:PublicKeys:0", Refused(() => Read(development: true, ("PublicKeys:0", "nonsense"))), StringComparison.Ordinal);
    }

    [Fact]
    public void The_checkpoints_of_a_demo_that_is_gone_are_put_aside()
    {
        var settings = Read(development: true);
        settings.SetAside(new DateTimeOffset(2026, 11, 26, 0, 0, 0, TimeSpan.Zero));
        settings.Open().Folder!.Append("a\n\n— b c\n", new DateTimeOffset(2026, 11, 26, 0, 0, 0, TimeSpan.Zero));

        settings.SetAside(new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero));

        Assert.False(Directory.Exists(settings.CheckpointFolder));
        Assert.Single(Directory.GetDirectories(_folder, "checkpoints.before-20261126120000000"));
    }

    private AuditSettings Read(bool development, params (string Key, string Value)[] values) => AuditSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(v => KeyValuePair.Create($"Insights:Audit:{v.Key}", (string?)v.Value))).Build(), development, Database);

    private static string Refused(Func<object> read) => Assert.Throws<InvalidDataException>(read).Message;
}
