namespace Insights.Core.Data;

/// <summary>Brings the database up before anything is served: migrations and the checks a provider needs.</summary>
public interface IDatabaseStart
{
    Task RunAsync(CancellationToken ct);
}
