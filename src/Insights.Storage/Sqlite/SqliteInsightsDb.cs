using Insights.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace Insights.Storage.Sqlite;

/// <summary>The database on SQLite.</summary>
public sealed class SqliteInsightsDb(DbContextOptions<SqliteInsightsDb> options) : InsightsDb(options);
