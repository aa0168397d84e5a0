namespace Insights.Similarity.Index;

/// <summary>What a document holds, as ids: ascending.</summary>
internal readonly record struct Holdings(ReadOnlyMemory<int> Terms, ReadOnlyMemory<int> Facts);

/// <summary>One write: a document came, went, or both. Writes form a chain that readers of an older view walk to undo what came after it.</summary>
/// <remarks>Nothing points backwards, so a change is collected once no reader has a view from before it.</remarks>
internal sealed class Change(int version, Holdings added, Holdings removed)
{
    private Change? _next;

    /// <summary>Counts writes from 1; 0 stands for the empty index.</summary>
    public int Version => version;

    public Holdings Added => added;

    public Holdings Removed => removed;

    /// <summary>The write after this one. Linked before any of its effects can be seen.</summary>
    public Change? Next
    {
        get => Volatile.Read(ref _next);
        set => Volatile.Write(ref _next, value);
    }
}
