namespace Insights.Similarity;

/// <summary>Why a snapshot was not loaded.</summary>
public enum SnapshotRefusal
{
    /// <summary>It does not begin as a snapshot does.</summary>
    NotASnapshot,

    /// <summary>It was written by another version of the engine.</summary>
    OtherVersion,

    /// <summary>It was written with other fields or weights.</summary>
    OtherOptions,

    /// <summary>It ends too early.</summary>
    Truncated,

    /// <summary>Its content does not match its checksum, or makes no sense.</summary>
    Corrupted,
}

/// <summary>A snapshot cannot be used; the index is to be built from its documents.</summary>
public sealed class SnapshotRefusedException(SnapshotRefusal refusal, Exception? innerException = null)
    : Exception($"The snapshot of the look-alike index is refused: {refusal}.", innerException)
{
    /// <summary>Why.</summary>
    public SnapshotRefusal Refusal => refusal;
}
