using System.Collections.Concurrent;
using GraphQLParser.AST;

namespace Insights.GraphQL.Running;

/// <summary>
/// Documents that passed guard and validation, so that they are neither parsed nor validated again; permissions
/// and variables are checked each time. Holds a bounded number; the oldest leaves first. Safe to share.
/// </summary>
internal sealed class DocumentCache
{
    private const int Most = 500;

    /// <summary>Longer documents are not kept, so that padding cannot fill memory.</summary>
    private const int LongestKept = 8 * 1024;

    private readonly ConcurrentDictionary<string, GraphQLDocument> _documents = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _byAge = new();

    public int Count => _documents.Count;

    public GraphQLDocument? Find(string text) => _documents.GetValueOrDefault(text);

    public void Keep(string text, GraphQLDocument document)
    {
        if (text.Length > LongestKept || !_documents.TryAdd(text, document))
            return;
        _byAge.Enqueue(text);
        while (_documents.Count > Most && _byAge.TryDequeue(out var oldest))
            _documents.TryRemove(oldest, out _);
    }
}
