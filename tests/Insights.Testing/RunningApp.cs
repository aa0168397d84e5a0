using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Insights.Testing;

/// <summary>
/// The product as its own process on a free port of loopback, as a person would start it. Only for test projects
/// that reference Insights.Web, whose output then lies beside the tests.
/// </summary>
public sealed partial class RunningApp : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5);

    private readonly bool _ownsFolder;
    private Process _process = null!;

    private RunningApp(string folder, bool ownsFolder, string? catalogue, string[] settings) =>
        (Folder, _ownsFolder, Catalogue, Settings) = (folder, ownsFolder, catalogue, settings);

    /// <summary>Where the database lies.</summary>
    public string Folder { get; }

    public string DatabasePath => Path.Combine(Folder, "insights.db");

    public Uri Address { get; private set; } = null!;

    /// <summary>What the process holds in memory, and the processor time it has taken so far.</summary>
    public (long Memory, TimeSpan Processor) Cost
    {
        get
        {
            _process.Refresh();
            return (_process.WorkingSet64, _process.TotalProcessorTime);
        }
    }

    private string? Catalogue { get; }

    /// <summary>Settings of the command line, which a restart keeps.</summary>
    private string[] Settings { get; }

    /// <summary>Settings of the environment, which a restart keeps.</summary>
    private IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    private string Urls { get; init; } = "http://127.0.0.1:0";

    private string Environment { get; init; } = "Development";

    /// <summary>Starts on a new database with the whole demo.</summary>
    /// <param name="settings">Settings as on the command line, such as <c>--Insights:Edge:Connections=9</c>.</param>
    public static Task<RunningApp> WithDemoAsync(params string[] settings) => StartAsync(Scratch.NewFolder(), ownsFolder: true, catalogue: null, settings);

    /// <summary>Starts with the whole demo, in which rules of an earlier version had let pass what the present ones withhold.</summary>
    public static async Task<RunningApp> WithEarlierTextsAsync()
    {
        var app = await WithDemoAsync();
        await app.KillAsync();
        await EarlierTexts.WriteAsync(app.DatabasePath);
        await app.RestartAsync();
        using var steward = app.ClientOf("privacy-steward-a");
        using var limit = new CancellationTokenSource(StartLimit);
        while ((await QueryAsync(steward, "{ privacyStanding { rowsToScreen } }", ct: limit.Token)).GetProperty("privacyStanding").GetProperty("rowsToScreen").GetInt32() > 0)
            await Task.Delay(100, limit.Token);
        return app;
    }

    /// <summary>Starts on a new database with the demo's people and policy, and no report yet.</summary>
    /// <param name="settings">Settings as on the command line.</param>
    public static Task<RunningApp> WithPeopleOnlyAsync(params string[] settings) => WithPeopleOnlyInAsync(Scratch.NewFolder(), settings);

    /// <summary>The same in this folder, which is deleted in the end: on a disk, where the time of a commit counts.</summary>
    public static Task<RunningApp> WithPeopleOnlyInAsync(string folder, params string[] settings) =>
        StartAsync(folder, ownsFolder: true, PeopleOnly.Catalogue(folder), settings);

    /// <summary>Starts outside Development, on a new database or on the one in this folder, with these settings and nothing of the demo.</summary>
    /// <param name="settings">Settings as environment variables.</param>
    /// <param name="urls">Where to listen, such as <c>https://127.0.0.1:0</c>.</param>
    /// <param name="folder">Where the database lies; a new folder without it.</param>
    public static async Task<RunningApp> InProductionAsync(IReadOnlyDictionary<string, string> settings, string urls, string? folder = null)
    {
        var app = new RunningApp(folder ?? Scratch.NewFolder(), ownsFolder: folder is null, catalogue: null, []) { Variables = settings, Urls = urls, Environment = "Production" };
        await app.LaunchAsync();
        return app;
    }

    /// <summary>Kills the process without warning, as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks the process to stop, as a service manager does, and waits until it is gone.</summary>
    /// <returns>How long that took, and its exit code.</returns>
    public async Task<(TimeSpan Took, int ExitCode)> StopAsync()
    {
        var began = Stopwatch.GetTimestamp();
        using (var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
        return (Stopwatch.GetElapsedTime(began), _process.ExitCode);
    }

    /// <summary>Whether the process lives.</summary>
    public bool IsAlive => !_process.HasExited;

    /// <summary>Starts again on the same database.</summary>
    public async Task RestartAsync()
    {
        _process.Dispose();
        await LaunchAsync();
    }

    /// <summary>A client that signs in as this persona with every request.</summary>
    public HttpClient ClientOf(string persona)
    {
        var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Add("Authorization", $"Persona {persona}");
        return client;
    }

    /// <summary>A client that signs in with a consumer's key.</summary>
    public HttpClient ClientWith(string secret)
    {
        var client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Add("Authorization", $"Bearer {secret}");
        return client;
    }

    /// <summary>The data of a GraphQL answer.</summary>
    /// <exception cref="InvalidOperationException">The answer holds errors.</exception>
    public static async Task<JsonElement> QueryAsync(HttpClient client, string query, object? variables = null, CancellationToken ct = default)
    {
        using var content = new StringContent(JsonSerializer.Serialize(new { query, variables }), new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
        using var response = await client.PostAsync("/graphql", content, ct);
        var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(ct)).RootElement;
        return body.TryGetProperty("errors", out var errors) ? throw new InvalidOperationException(errors.GetRawText()) : body.GetProperty("data");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
        if (_ownsFolder)
            Directory.Delete(Folder, recursive: true);
    }

    private static async Task<RunningApp> StartAsync(string folder, bool ownsFolder, string? catalogue, string[] settings)
    {
        var app = new RunningApp(folder, ownsFolder, catalogue, settings);
        await app.LaunchAsync();
        return app;
    }

    private async Task LaunchAsync()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "Insights.Web.dll"), "--urls", Urls },
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = Environment,
                ["Insights__Database__Path"] = DatabasePath,
            },
        };
        foreach (var setting in Settings)
            start.ArgumentList.Add(setting);
        foreach (var (name, value) in Variables)
            start.Environment[name] = value;
        if (Catalogue is not null)
            start.Environment["Insights__Catalogue"] = Catalogue;

        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var output = new List<string>();
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        void Heard(object _, DataReceivedEventArgs line)
        {
            if (line.Data is null)
                return;
            lock (output)
                output.Add(line.Data);
            if (ListeningAt().Match(line.Data) is { Success: true } match)
                address.TrySetResult(new Uri(match.Groups[1].Value));
        }

        _process.OutputDataReceived += Heard;
        _process.ErrorDataReceived += Heard;
        _process.Exited += (_, _) =>
        {
            lock (output)
                address.TrySetException(new InvalidOperationException("The app did not start:\n" + string.Join('\n', output)));
        };
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Address = await address.Task.WaitAsync(StartLimit);
    }

    [GeneratedRegex(@"Insights is at (https?://127\.0\.0\.1:\d+)")]
    private static partial Regex ListeningAt();
}
