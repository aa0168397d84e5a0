using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Insights.Storage.Sqlite;

/// <summary>Lets the migration tool build the model without the product around it.</summary>
internal sealed class DesignTime : IDesignTimeDbContextFactory<SqliteInsightsDb>
{
    public SqliteInsightsDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteInsightsDb>().UseSqlite("Data Source=design-time.db").Options);
}
