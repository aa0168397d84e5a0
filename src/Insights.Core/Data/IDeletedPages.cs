namespace Insights.Core.Data;

/// <summary>Makes sure that what was erased cannot be read from the database's files any more.</summary>
public interface IDeletedPages
{
    /// <summary>Clears what earlier versions of rows left behind; false when readers held it up, and it is to be tried again.</summary>
    bool TryClear();
}
