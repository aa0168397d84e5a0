namespace Insights.Core.Data;

/// <summary>
/// Orders the writers of this process. SQLite starves under many writers, so there one enters at a time;
/// a server database orders writers itself and lets everyone in.
/// </summary>
public interface IWriteGate
{
    /// <summary>Waits for the turn; disposing the result gives it up.</summary>
    ValueTask<IDisposable> EnterAsync(CancellationToken ct);
}
