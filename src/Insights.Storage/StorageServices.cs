using Insights.Core.Data;
using Insights.Core.Feed;
using Insights.Core.Reports;
using Insights.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Insights.Storage;

/// <summary>Chooses where the product keeps its data.</summary>
public static class StorageServices
{
    /// <summary>Keeps everything in one SQLite file, which this process alone may write.</summary>
    /// <param name="services">The services of the process.</param>
    /// <param name="path">The file; it and its folder are made when missing.</param>
    public static IServiceCollection AddInsightsSqlite(this IServiceCollection services, string path)
    {
        var connection = new SqliteConnectionStringBuilder { DataSource = path, Pooling = true, ForeignKeys = true }.ToString();
        services.AddLogging();
        services.AddPooledDbContextFactory<SqliteInsightsDb>(options => options
            .UseSqlite(connection)
            .AddInterceptors(new SqlitePragmas(), new SqliteInterrupts()));
        services.AddSingleton<IDbContextFactory<InsightsDb>, AnyContext<SqliteInsightsDb>>();
        services.AddScoped<InsightsDb>(provider => provider.GetRequiredService<IDbContextFactory<SqliteInsightsDb>>().CreateDbContext());
        services.AddSingleton<IWriteGate, SqliteWriteGate>();
        services.AddSingleton(new LookAlikeFile(path + ".lookalikes"));
        services.AddSingleton<IDeletedPages>(new SqliteDeletedPages(connection));
        services.AddSingleton<IDatabaseStatistics>(new SqliteStatistics(connection));
        services.AddSingleton<IDatabaseStart>(provider => new SqliteStart(
            provider.GetRequiredService<IDbContextFactory<SqliteInsightsDb>>(), connection, provider.GetRequiredService<TimeProvider>(),
            new AuditSealing(provider.GetRequiredService<ILogger<AuditSealing>>())));
        return services;
    }

    /// <summary>Opens a SQLite file to be read and not to be changed, also beside the process that writes it. All that is read is of one moment, that of the first read.</summary>
    /// <param name="path">The file.</param>
    public static InsightsDb OpenToRead(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        var db = new SqliteInsightsDb(new DbContextOptionsBuilder<SqliteInsightsDb>().UseSqlite(connection, contextOwnsConnection: true).Options);
        connection.Open();
        db.Database.UseTransaction(connection.BeginTransaction(deferred: true));
        return db;
    }
}

/// <summary>Hands out one provider's contexts to those who know only the common one.</summary>
internal sealed class AnyContext<TContext>(IDbContextFactory<TContext> contexts) : IDbContextFactory<InsightsDb> where TContext : InsightsDb
{
    public InsightsDb CreateDbContext() => contexts.CreateDbContext();
}
