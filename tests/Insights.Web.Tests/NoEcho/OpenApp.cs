using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Insights.Core.Administration;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Testing;
using Insights.Web.Hosting;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Insights.Web.Tests.NoEcho;

/// <summary>
/// The product in this process on a port of loopback, with every log level open and everything heard that it says:
/// logs as a provider gets them and as the console writes them, traces, metrics, and whatever it keeps on disk.
/// </summary>
internal sealed class OpenApp : IAsyncDisposable
{
    /// <summary>Somebody who may do everything, so that a command is judged by what it carries.</summary>
    public const string Everyone = "everyone";

    /// <summary>Files of the demo that together hold gaps in nearly every state; the others would only take time.</summary>
    private static readonly string[] DemoFiles = ["gaps-02.json", "gaps-03.json", "gaps-04.json"];

    private readonly string _folder = Scratch.NewFolder();
    private readonly TextWriter _stdout = Console.Out;
    private readonly TextWriter _stderr = Console.Error;
    private readonly ConsoleEar _console = new();
    private WebApplication _app = null!;

    private OpenApp()
    {
    }

    public LogEar Logs { get; } = new();

    public TraceEar Traces { get; private set; } = null!;

    public MetricEar Metrics { get; } = new();

    public Uri Address { get; private set; } = null!;

    public IServiceProvider Services => _app.Services;

    public IReadOnlyList<RouteEndpoint> Endpoints => [.. _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    public static async Task<OpenApp> StartAsync()
    {
        var app = new OpenApp();
        await app.LaunchAsync();
        return app;
    }

    /// <summary>A client that keeps cookies and follows nothing; anonymous without a persona.</summary>
    public HttpClient ClientOf(string? persona)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer(), ActivityHeadersPropagator = null })
        {
            BaseAddress = Address,
            Timeout = TimeSpan.FromSeconds(30),
        };
        if (persona is not null)
            client.DefaultRequestHeaders.Add("Authorization", $"Persona {persona}");
        return client;
    }

    public async Task<T> SendAsync<T>(IRequest<Outcome<T>> request)
    {
        await using var scope = Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Set(Actor.System);
        return (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request)).Value;
    }

    /// <summary>The values of one column of the running database.</summary>
    public List<string> Read(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "insights.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var values = new List<string>();
        while (reader.Read())
            values.Add(reader.GetString(0));
        return values;
    }

    /// <summary>All that is on disk while the product runs: database, write-ahead log, keys.</summary>
    public IEnumerable<(string File, string Text)> Files() =>
        Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Where(f => !f.Contains("seed", StringComparison.Ordinal) && !f.EndsWith(".lock", StringComparison.Ordinal)).Select(file =>
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            return (Path.GetRelativePath(_folder, file), Encoding.Latin1.GetString(copy.ToArray()));
        });

    /// <summary>Everything heard so far, by where.</summary>
    public IEnumerable<(string Place, Heard Heard)> Told => [("log", Logs.Heard), ("console", _console.Heard), ("trace", Traces.Heard), ("metric", Metrics.Heard)];

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Console.SetOut(_stdout);
        Console.SetError(_stderr);
        Traces.Dispose();
        Metrics.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task LaunchAsync()
    {
        CopySeed();
        Console.SetOut(TextWriter.Synchronized(_console));
        Console.SetError(TextWriter.Synchronized(_console));
        _app = InsightsApp.Build(
        [
            "--environment=Development",
            $"--contentRoot={AppContext.BaseDirectory}",
            "--urls=http://127.0.0.1:0",
            $"--Insights:Database:Path={Path.Combine(_folder, "insights.db")}",
            $"--Insights:Catalogue={Path.Combine(_folder, "seed")}",
            // Names that the hostile lines of the canaries give, and room for all of them from one address.
            "--AllowedHosts=127.0.0.1;localhost;x;a",
            "--Insights:Edge:RequestsPerAddress=10000000",
            "--Insights:Edge:RequestsPerPerson=10000000",
            "--Insights:Edge:WritesPerPerson=10000000",
            "--Insights:Edge:SignInsPerAddress=10000000",
            "--Insights:Edge:FailuresPerAddress=10000000",
            // More is sent here in a minute than anybody has a budget for.
            "--Insights:GraphQL:BudgetCapacity=100000000",
            "--Logging:LogLevel:Default=Trace",
            "--Logging:LogLevel:Microsoft=Trace",
            "--Logging:LogLevel:Microsoft.AspNetCore.DataProtection=Trace",
            "--Logging:Console:FormatterOptions:IncludeScopes=true",
        ]);
        // As an exporter would: after the product is put together, before it starts.
        Traces = new TraceEar();
        _app.Services.GetRequiredService<ILoggerFactory>().AddProvider(Logs);
        await _app.PrepareAsync();
        await SendAsync(new EnrolPeople([new Enrolment(Everyone, Enum.GetValues<Roles>().Where(r => r is not Roles.System).Aggregate((all, one) => all | one))]));
        await _app.StartAsync();
        Address = new Uri(_app.Urls.First());
    }

    private void CopySeed()
    {
        var shipped = Path.Combine(AppContext.BaseDirectory, "seed");
        var seed = Path.Combine(_folder, "seed");
        Directory.CreateDirectory(Path.Combine(seed, "demo", "gaps"));
        foreach (var file in new[] { "policies.json", "lists.json", "vocabulary.json", Path.Combine("demo", "personas.json"), Path.Combine("demo", "unlinked.json"), Path.Combine("demo", "allowed.json"), Path.Combine("demo", "queue.json"), Path.Combine("demo", "consumers.json") })
            File.Copy(Path.Combine(shipped, file), Path.Combine(seed, file));
        // Those of the demo are about gaps that are left out here.
        File.WriteAllText(Path.Combine(seed, "demo", "operations.json"), """{ "operations": [] }""");
        File.WriteAllText(Path.Combine(seed, "demo", "contact.json"), """{ "watches": [], "ratings": [] }""");
        File.WriteAllText(Path.Combine(seed, "demo", "scenarios.json"), """
            { "scenarios": [{ "gap": "dormant-account-reactivation", "by": "policy-owner-b", "daysAgo": 0.5, "language": "en", "clauseVersion": 1,
              "facts": "An older account becomes active.", "factors": ["The same person holds both."], "outcome": "It is treated like registering again." }] }
            """);
        File.WriteAllText(Path.Combine(seed, "demo", "calibration.json"), """
            { "rounds": [{ "title": "Accounts that come back", "by": "calibration-lead", "daysAgo": 0.4, "answersUntilInDays": 14, "reviewers": ["specialist-a", "triage-lead-a", "triage-lead-b"], "gaps": ["dormant-account-reactivation"],
              "answers": [{ "gap": "dormant-account-reactivation", "by": "triage-lead-a", "daysAgo": 0.3, "answer": "POLICY_CHANGED", "why": "The clause is about registering only." }] }] }
            """);
        foreach (var file in DemoFiles)
            File.WriteAllText(Path.Combine(seed, "demo", "gaps", file), WithoutAnswers(JsonNode.Parse(File.ReadAllText(Path.Combine(shipped, "demo", "gaps", file)))!).ToJsonString());

        // So are some of the answers about look-alikes.
        static JsonNode WithoutAnswers(JsonNode node)
        {
            foreach (var report in node["gaps"]!.AsArray().SelectMany(gap => gap!["reports"]!.AsArray()))
                report!.AsObject().Remove("answers");
            return node;
        }
    }
}
