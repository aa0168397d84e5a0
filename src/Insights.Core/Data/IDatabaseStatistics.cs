namespace Insights.Core.Data;

/// <summary>Keeps what the database knows about how many rows there are, by which it chooses its way to them.</summary>
public interface IDatabaseStatistics
{
    /// <summary>Counts again where the tables have changed much; false when a writer held it up, and it is to be tried again.</summary>
    bool TryRefresh();
}
