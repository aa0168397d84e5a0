using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace Insights.Storage.Sqlite;

/// <summary>
/// Stops a statement inside SQLite when whoever asked for it gives up. The driver looks at the token only between rows, so
/// that a statement which searches long for its first one would go on to its end.
/// </summary>
/// <remarks>The token is let go of before the connection can go to anybody else, so that nobody else's statement is stopped.</remarks>
internal sealed class SqliteInterrupts : DbCommandInterceptor
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<Guid, Watched> _watched = new();

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Watch(command, eventData.CommandId, cancellationToken);
        return new(result);
    }

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default)
    {
        Watch(command, eventData.CommandId, cancellationToken);
        return new(result);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Watch(command, eventData.CommandId, cancellationToken);
        return new(result);
    }

    public override ValueTask<object?> ScalarExecutedAsync(DbCommand command, CommandExecutedEventData eventData, object? result, CancellationToken cancellationToken = default)
    {
        LetGo(eventData.CommandId);
        return new(result);
    }

    public override ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        LetGo(eventData.CommandId);
        return new(result);
    }

    /// <summary>A reader searches on while it is read, and is watched until it is closed.</summary>
    public override ValueTask<InterceptionResult> DataReaderClosingAsync(DbCommand command, DataReaderClosingEventData eventData, InterceptionResult result)
    {
        LetGo(eventData.CommandId);
        return new(result);
    }

    /// <summary>So it is where closing it failed, or nobody closed it.</summary>
    public override InterceptionResult DataReaderDisposing(DbCommand command, DataReaderDisposingEventData eventData, InterceptionResult result)
    {
        LetGo(eventData.CommandId);
        return result;
    }

    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        LetGo(eventData.CommandId);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.CompletedTask;
    }

    /// <summary>SQLite's own word for having been interrupted is an error; whoever gave up is told that they did.</summary>
    public override Task CommandCanceledAsync(DbCommand command, CommandEndEventData eventData, CancellationToken cancellationToken = default)
    {
        LetGo(eventData.CommandId);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.CompletedTask;
    }

    private void Watch(DbCommand command, Guid id, CancellationToken ct)
    {
        if (ct.CanBeCanceled && command.Connection is SqliteConnection { Handle: { } handle })
            _watched[id] = new Watched(handle, ct);
    }

    /// <summary>Waits for an interruption that is under way.</summary>
    private void LetGo(Guid id)
    {
        if (_watched.TryRemove(id, out var watched))
            watched.Dispose();
    }

    /// <summary>
    /// SQLite forgets an interruption that comes before the statement has begun, which then would go on for ever. So it is
    /// repeated until the token is let go of.
    /// </summary>
    private sealed class Watched : IDisposable
    {
        private readonly Lock _lock = new();
        private readonly sqlite3 _handle;
        private readonly CancellationTokenRegistration _registration;
        private Timer? _again;
        private bool _over;

        public Watched(sqlite3 handle, CancellationToken ct)
        {
            _handle = handle;
            _registration = ct.UnsafeRegister(static watched => ((Watched)watched!).Interrupt(), this);
        }

        public void Dispose()
        {
            lock (_lock)
            {
                _over = true;
                _again?.Dispose();
            }

            _registration.Dispose();
        }

        private void Interrupt()
        {
            lock (_lock)
            {
                // A connection that was closed meanwhile runs nothing any more.
                if (_over || _handle.IsClosed || _handle.IsInvalid)
                    return;
                raw.sqlite3_interrupt(_handle);
                _again ??= new Timer(static watched => ((Watched)watched!).Interrupt(), this, Again, Again);
            }
        }
    }
}
