using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Insights.Benchmarks.Measuring;

/// <summary>Counts the statements that read.</summary>
internal sealed class StatementCounter : DbCommandInterceptor
{
    public int Count { get; private set; }

    public override ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        Count++;
        return ValueTask.FromResult(result);
    }
}
