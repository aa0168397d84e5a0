using System.Security.Cryptography;
using Insights.Core.Evidence;

namespace Insights.Testing.Provider;

/// <summary>The product as a company runs it: its own process in Production, over https, beside a provider that it trusts.</summary>
public sealed class Company : IAsyncDisposable
{
    private readonly string _folder = Scratch.NewFolder();
    private readonly TestCertificates _certificates;

    private Company() => _certificates = TestCertificates.Make(_folder);

    public TestProvider Provider { get; private set; } = null!;

    public RunningApp App { get; private set; } = null!;

    /// <summary>Everything that is configured, as environment variables.</summary>
    public Dictionary<string, string> Settings { get; } = [];

    public static async Task<Company> StartAsync()
    {
        var company = new Company();
        company.Provider = await TestProvider.StartAsync(company._certificates.Certificate);
        company.Configure();
        company.App = await RunningApp.InProductionAsync(company.Settings, "https://127.0.0.1:0");
        return company;
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Provider.DisposeAsync();
        _certificates.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Configure()
    {
        var auditKey = Path.Combine(_folder, "audit.key");
        using (NoteSigner.Create(Checkpoint.Origin, out var text))
            File.WriteAllText(auditKey, text + "\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(auditKey, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        foreach (var (key, value) in new Dictionary<string, string>
        {
            ["SignIn:Authority"] = Provider.Address.AbsoluteUri,
            ["SignIn:ClientId"] = TestProvider.ClientId,
            ["SignIn:ClientSecret"] = Provider.ClientSecret,
            ["SignIn:HandleClaim"] = "nickname",
            ["SignIn:Audience"] = TestProvider.Audience,
            ["SignIn:Roles:specialists"] = "Specialist",
            ["SignIn:Roles:model-teams"] = "Consumer",
            ["SignIn:Roles:admins"] = "Administrator, Auditor",
            ["CaseReferences:Tenant"] = "acme",
            ["CaseReferences:Keys:0:Id"] = "1",
            ["CaseReferences:Keys:0:Secret"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["Audit:KeyFile"] = auditKey,
            ["Audit:CheckpointFolder"] = Path.Combine(_folder, "checkpoints"),
        })
            Settings["Insights__" + key.Replace(":", "__", StringComparison.Ordinal)] = value;
        Settings["AllowedHosts"] = "127.0.0.1";
        Settings["Kestrel__Certificates__Default__Path"] = _certificates.PfxFile;
        Settings["SSL_CERT_FILE"] = _certificates.PemFile;
    }
}
