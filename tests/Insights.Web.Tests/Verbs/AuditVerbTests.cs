using System.Diagnostics.CodeAnalysis;
using Insights.Core.Administration;
using Insights.Core.Evidence;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Reports;
using Insights.Core.Triage;
using Insights.Testing;
using Insights.Web.Hosting;
using Insights.Web.Verbs;
using MediatR;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using CommandLine = Insights.Web.Verbs.Verbs;

namespace Insights.Web.Tests.Verbs;

/// <summary>The verb on a small log of its own: exit codes, and a pack that is taken and checked.</summary>
public sealed class AuditVerbTests : IAsyncLifetime
{
    /// <summary>The files of one short life of the product, made once: most of a test's time would go there.</summary>
    private static readonly Lazy<Task<Dictionary<string, byte[]>>> Template = new(MakeAsync);

    private readonly string _folder = Scratch.NewFolder();

    private string Database => Path.Combine(_folder, "insights.db");

    private string Checkpoints => Path.Combine(_folder, "checkpoints");

    private string KeyFile => Path.Combine(_folder, "keys", "audit-signing.key");

    private string[] Settings => SettingsIn(_folder);

    public async Task InitializeAsync()
    {
        foreach (var (name, content) in await Template.Value)
        {
            var file = Path.Combine(_folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllBytesAsync(file, content);
        }

        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task The_exit_code_says_what_is_wrong_and_the_line_from_where_on()
    {
        Assert.Equal((0, true), await VerifyAsync("Intact: "));

        await SqlAsync("UPDATE audit_entry SET Action = 'Nothing' WHERE Position = 2");
        Assert.Equal((1, true), await VerifyAsync("NOT INTACT from position 2 on: the entry"));

        await SqlAsync("DELETE FROM audit_entry; UPDATE feed_head SET AuditPosition = 0, AuditHash = NULL");
        Assert.Equal((2, true), await VerifyAsync("NOT INTACT from position 1 on: the log ends"));

        var file = Directory.GetFiles(Checkpoints).Single();
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("\nnumber 1", "\nnumber 2", StringComparison.Ordinal));
        Assert.Equal((3, true), await VerifyAsync("NOT INTACT from position 1 on: the next checkpoint"));
    }

    [Theory]
    [InlineData("audit verify --database nowhere.db")]
    [InlineData("audit verify --public-key nonsense")]
    [InlineData("audit verify --no-such-option")]
    [InlineData("audit verify-pack nowhere")]
    [InlineData("audit pack --gap 42 --as auditor-a --out nowhere")]
    [InlineData("audit pack --gap G-42 --as specialist-a --out nowhere")]
    [InlineData("audit")]
    public async Task What_cannot_be_checked_never_looks_like_a_verdict(string line)
    {
        var (exit, output, error) = await RunAsync(line);

        Assert.Equal((AuditVerb.NotChecked, ""), (exit, output));
        Assert.NotEmpty(error);
        Assert.DoesNotContain("nonsense", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_is_checked_elsewhere_with_folder_and_public_key_alone()
    {
        var key = (await RunAsync("audit keys")).Output.Trim();
        var elsewhere = Path.Combine(_folder, "elsewhere.db");
        File.Copy(Database, elsewhere);

        var (exit, output, _) = await RunAsync($"audit verify --database {elsewhere} --checkpoints {Checkpoints} --public-key {key}", ["--environment=Production"]);

        Assert.Equal(0, exit);
        Assert.StartsWith("Intact: ", output, StringComparison.Ordinal);
        Assert.Equal(3, (await RunAsync($"audit verify --database {elsewhere} --checkpoints {Checkpoints} --public-key {Other()}", ["--environment=Production"])).Exit);
    }

    [Fact]
    public async Task A_pack_is_taken_on_record_and_holds_until_it_is_touched()
    {
        var to = Path.Combine(_folder, "pack");

        var (exit, _, error) = await RunAsync($"audit pack --gap G-1 --as auditor-a --out {to}");

        Assert.Equal((0, ""), (exit, error));
        var key = (await RunAsync("audit keys")).Output.Trim();
        var check = $"audit verify-pack {to} --public-key {key}";
        var whole = await RunAsync(check, ["--environment=Production"]);
        Assert.True(whole.Exit == 0, whole.Output + whole.Error);
        var page = await File.ReadAllTextAsync(Path.Combine(to, EvidencePack.PageName));
        Assert.Contains("Which reading governs a stated age?", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.Equal((0, true), await VerifyAsync("Intact: "));
        Assert.Equal(3, (await RunAsync($"audit verify-pack {to} --public-key {Other()}")).Exit);
        await File.WriteAllTextAsync(Path.Combine(to, EvidencePack.PageName), page.Replace("stated age", "proven age", StringComparison.Ordinal));
        Assert.Equal(1, (await RunAsync(check)).Exit);
    }

    [Fact]
    public async Task A_key_is_made_for_its_owner_alone_and_never_written_over()
    {
        var file = Path.Combine(_folder, "new.key");

        var made = await RunAsync($"audit keys --create {file}");

        Assert.Equal(0, made.Exit);
        Assert.True(NoteVerifier.TryParse(made.Output, out _));
        Assert.DoesNotContain("PRIVATE", made.Output, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(AuditVerb.NotChecked, (await RunAsync($"audit keys --create {file}")).Exit);
        Assert.Equal(made.Output.Trim(), AuditSettings.ReadKey(file).Public.ToString());
        Assert.True(File.Exists(KeyFile), "Development makes its own at the first start.");
    }

    private static string[] SettingsIn(string folder) =>
    [
        "--environment=Development", "--Insights:Demo=false", "--Insights:Catalogue=seed", $"--Insights:Database:Path={Path.Combine(folder, "insights.db")}",
        "--Insights:CaseReferences:Tenant=tests", "--Insights:CaseReferences:Keys:0:Id=3", $"--Insights:CaseReferences:Keys:0:Secret={Convert.ToBase64String("a synthetic key, only for these tests"u8)}",
        "--Logging:LogLevel:Default=None",
    ];

    private static async Task<Dictionary<string, byte[]>> MakeAsync()
    {
        var folder = Scratch.NewFolder();
        await using (var app = await new VerbProduct(SettingsIn(folder)).OpenAsync(CancellationToken.None))
        {
            var people = await SendAsync(app.Services, Actor.System, new EnrolPeople([new("specialist-a", Roles.Specialist), new("triage-lead-a", Roles.TriageLead), new("auditor-a", Roles.Auditor)]));
            var report = await SendAsync(app.Services, people["specialist-a"], new FileReport(null, null, Filed(), null, null, null));
            await SendAsync(app.Services, people["triage-lead-a"], new LinkReport(report.Id.Value, report.Version, null, null, null, null, null));
            await app.Services.GetRequiredService<CheckpointWriter>().WriteAsync(CancellationToken.None);
        }

        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(folder, file), File.ReadAllBytes);
        Directory.Delete(folder, recursive: true);
        return files;
    }

    private static string Other()
    {
        using var signer = NoteSigner.Create(Checkpoint.Origin, out _);
        return signer.Public.ToString();
    }

    private async Task<(int Exit, bool Said)> VerifyAsync(string says)
    {
        var (exit, output, _) = await RunAsync("audit verify");
        return (exit, output.StartsWith(says, StringComparison.Ordinal));
    }

    private async Task<(int Exit, string Output, string Error)> RunAsync(string line, string[]? settings = null)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await CommandLine.RunAsync(line.Split(' '), new VerbConsole(TextReader.Null, output, error, false), new VerbProduct(settings ?? Settings));
        return (exit, output.ToString(), error.ToString());
    }

    [SuppressMessage("Security", "CA2100", Justification = "The statements stand in these tests.")]
    private async Task SqlAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Database};Pooling=False;Foreign Keys=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static ReportForm Filed() => Some.Ambiguity() with
    {
        Title = "Which reading governs a stated age?",
        CaseReferences = [],
        NoCaseReason = "Seen in aggregate only.",
    };

    private static async Task<T> SendAsync<T>(IServiceProvider services, Actor actor, IRequest<Outcome<T>> request)
    {
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Set(actor);
        return (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request)).Value;
    }
}
