using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Insights.Core;
using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Webhooks;
using Insights.Storage;
using Insights.Testing;
using Insights.Testing.Provider;
using Insights.Web.SignIn;
using Insights.Web.Webhooks;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Insights.Web.Tests.SignIn;

/// <summary>The keys of cookies and secrets live in the database, and move with it.</summary>
public sealed class KeyRingTests : IDisposable
{
    private readonly string _folder = Scratch.NewFolder();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_secret_sealed_before_a_move_opens_after_it_and_in_no_other_database()
    {
        string stored;
        await using (var services = await OpenAsync("one"))
            stored = services.GetRequiredService<IWebhookSecrets>().Seal("whsec_canary");
        Assert.DoesNotContain("canary", stored, StringComparison.Ordinal);
        Directory.CreateDirectory(Path.Combine(_folder, "two"));
        foreach (var file in Directory.EnumerateFiles(Path.Combine(_folder, "one"), "insights.db*"))
            File.Move(file, Path.Combine(_folder, "two", Path.GetFileName(file)));
        Assert.False(Directory.Exists(Path.Combine(_folder, "one", "keys")));

        await using (var moved = await OpenAsync("two"))
            Assert.Equal("whsec_canary", moved.GetRequiredService<IWebhookSecrets>().Open(stored));
        await using var other = await OpenAsync("three");
        Assert.Null(other.GetRequiredService<IWebhookSecrets>().Open(stored));
    }

    [Fact]
    public async Task Key_files_of_an_earlier_version_are_taken_over_once_and_what_they_sealed_still_opens()
    {
        var keys = new DirectoryInfo(Path.Combine(_folder, "keys"));
        var earlier = new ServiceCollection().AddLogging();
        earlier.AddDataProtection().SetApplicationName("Insights").PersistKeysToFileSystem(keys);
        string stored;
        await using (var before = earlier.BuildServiceProvider())
            stored = new ProtectedSecrets(before.GetRequiredService<IDataProtectionProvider>()).Seal("whsec_canary");
        // What else lies there is no key of these.
        await File.WriteAllTextAsync(Path.Combine(keys.FullName, "audit-signing.key"), "not xml");

        await using (var services = await OpenAsync("one", keys.FullName))
        {
            Assert.Equal("whsec_canary", services.GetRequiredService<IWebhookSecrets>().Open(stored));
            Assert.Equal(0, services.GetRequiredService<KeyRing>().Import(keys.FullName));
        }

        keys.Delete(recursive: true);
        await using var later = await OpenAsync("one");
        Assert.Equal("whsec_canary", later.GetRequiredService<IWebhookSecrets>().Open(stored));
    }

    [Fact]
    public async Task Key_files_are_taken_over_all_or_none_and_those_that_are_missing_also_later()
    {
        var keys = Directory.CreateDirectory(Path.Combine(_folder, "keys")).FullName;
        await File.WriteAllTextAsync(Path.Combine(keys, "key-1.xml"), "<key id=\"1\" />");
        await File.WriteAllTextAsync(Path.Combine(keys, "key-2.xml"), "<key id=");
        await using var services = await OpenAsync("one");
        var ring = services.GetRequiredService<KeyRing>();
        ring.StoreElement(new("key"), "key-0");

        var fault = Assert.Throws<InvalidDataException>(() => ring.Import(keys));
        Assert.Contains("key-2.xml", fault.Message, StringComparison.Ordinal);
        Assert.Single(ring.GetAllElements());

        await File.WriteAllTextAsync(Path.Combine(keys, "key-2.xml"), "<key id=\"2\" />");
        Assert.Equal((2, 0), (ring.Import(keys), ring.Import(keys)));
        await File.WriteAllTextAsync(Path.Combine(keys, "revocation-1.xml"), "<revocation />");
        Assert.Equal(1, ring.Import(keys));
        Assert.Equal(4, ring.GetAllElements().Count);
    }

    [Fact]
    public async Task With_a_certificate_the_database_holds_no_key_that_opens_anything_by_itself()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=keys", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        string stored;
        await using (var services = await OpenAsync("one", certificate: certificate))
        {
            stored = services.GetRequiredService<IWebhookSecrets>().Seal("whsec_canary");
            await using var db = await services.GetRequiredService<IDbContextFactory<InsightsDb>>().CreateDbContextAsync();
            Assert.DoesNotContain("<value>", (await db.ProtectionKeys.SingleAsync()).Xml, StringComparison.Ordinal);
        }

        await using (var bare = await OpenAsync("one"))
            Assert.Null(bare.GetRequiredService<IWebhookSecrets>().Open(stored));
        await using var again = await OpenAsync("one", certificate: certificate);
        Assert.Equal("whsec_canary", again.GetRequiredService<IWebhookSecrets>().Open(stored));
    }

    [Fact]
    public async Task A_key_that_a_writer_waits_for_is_given_up_and_the_writer_goes_on()
    {
        await using var services = await OpenAsync("one");
        using (await services.GetRequiredService<IWriteGate>().EnterAsync(CancellationToken.None))
            Assert.ThrowsAny<OperationCanceledException>(() => services.GetRequiredService<KeyRing>().StoreElement(new("key"), "key-1"));
        services.GetRequiredService<KeyRing>().StoreElement(new("key"), "key-1");
        Assert.Single(services.GetRequiredService<KeyRing>().GetAllElements());
    }

    [Fact]
    public async Task A_cookie_outlives_a_restart_and_a_move_of_the_database()
    {
        var company = new CompanyApp();
        await company.InitializeAsync();
        try
        {
            using var visitor = await company.SignInAsync(new ProviderPerson("s-moved", "specialists"));
            var session = visitor.Session!;
            await company.App.KillAsync();
            await company.Provider.StopAsync();
            foreach (var file in Directory.EnumerateFiles(company.App.Folder, "insights.db*"))
                File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));

            await using var moved = await RunningApp.InProductionAsync(company.Settings, "https://127.0.0.1:0", _folder);
            using var later = new Visitor(moved.Address);
            later.Cookies.Add(moved.Address, new System.Net.Cookie(Visitor.SessionCookie, session, "/"));
            Assert.Contains("SPECIALIST", (await later.AskAsync("{ viewer { roles } }")).GetRawText(), StringComparison.Ordinal);

            // The provider is away: whoever is signed in works on, and nobody else comes in by any way.
            using var newcomer = new Visitor(moved.Address);
            Assert.Equal("/sign-in?failed=1", (await newcomer.GoToProviderAsync()).OriginalString);
            newcomer.Client.DefaultRequestHeaders.Add("Authorization", $"Bearer {company.Provider.TokenFor("s-moved", "insights.read")}");
            Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await newcomer.Client.GetAsync("/feed")).StatusCode);
        }
        finally
        {
            await company.DisposeAsync();
        }
    }

    private async Task<ServiceProvider> OpenAsync(string name, string? keys = null, X509Certificate2? certificate = null)
    {
        var services = new ServiceCollection();
        services.AddInsightsCore().AddInsightsSqlite(Path.Combine(_folder, name, "insights.db"));
        services.AddKeyRing(certificate);
        services.AddSingleton<IWebhookSecrets, ProtectedSecrets>();
        var opened = services.BuildServiceProvider();
        await opened.GetRequiredService<IDatabaseStart>().RunAsync(CancellationToken.None);
        if (keys is not null)
            Assert.Equal(1, opened.GetRequiredService<KeyRing>().Import(keys));
        return opened;
    }
}
