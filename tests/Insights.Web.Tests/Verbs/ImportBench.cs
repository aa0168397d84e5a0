using System.Text;
using CsvHelper;
using Insights.Core.Cases;
using Insights.Core.Reports;
using Insights.Privacy;
using Insights.Testing;
using Insights.Web.Verbs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Insights.Web.Tests.Verbs;

/// <summary>A database to import into, a folder for the files, and everything the import said.</summary>
internal sealed class ImportBench : IAsyncDisposable
{
    public const string Tenant = "tests";

    private readonly string _folder = Scratch.NewFolder();
    private readonly HeardLog _log = new();
    private int _files;

    private ImportBench()
    {
    }

    public TestDatabase Database { get; private set; } = null!;

    public string Log => _log.ToString();

    public static CaseKey Key(int id) => new(id, Encoding.UTF8.GetBytes($"a synthetic key, only for the tests: {id:000}"));

    public static async Task<ImportBench> CreateAsync()
    {
        var bench = new ImportBench();
        bench.Database = await TestDatabase.CreateAsync(services => services
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(bench._log))
            .AddSingleton<ILoggerFactory, LoggerFactory>()
            // Whatever ring a run has, the product knows its keys; the seventh is of somewhere else.
            .AddCaseReferences(CasesUnder(new CaseKeyRing(Key(1), Key(2)))));
        return bench;
    }

    public static CaseScheme CasesUnder(CaseKeyRing ring) => new(Tenant, ring, [new CaseSource(CaseScheme.UsualSource, "Case system")]);

    /// <summary>A file with these rows, whose cells are given by column.</summary>
    public string Sheet(params IReadOnlyDictionary<string, string>[] rows)
    {
        var columns = rows.SelectMany(r => r.Keys).Distinct().ToList();
        var lines = rows.Select(row => columns.Select(c => row.GetValueOrDefault(c, ""))).Prepend(columns)
            .Select(cells => string.Join(',', cells.Select(c => $"\"{c.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")));
        return Save(string.Join("\r\n", lines) + "\r\n");
    }

    public string Save(string text) => Save(new UTF8Encoding(false).GetBytes(text));

    public string Save(byte[] bytes)
    {
        var path = Path.Combine(_folder, $"sheet-{++_files}.csv");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>Runs the verb on the test database and says what it wrote.</summary>
    public async Task<ImportResult> ImportAsync(
        string path, string author = "specialist-a", bool dryRun = false, bool ignoreUnknown = false, string? sheet = null,
        CaseKeyRing? keys = null, TextWriter? error = null, bool redraws = false, CancellationToken ct = default)
    {
        var ring = keys ?? new CaseKeyRing(Key(1));
        await using var services = new WithKeys(Database.Services, ring);
        using var output = new StringWriter();
        error ??= new StringWriter();
        int exit;
        try
        {
            using var file = SheetFile.Open(path, ignoreUnknown);
            exit = await ImportVerb.RunAsync(
                new VerbConsole(TextReader.Null, output, error, redraws), services, file,
                new ImportOrder(path, author, CaseScheme.UsualSource, sheet, dryRun, ignoreUnknown), ct);
        }
        catch (InvalidDataException fault)
        {
            exit = VerbExit.Unusable;
            await error.WriteLineAsync(fault.Message);
        }

        return new ImportResult(exit, output.ToString(), error.ToString() ?? "", Path.ChangeExtension(path, ".rejected.csv"));
    }

    public async Task<List<Report>> ReportsAsync()
    {
        await using var db = Database.Open();
        return await db.Set<Report>().AsNoTracking().OrderBy(r => r.Number).ToListAsync();
    }

    /// <summary>How many rows each table has.</summary>
    public async Task<IReadOnlyDictionary<string, long>> CountsAsync()
    {
        await using var db = Database.Open();
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in db.Model.GetEntityTypes().Select(t => t.GetTableName()!).Distinct())
        {
            var sql = $"SELECT COUNT(*) AS \"Value\" FROM \"{table}\"";
            counts[table] = await db.Database.SqlQueryRaw<long>(sql).SingleAsync();
        }

        return counts;
    }

    /// <summary>Everything on disk for this database, log included, as text.</summary>
    public string Stored()
    {
        var text = new StringBuilder();
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(Database.DatabasePath)!).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            text.Append(reader.ReadToEnd());
        }

        return text.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The services of the test database, with the keys of this run.</summary>
    private sealed class WithKeys(IServiceProvider services, CaseKeyRing keys) : IServiceProvider, IAsyncDisposable
    {
        public object? GetService(Type serviceType) => serviceType == typeof(CaseScheme) ? CasesUnder(keys) : services.GetService(serviceType);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

/// <summary>What a run wrote and how it ended.</summary>
internal sealed record ImportResult(int Exit, string Output, string Error, string RejectedPath)
{
    /// <summary>The refused rows by column; empty when there is no such file.</summary>
    public List<Dictionary<string, string>> Rejected()
    {
        if (!File.Exists(RejectedPath))
            return [];
        using var reader = CsvReader.FromFile(RejectedPath, CsvReaderOptions.Default with { Separator = ',' });
        var rows = new List<Dictionary<string, string>>();
        while (reader.Read())
            rows.Add(reader.Headers.ToArray().Select((name, i) => (name, i)).ToDictionary(c => c.name, c => reader.GetString(c.i)));
        return rows;
    }
}

/// <summary>Keeps every line that is logged.</summary>
internal sealed class HeardLog : ILoggerProvider, ILogger
{
    private readonly StringBuilder _lines = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lines)
            _lines.AppendLine(formatter(state, exception)).Append(exception);
    }

    public override string ToString()
    {
        lock (_lines)
            return _lines.ToString();
    }

    public void Dispose()
    {
    }
}
