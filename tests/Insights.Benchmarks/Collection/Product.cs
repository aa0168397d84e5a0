using System.Globalization;
using Insights.Core;
using Insights.Core.Cases;
using Insights.Core.Data;
using Insights.Core.Identity;
using Insights.Core.Pipeline;
using Insights.Core.Policies;
using Insights.Core.Reports;
using Insights.Storage;
using MediatR;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Insights.Benchmarks.Collection;

/// <summary>The product on a SQLite file of its own, which is deleted at the end. Requests go through the real pipeline.</summary>
internal sealed class Product : IAsyncDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "insights-benchmarks", Path.GetRandomFileName());
    private readonly ServiceProvider _services;

    private Product(Action<IServiceCollection>? more)
    {
        var services = new ServiceCollection().AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).AddLogging();
        services.AddInsightsCore().AddInsightsSqlite(DatabasePath).AddCaseReferences(DemoReports.Cases);
        more?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    public string DatabasePath => Path.Combine(_folder, "insights.db");

    public LookAlikes LookAlikes => _services.GetRequiredService<LookAlikes>();

    public static Actor Specialist { get; } = Someone(1, "specialist-a", Roles.Specialist);

    public static Actor Lead { get; } = Someone(2, "triage-lead-a", Roles.TriageLead);

    public static Actor Consumer { get; } = Someone(3, "model-team-a", Roles.Consumer);

    public static async Task<Product> CreateAsync(IReadOnlyList<ReportContent> examples, Action<IServiceCollection>? more = null)
    {
        var product = new Product(more);
        await product._services.GetRequiredService<IDatabaseStart>().RunAsync(CancellationToken.None);
        await product.SendAsync(Actor.System, new LoadCatalogue(CatalogueFor(examples)));
        await using var db = product.Open();
        db.AddRange(((Actor[])[Specialist, Lead, Consumer]).Select(p => Person.Enrol(p.Id, p.Handle, p.Roles)));
        await db.SaveChangesAsync();
        return product;
    }

    public InsightsDb Open() => _services.GetRequiredService<IDbContextFactory<InsightsDb>>().CreateDbContext();

    /// <summary>A connection as a careful hand would open it: the same settings as the product's.</summary>
    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = DatabasePath, ForeignKeys = true }.ToString());
        connection.Open();
        using var settings = connection.CreateCommand();
        settings.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;";
        settings.ExecuteNonQuery();
        return connection;
    }

    /// <summary>A second look-alike index over the same reports, to see what building one costs.</summary>
    public LookAlikes NewLookAlikes() => new(_services.GetRequiredService<IDbContextFactory<InsightsDb>>(), _services.GetRequiredService<CaseAliases>(), new LookAlikeFile(null), NullLogger<LookAlikes>.Instance);

    /// <summary>Sends a request in a scope of its own, as a web request does.</summary>
    public async Task<T> SendAsync<T>(Actor actor, IRequest<Outcome<T>> request)
    {
        await using var scope = As(actor);
        return (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request)).Granted();
    }

    public AsyncServiceScope As(Actor actor)
    {
        var scope = _services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Set(actor);
        return scope;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private static Actor Someone(int n, string handle, Roles roles) =>
        new(new PersonId($"per_{n.ToString("D26", CultureInfo.InvariantCulture)}"), handle, roles);

    /// <summary>The clauses and codes that the demo reports use.</summary>
    private static CatalogueContent CatalogueFor(IReadOnlyList<ReportContent> reports) => new(
        [
            .. reports.SelectMany(f => ((string?, int)[])[(f.Clause, f.ClauseVersion ?? 1), (f.NearestClause, 1)]).Distinct()
                .SelectMany(((string? Code, int Version) c) => c.Code is null ? Enumerable.Empty<PolicyClause>() : [ClauseOf(c.Code, c.Version)]),
        ],
        [
            .. Codes(CodeList.Area, reports.Select(f => f.Area)), .. Codes(CodeList.Surface, reports.Select(f => f.Surface)),
            .. Codes(CodeList.Language, reports.Select(f => f.Language)), .. Codes(CodeList.Region, reports.Select(f => f.Region)),
        ],
        [], "for measuring only");

    private static PolicyClause ClauseOf(string code, int version) =>
        new() { Code = code, Version = version, Area = "none", Title = code, Text = "Not read here.", EffectiveFrom = new DateOnly(2025, 1, 1) };

    private static IEnumerable<ListEntry> Codes(CodeList list, IEnumerable<string?> codes) =>
        codes.OfType<string>().Distinct().Select((code, order) => new ListEntry { List = list, Code = code, Label = code, Order = order });
}

internal static class Outcomes
{
    /// <summary>The value of what must not be refused here.</summary>
    public static T Granted<T>(this Outcome<T> outcome) => outcome.Refused
        ? throw new InvalidOperationException(string.Join("; ", outcome.Refusals.Select(r => $"{r.Code} at {string.Join('.', r.Path)}: {r.Message}")))
        : outcome.Value;
}
