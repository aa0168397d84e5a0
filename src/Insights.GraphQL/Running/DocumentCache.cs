using System.Collections.Concurrent;
using GraphQLParser.AST;

namespace Insights.GraphQL.Running;

/// <summary>
/// Documents that passed guard and validation, so that they are neither parsed nor validated again; permissions, cost
/// and variables are checked each time. Holds a bounded number and a bounded length of text in all; the oldest leaves first. Safe to share.
/// </summary>
internal sealed class DocumentCache
{
    public const int Most = 500;

    /// <summary>A parsed document takes some ten times its text, so that this bounds the memory.</summary>
    public const int MostCharacters = 1024 * 1024;

    /// <summary>Longer documents are not kept, so that a few cannot drive out all others.</summary>
    public const int LongestKept = 8 * 1024;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, GraphQLDocument> _documents = new(StringComparer.Ordinal);
    private readonly Queue<string> _byAge = new();

    public int Count => _documents.Count;

    public int Characters { get; private set; }

    public GraphQLDocument? Find(string text) => _documents.GetValueOrDefault(text);

    public void Keep(string text, GraphQLDocument document)
    {
        if (text.Length > LongestKept)
            return;
        lock (_gate)
        {
            if (!_documents.TryAdd(text, document))
                return;
            _byAge.Enqueue(text);
            Characters += text.Length;
            while ((_documents.Count > Most || Characters > MostCharacters) && _byAge.TryDequeue(out var oldest) && _documents.TryRemove(oldest, out _))
                Characters -= oldest.Length;
        }
    }
}
